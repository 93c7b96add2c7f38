"""The core works where there is no Qt, and nothing asks for a package the project does not name."""

import ast
import os
import pkgutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import experimentos_core

ROOT = Path(__file__).resolve().parents[2]
QT_MODULES = {"QtCore", "QtGui", "QtPrintSupport", "QtSvg", "QtSvgWidgets", "QtWidgets"}
IMPORT_NAMES = {"PySide6-Essentials": {"PySide6", "shiboken6"}}

SAMPLE = str(ROOT / "resources" / "samples" / "landing_page.csv")
MEMO = "memo.html"

RUN_WITHOUT = """
import sys
sys.modules.update(dict.fromkeys(sys.argv[1].split(",")))
import main
sys.exit(main.main(sys.argv[2:]))
"""

IMPORT_ALL_WITHOUT_QT = """
import importlib, sys
for blocked in ("PySide6", "shiboken6", "experimentos_gui"):
    sys.modules[blocked] = None
for name in sys.argv[1:]:
    importlib.import_module(name)
"""


def imports(folder: str) -> set[tuple[str, str]]:
    """Every (module, name) that the files below `folder` import; name is empty for `import x`."""
    found = set()
    for path in (ROOT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {(alias.name, "") for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                found |= {(str(node.module), alias.name) for alias in node.names}
    return found


def test_every_core_module_imports_without_qt():
    modules = [
        info.name
        for info in pkgutil.walk_packages(experimentos_core.__path__, "experimentos_core.")
        if not info.name.endswith("__main__")
    ]
    assert "experimentos_core.foundation.paths" in modules
    done = subprocess.run(
        [sys.executable, "-c", IMPORT_ALL_WITHOUT_QT, *modules],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_only_the_named_packages_are_imported_at_run_time():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    named = project["project"]["dependencies"]
    allowed = {name for package in named for name in IMPORT_NAMES.get(package, {package})}
    ours = {"experimentos_core", "experimentos_gui"}
    foreign = {
        module.split(".")[0]
        for folder in ours
        for module, _ in imports(folder)
        if module.split(".")[0] not in sys.stdlib_module_names | ours
    }
    assert foreign <= allowed


def test_the_window_uses_only_the_qt_modules_that_the_bundle_ships():
    used = {
        name if module == "PySide6" else module.split(".")[1]
        for module, name in imports("experimentos_gui")
        if module.split(".")[0] == "PySide6"
    }
    assert used <= QT_MODULES


def left_out_of_the_bundle() -> list[str]:
    """The modules that build.spec excludes."""
    for node in ast.parse((ROOT / "build.spec").read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "EXCLUDED":
            return ast.literal_eval(node.value)
    raise AssertionError("build.spec names no excluded modules")


@pytest.mark.parametrize("arguments", [["analyze", SAMPLE, "--memo", MEMO], ["--smoke-test", "."]])
def test_what_the_bundle_leaves_out_is_not_missed(tmp_path, arguments):
    done = subprocess.run(
        [sys.executable, "-c", RUN_WITHOUT, ",".join(left_out_of_the_bundle()), *arguments],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / MEMO).is_file()
