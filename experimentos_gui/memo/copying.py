"""The memo on the clipboard: rich text for documents, Markdown for everything else."""

import base64
import re
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, Qt
from PySide6.QtGui import QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgRenderer

from experimentos_gui.memo.document import SVG_PREFIX, decode_data_address, without_data

_SHARPNESS: Final = 2  # pixels per CSS pixel


def memo_mime_data(html: str, markdown: str) -> QMimeData:
    """Return a memo as HTML with the chart as PNG, which word processors paste, and as Markdown."""
    data = QMimeData()
    data.setHtml(re.sub(rf'(?<=src="){re.escape(SVG_PREFIX)}[^"]*', _as_png, without_data(html)))
    data.setText(markdown)
    data.setData("text/markdown", QByteArray(markdown.encode()))
    return data


def _as_png(address: re.Match[str]) -> str:
    renderer = QSvgRenderer(decode_data_address(address[0]) or QByteArray())
    image = QImage(renderer.defaultSize() * _SHARPNESS, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    content = base64.b64encode(bytes(buffer.data().data())).decode()
    return f"data:image/png;base64,{content}"
