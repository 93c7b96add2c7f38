"""Charts as files and on the clipboard: where to, and in which of two formats."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QMimeData, QStandardPaths, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

_PNG: Final = ".png"
_SVG: Final = ".svg"
_FILTERS: Final = {"Picture (*.png)": _PNG, "Drawing that scales (*.svg)": _SVG}
_SCALE: Final = 3  # sharp on paper and on a projector


class _SaveDialog(QFileDialog):
    """Asks where to save a chart; the suffix follows the format that is picked."""

    def __init__(self, parent: QWidget, suggested: Path) -> None:
        super().__init__(parent, "Save chart", str(suggested.parent), ";;".join(_FILTERS))
        self.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        self.filterSelected.connect(self._on_filter)
        self._on_filter(next(iter(_FILTERS)))
        self.selectFile(suggested.name)

    @Slot(str)
    def _on_filter(self, name: str) -> None:
        self.setDefaultSuffix(_FILTERS[name].removeprefix("."))


def ask_for_path(parent: QWidget, suggested: Path) -> Path | None:
    """Ask where to save; None when the person thinks better of it."""
    dialog = _SaveDialog(parent, suggested)
    return Path(dialog.selectedFiles()[0]) if dialog.exec() else None


def documents() -> Path:
    """Return where to offer to save first."""
    kind = QStandardPaths.StandardLocation.DocumentsLocation
    return Path(QStandardPaths.writableLocation(kind) or ".")


def with_format(path: Path) -> Path:
    """Return a path that ends in one of the two formats, a picture where it names none."""
    known = path.suffix.lower() in _FILTERS.values()
    return path if known else path.with_name(path.name + _PNG)


def save_picture(svg: str, path: Path) -> Path:
    """Write a drawing in the format its path names; off the UI thread.

    Raises:
        ExportError: Where the file cannot be written.
    """
    from experimentos_core.foundation.files import write_atomically  # noqa: PLC0415 - on first use
    from experimentos_gui.widgets.svg_image import png_bytes, svg_image  # noqa: PLC0415 - as above

    is_drawing = path.suffix.lower() == _SVG
    write_atomically(path, svg.encode() if is_drawing else png_bytes(svg_image(svg, _SCALE)))
    return path


def copied_picture(svg: str) -> "tuple[QImage, str]":
    """Return a drawing as a picture and as SVG; off the UI thread."""
    from experimentos_gui.widgets.svg_image import svg_image  # noqa: PLC0415 - on first use

    return svg_image(svg, _SCALE), svg


def put_on_clipboard(picture: "tuple[QImage, str]") -> None:
    """Copy what `copied_picture` returned."""
    image, svg = picture
    data = QMimeData()
    data.setImageData(image)
    data.setData("image/svg+xml", svg.encode())
    QGuiApplication.clipboard().setMimeData(data)
