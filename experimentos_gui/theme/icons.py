"""Line icons from SVG files, drawn in a colour of the theme."""

from functools import cache
from typing import Final

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from experimentos_core.foundation.paths import RESOURCES

_SIZES: Final = (16, 24, 32, 48, 64, 128)


@cache
def draw_icon(name: str, colour: str) -> QIcon:
    """Draw resources/icons/`name`.svg, its `currentColor` being `colour`; empty without a file."""
    path = RESOURCES / "icons" / f"{name}.svg"
    result = QIcon()
    try:
        text = path.read_text(encoding="utf-8")
    except OSError:
        return result
    renderer = QSvgRenderer(QByteArray(text.replace("currentColor", colour).encode()))
    for size in _SIZES:
        picture = QPixmap(size, size)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        renderer.render(painter)
        painter.end()
        result.addPixmap(picture)
    return result
