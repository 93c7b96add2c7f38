"""Where to save the figures."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

SUFFIX: Final = ".csv"
_NAME: Final = f"ExperimentOS verification{SUFFIX}"


def suggested_path() -> Path:
    """Return where to offer to save first: the documents folder."""
    kind = QStandardPaths.StandardLocation.DocumentsLocation
    return Path(QStandardPaths.writableLocation(kind) or ".") / _NAME


def ask_for_path(parent: QWidget, suggested: Path) -> Path | None:
    """Ask where to save; None when the person thinks better of it."""
    dialog = QFileDialog(parent, "Save figures", str(suggested.parent), "CSV (*.csv)")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(SUFFIX.removeprefix("."))
    dialog.selectFile(suggested.name)
    if not dialog.exec():
        return None
    return Path(dialog.selectedFiles()[0])
