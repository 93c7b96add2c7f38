"""Draws a table cell: a line of text and a quieter one below it, both as plain text."""

from typing import Final, override

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from experimentos_gui.theme import SPACE, ItemRole, Tone, colours, tabular
from experimentos_gui.widgets.labels import breakable, shortened, visible

_SIDE: Final = SPACE + SPACE // 2
_ABOVE: Final = SPACE
_BETWEEN: Final = SPACE // 4
_WIDEST: Final = 34 * SPACE
_LONGEST_TEXT: Final = 240
_DETAIL_SIZE: Final = 0.92

type Index = QModelIndex | QPersistentModelIndex


class CellDelegate(QStyledItemDelegate):
    """Reads ItemRole.DETAIL and ItemRole.TONE beside Qt's own roles."""

    def __init__(self, parent: QObject | None = None, *, wraps: bool = True) -> None:
        """Make a delegate for any view; without `wraps` a text too long ends in an ellipsis."""
        super().__init__(parent)
        self._wraps = wraps

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw ground, hairline and both texts."""
        painter.save()
        _draw_ground(painter, option, index)
        line, detail = _texts(index)
        flags = _flags(index)
        box = _box(option)
        font = _line_font(option, index)
        if not self._wraps:
            line = _elided(font, line, box.width())
            detail = _elided(_detail_font(option), detail, box.width())
        painter.setFont(font)
        painter.setPen(QColor(_line_colour(index)))
        painter.drawText(box, flags, line)
        if detail:
            below = _height(font, line, box.width(), flags) + _BETWEEN
            painter.setFont(_detail_font(option))
            painter.setPen(QColor(colours().muted))
            painter.drawText(box.adjusted(0, below, 0, 0), flags, detail)
        painter.restore()

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the room both texts need, wrapped to the column's width once that is known."""
        line, detail = _texts(index)
        fonts = (_line_font(option, index), _detail_font(option))
        known = option.rect.width() - 2 * _SIDE if self._wraps else 0
        natural = max(_width(fonts[0], line), _width(fonts[1], detail))
        widest = _WIDEST if self._wraps else natural
        width = known if known > 0 else min(natural, widest)
        flags = _flags(index)
        height = _height(fonts[0], line, width, flags)
        if detail:
            height += _BETWEEN + _height(fonts[1], detail, width, flags)
        return QSize(width + 2 * _SIDE, height + 2 * _ABOVE + 1)


def cell_width(font: QFont, text: str) -> int:
    """Return the width of a cell that shows `text` on one line, even where it is emphasised."""
    font = tabular(font)
    font.setWeight(QFont.Weight.DemiBold)
    return _width(font, _inert(text)) + 2 * _SIDE


def _draw_ground(painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
    tokens = colours()
    area = option.rect
    selected = bool(option.state & QStyle.StateFlag.State_Selected)
    if selected:
        painter.fillRect(area, QColor(tokens.selection))
    if index.row() + 1 < index.model().rowCount():
        hairline = QRect(area.left(), area.bottom(), area.width(), 1)
        painter.fillRect(hairline, QColor(tokens.border))
    if option.state & QStyle.StateFlag.State_HasFocus:
        painter.setPen(QColor(tokens.accent))
        painter.drawRect(area.adjusted(0, 0, -1, -2))


def _texts(index: Index) -> tuple[str, str]:
    line = index.data(Qt.ItemDataRole.DisplayRole)
    detail = index.data(ItemRole.DETAIL)
    return _inert(line), _inert(detail)


def _inert(text: object) -> str:
    return breakable(visible(shortened(str(text), _LONGEST_TEXT))) if text else ""


def _flags(index: Index) -> int:
    alignment = index.data(Qt.ItemDataRole.TextAlignmentRole)
    side = Qt.AlignmentFlag(alignment) if alignment is not None else Qt.AlignmentFlag.AlignLeft
    return side.value | Qt.TextFlag.TextWordWrap.value


def _box(option: QStyleOptionViewItem) -> QRect:
    return option.rect.adjusted(_SIDE, _ABOVE, -_SIDE, -1)


def _line_font(option: QStyleOptionViewItem, index: Index) -> QFont:
    font = tabular(option.font)
    if index.data(ItemRole.TONE) is not None:
        font.setWeight(QFont.Weight.DemiBold)
    return font


def _detail_font(option: QStyleOptionViewItem) -> QFont:
    font = tabular(option.font)
    font.setPointSizeF(font.pointSizeF() * _DETAIL_SIZE)
    return font


def _line_colour(index: Index) -> str:
    tone = index.data(ItemRole.TONE)
    return colours().of(Tone(tone)) if tone is not None else colours().text


def _width(font: QFont, text: str) -> int:
    lines = text.split("\n")
    return max(QFontMetrics(font).horizontalAdvance(line) for line in lines) + 2


def _elided(font: QFont, text: str, width: int) -> str:
    return QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, width)


def _height(font: QFont, text: str, width: int, flags: int) -> int:
    room = QRect(0, 0, max(width, 1), 1_000_000)
    return QFontMetrics(font).boundingRect(room, flags, text).height()
