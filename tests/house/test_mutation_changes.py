"""Mutants: every mistake worth trying is tried, and what shows in no number is left alone."""

import pytest

from tools.mutation.enum_members import enums_of
from tools.mutation.mutants import mutants_of, mutated

ENUM = """
class Verdict(StrEnum):
    LAUNCH = "Launch"
    HOLD = "Hold"
    ROLLBACK = "Rollback"
"""


def changes(source):
    """What the tool would do to a module."""
    found = mutants_of("module.py", source, enums_of([ENUM]))
    return [mutant.change for mutant in found]


def in_function(body):
    """Changes to a function of one statement."""
    return changes(f"def f(a, b, c=None):\n    {body}\n")


@pytest.mark.parametrize(
    ("body", "change"),
    [
        ("return a < b", "a < b => a <= b"),
        ("return a < b", "a < b => a >= b"),
        ("return a <= b", "a <= b => a < b"),
        ("return a > b", "a > b => a >= b"),
        ("return a == b", "a == b => a != b"),
        ("return a is b", "a is b => a is not b"),
        ("return a in b", "a in b => a not in b"),
        ("return a < b < c", "a < b < c => a < b <= c"),
        ("return a + b", "a + b => a - b"),
        ("return a * b", "a * b => a / b"),
        ("return a ** b", "a ** b => a * b"),
        ("return a & b", "a & b => b"),
        ("return a and b", "a and b => a"),
        ("return a or b or c", "a or b or c => a or c"),
        ("return -a", "-a => a"),
        ("return not a", "not a => a"),
        ("return ~a", "~a => a"),
        ("return a if b else c", "a if b else c => c"),
        ("return a + 3", "a + 3 => a + 4"),
        ("return a + 3", "a + 3 => a + 2"),
        ("return a + 0.5", "a + 0.5 => a + 1.0"),
        ("return a + 0.0", "a + 0.0 => a + 1.0"),
        ("return f(a, c=True)", "f(a, c=True) => f(a, c=False)"),
        ("return f('left')", "f('left') => f('right')"),
        ("return a == 'CODE'", "a == 'CODE' => a == 'CODE_'"),
        ("return Verdict.HOLD", "return Verdict.HOLD => return Verdict.ROLLBACK"),
        ("return f(Verdict.ROLLBACK)", "f(Verdict.ROLLBACK) => f(Verdict.LAUNCH)"),
        ("return f(a, b)", "f(a, b) => f(b, a)"),
        ("return np.where(a, b, c)", "np.where(a, b, c) => np.where(a, c, b)"),
        ("return f(a=b, b=a)", "f(a=b, b=a) => f(a=a, b=b)"),
        ("return np.minimum(a, b)", "np.minimum(a, b) => np.maximum(a, b)"),
        ("return min(a, b)", "min(a, b) => max(a, b)"),
        ("return np.abs(a)", "np.abs(a) => a"),
        ("return a, b", "return (a, b) => return (b, a)"),
        ("return a", "return a => return None"),
        ("a = b", "a = b => pass"),
        ("a[b] = c", "a[b] = c => pass"),
        ("a += b", "a += b => a -= b"),
        ("a &= b", "a &= b => a |= b"),
        ("a &= b", "a &= b => pass"),
        ("f(a)", "f(a) => pass"),
        ("raise ValueError('Too many.')", "raise ValueError('Too many.') => pass"),
    ],
)
def test_a_mistake_is_tried(body, change):
    assert change in in_function(body)


def test_conditions_and_what_a_loop_leaves_out_are_tried():
    source = "def f(a, b):\n    if a:\n        return b\n    while a:\n        break\n"
    assert changes(source) == [
        "a => True", "a => False", "return b => return None", "a => False #2", "break => pass",
    ]  # fmt: skip


def test_defaults_constants_tables_and_members_are_tried():
    assert changes("LEVEL = 0.05\n") == [
        "LEVEL = 0.05 => LEVEL = 0.1",
        "LEVEL = 0.05 => LEVEL = 0.025",
    ]
    assert changes("RULES = (Rule(Verdict.HOLD),)\n") == [
        "Rule(Verdict.HOLD) => Rule(Verdict.ROLLBACK)"
    ]
    assert "HOLD = 'Hold' => HOLD = 'Hold_'" in changes(ENUM)
    assert changes("def f(a=True): ...\n") == ["True => False"]


@pytest.mark.parametrize(
    "source",
    [
        '"""Words."""\n',
        "def f(a: int | None) -> tuple[int, int]: ...\n",
        "type Pair = tuple[int, int]\n",
        "__all__ = ['a', 'b']\n",
        "@dataclass(frozen=True, slots=True)\nclass A:\n    a: int | None\n",
        "TEXT = 'A sentence with words.'\n",
        "TEXT = f'{a} users'\n",
        "if TYPE_CHECKING:\n    import a\n",
        "def f():\n    log.info('read', 3)\n",
        "def f():\n    with np.errstate(divide='ignore'):\n        ...\n",
    ],
)
def test_what_shows_in_no_number_and_no_verdict_is_left_alone(source):
    assert changes(source) == []


def test_the_arguments_of_an_error_are_words():
    assert in_function("raise ValueError(f'{a} of', 3)") == [
        "raise ValueError(f'{a} of', 3) => pass"
    ]


def test_nothing_commutative_is_exchanged():
    assert in_function("return max(a, b)") == [
        "return max(a, b) => return None", "max(a, b) => min(a, b)",
    ]  # fmt: skip


def test_an_assignment_that_gives_a_name_its_first_value_is_not_left_out():
    assert not [change for change in in_function("d = a") if change.endswith("=> pass")]


def test_the_same_change_twice_in_a_function_is_told_apart():
    assert in_function("return a < b, a < b") == [
        "return (a < b, a < b) => return None",
        "a < b => a <= b", "a < b => a >= b", "a < b => a <= b #2", "a < b => a >= b #2",
    ]  # fmt: skip


def test_a_mutant_knows_where_it_is():
    method = (
        "    def f(self, a=2):\n        b = a\n        return (\n            b + 3\n        )\n"
    )
    source = f"A = 1\nclass B:\n{method}"
    first, _, default, *_, last = mutants_of("m.py", source, {})
    assert (first.function, first.line, first.lines, first.body) == ("(module)", 1, (0, 0), (0, 0))
    assert (default.function, default.lines) == ("B.f", (4, 7))
    assert (last.function, last.line, last.lines, last.body) == ("B.f", 6, (5, 7), (4, 7))


def test_each_number_makes_the_change_it_is_listed_with():
    source = "def f(a, b):\n    if a < b and a != 3:\n        a += 2\n    return min(a, b), -a\n"
    for mutant in mutants_of("m.py", source, {}):
        before = {"f": None}
        after = {"f": None}
        exec(compile(source, "m.py", "exec"), before)  # noqa: S102 - two lines from above
        tree = mutated(source, mutant.number, {})
        exec(compile(tree, "m.py", "exec"), after)  # noqa: S102
        inputs = [(a, b) for a in range(-1, 5) for b in range(-1, 5)]
        told_apart = any(before["f"](*pair) != after["f"](*pair) for pair in inputs)
        assert told_apart, mutant.change
