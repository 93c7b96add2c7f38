"""Draws a cell of the preview: its text, what was read in it, the symbol of a fault in it."""

from typing import Final, override

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from experimentos_core.foundation.values import Severity
from experimentos_gui.messages import symbol, tone
from experimentos_gui.theme import SPACE, Colours, colours, tabular
from experimentos_gui.wizard.pins import Mark
from experimentos_gui.wizard.preview_model import LEFT_OUT_ROLE, MARK_ROLE, VALUE_ROLE

type Index = QModelIndex | QPersistentModelIndex

SIDE: Final = SPACE + SPACE // 2
_ABOVE: Final = SPACE


class PreviewDelegate(QStyledItemDelegate):
    """Reads MARK_ROLE beside Qt's own roles; never reads a text as markup."""

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw ground, symbol and text."""
        tokens = colours()
        own: Mark | None = index.data(MARK_ROLE)
        mark = own or index.model().headerData(index.row(), Qt.Orientation.Vertical, MARK_ROLE)
        painter.save()
        _draw_ground(painter, option, mark, tokens)
        box = option.rect.adjusted(SIDE, 0, -SIDE, 0)
        font = tabular(option.font)
        painter.setFont(font)
        is_left_out = bool(index.data(LEFT_OUT_ROLE))
        if own is not None and own.severity is not Severity.NOTE:
            painter.setPen(QColor(tokens.of(tone(own.severity))))
            painter.drawText(box, _VERTICAL | _LEFT, symbol(own.severity))
            box.adjust(_symbol_room(QFontMetrics(font)), 0, 0, 0)
        else:
            painter.setPen(QColor(tokens.muted if is_left_out else tokens.text))
        if is_left_out:
            font.setStrikeOut(True)
            painter.setFont(font)
        _draw_texts(painter, box, font, index, tokens)
        painter.restore()

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the room the whole text needs on one line, with a symbol before it or without.

        What is found comes later than the rows: its symbol must find room without a new measure.
        """
        metrics = QFontMetrics(tabular(option.font))
        text = str(index.data(Qt.ItemDataRole.DisplayRole))
        room = _symbol_room(metrics)
        value = _value(index)
        if value:
            room += metrics.horizontalAdvance(value) + SPACE
        width = metrics.horizontalAdvance(text) + room + 2 * SIDE + 2
        return QSize(width, metrics.height() + 2 * _ABOVE)


_VERTICAL: Final = Qt.AlignmentFlag.AlignVCenter.value
_LEFT: Final = Qt.AlignmentFlag.AlignLeft.value
_LEAST_VALUE: Final = "= 0\u2026"


def parted(metrics: QFontMetrics, text: str, value: str, room: int) -> tuple[str, str]:
    """Return as much of a cell as fits: what stands there first, then what was read in it."""
    ellipsis = Qt.TextElideMode.ElideRight
    shown = metrics.elidedText(text, ellipsis, room)
    left = room - metrics.horizontalAdvance(shown) - SPACE
    if not value or shown != text or left < metrics.horizontalAdvance(_LEAST_VALUE):
        return shown, ""
    return shown, metrics.elidedText(value, ellipsis, left)


def _symbol_room(metrics: QFontMetrics) -> int:
    widest = max(metrics.horizontalAdvance(symbol(severity)) for severity in Severity)
    return widest + SPACE // 2


def _draw_texts(painter: QPainter, box: QRect, font: QFont, index: Index, tokens: Colours) -> None:
    """Draw what stands there and, quieter behind it, what was read in it."""
    metrics = QFontMetrics(font)
    alignment = Qt.AlignmentFlag(index.data(Qt.ItemDataRole.TextAlignmentRole))
    flags = alignment.value | Qt.TextFlag.TextSingleLine.value
    text = str(index.data(Qt.ItemDataRole.DisplayRole))
    shown, value = parted(metrics, text, _value(index), max(box.width(), 0))
    behind = metrics.horizontalAdvance(value) + SPACE if value else 0
    painter.drawText(box.adjusted(0, 0, -behind, 0), flags, shown)
    if not value:
        return
    painter.setPen(QColor(tokens.muted))
    if alignment & Qt.AlignmentFlag.AlignLeft:
        box = box.adjusted(metrics.horizontalAdvance(shown) + SPACE, 0, 0, 0)
    painter.drawText(box, flags, value)


def _value(index: Index) -> str:
    value = index.data(VALUE_ROLE)
    return f"= {value}" if value else ""


def _draw_ground(
    painter: QPainter, option: QStyleOptionViewItem, mark: Mark | None, tokens: Colours
) -> None:
    selected = bool(option.state & QStyle.StateFlag.State_Selected)
    ground = tokens.surface if mark is None else _ground(mark.severity, tokens)
    painter.fillRect(option.rect, QColor(tokens.selection if selected else ground))
    area = option.rect
    hairline = QRect(area.left(), area.bottom(), area.width(), 1)
    painter.fillRect(hairline, QColor(tokens.border))
    if option.state & QStyle.StateFlag.State_HasFocus:
        painter.setPen(QColor(tokens.accent))
        painter.drawRect(area.adjusted(0, 0, -1, -2))
        painter.drawRect(area.adjusted(1, 1, -2, -3))


def _ground(severity: Severity, tokens: Colours) -> str:
    match severity:
        case Severity.BLOCKED:
            return tokens.bad_ground
        case Severity.WARNING:
            return tokens.caution_ground
        case Severity.NOTE:
            return tokens.surface
