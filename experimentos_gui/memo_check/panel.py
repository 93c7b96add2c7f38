"""Above the results of a memo: whether it proved itself, and every difference by name."""

from typing import TYPE_CHECKING, Final, override

from PySide6 import QtGui
from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QWidget

from experimentos_gui.memo_check.words import details_of, headline_of, listing_of
from experimentos_gui.theme import GAP, SPACE, Tone
from experimentos_gui.widgets.buttons import link_button, plain_button
from experimentos_gui.widgets.labels import plain_label, selectable
from experimentos_gui.widgets.layouts import Card, column, row

if TYPE_CHECKING:
    from experimentos_core.experiment import Report
    from experimentos_gui.session.memo_opening import OpenedMemo

_LINES_SHOWN: Final = 6
_LINES_AT_LEAST: Final = 2
_SHOW: Final = "Show details"
_HIDE: Final = "Hide details"
_COPY: Final = "Copy report"
_IMPORT: Final = "&Import into history"
_IMPORTED: Final = "Imported"


class MemoCheckPanel(Card):
    """Says that a memo is verified, or how it differs; hidden unless its results are seen.

    Signals:
        import_requested(object): The Report of the memo shall be kept in the history.
    """

    import_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make a hidden panel."""
        self._memo: OpenedMemo | None = None
        self._mark = plain_label("", "subtitle")
        self._mark.setWordWrap(False)
        self._title = selectable(plain_label("", "subtitle"))
        self._details = selectable(plain_label("", "body"))
        self._listing = QPlainTextEdit()
        self._listing.setReadOnly(True)
        self._listing.setTabChangesFocus(True)
        self._listing.setAccessibleName("What was checked in the memo, differences first")
        self.import_button = plain_button(_IMPORT)
        self.import_button.hide()
        self._toggle = link_button(_SHOW)
        self._copy = link_button(_COPY)
        self._close = link_button("Close")
        self._close.setAccessibleName("Close what is said of this memo")
        inner = column(self._title, self._details, self._listing, spacing=SPACE // 2)
        inner.addLayout(self._button_row())
        layout = row(self._mark, spacing=SPACE)
        layout.addLayout(inner, 1)
        layout.setAlignment(self._mark, Qt.AlignmentFlag.AlignTop)
        super().__init__(layout, parent)
        layout.setContentsMargins(GAP, SPACE, GAP, SPACE)
        self._toggle.clicked.connect(self._on_toggled)
        self._copy.clicked.connect(self._on_copied)
        self._close.clicked.connect(self.forget)
        self.import_button.clicked.connect(self._on_import)
        self.hide()

    @override
    def changeEvent(self, event: QEvent) -> None:
        """Keep lines in sight in whatever size of text; fewer where the window is small."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit_listing()

    @property
    def memo(self) -> "OpenedMemo | None":
        """The memo it speaks of; None where it speaks of none."""
        return self._memo

    @property
    def text(self) -> str:
        """What the panel says at a glance."""
        return self.accessibleName()

    @property
    def listing(self) -> str:
        """Every difference, and everything that was checked."""
        return self._listing.toPlainText()

    @property
    def is_open(self) -> bool:
        """Whether the listing is seen."""
        return not self._listing.isHidden()

    @Slot(object)
    def show_imported(self, report: "Report") -> None:
        """Say that the experiment of this memo is in the history now, and offer it no more."""
        if self._memo is not None and self._memo.shown is report:
            self._offer(_IMPORTED, is_possible=False)
            self.import_button.show()

    def set_memo(self, memo: "OpenedMemo") -> None:
        """Speak of this memo; what differs is listed at once."""
        self._memo = memo
        tone = Tone.GOOD if memo.check.passed else Tone.BAD
        self.set_tone(tone)
        self._mark.set_plain("\u2713" if memo.check.passed else "\u2715")
        self._title.set_plain(headline_of(memo))
        for label in (self._mark, self._title):
            label.set_tone(tone)
        self._details.set_plain(details_of(memo))
        self._listing.setPlainText(listing_of(memo))
        self._offer(_IMPORT, is_possible=memo.check.passed and memo.shown is not None)
        self._copy.setText(_COPY)
        self._open(is_open=not memo.check.passed)
        self.setAccessibleName(f"{headline_of(memo)}. {details_of(memo)}")

    def follow(self, report: "Report | None", *, is_results: bool) -> None:
        """Be seen beside the results of the memo only; where it has none, until it is closed."""
        memo = self._memo
        has_no_results = memo is not None and memo.shown is None
        belongs = memo is not None and memo.shown is report and is_results
        was_hidden = self.isHidden()
        self.setVisible(has_no_results or belongs)
        if was_hidden and not self.isHidden():
            alert = QtGui.QAccessibleEvent(self, QtGui.QAccessible.Event.Alert)
            QtGui.QAccessible.updateAccessibility(alert)

    @Slot()
    def forget(self) -> None:
        """Speak of no memo any more."""
        self._memo = None
        self.hide()

    def _offer(self, text: str, *, is_possible: bool) -> None:
        """Offer to keep the experiment; a memo that did not prove itself is never taken in."""
        self.import_button.setText(text)
        self.import_button.setAccessibleName(text.replace("&", ""))
        self.import_button.setEnabled(is_possible)
        self.import_button.setVisible(is_possible)

    def _button_row(self) -> QHBoxLayout:
        buttons = row(self.import_button, self._toggle, self._copy, spacing=GAP)
        buttons.addStretch(1)
        buttons.addWidget(self._close)
        return buttons

    def _fit_listing(self) -> None:
        line = self._listing.fontMetrics().lineSpacing()
        self._listing.setMinimumHeight(_LINES_AT_LEAST * line + 2 * GAP)
        self._listing.setMaximumHeight(_LINES_SHOWN * line + 2 * GAP)

    def _open(self, *, is_open: bool) -> None:
        self._fit_listing()
        self._listing.setVisible(is_open)
        text = _HIDE if is_open else _SHOW
        self._toggle.setText(text)
        self._toggle.setAccessibleName(text)

    @Slot()
    def _on_toggled(self) -> None:
        self._open(is_open=not self.is_open)

    @Slot()
    def _on_copied(self) -> None:
        if self._memo is not None:
            QtGui.QGuiApplication.clipboard().setText(self._memo.text)
            self._copy.setText("Copied")

    @Slot()
    def _on_import(self) -> None:
        if self._memo is not None and self._memo.shown is not None:
            self.import_requested.emit(self._memo.shown)
