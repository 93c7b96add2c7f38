"""Which enums there are, and their members: one mistake is to write another one."""

import ast
from collections.abc import Iterable
from pathlib import Path

from tools.mutation.changes import Enums


def enums_in(root: Path) -> Enums:
    """Every enum of the core."""
    modules = sorted((root / "experimentos_core").rglob("*.py"))
    return enums_of(module.read_text(encoding="utf-8") for module in modules)


def enums_of(sources: Iterable[str]) -> Enums:
    """Members of every enum class in the sources, by the class's name; none with one member."""
    found = {
        node.name: _members(node)
        for source in sources
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ClassDef) and _is_enum(node)
    }
    return {name: members for name, members in found.items() if len(members) > 1}


def _is_enum(node: ast.ClassDef) -> bool:
    return any(isinstance(base, ast.Name) and base.id.endswith("Enum") for base in node.bases)


def _members(node: ast.ClassDef) -> tuple[str, ...]:
    return tuple(
        target.id
        for statement in node.body
        if isinstance(statement, ast.Assign)
        for target in statement.targets
        if isinstance(target, ast.Name)
    )
