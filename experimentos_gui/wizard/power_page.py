"""Third step: how large the experiment must be, and what its decision rule will do."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, override

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QWidget, QWizardPage

from experimentos_core.foundation.errors import ExperimentError
from experimentos_core.foundation.values import MetricKind
from experimentos_core.reading.columns.measures import is_per_order
from experimentos_core.reading.table import column_key
from experimentos_gui.messages import counted
from experimentos_gui.theme import GAP, SPACE, Tone
from experimentos_gui.widgets.layouts import column, divider, scroll_page
from experimentos_gui.widgets.notice_bar import NoticeBar
from experimentos_gui.wizard.flow import Step
from experimentos_gui.wizard.page_parts import PageFoot, PageHead
from experimentos_gui.wizard.power_answer import PowerAnswer
from experimentos_gui.wizard.power_form import PowerForm
from experimentos_gui.wizard.power_jobs import PowerJobs
from experimentos_gui.wizard.power_question import (
    AtHand,
    RuleQuestion,
    SizeQuestion,
    arm_shares,
    knows_arms,
    question_of,
    rule_question,
    typed_at_hand,
)
from experimentos_gui.wizard.power_rule import RuleTrial, TrialSize
from experimentos_gui.wizard.power_today import Today, read_off, take_over
from experimentos_gui.wizard.power_trial import EXPERIMENTS
from experimentos_gui.wizard.size_draft import LevelDraft, SizeDraft

if TYPE_CHECKING:
    from experimentos_gui.session import ExperimentSession
    from experimentos_gui.wizard.plan_editor import PlanEditor
    from experimentos_gui.wizard.power_trial import Trial
    from experimentos_gui.wizard.power_work import Sizing

type FileChooser = Callable[[QWidget], Path | None]

_NOT_LOCKED: Final = "Next: lock the plan. Its data is opened when it has come."
_LOCKED: Final = (
    "Locked, and listed on the first page. When its data has come, open the plan there."
)
_AMENDED: Final = "Your changes are not part of the locked plan; amend it on the page before."
_FILES: Final = "Exports (*.csv *.tsv *.txt *.xlsx);;All files (*)"


class PowerPage(QWizardPage):
    """Shows the planned size of the plan editor; what is typed goes back to it.

    Signals:
        settled(): No answer is on its way any more.
    """

    settled = Signal()

    def __init__(
        self,
        session: "ExperimentSession",
        plan: "PlanEditor",
        choose_file: FileChooser | None = None,
    ) -> None:
        """Make the page; `choose_file` asks for another export, with a file dialog if None."""
        super().__init__()
        self._session = session
        self._plan = plan
        self._choose_file = choose_file or _ask_for_file
        self.jobs = PowerJobs(self)
        self._form = PowerForm()
        self.answer = PowerAnswer(self.jobs)
        self.trial = RuleTrial()
        self.foot = PageFoot()
        self._notice = NoticeBar()
        self._head = PageHead(
            Step.POWER,
            "How large must it be?",
            "Enough users to find what matters to you. All of this may stay empty.",
        )
        self._asked: tuple[SizeQuestion | None, AtHand | None] = (None, None)
        self._tried_for: SizeQuestion | None = None
        self._users: tuple[int, ...] = ()
        self._is_of_means = False
        self._sizing: Sizing | None = None
        self._tried: RuleQuestion | None = None
        self._is_stale = True
        self._was_complete = False
        self._lay_out()
        self._connect()
        self._on_renewed()

    @property
    def form(self) -> PowerForm:
        """The fields, as they stand now."""
        self._refresh()
        return self._form

    @property
    def is_working_out(self) -> bool:
        """Whether the size that belongs to the plan is still on its way."""
        return self.jobs.is_sizing

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """Fill the fields; while the page is not seen that would only hold up the others."""
        self._refresh()
        super().showEvent(event)

    @override
    def isComplete(self) -> bool:
        """Whether the analysis may begin."""
        session = self._session
        is_waiting = session.is_analysing or session.is_reading
        return self._plan.power_readiness.may_go_on and not is_waiting

    def focus_first(self) -> None:
        """Give the keyboard to the first field."""
        next(iter(self._form.fields.values())).setFocus()

    def shutdown(self) -> None:
        """Drop all work and wait for the threads."""
        self.jobs.shutdown()

    # --- what is typed

    @Slot()
    def _on_edited(self) -> None:
        typed = replace(self._form.draft, levels=self._plan.draft.size.levels)
        self._edit(typed)

    @Slot(object)
    def _on_level(self, level: LevelDraft) -> None:
        self._edit(self._plan.draft.size.with_level(level))

    def _edit(self, size: SizeDraft) -> None:
        self._form.source.hide()
        self._plan.edit(replace(self._plan.draft, size=size))

    @Slot()
    def _on_from_data(self) -> None:
        checkup = self._session.checkup
        if checkup is None or checkup.dataset is None:
            self._notice.say(
                "The open data cannot be used yet.", "The first step says what is open in it."
            )
            return
        self._take(read_off(checkup.dataset))

    @Slot()
    def _on_from_file(self) -> None:
        path = self._choose_file(self)
        if path is not None:
            charter = self._session.charter
            self.jobs.read_off_file(path, charter, self._take, self._on_failed)

    def _take(self, today: Today) -> None:
        draft = self._plan.draft
        names = tuple(one.name for one in draft.guardrails)
        self._notice.hide()
        self._edit(take_over(draft.size, today, names))
        where = f"of {today.source}" if today.source else "of the open data"
        self._form.source.set_plain(f"Taken from the control {today.control} {where}.")
        self._form.source.show()

    def _on_failed(self, error: ExperimentError) -> None:
        self._notice.say(error.message, error.hint)

    # --- what the plan says

    @Slot()
    def _on_renewed(self) -> None:
        self._area.verticalScrollBar().setValue(0)
        self._notice.hide()
        self._form.source.hide()
        self.trial.clear()
        self._users = ()
        self._on_plan_changed()

    @Slot()
    def _on_plan_changed(self) -> None:
        self._is_stale = True
        if self.isVisible():
            self._refresh()
        self._ask()
        self._show_readiness()

    def _refresh(self) -> None:
        if not self._is_stale:
            return
        self._is_stale = False
        plan = self._plan
        draft = plan.draft
        self._head.show_planning(is_planning=not plan.has_data)
        self._form.load(
            draft.size,
            arms=self._arms(),
            may_choose_kind=not plan.has_data and draft.kind is None,
            has_data=plan.has_data,
        )
        self._form.show_troubles(plan.size_troubles)
        self.trial.levels.load(draft.guardrails, draft.size)
        self.trial.show_levels_title(shown=any(one.is_taken for one in draft.guardrails))

    def _arms(self) -> str:
        """How many arms there are and how unequal, in words; empty where no split says so."""
        draft = self._plan.draft
        if not knows_arms(draft):
            return ""
        shares = arm_shares(draft, self._plan.control.label)
        said = counted(len(shares) - 1, "treatment")
        if len(set(shares)) == 1:
            return f"{said} beside the control, as large as the control."
        listed = " : ".join(f"{share:g}" for share in shares)
        return f"{said} beside the control, split {listed} (the control first)."

    # --- what is worked out

    def _ask(self) -> None:
        """Work the size out anew where the question is another one."""
        plan = self._plan
        question = question_of(plan.draft, plan.control.label, self._what())
        asked = (question, self._at_hand() if question is not None else None)
        if asked == self._asked and question is not None:
            self._show_trial_state()
            return
        self._asked = asked
        if question is None:
            self.jobs.drop_size()
            self._sizing = None
            self.answer.say_what_is_lacking(self._what_is_impossible())
            self.settled.emit()
        else:
            self.answer.say_working()
            self.jobs.work_out(question, asked[1], self._on_sized)
        self._show_trial_state()

    def _what_is_impossible(self) -> str:
        if self._plan.size_troubles:
            return "An entry below cannot be used yet; the reason stands beside it."
        if self._plan.troubles:
            return "An entry of the plan, on the page before, cannot be used yet."
        return ""

    def _what(self) -> str:
        plan = self._plan
        if not plan.has_data:
            return "orders" if is_per_order(plan.draft.decider) else "users"
        measure = plan.continuous.find(plan.decider) if plan.decider else None
        is_per_user = measure is None or column_key(measure.size) == column_key(plan.roles.users)
        return "users" if is_per_user else "values"

    def _at_hand(self) -> AtHand | None:
        """The size that was typed, else that of the open data."""
        typed = typed_at_hand(self._plan.draft, self._plan.control.label)
        users = self._users_of_data()
        return typed or (AtHand(users=users, is_typed=False) if users else None)

    def _users_of_data(self) -> tuple[int, ...]:
        """Users of the open data; while it is checked again, those it had before."""
        checkup = self._session.checkup
        if checkup is not None or not self._plan.has_data:
            dataset = checkup.dataset if checkup is not None else None
            self._users = () if dataset is None else read_off(dataset).users
            self._is_of_means = dataset is not None and dataset.primary.kind is MetricKind.MEAN
        return self._users if self._is_of_means is self._plan.draft.size.is_mean else ()

    def _on_sized(self, sizing: "Sizing") -> None:
        self._sizing = sizing
        self.answer.show_sizing(sizing)
        self._keep_users(sizing)
        self._show_trial_state()
        self.settled.emit()

    def _keep_users(self, sizing: "Sizing") -> None:
        """Write the users into the plan, as long as no report hangs on it."""
        size = self._plan.draft.size
        if not (size.is_own and sizing.users) or self._session.is_analysing or self._session.report:
            return
        control, treatment = sizing.users[0], min(sizing.users[1:])
        if (size.n_control, size.n_treatment) != (control, treatment):
            worked_out = replace(size, n_control=control, n_treatment=treatment)
            self._plan.edit(replace(self._plan.draft, size=worked_out))

    # --- what the rule will do

    @Slot()
    def _on_try(self) -> None:
        question = self._rule_question()
        if question is not None:
            self._tried, self._tried_for = question, self._asked[0]
            self.trial.clear()
            self.trial.show_progress(0, EXPERIMENTS)
            self.jobs.try_rule(question, self._on_tried, self._on_not_tried)
            self._show_trial_state()

    def _on_tried(self, trial: "Trial") -> None:
        self.trial.show_trial(trial)
        self._show_trial_state()

    def _on_not_tried(self, error: ExperimentError) -> None:
        self._show_trial_state()
        self.trial.show_failure(f"{error.message} {error.hint}".strip())

    @Slot()
    def _on_cancelled(self) -> None:
        self.jobs.cancel_trial()
        self.trial.stopped()
        self._show_trial_state()

    def _rule_question(self) -> RuleQuestion | None:
        """What the rule is tried on: the size it takes, or the one that is there."""
        size, sizing = self._asked[0], self._sizing
        if size is None or sizing is None or self.jobs.is_sizing:
            return None
        is_at_hand = not sizing.users or (
            bool(sizing.have) and self.trial.sizes.value is TrialSize.HAVE
        )
        if not is_at_hand:
            return rule_question(self._plan.draft, size, sizing.users)
        mde = size.mde or sizing.have_mde
        if mde is None:
            return None
        sized = replace(size, mde=mde)
        is_found = size.mde is None
        return rule_question(self._plan.draft, sized, sizing.have, is_found=is_found)

    @Slot()
    def _show_trial_state(self) -> None:
        sizing = self._sizing
        has_both = sizing is not None and bool(sizing.users and sizing.have)
        self.trial.offer_sizes(offered=has_both)
        question = self._rule_question()
        if self._is_outdated(question):
            if self.jobs.is_trying:
                self.jobs.cancel_trial()
                self.trial.clear()
            self._tried = None
            self.trial.outdate()
        self.trial.show_state(is_possible=question is not None, is_running=self.jobs.is_trying)

    def _is_outdated(self, question: RuleQuestion | None) -> bool:
        """Whether what was tried is another plan; one still being worked out may be the same."""
        if self._tried is None:
            return False
        is_other_size = self._asked[0] != self._tried_for
        return is_other_size or (question is not None and question != self._tried)

    # --- the page

    @Slot()
    def _on_busy_changed(self) -> None:
        self._show_readiness()

    def _show_readiness(self) -> None:
        if self._session.is_analysing:
            self.foot.say("Analysing\u2026 Cancel stops it.", Tone.NEUTRAL)
        elif self._session.is_reading:
            self.foot.say("Reading the file\u2026 Cancel stops it.", Tone.NEUTRAL)
        elif self._plan.has_data or not self._plan.power_readiness.may_go_on:
            self.foot.show_readiness(self._plan.power_readiness)
        elif self._session.chain is None:
            self.foot.say(_NOT_LOCKED, Tone.NEUTRAL)
        else:
            is_kept = not self._session.unamended
            self.foot.say(_LOCKED if is_kept else _AMENDED, None if is_kept else Tone.CAUTION)
        if self.isComplete() is not self._was_complete:
            self._was_complete = self.isComplete()
            self.completeChanged.emit()

    def _lay_out(self) -> None:
        head = self._head
        details = self.answer.details
        content = column(self.answer, self._form, details, divider(), self.trial, spacing=GAP)
        content.addStretch(1)
        self._area = scroll_page(content, margin=0)
        layout = column(head, self._notice, spacing=SPACE)
        layout.addWidget(self._area, 1)
        layout.addWidget(self.foot)
        layout.setContentsMargins(0, SPACE, 0, 0)
        self.setLayout(layout)

    def _connect(self) -> None:
        self._form.edited.connect(self._on_edited)
        self._form.from_data.clicked.connect(self._on_from_data)
        self._form.from_file.clicked.connect(self._on_from_file)
        self.trial.sizes.chosen.connect(self._show_trial_state)
        self.trial.levels.edited.connect(self._on_level)
        self.trial.requested.connect(self._on_try)
        self.trial.cancelled.connect(self._on_cancelled)
        self.jobs.progressed.connect(self._on_progressed)
        self._plan.renewed.connect(self._on_renewed)
        self._plan.changed.connect(self._on_plan_changed)
        self._session.checkup_changed.connect(self._on_plan_changed)
        self._session.busy_changed.connect(self._on_busy_changed)
        self._session.reading_under_way.connect(self._on_busy_changed)

    @Slot(int, int)
    def _on_progressed(self, done: int, total: int) -> None:
        if self.jobs.is_trying:
            self.trial.show_progress(done, total)


def _ask_for_file(parent: QWidget) -> Path | None:
    chosen, _ = QFileDialog.getOpenFileName(parent, "Take today's values from", "", _FILES)
    return Path(chosen) if chosen else None
