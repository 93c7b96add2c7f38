"""What the decision rule will do: a button that tries it, and what came of it."""

from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QProgressBar, QWidget

from experimentos_core.foundation.formatting import count
from experimentos_gui.models.record_table import Column, RecordTableModel
from experimentos_gui.theme import GAP, SPACE, Tone
from experimentos_gui.widgets.buttons import link_button, plain_button
from experimentos_gui.widgets.labels import (
    PlainLabel,
    plain_label,
    plain_tooltip,
    selectable,
    shortened,
)
from experimentos_gui.widgets.layouts import clear, column, row
from experimentos_gui.widgets.record_view import RecordView
from experimentos_gui.wizard.choice import Choice
from experimentos_gui.wizard.power_levels import GuardrailLevels
from experimentos_gui.wizard.power_trial import EXPERIMENTS
from experimentos_gui.wizard.preview_model import one_line

if TYPE_CHECKING:
    from experimentos_gui.wizard.power_trial import ScenarioRow, Trial


class TrialSize(StrEnum):
    """With how many users the rule is tried."""

    PLANNED = "planned"
    HAVE = "have"


_SIZES: Final = {
    TrialSize.PLANNED: ("At the size it takes", ""),
    TrialSize.HAVE: ("At the size you have", ""),
}
_TITLE: Final = "What the decision rule will do"
_EXPLANATION: Final = (
    f"{count(EXPERIMENTS)} experiments are simulated and decided by the rules of this program: how "
    "often would it launch what helps, and what does nothing?"
)
_LEVELS: Final = "Where do the guardrails stand today?"
_LACKING: Final = "It can be tried as soon as a size above is known."
_CHANGED: Final = "The plan has changed since. Try the rule again."
_CODES: Final = "Which rule decides"
_RULES: Final = "The three guardrail rules, on the same experiments"
_MOST_SENTENCES: Final = 50
_LONGEST_SENTENCE: Final = 600
_LONGEST_SCENARIO: Final = 120


def _scenario(one: "ScenarioRow") -> str:
    return shortened(one_line(one.scenario), _LONGEST_SCENARIO)


def _verdict_columns() -> "tuple[Column[ScenarioRow], ...]":
    explained = "Monte Carlo standard error: how far chance may have moved these figures"
    return (
        Column(title="What the change really does", text=_scenario),
        Column(title="Launch", text=lambda one: one.launch, is_number=True),
        Column(title="Hold", text=lambda one: one.hold, is_number=True),
        Column(title="Rollback", text=lambda one: one.rollback, is_number=True),
        Column(title="Error", text=lambda one: one.error, is_number=True, explanation=explained),
    )


def _code_columns() -> "tuple[Column[ScenarioRow], ...]":
    return (
        Column(title="What the change really does", text=_scenario),
        Column(
            title="Rule that decides, and how often",
            text=lambda one: one.deciding,
            detail=lambda one: one.codes,
        ),
    )


def _rule_columns(rules: tuple[str, ...]) -> "tuple[Column[ScenarioRow], ...]":
    def figure(place: int, line: int, one: "ScenarioRow") -> str:
        return one.by_rule[place][line]

    return (
        Column(title="What the change really does", text=_scenario),
        *(
            Column(title=rule, text=partial(figure, place, 0), detail=partial(figure, place, 1))
            for place, rule in enumerate(rules)
        ),
    )


class RuleTrial(QWidget):
    """The levels of guardrails, a button, progress, and the tables.

    Signals:
        requested(): The rule is to be tried.
        cancelled(): The trial is to be given up.
    """

    requested = Signal()
    cancelled = Signal()

    def __init__(self) -> None:
        """Make a section that has tried nothing."""
        super().__init__()
        self._levels_title = plain_label(_LEVELS, "strong")
        self.sizes: Choice[TrialSize] = Choice("Try the rule:", _SIZES)
        self.button = plain_button("Tr&y the rule")
        self.levels = GuardrailLevels(self.sizes.button(TrialSize.PLANNED))
        self.cancel = link_button("Stop")
        self.cancel.setAccessibleName("Stop trying the rule")
        self._progress = QProgressBar()
        self._progress.setAccessibleName("Experiments done")
        self._progress.setTextVisible(False)
        self._progress.setFixedHeight(SPACE // 2)
        self._state = plain_label("", "hint")
        self._trial: Trial | None = None
        self._verdicts = _Table("What the decision rule will do", _verdict_columns(), self)
        self._codes = _Table(_CODES, _code_columns(), self, stretch=1)
        self._rules = _Table(_RULES, _rule_columns(()), self)
        self.codes_button = link_button("Show which rule decides")
        self._rules_title = plain_label(_RULES, "strong")
        self._sentences = column(spacing=SPACE // 2)
        self._told: list[PlainLabel] = []
        self._method = plain_label("", "hint")
        self._found = self._lay_out_found()
        self._lay_out()
        self.button.clicked.connect(self.requested)
        self.cancel.clicked.connect(self.cancelled)
        self.codes_button.clicked.connect(self._on_codes)
        self.offer_sizes(offered=False)
        self.show_state(is_possible=False, is_running=False)
        self.clear()

    @property
    def rows(self) -> "tuple[ScenarioRow, ...]":
        """What the table shows."""
        return self._verdicts.records

    @property
    def state(self) -> str:
        """What is said beside the button."""
        return self._state.accessibleName()

    @property
    def sentences(self) -> tuple[str, ...]:
        """What it would take, and what was left out, as shown."""
        return tuple(label.accessibleName() for label in self._told)

    def show_levels_title(self, *, shown: bool) -> None:
        """Ask for levels only where there are guardrails."""
        self._levels_title.setVisible(shown)

    def offer_sizes(self, *, offered: bool) -> None:
        """Let the size be chosen where there are two."""
        self.sizes.setVisible(offered)

    def show_state(self, *, is_possible: bool, is_running: bool) -> None:
        """Let the button be pressed where that makes sense."""
        self.button.setEnabled(is_possible)
        self.cancel.setVisible(is_running)
        self._progress.setVisible(is_running)
        if is_running:
            return
        if not is_possible:
            self._say(_LACKING)
        elif self.state == _LACKING:
            self._say("")

    def show_progress(self, done: int, total: int) -> None:
        """Tell how many experiments are done."""
        self._progress.setRange(0, total)
        self._progress.setValue(done)
        self._say(f"{count(done)} of {count(total)} experiments")

    def show_failure(self, sentence: str) -> None:
        """Say why the rule could not be tried."""
        self._say(f"\u2715 {sentence}", Tone.BAD)

    def show_trial(self, trial: "Trial") -> None:
        """Show what the rule did."""
        self._say("")
        self._trial = trial
        self._verdicts.set_records(trial.rows)
        self._codes.set_records(trial.rows)
        self._rules.set_records(trial.rows if trial.rules else (), _rule_columns(trial.rules))
        for widget in (self._rules_title, self._rules.view):
            widget.setVisible(bool(trial.rules))
        clear(self._sentences)
        told = trial.sentences[:_MOST_SENTENCES]
        self._told = [_told(sentence) for sentence in told]
        for label in self._told:
            self._sentences.addWidget(label)
        self._method.set_plain(trial.method)
        self._found.show()

    def outdate(self) -> None:
        """Take the tables away, because the plan is another one now."""
        if self._trial is not None:
            self.clear()
            self._say(_CHANGED)

    def clear(self) -> None:
        """Show nothing that was tried."""
        self._trial = None
        self._found.hide()
        self._say("")

    def stopped(self) -> None:
        """Say that the trial was given up."""
        self._say("Stopped.")

    def _say(self, sentence: str, tone: Tone | None = None) -> None:
        self._state.set_plain(sentence)
        self._state.set_tone(tone)
        self._state.setVisible(bool(sentence))

    def _lay_out_found(self) -> QWidget:
        self._codes.view.hide()
        layout = column(self._verdicts.view, spacing=GAP)
        layout.addWidget(self.codes_button, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self._codes.view)
        layout.addLayout(self._sentences)
        layout.addWidget(self._rules_title)
        layout.addWidget(self._rules.view)
        layout.addWidget(self._method)
        found = QWidget()
        found.setLayout(layout)
        return found

    def _lay_out(self) -> None:
        line = row(self.button, self.cancel, spacing=GAP)
        line.addWidget(self._state, 1000)
        line.addStretch(1)
        layout = column(plain_label(_TITLE, "subtitle"), plain_label(_EXPLANATION, "hint"))
        layout.addWidget(self._levels_title)
        layout.addWidget(self.levels)
        layout.addWidget(self.sizes)
        layout.addLayout(line)
        layout.addWidget(self._progress)
        layout.addWidget(self._found)
        self.setLayout(layout)

    @Slot()
    def _on_codes(self) -> None:
        is_shown = self._codes.view.isHidden()
        self._codes.view.setVisible(is_shown)
        words = "Hide which rule decides" if is_shown else "Show which rule decides"
        self.codes_button.setText(words)
        self.codes_button.setAccessibleName(words)


def _told(sentence: str) -> PlainLabel:
    return selectable(plain_label(shortened(" ".join(sentence.split()), _LONGEST_SENTENCE), "body"))


class _Table:
    """A view with its model."""

    def __init__(
        self,
        name: str,
        columns: "tuple[Column[ScenarioRow], ...]",
        parent: QWidget,
        stretch: int = 0,
    ) -> None:
        self._model: RecordTableModel[ScenarioRow] = RecordTableModel(
            columns, plain_tooltip, parent
        )
        self.view = RecordView(name, stretch=stretch)
        self.view.setModel(self._model)

    @property
    def records(self) -> "tuple[ScenarioRow, ...]":
        return self._model.records

    def set_records(
        self,
        records: "tuple[ScenarioRow, ...]",
        columns: "tuple[Column[ScenarioRow], ...] | None" = None,
    ) -> None:
        self._model.set_records(records, columns)
