"""A mutant put into functions that are there already, so that nothing has to be imported again.

Only what a function does when it is called can be changed like this: not a constant, a default, a
class, or what a function did while its module was imported.
"""

import gc
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import CodeType, FunctionType

from tools.mutation.changes import Enums
from tools.mutation.importing import AS_IT_IS
from tools.mutation.mutants import mutated

type Swap = tuple[CodeType, CodeType]
"""What a function runs, and what it is to run."""


def swaps(file: Path, number: int, enums: Enums) -> list[Swap] | None:
    """Of the mutant of this number; None where it changes more than what functions do."""
    source = file.read_text(encoding="utf-8")
    if number == AS_IT_IS:
        return []
    before = compile(source, file, "exec")
    after = compile(mutated(source, number, enums), file, "exec")
    return _differences(before, after)


def functions() -> list[FunctionType]:
    """All there are now."""
    return [thing for thing in gc.get_objects() if type(thing) is FunctionType]


def swap(pairs: Sequence[Swap], there: Sequence[FunctionType]) -> bool:
    """Have every function run what it is to run; False where one is not there."""
    return all(_swap_one(before, after, there) for before, after in pairs)


def _swap_one(before: CodeType, after: CodeType, there: Sequence[FunctionType]) -> bool:
    found = [
        function
        for function in there
        if function.__code__.co_filename == before.co_filename and function.__code__ == before
    ]
    for function in found:
        if len(function.__code__.co_freevars) != len(after.co_freevars):
            return False
        function.__code__ = after
    return bool(found)


def _differences(before: CodeType, after: CodeType) -> list[Swap] | None:
    """Functions of a module or class that differ; None where the module or class itself does."""
    if _without_code(before) != _without_code(after):
        return None
    found: list[Swap] = []
    for old, new in zip(_code_in(before), _code_in(after), strict=True):
        if old == new:
            continue
        if _is_class(old):
            inner = _differences(old, new)
            if inner is None:
                return None
            found += inner
        else:
            found.append((old, new))
    return found


def _is_class(code: CodeType) -> bool:
    """Whether it is the body of a class: that of a function makes its own local names."""
    return not code.co_flags & 0x2  # CO_NEWLOCALS


def _code_in(code: CodeType) -> Iterator[CodeType]:
    return (constant for constant in code.co_consts if isinstance(constant, CodeType))


def _without_code(code: CodeType) -> tuple[object, ...]:
    constants = tuple(
        constant.co_qualname if isinstance(constant, CodeType) else (type(constant), repr(constant))
        for constant in code.co_consts
    )
    return code.co_code, code.co_names, code.co_varnames, code.co_freevars, constants
