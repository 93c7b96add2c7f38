"""Which file a plan is taken from, and where one is written to."""

from pathlib import Path
from typing import Final

from PySide6 import QtWidgets
from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QWidget

_SUFFIX: Final = ".json"
_OPENED: Final = "Plans, reports and memos (*.json *.html);;All files (*)"
_SAVED: Final = "Plan (*.json)"


def ask_for_plan(parent: QWidget) -> Path | None:
    """Ask which plan to import; None when the person thinks better of it."""
    name, _ = QtWidgets.QFileDialog.getOpenFileName(parent, "Import a plan", _documents(), _OPENED)
    return Path(name) if name else None


def ask_where_to(parent: QWidget, experiment: str) -> Path | None:
    """Ask where to write the plan of `experiment`; None when the person thinks better of it."""
    from experimentos_core.memo.file_name import memo_file_name  # noqa: PLC0415 - on first use

    suggested = memo_file_name(f"{experiment} plan".strip(), _SUFFIX)
    name, _ = QtWidgets.QFileDialog.getSaveFileName(
        parent, "Export the plan", str(Path(_documents()) / suggested), _SAVED
    )
    if not name:
        return None
    path = Path(name)
    return path if path.suffix else path.with_name(path.name + _SUFFIX)


def _documents() -> str:
    kind = QStandardPaths.StandardLocation.DocumentsLocation
    return QStandardPaths.writableLocation(kind) or "."
