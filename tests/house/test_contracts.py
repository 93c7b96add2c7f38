"""The import contracts hold, and each one bites when it is broken on purpose."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("experimentos_core", "experimentos_gui")
LINT = "from importlinter.cli import lint_imports_command; lint_imports_command()"
BAYESIAN = "experimentos_core/stats/bayesian.py"

# The contract that must break, the file that breaks it, the line it gets.
BREAKS = [
    ("packages", "experimentos_core/decision/intruder.py", "import experimentos_gui"),
    ("core-layers", "experimentos_core/foundation/intruder.py", "import experimentos_core.memo"),
    ("core-layers", "experimentos_core/stats/intruder.py", "import experimentos_core.reading"),
    ("core-layers", "experimentos_core/decision/intruder.py", "import experimentos_core.memo"),
    ("core-layers", "experimentos_core/unplaced.py", "import os"),
    (
        "reading-layers",
        "experimentos_core/reading/grid.py",
        "import experimentos_core.reading.shapes",
    ),
    ("gui-layers", "experimentos_gui/wizard/intruder.py", "import experimentos_gui.results"),
    ("gui-layers", "experimentos_gui/results/intruder.py", "import experimentos_gui.memo"),
    ("gui-layers", "experimentos_gui/memo/intruder.py", "import experimentos_gui.home"),
    ("gui-layers", "experimentos_gui/home/intruder.py", "import experimentos_gui.wizard"),
    ("gui-layers", "experimentos_gui/verification/intruder.py", "import experimentos_gui.memo"),
    ("gui-layers", "experimentos_gui/widgets/intruder.py", "import experimentos_gui.home"),
    ("gui-layers", "experimentos_gui/unplaced.py", "import os"),
    ("core-without-qt", "experimentos_core/memo/intruder.py", "import PySide6.QtGui"),
    ("stats-alone", "experimentos_core/stats/intruder.py", "import experimentos_core.foundation"),
    ("decision-without-bayesian", "experimentos_core/decision/intruder.py",
     "import experimentos_core.stats.bayesian"),
    ("decision-without-bayesian", "experimentos_core/analysis/__init__.py",
     "import experimentos_core.stats.bayesian"),
    ("one-chart-maker", "experimentos_core/memo/intruder.py", "import matplotlib.figure"),
    ("one-chart-maker", "experimentos_gui/results/intruder.py", "import matplotlib"),
    ("one-reader", "experimentos_core/healthcheck/intruder.py", "import csv"),
    ("one-reader", "experimentos_gui/wizard/intruder.py", "import csv"),
    ("one-reader", "experimentos_gui/wizard/intruder.py", "import openpyxl"),
    ("one-reader", "experimentos_core/memo/intruder.py", "import defusedxml.sax"),
    ("one-reader", "experimentos_core/healthcheck/intruder.py", "import zipfile"),
    ("offline", "experimentos_core/memo/intruder.py", "import urllib.request"),
    ("offline", "experimentos_gui/home/intruder.py", "import socket"),
]  # fmt: skip


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of the packages and their contracts that may be broken."""
    for package in PACKAGES:
        shutil.copytree(
            ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def contracts() -> dict[str, str]:
    """Every contract of the project: id -> name."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return {entry["id"]: entry["name"] for entry in project["tool"]["importlinter"]["contracts"]}


def broken_contracts(tree: Path) -> set[str]:
    """Check all contracts on `tree`; return the ids of the broken ones."""
    done = subprocess.run(
        [sys.executable, "-P", "-c", LINT, "--no-cache", "--no-logo"],
        cwd=tree,
        env={**os.environ, "COLUMNS": "200", "PYTHONPATH": str(tree)},
        capture_output=True,
        text=True,
        check=False,
    )
    said = {key for key, name in contracts().items() for verdict in ("KEPT", "BROKEN")
            if f"{name} {verdict}" in done.stdout}  # fmt: skip
    assert said == set(contracts()), done.stdout + done.stderr
    return {key for key, name in contracts().items() if f"{name} BROKEN" in done.stdout}


def test_the_house_keeps_every_contract(tree):
    assert broken_contracts(tree) == set()


@pytest.mark.parametrize(
    ("contract", "file", "line"), BREAKS, ids=[f"{b[0]}:{b[2].split()[-1]}" for b in BREAKS]
)
def test_a_broken_contract_is_named(tree, contract, file, line):
    (tree / BAYESIAN).touch()
    with (tree / file).open("a", encoding="utf-8") as module:
        module.write(f"\n{line}\n")
    assert contract in broken_contracts(tree)


def test_every_contract_is_shown_to_bite():
    assert {contract for contract, _, _ in BREAKS} == set(contracts())
