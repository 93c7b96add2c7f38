"""Where an experiment or the list is written to, and which file is taken in."""

from pathlib import Path
from typing import Final

from PySide6 import QtWidgets
from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QWidget

from experimentos_core.history.travel_records import SUFFIX

_LIST_NAME: Final = "ExperimentOS experiments.csv"
_EXPERIMENTS: Final = f"Exported experiments (*{SUFFIX});;All files (*)"


def ask_for_experiment(parent: QWidget) -> Path | None:
    """Ask which exported experiment to import; None when the person thinks better of it."""
    name, _ = QtWidgets.QFileDialog.getOpenFileName(
        parent, "Import an experiment", _documents(), _EXPERIMENTS
    )
    return Path(name) if name else None


def ask_where_to_export(parent: QWidget, experiment: str) -> Path | None:
    """Ask where to write an experiment; None when the person thinks better of it."""
    from experimentos_core.memo.file_name import memo_file_name  # noqa: PLC0415 - on first use

    suggested = memo_file_name(experiment, SUFFIX)
    return _ask_where_to(parent, "Export the experiment", suggested, SUFFIX)


def ask_where_to_list(parent: QWidget) -> Path | None:
    """Ask where to write the list; None when the person thinks better of it."""
    return _ask_where_to(parent, "Export the list", _LIST_NAME, ".csv")


def _ask_where_to(parent: QWidget, title: str, suggested: str, suffix: str) -> Path | None:
    name, _ = QtWidgets.QFileDialog.getSaveFileName(
        parent, title, str(Path(_documents()) / suggested), f"*{suffix} (*{suffix})"
    )
    if not name:
        return None
    path = Path(name)
    return path if path.suffix else path.with_name(path.name + suffix)


def _documents() -> str:
    kind = QStandardPaths.StandardLocation.DocumentsLocation
    return QStandardPaths.writableLocation(kind) or "."
