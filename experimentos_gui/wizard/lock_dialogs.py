"""What is asked before a plan is locked or amended, and the list of its versions."""

from typing import TYPE_CHECKING, Final, override

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QVBoxLayout, QWidget

from experimentos_gui.theme import GAP, MARGIN, SPACE, Tone
from experimentos_gui.widgets.buttons import plain_button, primary_button
from experimentos_gui.widgets.labels import buddy_label, plain_label, selectable
from experimentos_gui.widgets.layouts import Card, column, row, scroll_page
from experimentos_gui.wizard.lock_words import (
    changes_in_words,
    changes_of_version,
    locked_in_words,
)

if TYPE_CHECKING:
    from experimentos_core.charter.chain import CharterChain
    from experimentos_core.charter.changes import Change

_WIDTH: Final = 68 * SPACE
_REASON_LINES: Final = 4
_LONGEST_REASON: Final = 2000
_LOCKING: Final = (
    "Locking seals the plan with the time, so that everyone can see what was promised before the "
    "data. Later changes are kept beside it as amendments, each with its reason."
)
_TOO_LATE: Final = (
    "Data is open already: a plan locked after its data began cannot make the result confirmatory."
)
_UNDATED: Final = (
    "No first day is planned; \u201cWhen does it run?\u201d asks for it. Where the data names no "
    "days either, nobody will be able to tell that the plan came first."
)
_AMENDING: Final = (
    "The plan that was locked stays as it is; this becomes its next version. An amendment made "
    "after the data began is shown as such."
)


class _Dialog(QDialog):
    """A dialog as high as its words need, in whatever size of text."""

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """Cut no words off."""
        layout = self.layout()
        if layout is not None and layout.hasHeightForWidth():
            least = layout.totalHeightForWidth(self.width())
            self.resize(self.width(), max(self.height(), least))
        super().showEvent(event)


class LockDialog(_Dialog):
    """Says what locking does; asks nothing else."""

    def __init__(self, parent: QWidget, *, has_data: bool, is_dated: bool = True) -> None:
        """Explain; `has_data`: a file is open already; `is_dated`: a first day is planned."""
        super().__init__(parent)
        lock = primary_button("&Lock the plan")
        layout = _set_up(self, "Lock the plan", "Lock this plan?")
        layout.addWidget(plain_label(_LOCKING, "body"))
        if has_data:
            late = plain_label(f"! {_TOO_LATE}", "strong")
            late.set_tone(Tone.CAUTION)
            layout.addWidget(late)
        elif not is_dated:
            layout.addWidget(plain_label(_UNDATED, "body"))
        _add_buttons(self, layout, lock)
        lock.clicked.connect(self.accept)
        lock.setFocus()


class AmendDialog(_Dialog):
    """Lists what changes and asks why.

    Signals:
        amended(str): The person gave this reason.
    """

    amended = Signal(str)

    def __init__(self, parent: QWidget, changes: "tuple[Change, ...]") -> None:
        """Ask for the reason of these changes."""
        super().__init__(parent)
        self.reason = QPlainTextEdit()
        self.reason.setTabChangesFocus(True)
        self.reason.setPlaceholderText("The baseline turned out to be lower than expected.")
        lines = _REASON_LINES * self.reason.fontMetrics().lineSpacing()
        self.reason.setFixedHeight(lines + 3 * SPACE)
        self._too_long = plain_label("", "strong")
        self._too_long.set_tone(Tone.BAD)
        self._too_long.hide()
        self.amend = primary_button("&Amend the plan")
        layout = _set_up(self, "Amend the plan", "Amend this plan?")
        layout.addWidget(plain_label(_AMENDING, "body"))
        for line in changes_in_words(changes):
            layout.addWidget(plain_label(f"\u00b7 {line}", "body"))
        layout.addSpacing(SPACE)
        layout.addWidget(buddy_label("&Why does the plan change?", self.reason))
        layout.addWidget(self.reason)
        layout.addWidget(self._too_long)
        _add_buttons(self, layout, self.amend)
        self.reason.textChanged.connect(self._on_typed)
        self.amend.clicked.connect(self._on_amend)
        self.reason.setFocus()
        self._on_typed()

    @Slot()
    def _on_typed(self) -> None:
        length = len(self.reason.toPlainText().strip())
        beyond = length - _LONGEST_REASON
        self._too_long.set_plain(f"\u2715 Say it in {_LONGEST_REASON:,} characters or less.")
        self._too_long.setVisible(beyond > 0)
        self.amend.setEnabled(length > 0 >= beyond)

    @Slot()
    def _on_amend(self) -> None:
        self.amended.emit(self.reason.toPlainText().strip())
        self.accept()


class VersionsDialog(QDialog):
    """Every version of a locked plan, the latest first: when, why, and what changed."""

    def __init__(self, parent: QWidget, chain: "CharterChain") -> None:
        """List the versions of `chain`."""
        super().__init__(parent)
        close = primary_button("&Close")
        layout = _set_up(self, "Versions of the plan", "Versions of this plan")
        listed = column(spacing=GAP)
        for number in reversed(range(len(chain.versions))):
            listed.addWidget(_version_card(chain, number))
        listed.addStretch(1)
        layout.addWidget(scroll_page(listed, margin=0), 1)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        self.resize(_WIDTH + 2 * MARGIN, 60 * SPACE)
        close.clicked.connect(self.accept)


def _version_card(chain: "CharterChain", number: int) -> Card:
    version = chain.versions[number]
    layout = column(selectable(plain_label(locked_in_words(version), "strong")), spacing=SPACE // 2)
    layout.addWidget(selectable(plain_label(version.reason or "Locked first.", "body")))
    for line in changes_of_version(chain, number):
        layout.addWidget(selectable(plain_label(f"\u00b7 {line}", "hint")))
    return Card(layout)


def _set_up(dialog: QDialog, title: str, question: str) -> QVBoxLayout:
    dialog.setWindowTitle(title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setMinimumWidth(_WIDTH)
    layout = column(plain_label(question, "subtitle"), spacing=SPACE, margin=MARGIN)
    dialog.setLayout(layout)
    return layout


def _add_buttons(dialog: QDialog, layout: QVBoxLayout, primary: QWidget) -> None:
    cancel = plain_button("&Cancel")
    cancel.clicked.connect(dialog.reject)
    buttons = row(cancel, primary, spacing=SPACE)
    buttons.insertStretch(0, 1)
    layout.addSpacing(SPACE)
    layout.addStretch(1)
    layout.addLayout(buttons)
