"""What is mutated, and which tests are there to notice."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A part of the core and its tests; paths from the root of the repository.

    Attributes:
        name: What it is called on the command line.
        code: Folders and files whose modules are mutated.
        tests: Patterns of test files. Those of `tools/calibration` are left out: they start
            processes of their own, and a mutant lives in one.
    """

    name: str
    code: tuple[str, ...]
    tests: tuple[str, ...]

    def modules(self, root: Path) -> list[str]:
        """Files to mutate, by path."""
        found = [path for code in self.code for path in _python_files(root / code)]
        return sorted(path.relative_to(root).as_posix() for path in found)

    def test_files(self, root: Path) -> list[str]:
        """Files of tests, by path."""
        found = {path for pattern in self.tests for path in root.glob(pattern)}
        return sorted(path.relative_to(root).as_posix() for path in found)


_WHOLE_CORE = (
    "tests/core/healthcheck/**/test_*.py",
    "tests/core/decision/**/test_*.py",
    "tests/core/analysis/**/test_*.py",
    "tests/core/test_ac*.py",
    "tests/core/test_cannot_mislead.py",
    "tests/core/test_headless_means.py",
    "tests/core/test_metric_names.py",
    "tests/core/test_promise.py",
    "tests/core/test_rules.py",
)
"""Of whole experiments. Those of files, histories and memos are left out: they take longer than all
these, and what they would notice of a number is noticed here."""

TARGETS = (
    Target(name="decision", code=("experimentos_core/decision",), tests=_WHOLE_CORE),
    Target(name="healthcheck", code=("experimentos_core/healthcheck",), tests=_WHOLE_CORE),
    Target(name="analysis", code=("experimentos_core/analysis",), tests=_WHOLE_CORE),
    Target(
        name="stats",
        code=("experimentos_core/stats",),
        tests=("tests/core/stats/**/test_[!c]*.py", "tests/core/stats/**/test_c[!a]*.py"),
    ),
)


def _python_files(path: Path) -> Iterator[Path]:
    return path.rglob("*.py") if path.is_dir() else iter([path])
