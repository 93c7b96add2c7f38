"""A copy of the repository to try mutants in: the working tree is read once and left alone."""

import json
import shutil
import tomllib
from pathlib import Path

_COPIED = ("experimentos_core", "experimentos_gui", "tests", "tools", "resources")
_FILES = ("main.py", "pyproject.toml", "README.md")
_CONFIGURATION = "pytest.toml"
_OF_OTHER_PLUGINS = ("qt_", "timeout")

PYTEST = (
    *("-q", "-x", "--no-header", "--tb=line", "--assert=plain", "-c", _CONFIGURATION),
    *("-p", "no:cacheprovider", "-p", "no:unraisableexception", "-p", "no:threadexception"),
    *("-p", "_hypothesis_pytestplugin"),
)
"""Only what can fail a test, and no plugin but Hypothesis': the limit of time is the worker's."""

ENVIRONMENT = {
    "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
    "CI": "1",  # Hypothesis draws the same examples for every mutant
    "OPENBLAS_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
    "PYTHONDONTWRITEBYTECODE": "",  # what the copy compiles once serves every mutant
}


def copy_to(folder: Path, root: Path) -> None:
    """Copy code, tests and data, with the project's own pytest settings."""
    for name in _COPIED:
        ignored = shutil.ignore_patterns("__pycache__", "screenshots")
        shutil.copytree(root / name, folder / name, ignore=ignored)
    for name in _FILES:
        shutil.copy2(root / name, folder / name)
    settings = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    kept = {
        key: value
        for key, value in settings["tool"]["pytest"].items()
        if not key.startswith(_OF_OTHER_PLUGINS)
    }
    lines = [f"{key} = {json.dumps(value)}" for key, value in kept.items()]
    (folder / _CONFIGURATION).write_text("[pytest]\n" + "\n".join(lines) + "\n", encoding="utf-8")
