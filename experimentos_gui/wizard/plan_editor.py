"""Between the session and the pages: every choice the wizard offers, the plan as typed."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from experimentos_core.charter import Charter, GuardrailPlan
from experimentos_core.reading.labels import find_label, label_key
from experimentos_core.reading.roles import ColumnRoles, ColumnUse, propose_columns
from experimentos_core.reading.table import Table, column_key
from experimentos_gui.wizard.assignments import (
    Assignment,
    Part,
    assign,
    guardrails_of,
    parts_of,
)
from experimentos_gui.wizard.draft import CharterDraft
from experimentos_gui.wizard.flow import (
    Readiness,
    charter_readiness,
    data_readiness,
    lacking_in_words,
)
from experimentos_gui.wizard.refreshing import Surroundings, begin_draft, refresh_draft
from experimentos_gui.wizard.troubles import FieldKey, charter_troubles
from experimentos_gui.wizard.variants import (
    ControlChoice,
    Variant,
    choose_control,
    find_variants,
    variant_names,
)

if TYPE_CHECKING:
    from experimentos_gui.session import ExperimentSession


class PlanEditor(QObject):
    """What the pages of the wizard show and change; the session keeps every possible plan.

    A plan that is impossible for the moment (alpha 0) stays here as a draft. Another table begins
    another draft, so nothing of an old plan ever meets new variants.

    Signals:
        renewed(): Another table is open, or none; everything is to be shown anew.
        changed(): Columns, control or plan are different now.
    """

    renewed = Signal()
    changed = Signal()

    def __init__(self, session: "ExperimentSession", parent: QObject | None = None) -> None:
        """Show the session's table and plan."""
        super().__init__(parent)
        self._session = session
        self._seen: tuple[Table, ColumnRoles] | None = None
        self._variants: tuple[Variant, ...] = ()
        self._names: tuple[str, ...] = ()
        self._lacking = ""
        self._control = ControlChoice(label=None, is_confirmed=False)
        self._uses: tuple[ColumnUse, ...] = ()
        self._parts: tuple[Part, ...] = ()
        self._is_assigning = False
        self._known = Charter()
        self._draft = CharterDraft()
        self._begin()
        session.table_changed.connect(self._on_table_changed)
        session.plan_changed.connect(self._on_plan_changed)

    @property
    def table(self) -> Table | None:
        """The open table."""
        return self._session.table

    @property
    def roles(self) -> ColumnRoles:
        """Which column plays which part."""
        return self._session.roles

    @property
    def parts(self) -> tuple[Part, ...]:
        """What each column of the header is used as."""
        return self._parts

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
    def draft(self) -> CharterDraft:
        """The plan as it is typed."""
        return self._draft

    @property
    def troubles(self) -> dict[FieldKey, str]:
        """What is impossible in it."""
        return charter_troubles(self._draft)

    @property
    def data_readiness(self) -> Readiness:
        """Whether the data step may be left."""
        checkup = self._session.checkup
        status = checkup.health.overall_status if checkup is not None else None
        return data_readiness(self._lacking, self._names, self._control, status)

    @property
    def charter_readiness(self) -> Readiness:
        """Whether the plan may be followed."""
        return charter_readiness(self.data_readiness, self.troubles)

    def choose_part(self, position: int, part: Part) -> None:
        """Use a column as `part`."""
        table = self.table
        if table is None or self._parts[position] is part:
            return
        now = Assignment(roles=self.roles, charter=self._session.charter)
        then = assign(table, now, position, part, self._remembered())
        names = variant_names(find_variants(table, then.roles))
        charter = then.charter if names == self.names else _for_variants(then.charter, names)
        self._is_assigning = True
        self._session.set_roles(then.roles)
        self._is_assigning = False
        self._session.set_charter(charter)
        self._on_plan_changed()

    def choose_control(self, label: str) -> None:
        """Take this variant as the control; choosing it confirms it."""
        self._session.set_charter(replace(self._session.charter, control=label))

    def edit(self, draft: CharterDraft) -> None:
        """Take the plan as typed; it reaches the session as soon as nothing in it is impossible."""
        self._draft = draft
        if self.troubles:
            self.changed.emit()
            return
        charter = draft.to_charter(self._session.charter)
        self._known = charter
        if charter == self._session.charter:
            self.changed.emit()
        self._session.set_charter(charter)

    def confirm(self) -> None:
        """Take the plan as it stands: guardrails that were only proposed are now chosen."""
        self.edit(self._draft)

    @Slot()
    def _on_table_changed(self) -> None:
        self._begin()
        self.renewed.emit()

    @Slot()
    def _on_plan_changed(self) -> None:
        if self._is_assigning:
            return
        self._look_at_data()
        current = self._session.charter
        self._draft = refresh_draft(self._draft, self._known, current, self._surroundings())
        self._known = current
        self.changed.emit()

    def _begin(self) -> None:
        self._look_at_data()
        self._draft = CharterDraft()
        self._known = self._session.charter
        self._draft = begin_draft(self._known, self._surroundings())

    def _look_at_data(self) -> None:
        table = self.table
        if table is None:
            self._seen = None
            self._lacking = lacking_in_words(None, self.roles)
            self._variants, self._names, self._uses, self._parts = (), (), (), ()
            return
        # Reading every cell is for another table or other columns, not for every letter typed.
        if self._seen is None or self._seen[0] is not table or self._seen[1] != self.roles:
            self._seen = (table, self.roles)
            self._variants = find_variants(table, self.roles)
            self._names = variant_names(self._variants)
            self._lacking = lacking_in_words(table, self.roles)
            self._uses = propose_columns(table, self.roles)
        self._parts = parts_of(table, self.roles, self._taken())
        self._control = choose_control(self._names, self._session.charter.control)

    def _taken(self) -> tuple[GuardrailPlan, ...]:
        return guardrails_of(self._session.charter, self._uses)

    def _surroundings(self) -> Surroundings:
        table = self.table
        if table is None:
            return Surroundings()
        shown = {column_key(draft.name) for draft in self._draft.guardrails}
        offered = tuple(
            use.name for use in self._uses if use.is_guardrail or column_key(use.name) in shown
        )
        return Surroundings(
            variants=self.names, columns=table.header, taken=self._taken(), offered=offered
        )

    def _remembered(self) -> dict[str, GuardrailPlan]:
        plans = {column_key(draft.name): draft.to_plan() for draft in self._draft.guardrails}
        return {key: plan for key, plan in plans.items() if plan is not None}


def _for_variants(charter: Charter, names: tuple[str, ...]) -> Charter:
    """Forget a control and a split that speak of other variants; without any names, keep both."""
    if not names:
        return charter
    if charter.control is not None and find_label(charter.control, names) is None:
        charter = replace(charter, control=None)
    keys = {label_key(name) for name in names}
    if charter.split is not None and {label_key(name) for name in charter.split} != keys:
        charter = replace(charter, split=None)
    return charter
