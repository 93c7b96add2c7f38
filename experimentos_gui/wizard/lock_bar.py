"""The head of the charter page: whether the plan is locked, and what can be done about it."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QPushButton, QWidget

from experimentos_gui.theme import GAP, SPACE, Tone
from experimentos_gui.widgets.buttons import link_button, plain_button
from experimentos_gui.widgets.flow_layout import FlowLayout
from experimentos_gui.widgets.labels import plain_label, selectable
from experimentos_gui.widgets.layouts import Card, clear, column
from experimentos_gui.wizard.lock_dialogs import AmendDialog, LockDialog, VersionsDialog
from experimentos_gui.wizard.lock_words import changes_in_words, locked_in_words, moment
from experimentos_gui.wizard.plan_paths import ask_for_plan, ask_where_to

if TYPE_CHECKING:
    from experimentos_gui.session import ExperimentSession
    from experimentos_gui.wizard.plan_editor import PlanEditor

_OPEN: Final = "This plan is not locked"
_WHY: Final = "Lock it before the data comes in; the memo then says so, and names what deviates."
_TROUBLED: Final = "It can be locked once every entry can be used; see beside them."
_AWAITED: Final = "Its data may be opened as soon as it has come."
_KEPT: Final = "Changes are possible as amendments only, each with its reason."


class LockBar(Card):
    """Shows the lock of the session's plan; every step goes to the session's plan desk.

    Signals:
        data_requested(): The data of the locked plan is to be opened.
    """

    data_requested = Signal()

    def __init__(self, session: "ExperimentSession", plan: "PlanEditor") -> None:
        """Make the bar for this session."""
        self._session = session
        self._plan = plan
        self._state = selectable(plain_label("", "strong"))
        self._hint = plain_label("", "hint")
        self.bring = plain_button("Open its data\u2026")
        self.lock = plain_button("Lock\u2026")
        self.versions = plain_button("Versions\u2026")
        self.take_over = plain_button("Import\u2026")
        self.write_out = plain_button("Export\u2026")
        self.take_back = link_button("Take that back")
        self.take_over.setToolTip("From a charter, or from the report or memo of a past experiment")
        buttons = QWidget()
        buttons.setLayout(
            FlowLayout(
                self.bring, self.lock, self.versions, self.take_over, self.write_out, self.take_back
            )
        )
        self.pending = _Pending()
        layout = column(self._state, self._hint, buttons, self.pending, spacing=SPACE)
        super().__init__(layout)
        layout.setContentsMargins(GAP, GAP - 2, GAP, GAP - 2)
        self.setAccessibleName("Lock of the plan")
        self._connect()
        self.refresh()

    @property
    def text(self) -> str:
        """What the bar says of the lock."""
        return self._state.accessibleName()

    def refresh(self) -> None:
        """Show the plan as it is now."""
        session, chain = self._session, self._session.chain
        is_usable = not (self._plan.troubles or self._plan.size_troubles)
        is_free = not session.plans.is_busy
        self.take_back.setVisible(session.plans.can_take_back)
        self.lock.setVisible(chain is None)
        self.versions.setVisible(chain is not None)
        is_awaited = chain is not None and session.interpretation is None
        self.bring.setVisible(is_awaited)
        self.lock.setEnabled(is_usable and is_free)
        self.pending.amend.setEnabled(is_usable and is_free)
        if chain is None:
            self._state.set_plain(_OPEN)
            self._hint.set_plain(_WHY if is_usable else _TROUBLED)
        else:
            self._state.set_plain(locked_in_words(chain.latest))
            hints = (_AWAITED if is_awaited else "", _KEPT, "" if is_usable else _TROUBLED)
            self._hint.set_plain(" ".join(hint for hint in hints if hint))
        lines = changes_in_words(session.unamended)
        since = moment(chain.latest.locked_at) if chain is not None else ""
        self.pending.show_changes(since, lines)

    def _connect(self) -> None:
        self._session.busy_changed.connect(self.refresh)
        self._plan.changed.connect(self.refresh)
        self._plan.renewed.connect(self.refresh)
        self.bring.clicked.connect(self.data_requested)
        self.lock.clicked.connect(self._on_lock)
        self.versions.clicked.connect(self._on_versions)
        self.take_over.clicked.connect(self._on_take_over)
        self.write_out.clicked.connect(self._on_write_out)
        self.take_back.clicked.connect(self._session.plans.take_back)
        self.pending.amend.clicked.connect(self._on_amend)
        self.pending.discard.clicked.connect(self._session.plans.discard)

    def ask_to_lock(self, parent: QWidget) -> None:
        """Say what locking does, over `parent`, and lock where the person agrees."""
        session = self._session
        is_dated = bool(session.charter.size.start)
        dialog = LockDialog(parent, has_data=session.interpretation is not None, is_dated=is_dated)
        dialog.accepted.connect(session.plans.lock)
        dialog.open()

    @Slot()
    def _on_lock(self) -> None:
        self.ask_to_lock(self)

    @Slot()
    def _on_amend(self) -> None:
        dialog = AmendDialog(self, self._session.unamended)
        dialog.amended.connect(self._session.plans.amend)
        dialog.open()

    @Slot()
    def _on_versions(self) -> None:
        if self._session.chain is not None:
            VersionsDialog(self, self._session.chain).open()

    @Slot()
    def _on_take_over(self) -> None:
        path = ask_for_plan(self)
        if path is not None:
            self._session.plans.take_over(path)

    @Slot()
    def _on_write_out(self) -> None:
        path = ask_where_to(self, self._session.charter.name)
        if path is not None:
            self._session.plans.write_out(path)


class _Pending(Card):
    """Says that the plan as typed is not the one that was locked; hidden where it is."""

    def __init__(self) -> None:
        """Make a hidden card."""
        self._said = plain_label("", "strong")
        self._said.set_tone(Tone.CAUTION)
        self._lines = column(spacing=2)
        self._shown: tuple[str, ...] = ()
        self.amend: QPushButton = plain_button("Amend\u2026")
        self.discard: QPushButton = plain_button("Discard the changes")
        buttons = QWidget()
        buttons.setLayout(FlowLayout(self.amend, self.discard))
        layout = column(self._said, spacing=SPACE)
        layout.addLayout(self._lines)
        layout.addWidget(buttons)
        super().__init__(layout)
        self.set_tone(Tone.CAUTION)
        self.hide()

    @property
    def text(self) -> str:
        """Everything the card says; empty while it is hidden."""
        return "\n".join((self._said.accessibleName(), *self._shown)) if self._shown else ""

    def show_changes(self, since: str, lines: tuple[str, ...]) -> None:
        """Show these changes of a plan locked at `since`; none hide the card."""
        self.setVisible(bool(lines))
        if lines == self._shown:
            return
        self._shown = lines
        self._said.set_plain(
            f"! This plan is locked since {since}; your changes are not part of it:"
        )
        clear(self._lines)
        for line in lines:
            self._lines.addWidget(plain_label(f"\u00b7 {line}", "body"))
