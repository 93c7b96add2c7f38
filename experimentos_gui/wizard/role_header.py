"""The heads of the preview: each names its column and offers what the column may be used as."""

from typing import Final, override

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QAction,
    QActionGroup,
    QColor,
    QFocusEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPen,
    QPolygon,
)
from PySide6.QtWidgets import QApplication, QHeaderView, QMenu, QWidget

from experimentos_gui.messages import symbol, tone
from experimentos_gui.theme import SPACE, Colours, ItemRole, colours
from experimentos_gui.widgets.labels import shortened
from experimentos_gui.wizard.assignments import PART_IN_FULL, Part, choosable_parts
from experimentos_gui.wizard.pins import Mark
from experimentos_gui.wizard.preview_delegate import SIDE
from experimentos_gui.wizard.preview_model import MARK_ROLE, PreviewModel, one_line

_ARROW_ROOM: Final = 3 * SPACE
_ROUNDING: Final = 5
_LONGEST_CHOICE: Final = 40
_OF_METRICS: Final = frozenset({Part.MEASURE, Part.SIZE})
_OPENING_KEYS: Final = frozenset(
    {Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down, Qt.Key.Key_F4}
)


class RoleHeader(QHeaderView):
    """One stop for the Tab key: left and right go from column to column, Enter opens the choice.

    Signals:
        part_chosen(int, object): A column shall be used as that Part.
        section_entered(int): The keyboard has moved to that column.
    """

    part_chosen = Signal(int, object)
    section_entered = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make heads for a table view."""
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._current = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setSectionsMovable(False)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setAccessibleName("What the columns mean")
        self.sectionClicked.connect(self._on_clicked)

    @property
    def current(self) -> int:
        """The column the keyboard is at."""
        return self._current

    def set_current(self, section: int) -> None:
        """Move the keyboard to a column."""
        self._current = min(max(section, 0), max(self.count() - 1, 0))
        self._describe()
        self.viewport().update()

    def name_width(self, section: int) -> int:
        """Return the room a head needs for its name."""
        name = str(self.model().headerData(section, Qt.Orientation.Horizontal) or "")
        return self._metrics(bold=True).horizontalAdvance(name) + 2 * SPACE + 2 * SIDE

    def least_width(self) -> int:
        """Return the room any head needs for its choice."""
        parts = (part for part in Part if part not in _OF_METRICS)
        widest = max(self._metrics(bold=False).horizontalAdvance(part.value) for part in parts)
        return widest + _ARROW_ROOM + SPACE + 2 * SIDE

    def choice_width(self, section: int) -> int:
        """Return the room a head needs for what it says, up to a limit."""
        model, metrics = self.model(), self._metrics(bold=False)
        words = model.part_in_words(section) if isinstance(model, PreviewModel) else ""
        width = metrics.horizontalAdvance(words) + _ARROW_ROOM + SPACE + 2 * SIDE
        return min(width, metrics.averageCharWidth() * _LONGEST_CHOICE)

    def make_menu(self, section: int) -> QMenu | None:
        """Return the choices of a column; None for cells beyond the header."""
        current = self._part(section)
        if current is None:
            return None
        menu = QMenu(self)
        menu.setAccessibleName("Use this column as")
        group = QActionGroup(menu)
        figure = self._figure(section)
        for part in choosable_parts(current, is_figure=bool(figure)):
            action = QAction(self._in_full(part, section, figure), menu)
            action.setCheckable(True)
            action.setChecked(part is current)
            action.setData(part.value)
            group.addAction(action)
            menu.addAction(action)
        menu.triggered.connect(lambda action: self.part_chosen.emit(section, Part(action.data())))
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def open_menu(self, section: int) -> None:
        """Offer what a column may be used as."""
        self.set_current(section)
        menu = self.make_menu(section)
        if menu is None:
            return
        corner = self._picker(self._section_rect(section)).bottomLeft() + QPoint(0, 2)
        menu.popup(self.viewport().mapToGlobal(corner))
        checked = next(action for action in menu.actions() if action.isChecked())
        menu.setActiveAction(checked)

    @override
    def sizeHint(self) -> QSize:
        """Return room for a name and a choice below it."""
        return QSize(0, self._name_height() + self._picker_height() + 3 * SPACE)

    @override
    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        """Draw the name and, as a field, what the column is used as."""
        tokens = colours()
        painter.save()
        painter.fillRect(rect, QColor(tokens.surface))
        line = QRect(rect.left(), rect.bottom() - 1, rect.width(), 2)
        painter.fillRect(line, QColor(tokens.border))
        self._draw_name(painter, rect, logicalIndex, tokens)
        if self._part(logicalIndex) is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._draw_picker(painter, self._picker(rect), logicalIndex, tokens)
        painter.restore()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from column to column, or open the choice."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        ends = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: self.count() - 1}
        key = Qt.Key(event.key())
        if key in _OPENING_KEYS:
            self.open_menu(self._current)
        elif key in steps or key in ends:
            self.set_current(ends.get(key, self._current + steps.get(key, 0)))
            self.section_entered.emit(self._current)
        else:
            event.ignore()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keyboard is."""
        super().focusInEvent(event)
        self.set_current(self._current)
        self.section_entered.emit(self._current)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that the keyboard is elsewhere."""
        super().focusOutEvent(event)
        self.viewport().update()

    @Slot(int)
    def _on_clicked(self, section: int) -> None:
        self.open_menu(section)

    def _draw_name(self, painter: QPainter, rect: QRect, section: int, tokens: Colours) -> None:
        box = QRect(rect.left() + SIDE, rect.top() + SPACE, rect.width() - 2 * SIDE, 0)
        box.setHeight(self._name_height())
        mark = self._mark(section)
        name = str(self.model().headerData(section, Qt.Orientation.Horizontal) or "")
        painter.setFont(self._font(bold=True))
        painter.setPen(QColor(tokens.text))
        if mark is not None:
            painter.setPen(QColor(tokens.of(tone(mark.severity))))
            name = f"{symbol(mark.severity)} {name}"
        shown = self._metrics(bold=True).elidedText(name, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, _MIDDLE_LEFT, shown)

    def _draw_picker(self, painter: QPainter, box: QRect, section: int, tokens: Colours) -> None:
        part = self._part(section)
        is_used = part is not Part.UNUSED
        focused = self.hasFocus() and section == self._current
        edge = tokens.accent if focused else tokens.border_strong
        painter.setPen(QPen(QColor(edge), 2 if focused else 1))
        painter.setBrush(QColor(tokens.surface if is_used else tokens.sunken))
        painter.drawRoundedRect(box, _ROUNDING, _ROUNDING)
        painter.setFont(self._font(bold=False))
        painter.setPen(QColor(tokens.text if is_used else tokens.muted))
        text_box = box.adjusted(SPACE, 0, -_ARROW_ROOM, 0)
        words = str(self.model().headerData(section, Qt.Orientation.Horizontal, ItemRole.DETAIL))
        metrics = self._metrics(bold=False)
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, text_box.width())
        painter.drawText(text_box, _MIDDLE_LEFT, shown)
        tip = QPoint(box.right() - _ARROW_ROOM // 2, box.center().y() + 3)
        painter.setPen(QPen(QColor(tokens.text), 1.5))
        painter.drawPolyline(QPolygon([tip + QPoint(-4, -4), tip, tip + QPoint(4, -4)]))

    def _picker(self, rect: QRect) -> QRect:
        top = rect.top() + SPACE + self._name_height() + SPACE // 2
        return QRect(rect.left() + SPACE, top, rect.width() - 2 * SPACE, self._picker_height())

    def _section_rect(self, section: int) -> QRect:
        left = self.sectionViewportPosition(section)
        return QRect(left, 0, self.sectionSize(section), self.height())

    def _describe(self) -> None:
        text = self.model().headerData(
            self._current, Qt.Orientation.Horizontal, Qt.ItemDataRole.AccessibleTextRole
        )
        how = "Left and right go from column to column, Enter chooses."
        self.setAccessibleDescription(f"Column {text}. {how}" if text else how)

    def _in_full(self, part: Part, section: int, figure: str) -> str:
        """Return what the menu of a column says; names are no shortcuts."""
        model = self.model()
        if part not in _OF_METRICS or not isinstance(model, PreviewModel):
            return PART_IN_FULL[part]
        own = figure if part is Part.MEASURE else model.part_in_words(section)
        words = shortened(one_line(own), _LONGEST_CHOICE).replace("&", "&&")
        return f"{words} (continuous metric)" if part is Part.MEASURE else words

    def _figure(self, section: int) -> str:
        model = self.model()
        return model.figure(section) if isinstance(model, PreviewModel) else ""

    def _part(self, section: int) -> Part | None:
        model = self.model()
        return model.part(section) if isinstance(model, PreviewModel) else None

    def _mark(self, section: int) -> Mark | None:
        mark: Mark | None = self.model().headerData(section, Qt.Orientation.Horizontal, MARK_ROLE)
        is_shown = mark is not None and tone(mark.severity).value != "neutral"
        return mark if is_shown else None

    def _font(self, *, bold: bool) -> QFont:
        font = QFont(QApplication.font(self))
        font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
        return font

    def _metrics(self, *, bold: bool) -> QFontMetrics:
        return QFontMetrics(self._font(bold=bold))

    def _name_height(self) -> int:
        return self._metrics(bold=True).height()

    def _picker_height(self) -> int:
        return self._metrics(bold=False).height() + SPACE


_MIDDLE_LEFT: Final = (
    Qt.AlignmentFlag.AlignVCenter.value
    | Qt.AlignmentFlag.AlignLeft.value
    | Qt.TextFlag.TextSingleLine.value
)
