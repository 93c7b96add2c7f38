"""One guardrail as it is being typed; its margins may be impossible for a while; no Qt."""

from dataclasses import dataclass, replace

from experimentos_core.charter import GuardrailPlan, Margins, propose_guardrail
from experimentos_core.foundation.errors import CharterError
from experimentos_core.foundation.values import Direction, MarginScale, MetricKind
from experimentos_core.reading.table import column_key
from experimentos_gui.models.continuous import ContinuousMetrics
from experimentos_gui.wizard.margins import (
    MarginUnit,
    margin_of,
    margin_text,
    margin_trouble,
    scale_of,
    unit_of,
    usual_texts,
)
from experimentos_gui.wizard.numbers import parse_number

_USUAL_WORSENED, _USUAL_SEVERE = usual_texts(MetricKind.RATE, MarginUnit.POINTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardrailDraft:
    """One metric that may be taken as a guardrail.

    Attributes:
        name: Its column, or the name of a continuous metric.
        kind: Whether it is a rate or a mean.
        is_taken: Whether it is taken.
        direction: The direction of harm.
        unit: What its margins are typed in.
        worsened: Margin from which it counts as worsened, as typed.
        severe: Margin from which it counts as severe, as typed.
        is_in_data: Whether the table has it.
        plan: The planned guardrail that was shown; kept where nothing else is meant.
    """

    name: str
    kind: MetricKind = MetricKind.RATE
    is_taken: bool = True
    direction: Direction = Direction.UP
    unit: MarginUnit = MarginUnit.POINTS
    worsened: str = _USUAL_WORSENED
    severe: str = _USUAL_SEVERE
    is_in_data: bool = True
    plan: GuardrailPlan | None = None

    @classmethod
    def from_plan(
        cls, plan: GuardrailPlan, kind: MetricKind, *, is_taken: bool, is_in_data: bool
    ) -> "GuardrailDraft":
        """Return what is shown for a planned guardrail, the usual margins where it has none."""
        try:
            margins = plan.margins(kind)
            unit = unit_of(kind, margins.scale)
            worsened = margin_text(margins.worsened, unit)
            severe = margin_text(margins.severe, unit)
        except CharterError:
            unit = unit_of(kind, plan.scale or MarginScale.ABSOLUTE)
            worsened = margin_text(plan.worsened_margin, unit)
            severe = margin_text(plan.severe_margin, unit)
        return cls(
            name=plan.name,
            kind=kind,
            is_taken=is_taken,
            direction=plan.direction,
            unit=unit,
            worsened=worsened,
            severe=severe,
            is_in_data=is_in_data,
            plan=plan,
        )

    def to_plan(self) -> GuardrailPlan | None:
        """Return the planned guardrail; None while its margins are impossible."""
        numbers = [parse_number(self.worsened), parse_number(self.severe)]
        margins = [
            margin_of(n, self.unit) for n in numbers if n and not margin_trouble(n, self.unit)
        ]
        if len(margins) != len(numbers) or margins[0] > margins[1]:
            return None
        typed = GuardrailPlan(
            name=self.name,
            direction=self.direction,
            worsened_margin=margins[0],
            severe_margin=margins[1],
            scale=scale_of(self.unit),
        )
        is_meant = self.plan is not None and _settled(self.plan, self.kind) == typed.margins(
            self.kind
        )
        return replace(self.plan, direction=self.direction) if self.plan and is_meant else typed


def name_guardrail(name: str) -> GuardrailDraft:
    """Return a guardrail that is taken by its name, before there is data."""
    plan = propose_guardrail(name)
    return GuardrailDraft.from_plan(plan, plan.likely_kind, is_taken=True, is_in_data=True)


def draft_guardrails(
    columns: tuple[str, ...],
    taken: tuple[GuardrailPlan, ...],
    offered: tuple[str, ...],
    continuous: ContinuousMetrics,
) -> tuple[GuardrailDraft, ...]:
    """Return every guardrail that is taken and every metric that may be one, as the table has them.

    Args:
        columns: The header of the table.
        taken: Guardrails of the plan.
        offered: Further columns, and continuous metrics, to offer.
        continuous: The continuous metrics of the table; one stands where its sums do.
    """
    places = _places(columns, continuous)
    plans = {column_key(plan.name): plan for plan in taken}
    names = {column_key(name): name for name in (*offered, *(plan.name for plan in taken))}
    order = sorted(names, key=lambda key: places.get(key, len(columns)))
    drafts: list[GuardrailDraft] = []
    for key in order:
        plan = plans.get(key) or GuardrailPlan(name=names[key])
        kind = continuous.kind_of(plan)
        if key not in plans:
            plan = propose_guardrail(names[key], kind)
        drafts.append(
            GuardrailDraft.from_plan(plan, kind, is_taken=key in plans, is_in_data=key in places)
        )
    return tuple(drafts)


def _settled(plan: GuardrailPlan, kind: MetricKind) -> Margins | None:
    try:
        return plan.margins(kind)
    except CharterError:
        return None


def _places(columns: tuple[str, ...], continuous: ContinuousMetrics) -> dict[str, int]:
    """Return where each column, and each continuous metric, stands."""
    places: dict[str, int] = {}
    for position, name in enumerate(columns):
        places.setdefault(column_key(name), position)
    for measure in continuous.complete:
        place = places.get(column_key(measure.total), len(columns))
        places.setdefault(column_key(measure.metric), place)
    return places
