"""Between the session and the pages: every choice the wizard offers, the plan as typed."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from experimentos_core.charter import Charter, GuardrailPlan
from experimentos_core.foundation.codec import to_json
from experimentos_core.foundation.values import MetricKind
from experimentos_core.reading.choices import Choice, ChoiceKey
from experimentos_core.reading.columns.roles import ColumnRoles, ColumnUse
from experimentos_core.reading.interpretation import Interpretation
from experimentos_core.reading.notes import NoteCode
from experimentos_core.reading.table import Table, column_key
from experimentos_gui.models.continuous import ContinuousMetrics, leave_out, use_again
from experimentos_gui.models.variants import (
    ControlChoice,
    Variant,
    choose_control,
    find_variants,
    variant_names,
)
from experimentos_gui.wizard.assignments import (
    Assignment,
    Part,
    assign,
    continuous_parts,
    guardrails_of,
    needed_columns,
    parts_of,
    shaping_parts,
)
from experimentos_gui.wizard.candidates import (
    Candidate,
    find_candidates,
    let_decide,
)
from experimentos_gui.wizard.draft import CharterDraft
from experimentos_gui.wizard.flow import (
    Readiness,
    charter_readiness,
    data_readiness,
    open_in_words,
    power_readiness,
)
from experimentos_gui.wizard.plan_fitting import Known, for_metrics, for_variants
from experimentos_gui.wizard.refreshing import (
    Surroundings,
    begin_draft,
    refresh_draft,
    typed_before,
)
from experimentos_gui.wizard.size_draft import SizeField
from experimentos_gui.wizard.troubles import FieldKey, charter_troubles

if TYPE_CHECKING:
    from experimentos_gui.session import ExperimentSession


class PlanEditor(QObject):
    """What the pages of the wizard show and change; the session keeps every possible plan.

    A plan that is impossible for the moment (alpha 0) stays here as a draft. Another file begins
    another draft, so nothing of an old plan ever meets new variants; the same file read otherwise
    keeps what fits.

    Signals:
        renewed(): Another file is open, or none; everything is to be shown anew.
        reread(): The same file is read otherwise.
        changed(): Columns, control or plan are different now.
    """

    renewed = Signal()
    reread = Signal()
    changed = Signal()

    def __init__(self, session: "ExperimentSession", parent: QObject | None = None) -> None:
        """Show the session's table and plan."""
        super().__init__(parent)
        self._session = session
        self._seen: tuple[Table, ColumnRoles, bool] | None = None
        self._continuous = ContinuousMetrics()
        self._variants: tuple[Variant, ...] = ()
        self._names: tuple[str, ...] = ()
        self._lacking = ""
        self._control = ControlChoice(label=None, is_confirmed=False)
        self._uses: tuple[ColumnUse, ...] = ()
        self._parts: tuple[Part, ...] = ()
        self._known = Charter()
        self._draft = CharterDraft()
        self._begin()
        session.table_changed.connect(self._on_table_changed)
        session.reading_changed.connect(self._on_reading_changed)
        session.plan_changed.connect(self._on_plan_changed)

    @property
    def roles(self) -> ColumnRoles:
        """Which column plays which part."""
        return self._session.roles

    @property
    def parts(self) -> tuple[Part, ...]:
        """What each column of the header is used as."""
        return self._parts

    @property
    def continuous(self) -> ContinuousMetrics:
        """The continuous metrics of the table."""
        return self._continuous

    @property
    def decider(self) -> str:
        """The continuous metric that decides; empty where the conversions do."""
        measure = self._continuous.deciding(self._session.charter.primary)
        return measure.metric if measure is not None else ""

    @property
    def lacks_conversions(self) -> bool:
        """Whether the conversions decide and no column holds them."""
        reading = self._session.interpretation
        table = reading.table if reading is not None else None
        return table is not None and not (self.decider or table.positions(self.roles.conversions))

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """What may decide; before there is data anything may, so nothing is offered."""
        if self._seen is None:
            return ()
        return find_candidates(self._draft.decider, self._seen[0], self.roles, self._continuous)

    @property
    def variants(self) -> tuple[Variant, ...]:
        """The rows that are variants."""
        return self._variants

    @property
    def names(self) -> tuple[str, ...]:
        """The name of each variant, once."""
        return self._names

    @property
    def control(self) -> ControlChoice:
        """Which variant is taken as the control."""
        return self._control

    @property
    def remembered(self) -> tuple[Choice, ...]:
        """What was taken over from last time about the reading."""
        return self._session.remembered

    @property
    def remembered_plan(self) -> tuple[str, ...]:
        """What of the plan was taken over from last time, in words; nothing where nothing was."""
        primary, plans = self._session.remembered_primary, self._session.remembered_guardrails
        said = [f"{primary.metric} decides"] if primary is not None else []
        if plans is not None:
            said.append(f"guardrails: {', '.join(plan.name for plan in plans) or 'none'}")
        return tuple(said)

    @property
    def is_open(self) -> bool:
        """Whether something about the file is still open; its numbers may yet change."""
        reading = self._session.interpretation
        return reading is None or not reading.is_ready

    @property
    def draft(self) -> CharterDraft:
        """The plan as it is typed."""
        return self._draft

    @property
    def troubles(self) -> dict[FieldKey, str]:
        """What is impossible in it."""
        return charter_troubles(self._draft)

    @property
    def size_troubles(self) -> dict[SizeField, str]:
        """What is impossible in the planned size."""
        return self._draft.size_troubles()

    @property
    def has_data(self) -> bool:
        """Whether a file is open; without one there is a plan, and nothing to analyse."""
        return self._session.interpretation is not None

    @property
    def data_readiness(self) -> Readiness:
        """Whether the data step may be left."""
        checkup = self._session.checkup
        status = checkup.health.overall_status if checkup is not None else None
        return data_readiness(self._lacking, self._names, self._control, status)

    @property
    def charter_readiness(self) -> Readiness:
        """Whether the plan may be followed."""
        return charter_readiness(self.data_readiness, self.troubles, has_data=self.has_data)

    @property
    def power_readiness(self) -> Readiness:
        """Whether the analysis may begin, the planned size included."""
        return power_readiness(self.charter_readiness, self.size_troubles, has_data=self.has_data)

    def choose_part(self, position: int, part: Part) -> None:
        """Use a column of the file as `part`."""
        reading = self._session.interpretation
        if reading is None or self._parts[position] is part:
            return
        table, name = reading.table or reading.raw, reading.raw.header[position]
        now = Assignment(roles=self.roles, charter=self._session.charter)
        then = assign(
            table,
            now,
            name,
            part,
            taken=self._taken(),
            remembered=self._remembered(),
            is_mean=bool(self.decider),
        )
        names = variant_names(find_variants(table, then.roles))
        charter = then.charter if names == self.names else for_variants(then.charter, names)
        own = self._continuous.of_column(name)
        choices = self._choices_of_figure(part, name, own) if own else ()
        self._session.pick(then.roles, charter, *(choices or _choices_for(part, name, table)))

    def choose_control(self, label: str) -> None:
        """Take this variant as the control; choosing it confirms it."""
        self._session.pick(self.roles, replace(self._session.charter, control=label))

    def let_decide(self, metric: str) -> None:
        """Take a continuous metric as the primary one."""
        self._session.pick(self.roles, let_decide(self._session.charter, metric))

    def leave_out(self, metric: str) -> None:
        """Leave the columns of a continuous metric out, or the half of one there is."""
        columns = self._continuous.sources.get(column_key(metric), ())
        self._session.pick(self.roles, self._session.charter, *leave_out(columns))

    def edit(self, draft: CharterDraft) -> None:
        """Take the plan as typed; it reaches the session as soon as nothing in it is impossible."""
        draft = draft.without_guardrail(draft.decider or self.roles.conversions)
        if self.has_data or draft.decider:
            draft = replace(draft, size=draft.size.of_kind(is_mean=bool(draft.decider)))
        self._draft = draft
        self._session.note_typed(to_json(draft, indent=None))
        if self.troubles:
            self.changed.emit()
            return
        charter = self._as_called(draft.to_charter(self._session.charter))
        if not self.has_data and not draft.guardrails and self._session.charter.guardrails != ():
            charter = replace(charter, guardrails=None)  # nobody named any: the data proposes them
        self._known = charter
        if charter == self._session.charter:
            self.changed.emit()
        self._session.set_charter(charter)

    def _as_called(self, charter: Charter) -> Charter:
        """Keep what the plan calls the mean that decides: 'revenue per user' is no other one."""
        planned = self._session.charter.primary
        measure = self._continuous.deciding(planned)
        if measure is None or column_key(measure.metric) != column_key(charter.primary.metric):
            return charter
        return replace(charter, primary=replace(charter.primary, metric=planned.metric))

    def confirm(self) -> None:
        """Take the plan as it stands: guardrails that were only proposed are now chosen."""
        self.edit(self._draft)

    @Slot()
    def _on_table_changed(self) -> None:
        self._begin()
        self.renewed.emit()
        self._use_planned_column()

    @Slot()
    def _on_reading_changed(self) -> None:
        before = self._seen[0] if self._seen is not None else None
        continuous, names = self._continuous, self._names
        self._look_at_data()
        charter = self._session.charter
        if self._names != names:
            charter = for_variants(charter, self._names)
        if before is not None and self._seen is not None:
            then = Known(table=before, continuous=continuous)
            now = Known(table=self._seen[0], continuous=self._continuous)
            charter = for_metrics(charter, then, now)
        self._session.fit_charter(charter)
        self._on_plan_changed()
        self.reread.emit()

    @Slot()
    def _on_plan_changed(self) -> None:
        self._look_at_data()
        current = self._session.charter
        self._draft = refresh_draft(self._draft, self._known, current, self._surroundings())
        self._known = current
        if self._session.typed:
            self._session.note_typed(to_json(self._draft, indent=None))
        self.changed.emit()

    def _begin(self) -> None:
        self._look_at_data()
        self._draft = CharterDraft()
        self._known = self._session.charter
        typed = typed_before(self._session.typed)
        if typed is None:
            self._draft = begin_draft(self._known, self._surroundings())
            return
        self._draft = typed
        self._draft = refresh_draft(typed, self._known, self._known, self._surroundings())

    def _use_planned_column(self) -> None:
        """Read the conversions from the column the plan names, where no other one holds them.

        The head of the column shows it, and one step back undoes it.
        """
        reading, planned = self._session.interpretation, self._session.charter.primary
        if reading is None or planned.kind is MetricKind.MEAN or not self.lacks_conversions:
            return
        found = reading.raw.positions(planned.metric)
        if len(found) == 1 and self._parts[found[0]] in (Part.UNUSED, Part.GUARDRAIL):
            self.choose_part(found[0], Part.CONVERSIONS)

    def _look_at_data(self) -> None:
        reading = self._session.interpretation
        self._continuous = self._session.continuous or ContinuousMetrics()
        is_mean = bool(self.decider)
        self._lacking = open_in_words(
            reading,
            self.roles,
            is_mean=is_mean,
            may_be_mean=bool(self._continuous.complete),
        )
        if reading is None:
            self._seen = None
            self._variants, self._names, self._uses, self._parts = (), (), (), ()
            return
        table = reading.table or reading.raw
        # Reading every cell is for another table or other columns, not for every letter typed.
        seen = (table, self.roles, is_mean)
        if self._seen is None or self._seen[0] is not table or self._seen[1:] != seen[1:]:
            self._seen = seen
            is_read = self.roles == reading.roles
            found = self._session.variants if is_read else find_variants(table, self.roles)
            self._names = variant_names(found)
            self._variants = found if reading.table is not None else ()
            needed = {column_key(name) for name in needed_columns(self.roles, is_mean=is_mean)}
            self._uses = tuple(
                use for use in self._session.uses if column_key(use.name) not in needed
            )
        self._parts = parts_of(
            reading.raw,
            self.roles,
            self._taken(),
            _rate_column(reading),
            continuous_parts(self._continuous) | shaping_parts(reading),
            is_mean=is_mean,
        )
        self._control = choose_control(self._names, self._session.charter.control)

    def _taken(self) -> tuple[GuardrailPlan, ...]:
        return guardrails_of(self._session.charter, self._uses)

    def _surroundings(self) -> Surroundings:
        if self._seen is None:
            return self._planned_surroundings()
        table = self._seen[0]
        shown = {column_key(draft.name) for draft in self._draft.guardrails}
        offered = tuple(
            use.name for use in self._uses if use.is_guardrail or column_key(use.name) in shown
        )
        means = (measure.metric for measure in self._continuous.complete)
        return Surroundings(
            variants=self.names,
            columns=table.header,
            taken=self._taken(),
            offered=(*offered, *(metric for metric in means if metric != self.decider)),
            continuous=self._continuous,
        )

    def _planned_surroundings(self) -> Surroundings:
        """Return what the plan itself names, as long as there is no data."""
        charter = self._session.charter
        typed = tuple(share.variant for share in self._draft.shares)
        is_typed = bool(typed) and charter.split == self._known.split
        return Surroundings(
            variants=typed if is_typed else tuple(charter.split or ()),
            taken=charter.guardrails or (),
            offered=tuple(draft.name for draft in self._draft.guardrails),
        )

    def _choices_of_figure(self, part: Part, name: str, own: tuple[str, ...]) -> tuple[Choice, ...]:
        """Return what becomes of the metric whose columns are `own` if this one plays that part."""
        chosen = self._session.choices
        if part is Part.MEASURE:
            return use_again(own, chosen)
        if part is Part.UNUSED:
            return leave_out(own)
        others = tuple(column for column in own if column_key(column) != column_key(name))
        return (*use_again((name,), chosen), *leave_out(others))

    def _remembered(self) -> dict[str, GuardrailPlan]:
        plans = {column_key(draft.name): draft.to_plan() for draft in self._draft.guardrails}
        return {key: plan for key, plan in plans.items() if plan is not None}


def _choices_for(part: Part, name: str, table: Table) -> tuple[Choice, ...]:
    """Return what a part means for the reading beyond the required columns."""
    if part is Part.RATE:
        return (Choice(key=ChoiceKey.RATE, value=name),)
    if part is Part.GUARDRAIL and not table.positions(name):
        return (Choice(key=ChoiceKey.COLUMN, subject=name, value="use"),)
    return ()


def _rate_column(reading: Interpretation) -> str | None:
    """Return the column the conversions were worked out from, or should have been."""
    codes = (NoteCode.COUNTS_FROM_RATE, NoteCode.RATE_TOO_ROUGH)
    named = (note.column for note in reading.notes if note.code in codes)
    return reading.choices.get(ChoiceKey.RATE) or next(named, None)
