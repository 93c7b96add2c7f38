"""The figures to look through: a search, the table, and the chosen row in full."""

from collections.abc import Sequence
from typing import Final, override

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Slot
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from experimentos_core.foundation.formatting import count
from experimentos_gui.theme import GAP, SPACE
from experimentos_gui.verification.figure_rows import (
    CASE,
    WIDEST,
    FigureModel,
    FigureRow,
    found,
    small_number,
)
from experimentos_gui.widgets.labels import buddy_label, plain_label, selectable
from experimentos_gui.widgets.layouts import Card, column, row
from experimentos_gui.widgets.long_record_view import LongRecordView

_CHOSEN: Final = QItemSelectionModel.SelectionFlag.ClearAndSelect
_CHOOSE: Final = "Choose a row to read its case and source in full."
_AMONG: Final = " among those that differ"


class FigurePanel(QWidget):
    """Shows figures in the order they are given; narrows them to what is looked for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make a panel that waits for its figures."""
        super().__init__(parent)
        self._rows: tuple[FigureRow, ...] = ()
        self._why_none = ""
        self._search = QLineEdit()
        self._search.setPlaceholderText("A case, source, method or figure")
        self._search.setClearButtonEnabled(True)
        self._only = QCheckBox("Only &differences")
        self._only.setAccessibleName("Only differences")
        self._shown = plain_label("", "hint")
        self._shown.setWordWrap(False)
        self._shown.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._model = FigureModel(self)
        self._view = LongRecordView("Figures, those that differ first", stretch=CASE, widest=WIDEST)
        self._view.setModel(self._model)
        self._detail = _RowDetail()
        caption = buddy_label("&Search", self._search)
        tools = row(caption, self._search, self._only, self._shown, spacing=GAP)
        tools.setStretch(1, 1)
        layout = column(spacing=SPACE + SPACE // 2)
        layout.addLayout(tools)
        layout.addWidget(self._view, 1)
        layout.addWidget(self._detail)
        self.setLayout(layout)
        self._search.textChanged.connect(self._refresh)
        self._only.toggled.connect(self._refresh)
        self._view.selectionModel().currentChanged.connect(self._on_current_changed)
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.activated.connect(self._on_find)

    def set_rows(self, rows: Sequence[FigureRow], why_none: str = "") -> None:
        """Show these figures, or say why there are none."""
        self._rows = tuple(rows)
        self._why_none = why_none
        for widget in (self._search, self._only):
            widget.setEnabled(bool(rows))
        self._shown.set_plain(_share(len(rows), len(rows)))
        self._shown.setMinimumWidth(self._shown.sizeHint().width())
        self._refresh()

    def take_focus(self) -> None:
        """Give the keyboard to the table."""
        self._view.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _refresh(self) -> None:
        rows = found(self._rows, self._search.text(), only_differences=self._only.isChecked())
        self._model.set_records(rows)
        self._shown.set_plain(_share(len(rows), len(self._rows)))
        self._shown.setVisible(bool(self._rows))
        if rows:
            # Not the view's own way, which heeds keys that are held down while one types.
            self._view.selectionModel().setCurrentIndex(self._model.index(0, CASE), _CHOSEN)
        else:
            self._detail.say(self._nothing())

    @Slot(QModelIndex, QModelIndex)
    def _on_current_changed(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid():
            self._detail.show_row(self._model.records[current.row()])
        else:
            self._detail.say(_CHOOSE)

    def _nothing(self) -> str:
        """Why no row is shown."""
        words = self._search.text().strip()
        if not self._rows:
            return self._why_none
        if not words:
            return "There is no difference to show: every figure agrees."
        return f"No figure matches \u201c{words}\u201d{_AMONG if self._only.isChecked() else ''}."

    @Slot()
    def _on_find(self) -> None:
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._search.selectAll()


class _RowDetail(Card):
    """One row in full: nothing cut short, everything to be marked and copied.

    It grows with what it shows and keeps that height, so that the table above does not jump while
    one goes through its rows.
    """

    def __init__(self) -> None:
        self._case = selectable(plain_label("", "strong"))
        self._source = selectable(plain_label("", "hint"))
        self._figure = selectable(plain_label("", "body"))
        super().__init__(column(self._case, self._figure, self._source, spacing=SPACE // 2))
        self.setAccessibleName("The chosen figure")

    def show_row(self, shown: FigureRow) -> None:
        """Write out this row."""
        self._case.set_plain(shown.case)
        self._figure.set_plain(_in_words(shown))
        self._source.set_plain(_origin(shown))
        self.setAccessibleDescription(f"{shown.case}. {_in_words(shown)} {_origin(shown)}")
        self._figure.show()
        self._case.show()
        self.setMinimumHeight(max(self.minimumHeight(), self.heightForWidth(self.width())))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Begin to grow anew in another width."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.setMinimumHeight(0)

    def say(self, text: str) -> None:
        """Say why there is no row to write out."""
        self._source.set_plain(text)
        self.setAccessibleDescription(text)
        self._figure.hide()
        self._case.hide()


def _origin(shown: FigureRow) -> str:
    return f"Source: {shown.source}. Recomputed: {shown.method}."


def _in_words(shown: FigureRow) -> str:
    name = f"{shown.figure[:1].upper()}{shown.figure[1:]}"
    both = f"{name}: expected {shown.expected}, got {shown.got}."
    if shown.difference is None:
        return both
    verdict = "within" if shown.agrees else "more than"
    difference, allowed = small_number(shown.difference, 1), small_number(shown.tolerance, 0)
    return f"{both} The difference of {difference} is {verdict} the {allowed} allowed."


def _share(shown: int, of: int) -> str:
    return f"{count(shown)} of {count(of)} shown"
