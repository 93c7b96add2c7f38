"""The verdict: the largest thing on screen, its reason, and what would change it."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from experimentos_core.foundation.values import RuleCode, Verdict
from experimentos_gui.messages import tone, with_symbol
from experimentos_gui.theme import GAP, MARGIN, SPACE
from experimentos_gui.widgets.buttons import plain_button, primary_button, set_kind
from experimentos_gui.widgets.labels import PlainLabel, plain_label, selectable, shortened
from experimentos_gui.widgets.layouts import Card, clear, column, row

if TYPE_CHECKING:
    from experimentos_core.decision import Decision
    from experimentos_core.experiment import Report

_LONGEST_SENTENCE: Final = 900
_LONGEST_NAME: Final = 80
_MOST_DETAILS: Final = 12
_MOST_ARMS_TOLD: Final = 3
_CONFIRMATION_MS: Final = 2000


class VerdictCard(Card):
    """Shows a decision; its buttons are wired by the panel."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make a card that shows nothing yet."""
        self.memo_button = primary_button("&Memo\u2026")
        self.change_button = plain_button("Change &data or plan")
        self.copy_button = plain_button("Cop&y")
        self._leading = self.memo_button
        self._verdict = plain_label("", "display")
        self._variant = plain_label("", "subtitle")
        self._reason = selectable(plain_label("", "lead"))
        self._would_change = selectable(plain_label("", "body"))
        self._details: QVBoxLayout = column(spacing=SPACE)
        self._details_title = plain_label("Also to be said", "caption")
        layout = column(spacing=GAP)
        self._buttons = QWidget()
        self._head = self._lay_out_head()
        layout.addLayout(self._head)
        layout.addWidget(self._reason)
        layout.addLayout(_titled("What would change it", self._would_change))
        layout.addLayout(_titled_layout(self._details_title, self._details))
        super().__init__(layout, parent)
        layout.setContentsMargins(MARGIN, GAP + SPACE, GAP + SPACE, GAP + SPACE)

    def set_report(self, report: "Report") -> None:
        """Show the decision of this report."""
        decision = report.decision
        self.set_tone(tone(decision.decision))
        self._verdict.set_plain(with_symbol(decision.decision))
        self._verdict.set_tone(tone(decision.decision))
        self._variant.set_plain(_subject(report))
        self._reason.set_plain(shortened(decision.reason, _LONGEST_SENTENCE))
        self._would_change.set_plain(shortened(decision.would_change, _LONGEST_SENTENCE))
        self._show_details(decision)
        is_blocked = report.primary is None
        self._leading = self.change_button if is_blocked else self.memo_button
        self.step_back(another_leads=False)

    @Slot(bool)
    def step_back(self, another_leads: bool) -> None:  # noqa: FBT001 - a slot
        """Leave the one primary button of the page to a form while it is open."""
        for button in (self.memo_button, self.change_button):
            is_leading = button is self._leading and not another_leads
            set_kind(button, "primary" if is_leading else "plain")

    def confirm_copy(self) -> None:
        """Say for a moment that the verdict was copied."""
        self._say_on_copy("Copied")
        QTimer.singleShot(_CONFIRMATION_MS, self, lambda: self._say_on_copy("Copy"))

    def _say_on_copy(self, word: str) -> None:
        self.copy_button.setText(f"{word[:-1]}&{word[-1]}")
        self.copy_button.setAccessibleName(word)

    def fit(self, width: int) -> None:
        """Put the buttons beside the verdict, or below it when `width` is too small for both."""
        words = max(self._verdict.sizeHint().width(), 24 * SPACE)
        needed = words + self._buttons.sizeHint().width() + 2 * MARGIN + 2 * GAP
        beside = QBoxLayout.Direction.LeftToRight
        below = QBoxLayout.Direction.TopToBottom
        self._head.setDirection(beside if needed <= width else below)

    def _lay_out_head(self) -> QHBoxLayout:
        buttons = row(self.copy_button, self.change_button, self.memo_button, spacing=SPACE)
        self._buttons.setLayout(buttons)
        head = row(spacing=GAP)
        head.addLayout(column(self._verdict, self._variant, spacing=0), 1)
        top_left = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
        head.addWidget(self._buttons, 0, top_left)
        return head

    def _show_details(self, decision: "Decision") -> None:
        """Say what else there is, of several variants those to stop first; fold what is long."""
        details = decision.details
        several = len(decision.arms) > 1
        most = _MOST_ARMS_TOLD if several else _MOST_DETAILS
        clear(self._details)
        self._details_title.setVisible(bool(details))
        for sentence in details[:most]:
            text = f"\u00b7 {shortened(sentence, _LONGEST_SENTENCE)}"
            self._details.addWidget(selectable(plain_label(text, "body")))
        hidden = len(details) - most
        if hidden > 0:
            where = "the table and the memo" if several else "the memo"
            text = f"\u00b7 And {hidden} more, see {where}."
            self._details.addWidget(plain_label(text, "hint"))


def _subject(report: "Report") -> str:
    """Say in a few words what the verdict is about."""
    decision = report.decision
    if decision.variant is not None:
        return shortened(decision.variant, _LONGEST_NAME)
    if decision.rule in (RuleCode.HEALTH_BLOCKED, RuleCode.SRM):
        return "Do not decide from this data"
    if decision.decision is Verdict.ROLLBACK:
        return "Go back to the control"
    stopped = sum(arm.verdict is Verdict.ROLLBACK for arm in decision.arms)
    if stopped:
        return f"No winner, and {stopped} of {len(decision.arms)} variants to stop"
    if decision.rule is RuleCode.NOT_SIGNIFICANT and not _is_testable(report):
        return "Cannot be tested"
    return _HOLD_SUBJECTS.get(decision.rule, "")


def _is_testable(report: "Report") -> bool:
    """Whether at least one variant could be tested on the primary metric."""
    comparisons = report.primary.comparisons if report.primary else ()
    return any(comparison.p_corrected is not None for comparison in comparisons)


_HOLD_SUBJECTS: Final = {
    RuleCode.NOT_SIGNIFICANT: "Not clear yet",
    RuleCode.GUARDRAIL_WORSENED: "A gain, at a cost",
    RuleCode.NOT_FINAL: "Keep collecting",
}


def _titled(title: str, label: PlainLabel) -> QVBoxLayout:
    return column(plain_label(title, "caption"), label, spacing=SPACE // 4)


def _titled_layout(title: PlainLabel, content: QVBoxLayout) -> QVBoxLayout:
    layout = column(title, spacing=SPACE // 4)
    layout.addLayout(content)
    return layout
