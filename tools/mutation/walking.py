"""The way through a syntax tree: every change that could be made, and what surrounds it."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, replace

from tools.mutation.changes import Enums, called, conditions, expressions, statements

_UNTOUCHED_CALLS = {"assert_never", "errstate"}
"""They speak to a type checker, or keep NumPy quiet."""

_UNTOUCHED = {
    ("FunctionDef", "returns"), ("FunctionDef", "decorator_list"), ("FunctionDef", "type_params"),
    ("ClassDef", "decorator_list"), ("ClassDef", "bases"), ("ClassDef", "keywords"),
    ("arg", "annotation"), ("AnnAssign", "annotation"), ("Raise", "exc"), ("Raise", "cause"),
    ("Assign", "targets"), ("AnnAssign", "target"), ("ExceptHandler", "type"),
}  # fmt: skip
"""Types, decorations and messages."""


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a node hangs."""

    parent: ast.AST
    field: str
    place: int | None

    def put(self, node: ast.AST) -> None:
        """Hang another node there."""
        if self.place is None:
            setattr(self.parent, self.field, node)
        else:
            getattr(self.parent, self.field)[self.place] = node


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What is known on the way down.

    Attributes:
        names: Of the functions and classes around.
        shown: The expression a change is best shown with; None for the statement.
        statement: The innermost one.
        body: First and last line of the innermost function's body; (0, 0) outside.
        is_header: Whether the statement is the function itself: its defaults.
        assigned: Names that have a value before the statement.
    """

    names: tuple[str, ...] = ()
    shown: ast.AST | None = None
    statement: ast.stmt | None = None
    body: tuple[int, int] = (0, 0)
    is_header: bool = False
    assigned: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A node and what could stand there instead."""

    slot: Slot
    old: ast.expr | ast.stmt
    new: ast.expr | ast.stmt
    around: Surroundings


def changes(tree: ast.Module, enums: Enums) -> Iterator[Change]:
    """All changes, in the order of the text; none is made."""
    yield from _inside(tree, Surroundings(), enums)


def _inside(node: ast.AST, around: Surroundings, enums: Enums) -> Iterator[Change]:
    for field, value in ast.iter_fields(node):
        if (node.__class__.__name__, field) in _UNTOUCHED:
            continue
        if isinstance(value, ast.AST):
            yield from _at(Slot(node, field, None), value, around, enums)
        elif isinstance(value, list):
            for place, item in enumerate(value):
                if isinstance(item, ast.AST):
                    yield from _at(Slot(node, field, place), item, around, enums)


def _at(slot: Slot, node: ast.AST, around: Surroundings, enums: Enums) -> Iterator[Change]:
    if _says_nothing(node):
        return
    around = _entered(node, slot, around)
    if isinstance(node, ast.stmt):
        yield from _of_statement(slot, node, around)
    elif isinstance(node, ast.expr):
        for expression in expressions(node, enums):
            yield Change(slot=slot, old=node, new=expression, around=_shown(node, around))
        around = replace(around, shown=node)
    yield from _inside(node, around, enums)


def _of_statement(slot: Slot, node: ast.stmt, around: Surroundings) -> Iterator[Change]:
    for statement in statements(node, around.assigned):
        yield Change(slot=slot, old=node, new=statement, around=around)
    if isinstance(node, ast.If | ast.While) and not isinstance(node.test, ast.Constant):
        test = Slot(node, "test", None)
        for condition in conditions(node):
            known = replace(around, shown=node.test)
            yield Change(slot=test, old=node.test, new=condition, around=known)


def _shown(node: ast.expr, around: Surroundings) -> Surroundings:
    """Small things are shown with what is around them."""
    if isinstance(node, ast.Constant | ast.Attribute) and around.shown is not None:
        return around
    if isinstance(node, ast.Constant | ast.Attribute) and around.statement is not None:
        return replace(around, shown=around.statement if is_simple(around.statement) else node)
    return replace(around, shown=node)


def _entered(node: ast.AST, slot: Slot, around: Surroundings) -> Surroundings:
    match node:
        case ast.FunctionDef():
            return replace(
                around,
                names=(*around.names, node.name),
                statement=node,
                shown=None,
                body=(node.body[0].lineno, node.end_lineno or node.lineno),
                is_header=True,
                assigned=frozenset(argument.arg for argument in _arguments(node)),
            )
        case ast.ClassDef():
            return replace(around, names=(*around.names, node.name), statement=node, shown=None)
        case ast.stmt():
            return replace(
                around,
                statement=node,
                shown=None,
                is_header=False,
                assigned=around.assigned | _assigned_before(slot),
            )
        case _:
            return around


def _arguments(node: ast.FunctionDef) -> list[ast.arg]:
    return [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]


def _assigned_before(slot: Slot) -> frozenset[str]:
    """Names given a value by earlier statements of the same block."""
    block = getattr(slot.parent, slot.field)
    earlier = block[: slot.place] if isinstance(block, list) else []
    return frozenset(
        node.id
        for statement in earlier
        for node in ast.walk(statement)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    )


def _says_nothing(node: ast.AST) -> bool:
    """Docstrings, messages, log lines, names for `import *`, what only a type checker reads."""
    match node:
        case ast.Call():
            return called(node) in _UNTOUCHED_CALLS
        case ast.Expr(value=ast.Constant()) | ast.JoinedStr() | ast.Import() | ast.ImportFrom():
            return True
        case ast.TypeAlias() | ast.If(test=ast.Name(id="TYPE_CHECKING")):
            return True
        case ast.Assign(targets=[ast.Name(id="__all__")]) | ast.keyword(arg="strict" | "dtype"):
            return True
        case ast.Expr(value=ast.Call() as call):
            return called(call) in _UNTOUCHED_CALLS or _is_log_line(call)
        case _:
            return False


def _is_log_line(call: ast.Call) -> bool:
    owner = call.func.value if isinstance(call.func, ast.Attribute) else None
    return isinstance(owner, ast.Name) and owner.id.lower().strip("_") in {"log", "logger"}


def is_simple(statement: ast.stmt) -> bool:
    """Whether it holds no other statements."""
    return not hasattr(statement, "body")
