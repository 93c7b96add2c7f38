"""What is looked for: words, a tag, an order, and which experiments."""

from typing import TYPE_CHECKING, Final, override

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from experimentos_core.foundation.formatting import count
from experimentos_core.history.finding import Order, Query, Standing
from experimentos_gui.home.standing_chips import StandingChips
from experimentos_gui.theme import SPACE
from experimentos_gui.widgets.labels import shortened, visible
from experimentos_gui.widgets.layouts import column, row

if TYPE_CHECKING:
    from experimentos_core.history.finding import Counts

_DEBOUNCE_MS: Final = 120
_LONGEST_TEXT: Final = 200
_LONGEST_TAG: Final = 24
_ANY_TAG: Final = "Any tag"
_ORDERS: Final = {
    Order.LATEST: "Latest first",
    Order.OLDEST: "Oldest first",
    Order.NAME: "By name",
    Order.OWNER: "By owner",
    Order.VERDICT: "By verdict",
}


class FilterBar(QWidget):
    """Announces a new question once typing pauses, and at once for everything else.

    Signals:
        changed(): Something else is looked for.
        list_wanted(): The keyboard shall go on to the list.
    """

    changed = Signal()
    list_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Look for everything, the latest first."""
        super().__init__(parent)
        self._search = QLineEdit()
        self._search.setPlaceholderText("Search name, owner, verdict, result, tags, notes")
        self._search.setAccessibleName("Search experiments")
        self._search.setClearButtonEnabled(True)
        self._search.setMaxLength(_LONGEST_TEXT)
        self._search.installEventFilter(self)
        self._tags = _NarrowCombo()
        self._tags.setAccessibleName("Only those with the tag")
        self._tags.addItem(_ANY_TAG, "")
        self._tags.hide()
        self._orders = _NarrowCombo()
        self._orders.setAccessibleName("Sort")
        for order, words in _ORDERS.items():
            self._orders.addItem(words, order.value)
        self._chips = StandingChips()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_DEBOUNCE_MS)
        first = row(self._search, self._tags, self._orders, spacing=SPACE)
        first.setStretch(0, 1)
        layout = column(spacing=SPACE)
        layout.addLayout(first)
        layout.addWidget(self._chips)
        self.setLayout(layout)
        shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        shortcut.activated.connect(self.focus_search)
        self._search.textChanged.connect(self._pause.start)
        self._pause.timeout.connect(self.changed)
        self._tags.currentIndexChanged.connect(self._on_changed)
        self._orders.currentIndexChanged.connect(self._on_changed)
        self._chips.chosen.connect(self._on_changed)

    @property
    def query(self) -> Query:
        """What is looked for."""
        return Query(
            text=self._search.text(),
            standing=self._chips.standing,
            tag=str(self._tags.currentData() or ""),
            order=Order(self._orders.currentData()),
        )

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the order is other than usual."""
        query = self.query
        return bool(query.text.strip() or query.tag or query.standing is not Standing.ALL)

    @Slot()
    def focus_search(self) -> None:
        """Lead the keyboard to the search field, its words marked."""
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._search.selectAll()

    @Slot(str)
    def type_on(self, letters: str) -> None:
        """Go on typing in the search field."""
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._search.end(False)  # noqa: FBT003 - Qt's own signature
        self._search.insert(letters)

    @Slot()
    def clear(self) -> None:
        """Look for everything again."""
        self._search.clear()
        self._pause.stop()
        self._tags.setCurrentIndex(0)
        self.choose(Standing.ALL)

    def choose(self, standing: Standing) -> None:
        """List only these."""
        self._chips.choose(standing)

    def set_counts(self, counts: "Counts") -> None:
        """Offer the tags there are, and say how many there are of each kind."""
        self._chips.set_counts(counts)
        chosen = str(self._tags.currentData() or "")
        blocked = self._tags.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        self._tags.clear()
        self._tags.addItem(_ANY_TAG, "")
        for tag, often in counts.tags:
            self._tags.addItem(f"{visible(shortened(tag, _LONGEST_TAG))} ({count(often)})", tag)
        position = self._tags.findData(chosen) if chosen else 0
        if position < 0:  # the last one with this tag lost it; it stays chosen until one changes it
            self._tags.addItem(f"{visible(shortened(chosen, _LONGEST_TAG))} (0)", chosen)
            position = self._tags.count() - 1
        self._tags.setCurrentIndex(position)
        self._tags.blockSignals(blocked)
        self._tags.setVisible(self._tags.count() > 1)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go on to the list with Down or Enter; forget the words on Escape."""
        is_press = event.type() is QEvent.Type.KeyPress and watched is self._search
        if is_press and isinstance(event, QKeyEvent) and self._takes(event.key()):
            return True
        return super().eventFilter(watched, event)

    def _takes(self, key: int) -> bool:
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.list_wanted.emit()
            return True
        if key == Qt.Key.Key_Escape and self._search.text():
            self._search.clear()
            return True
        return False

    @Slot()
    def _on_changed(self) -> None:
        self._pause.stop()
        self.changed.emit()


class _NarrowCombo(QComboBox):
    """Never asks for more room than a short choice needs."""

    @override
    def minimumSizeHint(self) -> QSize:
        """Return room for a few words."""
        return QSize(12 * SPACE, super().minimumSizeHint().height())
