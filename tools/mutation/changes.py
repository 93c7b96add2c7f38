"""What a mutant changes: for one node of a syntax tree, the nodes that could stand there instead.

Chosen so that each change is a mistake somebody could make and a number or verdict could show:
a boundary, a sign, a swapped pair, a dropped condition or statement, a neighbouring constant.
"""

import ast
import itertools
import re
from collections.abc import Iterator, Mapping

type Enums = Mapping[str, tuple[str, ...]]

_COMPARED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
_ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
}
_UPDATED: dict[type[ast.operator], type[ast.operator]] = {
    **_ARITHMETIC,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
_OPPOSITES = (
    ("min", "max"), ("minimum", "maximum"), ("argmin", "argmax"), ("all", "any"),
    ("floor", "ceil"), ("zeros_like", "ones_like"), ("betainc", "betaincc"),
    ("gammainc", "gammaincc"), ("betaincinv", "betainccinv"), ("left", "right"),
)  # fmt: skip
_OPPOSITE = {one: other for pair in _OPPOSITES for one, other in (pair, pair[::-1])}
_UNWRAPPED = {
    "abs", "sqrt", "floor", "ceil", "log", "exp", "log1p", "expm1", "sort", "sorted", "flip",
}  # fmt: skip
_SAME_EITHER_WAY = {
    "min", "max", "minimum", "maximum", "hypot", "broadcast_arrays", "broadcast_shapes",
    "isinstance", "zip",
}  # fmt: skip
_CODE = re.compile(r"[A-Za-z_][\w.]*")
"""Words that are codes or options, not sentences."""


def expressions(node: ast.AST, enums: Enums) -> Iterator[ast.expr]:
    """What could stand instead of an expression; nothing for other nodes."""
    match node:
        case ast.Compare():
            yield from _comparisons(node)
        case ast.BinOp():
            yield from _operations(node)
        case ast.BoolOp():
            yield from _without_one(node)
        case ast.Call():
            yield from _calls(node)
        case _:
            yield from _small_things(node, enums)


def _small_things(node: ast.AST, enums: Enums) -> Iterator[ast.expr]:
    match node:
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant()):
            pass  # its constant is changed already
        case ast.UnaryOp(op=ast.USub() | ast.Not() | ast.Invert()):
            yield node.operand
        case ast.IfExp():
            yield from (node.body, node.orelse)
        case ast.Constant():
            yield from (ast.Constant(value) for value in _neighbours(node.value))
        case ast.Attribute(value=ast.Name(id=owner)) if node.attr in enums.get(owner, ()):
            yield ast.Attribute(node.value, _next(enums[owner], node.attr), node.ctx)
        case _:
            pass


def statements(node: ast.AST, assigned: frozenset[str]) -> Iterator[ast.stmt]:
    """What could stand instead of a statement; `assigned` are the names that have a value."""
    match node:
        case ast.Return(value=ast.expr() as value) if not _is_none(value):
            yield ast.Return(ast.Constant(None))
            yield from (ast.Return(other) for other in _exchanged_results(value))
        case ast.AugAssign():
            yield ast.Pass()
            if type(node.op) in _UPDATED:
                yield ast.AugAssign(node.target, _UPDATED[type(node.op)](), node.value)
        case ast.Assign() if all(_has_a_value(target, assigned) for target in node.targets):
            yield ast.Pass()
        case ast.Expr(value=ast.Call()) | ast.Raise() | ast.Continue() | ast.Break():
            yield ast.Pass()
        case _:
            pass


def conditions(node: ast.AST) -> Iterator[ast.expr]:
    """What could stand instead of the test of an `if` or `while`."""
    match node:
        case ast.If():
            yield from (ast.Constant(value=True), ast.Constant(value=False))
        case ast.While():
            yield ast.Constant(value=False)
        case _:
            pass


def _comparisons(node: ast.Compare) -> Iterator[ast.expr]:
    for place, op in enumerate(node.ops):
        for other in _COMPARED[type(op)]:
            ops = [*node.ops[:place], other(), *node.ops[place + 1 :]]
            yield ast.Compare(node.left, ops, node.comparators)


def _operations(node: ast.BinOp) -> Iterator[ast.expr]:
    if isinstance(node.op, ast.BitAnd | ast.BitOr):  # conditions on arrays
        yield from (node.left, node.right)
    elif type(node.op) in _ARITHMETIC:
        yield ast.BinOp(node.left, _ARITHMETIC[type(node.op)](), node.right)


def _without_one(node: ast.BoolOp) -> Iterator[ast.expr]:
    for place in range(len(node.values)):
        rest = [*node.values[:place], *node.values[place + 1 :]]
        yield rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)


def _neighbours(value: object) -> Iterator[bool | int | float | str]:
    match value:
        case bool():
            yield not value
        case int():
            yield from (value + 1, value - 1)
        case float():
            yield from (2.0 * value, 0.5 * value) if value else (1.0,)
        case str() if _CODE.fullmatch(value):
            yield _OPPOSITE.get(value, f"{value}_")
        case _:
            pass


def _calls(node: ast.Call) -> Iterator[ast.expr]:
    name = called(node)
    if name in _OPPOSITE:
        yield ast.Call(_renamed(node.func, _OPPOSITE[name]), node.args, node.keywords)
    if name in _UNWRAPPED and node.args:
        yield node.args[0]
    if name not in _SAME_EITHER_WAY:
        fixed = node.args[:1] if name == "where" else []  # a condition is no value
        for args in _exchanged(node.args[len(fixed) :]):
            yield ast.Call(node.func, [*fixed, *args], node.keywords)
    for place in range(len(node.keywords) - 1):
        keywords = list(node.keywords)
        one, other = keywords[place : place + 2]
        literal = isinstance(one.value, ast.Constant) or isinstance(other.value, ast.Constant)
        if one.arg and other.arg and not literal:
            keywords[place] = ast.keyword(one.arg, other.value)
            keywords[place + 1] = ast.keyword(other.arg, one.value)
            yield ast.Call(node.func, node.args, keywords)


def called(node: ast.Call) -> str:
    """Last name of what is called: `maximum` for `np.maximum(...)`."""
    match node.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def _renamed(func: ast.expr, name: str) -> ast.expr:
    if isinstance(func, ast.Attribute):
        return ast.Attribute(func.value, name, func.ctx)
    return ast.Name(name, ast.Load())


def _exchanged_results(value: ast.expr) -> Iterator[ast.expr]:
    if isinstance(value, ast.Tuple):
        yield from (ast.Tuple(elements, value.ctx) for elements in _exchanged(value.elts))


def _exchanged(values: list[ast.expr]) -> Iterator[list[ast.expr]]:
    """The list with one pair of neighbours exchanged, where they differ."""
    for place, (one, other) in enumerate(itertools.pairwise(values)):
        starred = isinstance(one, ast.Starred) or isinstance(other, ast.Starred)
        if not starred and ast.dump(one) != ast.dump(other):
            yield [*values[:place], other, one, *values[place + 2 :]]


def _next(members: tuple[str, ...], member: str) -> str:
    return members[(members.index(member) + 1) % len(members)]


def _is_none(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value is None


def _has_a_value(target: ast.expr, assigned: frozenset[str]) -> bool:
    """Whether leaving the assignment out leaves an older value in place."""
    if isinstance(target, ast.Name):
        return target.id in assigned
    if isinstance(target, ast.Tuple):
        return all(_has_a_value(element, assigned) for element in target.elts)
    return isinstance(target, ast.Subscript | ast.Attribute)
