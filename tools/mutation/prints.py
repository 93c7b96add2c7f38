"""Fingerprints of what a result was found with: it holds while they stay the same."""

import ast
import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

_CORE = "experimentos_core"
_ALL = (_CORE, "tests/core", "tests/helpers", "tests/data")


class Prints:
    """Of one tree, each worked out once."""

    def __init__(self, root: Path) -> None:
        """Read nothing yet."""
        self._root = root
        self._files: dict[str, str] = {}
        self._around: dict[str, str] = {}
        self._everything = ""

    def of_file(self, path: str) -> str:
        """Of its content; "" where there is no such file."""
        if path not in self._files:
            file = self._root / path
            self._files[path] = fingerprint(file.read_bytes()) if file.exists() else ""
        return self._files[path]

    def around(self, path: str) -> str:
        """Of the modules in its part of the core and of all they import: what a reason is about."""
        part = "/".join(path.split("/")[:2])
        if part not in self._around:
            self._around[part] = self._of(_with_imports(self._python_files(part), self._root))
        return self._around[part]

    def everything(self) -> str:
        """Of the core, its tests and their data."""
        if not self._everything:
            files = (file for folder in _ALL for file in (self._root / folder).rglob("*"))
            paths = (
                file.relative_to(self._root).as_posix()
                for file in files
                if file.is_file() and "__pycache__" not in file.parts
            )
            self._everything = self._of(paths)
        return self._everything

    def _python_files(self, part: str) -> list[str]:
        found = (self._root / part).rglob("*.py")
        return [file.relative_to(self._root).as_posix() for file in found]

    def _of(self, paths: Iterable[str]) -> str:
        prints = {path: self.of_file(path) for path in sorted(paths)}
        return fingerprint(json.dumps(prints).encode())


def fingerprint(content: bytes) -> str:
    """Sixteen hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()[:16]


def _with_imports(paths: Iterable[str], root: Path) -> set[str]:
    """These modules of the core and those that they import, however far away."""
    found: set[str] = set()
    waiting = list(paths)
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            waiting += _imported(path, root)
    return found


def _imported(path: str, root: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse((root / path).read_text(encoding="utf-8"))):
        for name in _names(node):
            base = name.replace(".", "/")
            yield from (
                file for file in (f"{base}.py", f"{base}/__init__.py") if (root / file).is_file()
            )


def _names(node: ast.AST) -> list[str]:
    """Modules of the core that a statement may import."""
    if isinstance(node, ast.Import):
        names = [alias.name for alias in node.names]
    elif isinstance(node, ast.ImportFrom) and node.module:
        names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    else:
        names = []
    return [name for name in names if name.split(".")[0] == _CORE]
