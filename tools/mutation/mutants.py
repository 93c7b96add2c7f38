"""Every mutant of a module, in the order of its text, and the module with one of them in it."""

import ast
import itertools
from collections import Counter
from dataclasses import dataclass, replace

from tools.mutation.changes import Enums
from tools.mutation.walking import Change, changes, is_simple

_MODULE = "(module)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """One change to one file.

    Attributes:
        path: The file, from the root of the repository.
        number: Its place among all mutants of the file.
        function: Qualified name of the function or class it lies in, or "(module)".
        change: "what stands => what stands instead", and "#2" for the second such in the function.
        line: Of the change, from 1.
        lines: First and last line of the statement, for choosing tests; the whole function's for
            what is evaluated when it is defined; (0, 0) outside functions.
        body: First and last line of the function; (0, 0) outside.
    """

    path: str
    number: int
    function: str
    change: str
    line: int
    lines: tuple[int, int]
    body: tuple[int, int]

    @property
    def key(self) -> tuple[str, str, str]:
        """What it is known by when lines move."""
        return self.path, self.function, self.change


def mutants_of(path: str, source: str, enums: Enums) -> list[Mutant]:
    """All mutants of a file."""
    seen: Counter[tuple[str, str]] = Counter()
    mutants = []
    for number, change in enumerate(changes(ast.parse(source), enums)):
        mutant = _described(change, path, number)
        seen[mutant.function, mutant.change] += 1
        times = seen[mutant.function, mutant.change]
        if times > 1:
            mutant = replace(mutant, change=f"{mutant.change} #{times}")
        mutants.append(mutant)
    return mutants


def mutated(source: str, number: int, enums: Enums) -> ast.Module:
    """The module with the mutant of this number in it."""
    tree = ast.parse(source)
    change = next(itertools.islice(changes(tree, enums), number, None))
    change.slot.put(ast.copy_location(change.new, change.old))
    return ast.fix_missing_locations(tree)


def _described(change: Change, path: str, number: int) -> Mutant:
    around, old = change.around, change.old
    shown = old if isinstance(old, ast.stmt) else around.shown or old
    before = ast.unparse(shown)
    if shown is old:
        after = ast.unparse(ast.fix_missing_locations(change.new))
    else:
        change.slot.put(change.new)
        after = ast.unparse(shown)
        change.slot.put(old)
    statement = around.statement
    lines = around.body
    if around.body != (0, 0) and not around.is_header and statement is not None:
        end = statement.end_lineno if is_simple(statement) else old.end_lineno
        lines = (statement.lineno, end or statement.lineno)
    return Mutant(
        path=path,
        number=number,
        function=".".join(around.names) or _MODULE,
        change=f"{_short(before)} => {_short(after)}",
        line=old.lineno,
        lines=lines,
        body=around.body,
    )


def _short(text: str) -> str:
    return " ".join(text.split())
