"""Imports one module of the core with a mutant in it, all others as they are."""

import importlib.util
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType

from tools.mutation.changes import Enums
from tools.mutation.mutants import mutated

AS_IT_IS = -1


class _MutatedLoader(SourceFileLoader):
    """Compiles the changed syntax tree; nothing is cached on disk."""

    def __init__(self, name: str, path: str, code: CodeType) -> None:
        super().__init__(name, path)
        self._code = code

    def get_code(self, fullname: str) -> CodeType:  # noqa: ARG002 - it serves one module only
        return self._code


class MutatedFinder(MetaPathFinder):
    """Stands before Python's own finders for one module."""

    def __init__(self, root: Path, path: str, number: int, enums: Enums) -> None:
        """Make the mutant of this number of the file; -1 is the file as it is."""
        self._file = root / path
        parts = Path(path).with_suffix("").parts
        self._name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        self._code = _compiled(self._file, number, enums)
        self.found = False

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,  # noqa: ARG002 - the interface of finders
        target: ModuleType | None = None,  # noqa: ARG002
    ) -> ModuleSpec | None:
        """The mutated module's spec; None for every other module."""
        if fullname != self._name:
            return None
        self.found = True
        loader = _MutatedLoader(fullname, str(self._file), self._code)
        return importlib.util.spec_from_file_location(fullname, self._file, loader=loader)


def _compiled(file: Path, number: int, enums: Enums) -> CodeType:
    source = file.read_text(encoding="utf-8")
    if number == AS_IT_IS:
        return compile(source, file, "exec")
    return compile(mutated(source, number, enums), file, "exec")
