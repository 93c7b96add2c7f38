"""A decision that was taken: by whom, when, why, what came of it, and what was decided before."""

from datetime import date
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from experimentos_core.foundation.changes import ChangeUnit
from experimentos_core.foundation.days import utc_words
from experimentos_core.foundation.values import MetricKind
from experimentos_gui.messages import tone
from experimentos_gui.results.decision_words import (
    byline,
    entry_words,
    follow_up_words,
    is_due,
    taken_words,
)
from experimentos_gui.theme import GAP, SPACE, Tone
from experimentos_gui.widgets.buttons import link_button, set_kind
from experimentos_gui.widgets.flow_layout import FlowLayout
from experimentos_gui.widgets.labels import (
    PlainLabel,
    plain_label,
    plain_tooltip,
    selectable,
    shortened,
)
from experimentos_gui.widgets.layouts import clear, column

if TYPE_CHECKING:
    from experimentos_core.experiment import Report
    from experimentos_core.history.decisions import DecisionLog, Realised
    from experimentos_core.history.outcomes import Prediction
    from experimentos_core.taken import DecisionTaken

_LONGEST: Final = 2000
_MOST_NAMED: Final = 300
_OUTCOME: Final = "What came of it"
_ELSEWHERE: Final = (
    "This rests on an earlier analysis of the experiment, not on the one that is shown."
)


class DecisionView(QWidget):
    """Shows the decision that holds; its two buttons are wired by the card."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make a view of nothing."""
        super().__init__(parent)
        self.prediction: Prediction | None = None
        self.unit = ChangeUnit.POINTS
        self._lines: tuple[str, ...] = ()
        self._decided = selectable(plain_label("", "subtitle"))
        self._by = selectable(plain_label("", "hint"))
        self._details = column(spacing=SPACE // 2)
        self._earlier = column(spacing=SPACE // 2)
        self.change_button = link_button("Change the decision\u2026")
        self.outcome_button = link_button("Say what came of it\u2026")
        self._earlier_button = link_button("")
        foot = QWidget()
        foot.setLayout(
            FlowLayout(self.outcome_button, self.change_button, self._earlier_button, gap=GAP)
        )
        self._earlier_list = QWidget()
        self._earlier.setContentsMargins(0, SPACE // 2, 0, 0)
        self._earlier_list.setLayout(self._earlier)
        self._earlier_list.hide()
        layout = column(self._decided, self._by, spacing=2)
        layout.addSpacing(SPACE // 2)
        layout.addLayout(self._details)
        layout.addSpacing(SPACE)
        layout.addWidget(foot)
        layout.addWidget(self._earlier_list)
        self.setLayout(layout)
        self._earlier_button.clicked.connect(self._on_earlier)

    @property
    def lines(self) -> tuple[str, ...]:
        """What the view says; empty where nothing was decided."""
        return self._lines

    @property
    def earlier_button(self) -> QWidget:
        """Shows and hides what was decided before."""
        return self._earlier_button

    def show_decision(self, report: "Report", log: "DecisionLog | None", today: date) -> None:
        """Show the decision of a report, or the last one of the log, and what came before it."""
        entries = [logged.taken for logged in log.decisions] if log is not None else []
        shown = report.taken or (entries[-1] if entries else None)
        self._lines = ()
        if shown is None:
            return
        earlier = entries[:-1] if entries and entries[-1] == shown else entries
        realised = log.realised if log is not None else None
        is_current = report.taken is not None
        self._find_prediction(report, shown, is_current=is_current)
        said = [] if is_current else [_ELSEWHERE]
        said += _details(shown)
        day = shown.follow_up if realised is None else ""
        labels = [plain_label(shortened(sentence, _LONGEST)) for sentence in said]
        if day:
            labels.append(_follow_up(follow_up_words(day, today), is_late=is_due(day, today)))
        if realised is not None:
            labels.append(plain_label(_OUTCOME, "caption"))
            labels += [plain_label(shortened(words, _LONGEST)) for words in self._outcome(realised)]
        self._show_head(shown)
        self._show_details(labels)
        self.change_button.setVisible(is_current)
        self._show_earlier(earlier)
        words = "Say what came of it" if realised is None else "Correct what came of it"
        self.outcome_button.setText(f"{words}\u2026")
        self.outcome_button.setAccessibleName(words)
        set_kind(self.outcome_button, "plain" if is_due(day, today) else "link")

    def _find_prediction(
        self, report: "Report", taken: "DecisionTaken", *, is_current: bool
    ) -> None:
        """Keep what the report predicts; another report than the one decided on tells nothing."""
        from experimentos_core.history.outcomes import prediction_of  # noqa: PLC0415 - on first use

        primary = report.primary
        self.prediction = prediction_of(primary, taken) if is_current else None
        planned = report.charter.primary.kind
        is_mean = planned is MetricKind.MEAN if primary is None else primary.kind is MetricKind.MEAN
        self.unit = ChangeUnit.AMOUNT if is_mean else ChangeUnit.POINTS

    def _outcome(self, realised: "Realised") -> list[str]:
        from experimentos_core.history.outcomes import (  # noqa: PLC0415 - on first use
            comparison_words,
            predicted_words,
            realised_words,
        )

        said = [f"Realised: {realised_words(realised, self.unit)}, found by {realised.by}"]
        if self.prediction is not None:
            said.insert(0, f"Predicted: {predicted_words(self.prediction)}")
            said.append(comparison_words(self.prediction, realised))
        return [*said, *([realised.note] if realised.note else [])]

    def _show_head(self, taken: "DecisionTaken") -> None:
        self._decided.set_plain(f"Decided: {taken_words(taken)}")
        self._decided.set_tone(tone(taken.decision))
        self._by.set_plain(byline(taken))
        self._by.setToolTip(plain_tooltip(utc_words(taken.at)))
        self._lines = (self._decided.accessibleName(), self._by.accessibleName())

    def _show_details(self, labels: list[PlainLabel]) -> None:
        clear(self._details)
        for label in labels:
            self._details.addWidget(selectable(label))
        self._lines += tuple(label.accessibleName() for label in labels)

    def _show_earlier(self, earlier: "list[DecisionTaken]") -> None:
        clear(self._earlier)
        self._earlier_button.setVisible(bool(earlier))
        self._earlier_list.hide()
        self._earlier_button.setText(f"Earlier decisions ({len(earlier)})")
        self._earlier_button.setAccessibleName(f"Earlier decisions, {len(earlier)}")
        for taken in reversed(earlier):
            label = plain_label(f"\u00b7 {shortened(entry_words(taken), _LONGEST)}", "hint")
            label.setToolTip(plain_tooltip(utc_words(taken.at)))
            self._earlier.addWidget(selectable(label))

    @Slot()
    def _on_earlier(self) -> None:
        self._earlier_list.setVisible(self._earlier_list.isHidden())


def _details(taken: "DecisionTaken") -> list[str]:
    approvers = ", ".join(taken.approvers)
    said = (
        f"Reason: {taken.reason}" if taken.reason else "",
        f"Approved by {shortened(approvers, _MOST_NAMED)}" if approvers else "",
        f"Note: {taken.note}" if taken.note else "",
    )
    return [sentence for sentence in said if sentence]


def _follow_up(words: str, *, is_late: bool) -> PlainLabel:
    label = plain_label(f"! {words}" if is_late else words, "strong" if is_late else "body")
    label.set_tone(Tone.CAUTION if is_late else None)
    return label
