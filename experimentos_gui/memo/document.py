"""The memo's HTML as a Qt document: the same page for the preview and for the PDF.

Qt fetches whatever an image or a style sheet names, `file:` included. Here only `data:` addresses
resolve; everything else is empty.
"""

import base64
import binascii
import re
from typing import Final, override

from PySide6.QtCore import QByteArray, QObject, QRect, QRectF, QSizeF, QUrl
from PySide6.QtGui import (
    QPainter,
    QPyTextObject,
    QTextDocument,
    QTextFormat,
    QTextOption,
)
from PySide6.QtSvg import QSvgRenderer

SVG_PREFIX: Final = "data:image/svg+xml;base64,"
BROWSER_RULES: Final = "/* For browsers only: */"
CSS_DPI: Final = 96
_LARGEST: Final = 1.4  # times its own size; a wider page is left blank beside it
_FULL_WIDTH: Final = 0.99  # Qt rounds columns up to whole dots, over the edge of the page
_INDENT: Final = 16
_LONGEST_WORD: Final = 20
_BREAK: Final = "\u200b"


class MemoDocument(QTextDocument):
    """A text document that shows a memo and reaches for nothing outside it."""

    def __init__(self, html: str, parent: QObject | None = None, dpi: int = CSS_DPI) -> None:
        """Lay out `html` for a device of `dpi` dots per inch."""
        super().__init__(parent)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WordWrap)
        self.setDefaultTextOption(option)
        self.setIndentWidth(_INDENT)
        self.setUndoRedoEnabled(False)
        self._charts = ChartObject(self, dpi / CSS_DPI)
        self.documentLayout().registerHandler(QTextFormat.ObjectTypes.ImageObject, self._charts)
        self.setHtml(html)

    @override
    def setHtml(self, html: str) -> None:
        """Show a memo's HTML, less what only a browser can lay out."""
        super().setHtml(for_qt(html))

    @override
    def loadResource(self, type: int, name: QUrl | str) -> object:
        """Return the bytes of a `data:` address, and nothing for any other."""
        return decode_data_address(QUrl(name).toString())


class ChartObject(QPyTextObject):
    """Draws SVG images as vectors, sharp on every screen and on paper."""

    def __init__(self, parent: QObject, scale: float) -> None:
        """Draw at `scale` device dots per CSS pixel."""
        super().__init__(parent)
        self._scale = scale
        self._renderers: dict[str, QSvgRenderer] = {}

    @override
    def intrinsicSize(self, doc: QTextDocument, posInDocument: int, format: QTextFormat) -> QSizeF:
        """Return the size asked for, shrunk to the page where it is narrower."""
        natural = QSizeF(self._renderer(format.toImageFormat().name()).defaultSize())
        if natural.isEmpty():
            return QSizeF(0, 0)
        width = natural.width() * _LARGEST * self._scale
        available = _FULL_WIDTH * (doc.textWidth() - 2 * doc.documentMargin())
        if 0 < available < width:
            width = available
        return QSizeF(width, width * natural.height() / natural.width())

    @override
    def drawObject(
        self,
        painter: QPainter,
        rect: QRectF | QRect,
        doc: QTextDocument,
        posInDocument: int,
        format: QTextFormat,
    ) -> None:
        """Draw the image into `rect`."""
        self._renderer(format.toImageFormat().name()).render(painter, QRectF(rect))

    def _renderer(self, address: str) -> QSvgRenderer:
        if address not in self._renderers:
            content = decode_data_address(address) if address.startswith(SVG_PREFIX) else None
            renderer = QSvgRenderer(content, self) if content else QSvgRenderer(self)
            self._renderers[address] = renderer
        return self._renderers[address]


def for_qt(html: str) -> str:
    """Return a memo's HTML as Qt can lay it out; what it says stays the same.

    Left out are the style rules for browsers, which Qt reads without being able to honour them,
    and the report's data, which is never shown. Long words in tables get chances to wrap: Qt
    would let the table grow over the edge of the page.
    """
    html = re.sub(
        rf"(?s){re.escape(BROWSER_RULES)}.*?(?=</style>)", "", without_data(html), count=1
    )
    html = html.replace('width="100%"', f'width="{_FULL_WIDTH:.0%}"')
    return re.sub(r"(?s)<t[dh]\b[^>]*>.*?</t[dh]>", _with_breaks, html)


def without_data(html: str) -> str:
    """Return a memo's HTML without the report's data block."""
    return re.sub(r"(?s)<script\b.*?</script>", "", html)


def _with_breaks(cell: re.Match[str]) -> str:
    return re.sub(r"(?<![^>\s])[^<>\s]{21,}", lambda word: _break_word(word[0]), cell[0])


def _break_word(word: str) -> str:
    characters = re.findall(r"&[#\w]+;|.", word)
    starts = range(0, len(characters), _LONGEST_WORD)
    return _BREAK.join("".join(characters[start : start + _LONGEST_WORD]) for start in starts)


def decode_data_address(address: str) -> QByteArray | None:
    """Return the content of a base64 `data:` address; None for any other address."""
    head, comma, payload = address.partition(",")
    if not (comma and head.startswith("data:") and head.endswith(";base64")):
        return None
    try:
        return QByteArray(base64.b64decode(payload, validate=True))
    except (binascii.Error, ValueError):
        return None
