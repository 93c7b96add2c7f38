"""A mutant put into functions that are there does what the module with the mutant in it does."""

import pytest

from tools.mutation import swapping
from tools.mutation.mutants import mutants_of

SOURCE = '''"""A module."""
from functools import cache, partial

LIMIT = 10


def half(value, divisor=2):
    def inner():
        return value / divisor

    return min(inner(), LIMIT)


class Scale:
    factor = 3

    @property
    def tripled(self):
        return self.factor * 3

    @staticmethod
    def doubled(value):
        return value * 2


@cache
def squared(value):
    return value**2


RULES = {"a": lambda value: value + 1}
half_of = partial(half, divisor=4)
'''


def observed(names):
    return (
        names["half"](6), names["half"](100), names["half_of"](8), names["Scale"]().tripled,
        names["Scale"].doubled(5), names["squared"](3), names["RULES"]["a"](1), names["LIMIT"],
    )  # fmt: skip


def run(code):
    names = {"__name__": "scaling"}
    exec(code, names)  # noqa: S102 - what the test wrote itself
    return names


def outcome(make):
    try:
        return observed(make())
    except Exception as trouble:  # noqa: BLE001 - a mutant may do anything
        return type(trouble), str(trouble)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "scaling.py"
    path.write_text(SOURCE, encoding="utf-8")
    return path


def test_every_mutant_does_the_same_either_way(file):
    mutants = mutants_of("scaling.py", SOURCE, {})
    swapped = 0
    for mutant in mutants:
        pairs = swapping.swaps(file, mutant.number, {})
        imported = outcome(lambda m=mutant: run(compiled(file, m.number)))
        if pairs is None:
            continue
        names = run(compile(SOURCE, file, "exec"))
        assert swapping.swap(pairs, swapping.functions()), mutant.change
        assert outcome(lambda n=names: n) == imported, mutant.change
        swapped += 1
    assert swapped > len(mutants) / 2


def compiled(file, number):
    return compile(swapping.mutated(SOURCE, number, {}), file, "exec")


@pytest.mark.parametrize(
    ("function", "change"),
    [
        ("(module)", "LIMIT = 10 => LIMIT = 11"),
        ("Scale", "factor = 3 => factor = 4"),
    ],
)
def test_what_is_worked_out_on_import_is_left_to_an_import(file, function, change):
    mutant = next(
        one
        for one in mutants_of("scaling.py", SOURCE, {})
        if (one.function, one.change) == (function, change)
    )
    assert swapping.swaps(file, mutant.number, {}) is None


def test_a_function_that_is_not_there_is_said(file, tmp_path):
    found = (swapping.swaps(file, one.number, {}) for one in mutants_of("scaling.py", SOURCE, {}))
    pairs = next(pairs for pairs in found if pairs)
    assert not swapping.swap(pairs, [])
