"""A drawing as a picture of pixels, for programs that take no drawings; safe on any thread."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgRenderer


def svg_image(svg: str, scale: float) -> QImage:
    """Return `svg` painted at `scale` times its own size; a null image where it draws nothing."""
    renderer = QSvgRenderer(QByteArray(svg.encode()))
    if not renderer.isValid():
        return QImage()
    image = QImage(renderer.defaultSize() * scale, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter)
    painter.end()
    return image


def png_bytes(image: QImage) -> bytes:
    """Return an image as the content of a PNG file; nothing for a null image."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    buffer.close()
    return bytes(content.data())
