"""Draws a row of the list: verdict, name and line, when and whose; all rows are equally high."""

from datetime import UTC, datetime
from typing import Final, override

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from experimentos_core.history.records import ExperimentRow
from experimentos_gui.home.experiment_model import ROW_ROLE
from experimentos_gui.home.row_words import (
    below_chip,
    chip_of,
    is_due,
    line_of,
    name_of,
    owner_of,
    tags_of,
    when_of,
)
from experimentos_gui.theme import SPACE, Colours, Tone, colours, icon, tabular

type Index = QModelIndex | QPersistentModelIndex

_SIDE: Final = 2 * SPACE
_ABOVE: Final = SPACE + 1
_BETWEEN: Final = SPACE // 2
_GAP: Final = 2 * SPACE
_PILL_SIDE: Final = SPACE - 1
_PILL_RADIUS: Final = 9.0
_SMALL: Final = 0.92
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_CENTRE = Qt.AlignmentFlag.AlignCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_WIDEST_CHIP: Final = "\u25bc Rollback"
_WIDEST_BELOW: Final = "was rolled back"
_WIDEST_WHEN: Final = "30 September 2026"
_FEWEST_FOR_TAGS: Final = 12  # characters of the name that stay before tags are left out
_ON_ITS_WAY: Final = "\u2026"


class ExperimentDelegate(QStyledItemDelegate):
    """Two lines a row; what is too long ends in an ellipsis, and stands whole in the tooltip."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Make a delegate for the list of experiments."""
        super().__init__(parent)

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of two lines; the width is that of the list."""
        return QSize(_fonts(option.font).least_width, row_height(option.font))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the row, or that it is on its way."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _draw_ground(painter, option)
        row = index.data(ROW_ROLE)
        fonts = _fonts(option.font)
        boxes = _Boxes(option.rect, fonts)
        if isinstance(row, ExperimentRow):
            _draw_verdict(painter, row, fonts, boxes)
            _draw_middle(painter, row, fonts, boxes)
            _draw_right(painter, row, fonts, boxes)
        else:
            _text(painter, boxes.name, _ON_ITS_WAY, (fonts.line, colours().muted))
        painter.restore()


def row_height(font: QFont) -> int:
    """Return the height of every row in this font."""
    fonts = _fonts(font)
    return fonts.line_height + _BETWEEN + fonts.small_height + 2 * _ABOVE + 1


class _Fonts:
    """The two sizes of text in a row, and what they measure."""

    def __init__(self, base: QFont) -> None:
        self.line = tabular(base)
        self.line.setWeight(QFont.Weight.DemiBold)
        self.small = tabular(base)
        self.small.setPointSizeF(base.pointSizeF() * _SMALL)
        self.chip = QFont(self.small)
        self.chip.setWeight(QFont.Weight.DemiBold)
        small = QFontMetrics(self.small)
        self.line_height = max(QFontMetrics(self.line).height(), small.height() + 4)
        self.small_height = small.height()
        chip = QFontMetrics(self.chip)
        widest = chip.horizontalAdvance(_WIDEST_CHIP) + 2 * _PILL_SIDE
        self.left = max(widest, chip.horizontalAdvance(_WIDEST_BELOW) + _PILL_SIDE) + 2
        self.right = small.horizontalAdvance(_WIDEST_WHEN) + 2

    @property
    def least_width(self) -> int:
        """Room for verdict, date, and some of the name."""
        return self.left + self.right + 2 * (_SIDE + _GAP) + self.left


def _fonts(base: QFont) -> _Fonts:
    """Return the fonts of rows in this font; measuring them anew for each row would show."""
    key = base.key()
    if key not in _KNOWN:
        _KNOWN.clear()
        _KNOWN[key] = _Fonts(base)
    return _KNOWN[key]


_KNOWN: Final[dict[str, _Fonts]] = {}


class _Boxes:
    """Where the six texts of a row stand."""

    def __init__(self, area: QRect, fonts: _Fonts) -> None:
        top = area.top() + _ABOVE
        below = top + fonts.line_height + _BETWEEN
        left = area.left() + _SIDE
        middle = left + fonts.left + _GAP
        right = max(area.right() - _SIDE - fonts.right, middle)
        room = max(right - _GAP - middle, 0)
        self.chip = QRect(left, top, fonts.left, fonts.line_height)
        self.below_chip = QRect(left, below, fonts.left, fonts.small_height)
        self.name = QRect(middle, top, room, fonts.line_height)
        self.line = QRect(middle, below, room, fonts.small_height)
        self.when = QRect(right, top, fonts.right, fonts.line_height)
        self.owner = QRect(right, below, fonts.right, fonts.small_height)


def _draw_ground(painter: QPainter, option: QStyleOptionViewItem) -> None:
    tokens, area = colours(), option.rect
    if option.state & QStyle.StateFlag.State_Selected:
        painter.fillRect(area, QColor(tokens.selection))
    elif option.state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(area, QColor(tokens.sunken))
    hairline = QRect(area.left(), area.bottom(), area.width(), 1)
    painter.fillRect(hairline, QColor(tokens.border))
    if option.state & QStyle.StateFlag.State_HasFocus:
        painter.setPen(QPen(QColor(tokens.accent), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(area).adjusted(2, 2, -2, -3), 4, 4)


def _draw_verdict(painter: QPainter, row: ExperimentRow, fonts: _Fonts, boxes: _Boxes) -> None:
    text, tone = chip_of(row)
    _pill(painter, boxes.chip, text, fonts.chip, tone)
    taken, tone = below_chip(row)
    if taken:
        font = fonts.chip if tone is Tone.CAUTION else fonts.small
        box = boxes.below_chip.adjusted(_PILL_SIDE // 2, 0, 0, 0)
        _text(painter, box, taken, (font, colours().of(tone)))


def _draw_middle(painter: QPainter, row: ExperimentRow, fonts: _Fonts, boxes: _Boxes) -> None:
    tokens = colours()
    box = QRect(boxes.name)
    metrics = QFontMetrics(fonts.line)
    if row.versions:
        size = metrics.ascent()
        lock = icon("lock", tokens.muted)
        lock.paint(painter, box.left(), box.top() + (box.height() - size) // 2, size, size)
        box.setLeft(box.left() + size + SPACE // 2)
    name = name_of(row)
    tags = _fitting_tags(row, fonts, box, metrics.horizontalAdvance(name))
    taken = sum(width + SPACE for _, width in tags)
    shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, box.width() - taken)
    _text(painter, box, shown, (fonts.line, tokens.text))
    left = box.left() + metrics.horizontalAdvance(shown) + SPACE
    for text, width in tags:
        _pill(painter, QRect(left, box.top(), width, box.height()), text, fonts.small, Tone.NEUTRAL)
        left += width + SPACE
    muted = tokens.text if row.line else tokens.muted
    _text(painter, line_box(row, fonts, boxes), line_of(row), (fonts.small, muted))


def line_box(row: ExperimentRow, fonts: "_Fonts", boxes: "_Boxes") -> QRect:
    """Return the room of the result: all that the owner, if there is one, does not take."""
    owner = owner_of(row)
    taken = QFontMetrics(fonts.small).horizontalAdvance(owner) + 2 + _GAP if owner else 0
    box = QRect(boxes.line)
    box.setRight(max(boxes.owner.right() - taken, box.right()))
    return box


def _draw_right(painter: QPainter, row: ExperimentRow, fonts: _Fonts, boxes: _Boxes) -> None:
    now = datetime.now(UTC)
    tokens = colours()
    due = is_due(row, now.astimezone().date())
    font, colour = (fonts.chip, tokens.caution) if due else (fonts.small, tokens.text)
    _text(painter, boxes.when, when_of(row, now), (font, colour), _RIGHT)
    _text(painter, boxes.owner, owner_of(row), (fonts.small, tokens.muted), _RIGHT)


def _fitting_tags(
    row: ExperimentRow, fonts: _Fonts, box: QRect, name_width: int
) -> list[tuple[str, int]]:
    """Return the first tags that leave the name its room, with the width of their pills."""
    metrics = QFontMetrics(fonts.small)
    least = metrics.averageCharWidth() * _FEWEST_FOR_TAGS
    room = box.width() - min(name_width, max(box.width() // 2, least))
    found: list[tuple[str, int]] = []
    for tag in tags_of(row):
        width = metrics.horizontalAdvance(tag) + 2 * _PILL_SIDE
        if width + SPACE > room:
            break
        room -= width + SPACE
        found.append((tag, width))
    return found


def _pill(painter: QPainter, box: QRect, text: str, font: QFont, tone: Tone) -> None:
    tokens = colours()
    ground, edge = _ground_of(tokens, tone)
    width = min(QFontMetrics(font).horizontalAdvance(text) + 2 * _PILL_SIDE, box.width())
    shape = QRectF(box.left() + 0.5, box.top() + 0.5, width - 1, box.height() - 1)
    painter.setPen(QColor(edge))
    painter.setBrush(QColor(ground))
    painter.drawRoundedRect(shape, _PILL_RADIUS, _PILL_RADIUS)
    _text(painter, shape.toRect(), text, (font, tokens.of(tone)), _CENTRE)


def _text(
    painter: QPainter, box: QRect, text: str, pen: tuple[QFont, str], side: Qt.AlignmentFlag = _LEFT
) -> None:
    """Write one line in a font and a colour, shortened to its box."""
    font, colour = pen
    painter.setFont(font)
    painter.setPen(QColor(colour))
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width() + 1)
    painter.drawText(box, side.value | Qt.TextFlag.TextSingleLine.value, shown)


def _ground_of(tokens: Colours, tone: Tone) -> tuple[str, str]:
    match tone:
        case Tone.GOOD:
            return tokens.good_ground, tokens.good_border
        case Tone.CAUTION:
            return tokens.caution_ground, tokens.caution_border
        case Tone.BAD:
            return tokens.bad_ground, tokens.bad_border
        case Tone.NEUTRAL:
            return tokens.sunken, tokens.border
