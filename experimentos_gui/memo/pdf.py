"""The memo as PDF: the same HTML, on A4, with the chart as vectors."""

from functools import cache
from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QGuiApplication,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QTextBlock,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)

from experimentos_core.foundation.files import write_atomically
from experimentos_gui.memo.document import MemoDocument

_DPI: Final = 600
_MARGIN_MM: Final = (13.0, 11.0)  # at the sides, above and below
_FOOTER_POINTS: Final = 16.0
_PAPER_POINTS: Final = 9.0
_SCALES: Final = (1.0, 0.95, 0.9, 0.85, 0.8, 0.75)
_ROUNDING: Final = 1.002  # Qt lays out on whole device dots
_FOOTER_COLOUR: Final = "#55606e"


def write_pdf(html: str, path: Path) -> None:
    """Write a memo's HTML as a PDF file.

    Works without a window too; it then starts Qt without a display.

    Raises:
        ExportError: When the file cannot be written; an older one is then left as it was.
    """
    if QGuiApplication.instance() is None:
        _offscreen_application()
    write_atomically(path, render_pdf(html))


def render_pdf(html: str) -> bytes:
    """Return a memo's HTML as the bytes of a PDF."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(_DPI)
    margins = QMarginsF(*_MARGIN_MM, *_MARGIN_MM)
    page_size = QPageSize(QPageSize.PageSizeId.A4)
    layout = QPageLayout(
        page_size, QPageLayout.Orientation.Portrait, margins, QPageLayout.Unit.Millimeter
    )
    writer.setPageLayout(layout)
    writer.setCreator("ExperimentOS")
    document = MemoDocument("", dpi=_DPI)
    document.documentLayout().setPaintDevice(writer)
    document.setDocumentMargin(0)
    document.setDefaultFont(_paper_font())
    document.setHtml(html)
    title = document.metaInformation(QTextDocument.MetaInformation.DocumentTitle)
    writer.setTitle(title)
    _print(document, writer, title)
    buffer.close()
    return bytes(content.data())


@cache
def _offscreen_application() -> QGuiApplication:
    return QGuiApplication(["experimentos", "-platform", "offscreen"])


def _paper_font() -> QFont:
    """Return what sizes on paper are relative to, however large the window's letters are."""
    font = QFont()
    font.setPointSizeF(_PAPER_POINTS)
    return font


def _print(document: MemoDocument, writer: QPdfWriter, title: str) -> None:
    area = QRectF(writer.pageLayout().paintRectPixels(_DPI))
    footer = _FOOTER_POINTS * _DPI / 72
    text_area = QSizeF(area.width(), area.height() - footer)
    scale = _fit(document, text_area)
    pages = document.pageCount()
    painter = QPainter(writer)
    for page in range(pages):
        if page:
            writer.newPage()
        _draw_page(painter, document, page, scale)
        _draw_footer(painter, area.size(), title, f"{page + 1} / {pages}")
    painter.end()


def _fit(document: MemoDocument, area: QSizeF) -> float:
    """Lay the document out; return the largest scale that fits one page, else one page's width."""
    wide_enough = _SCALES[-1]
    for scale in _SCALES:
        document.setPageSize(area / scale)
        if document.size().width() > document.pageSize().width() * _ROUNDING:
            continue
        if document.pageCount() == 1:
            return scale
        wide_enough = max(wide_enough, scale)
    document.setPageSize(area / wide_enough)
    _keep_headings_with_text(document)
    return wide_enough


def _keep_headings_with_text(document: MemoDocument) -> None:
    """Move every heading that would end a page to the page its text begins on."""
    breaking = QTextBlockFormat()
    breaking.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
    while (stranded := _stranded_heading(document)) is not None:
        QTextCursor(stranded).mergeBlockFormat(breaking)
        document.markContentsDirty(0, document.characterCount())


def _stranded_heading(document: MemoDocument) -> QTextBlock | None:
    layout, height = document.documentLayout(), document.pageSize().height()
    block = document.begin()
    while block.isValid():
        following = block.next()
        is_open = block.blockFormat().headingLevel() and not block.blockFormat().pageBreakPolicy()
        if is_open and following.isValid():
            page = layout.blockBoundingRect(block).top() // height
            if layout.blockBoundingRect(following).bottom() // height > page:
                return block
        block = following
    return None


def _draw_page(painter: QPainter, document: MemoDocument, page: int, scale: float) -> None:
    height = document.pageSize().height()
    window = QRectF(0, page * height, document.pageSize().width(), height)
    painter.save()
    painter.scale(scale, scale)
    painter.translate(0, -page * height)
    document.drawContents(painter, window)
    painter.restore()


def _draw_footer(painter: QPainter, area: QSizeF, title: str, number: str) -> None:
    painter.save()
    font = QFont(painter.font())
    font.setPointSizeF(7.5)
    painter.setFont(font)
    painter.setPen(QColor(_FOOTER_COLOUR))
    line = QRectF(
        0,
        area.height() - painter.fontMetrics().height(),
        area.width(),
        painter.fontMetrics().height(),
    )
    shown = painter.fontMetrics().elidedText(
        title, Qt.TextElideMode.ElideRight, int(area.width() * 0.85)
    )
    painter.drawText(line, Qt.AlignmentFlag.AlignLeft, shown)
    painter.drawText(line, Qt.AlignmentFlag.AlignRight, number)
    painter.restore()
