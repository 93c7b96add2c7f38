"""The columns of the guardrail table: rates and means, each in the unit it is judged in."""

from experimentos_core.analysis import GuardrailResult
from experimentos_core.foundation.amounts import amount, amount_pair
from experimentos_core.foundation.changes import (
    change_interval,
    change_size,
    signed_change,
)
from experimentos_core.foundation.formatting import (
    NOT_AVAILABLE,
    percent,
    percent_interval,
    percent_pair,
    signed_percent,
)
from experimentos_core.foundation.values import MetricKind
from experimentos_core.memo.wording import metric_title
from experimentos_gui.messages import tone, with_symbol
from experimentos_gui.models.record_table import Column
from experimentos_gui.results.wording import bad_direction


def _values(guardrail: GuardrailResult) -> tuple[str, str]:
    """Both values, with digits enough to tell them apart."""
    is_rate = guardrail.kind is MetricKind.RATE
    control = guardrail.control_rate if is_rate else guardrail.control_mean
    treatment = guardrail.treatment_rate if is_rate else guardrail.treatment_mean
    if control is not None and treatment is not None:
        return (percent_pair if is_rate else amount_pair)(control, treatment)
    write = percent if is_rate else amount
    before, after = (NOT_AVAILABLE if v is None else write(v) for v in (control, treatment))
    return before, after


def _change(guardrail: GuardrailResult) -> str:
    """The change in its own unit, with the relative one where that is what is judged."""
    if guardrail.delta is None:
        return NOT_AVAILABLE
    change = signed_change(guardrail.delta, guardrail.delta_unit)
    relative = signed_percent(guardrail.relative_delta)
    return f"{change} ({relative})" if guardrail.is_relative else change


def _intervals(guardrail: GuardrailResult) -> str:
    """The intervals of both, one below the other."""
    if guardrail.ci is None:
        return ""
    interval = change_interval(guardrail.ci, guardrail.delta_unit)
    if not guardrail.is_relative or guardrail.relative_delta is None:
        return interval
    return f"{interval}\n{percent_interval(guardrail.relative_ci)}"


def _margins(guardrail: GuardrailResult) -> str:
    worsened = change_size(guardrail.worsened_margin, guardrail.unit)
    severe = change_size(guardrail.severe_margin, guardrail.unit)
    return f"worsened {worsened}\nsevere {severe}"


GUARDRAIL_COLUMNS: tuple[Column[GuardrailResult], ...] = (
    Column(
        title="Status",
        text=lambda guardrail: with_symbol(guardrail.status),
        tone=lambda guardrail: tone(guardrail.status),
    ),
    Column(
        title="Guardrail",
        text=lambda guardrail: metric_title(guardrail.name, guardrail.per),
        detail=lambda guardrail: bad_direction(guardrail.direction),
    ),
    Column(title="Variant", text=lambda guardrail: guardrail.variant),
    Column(title="Control", text=lambda guardrail: _values(guardrail)[0], is_number=True),
    Column(title="Treatment", text=lambda guardrail: _values(guardrail)[1], is_number=True),
    Column(
        title="Change",
        text=_change,
        detail=_intervals,
        is_number=True,
        explanation="Treatment minus control, with its interval: in percentage points, or in the "
        "metric's own unit with the share of the control's value that the margins are about.",
    ),
    Column(
        title="Margins",
        text=_margins,
        is_number=True,
        explanation="Harm from which the guardrail counts as Worsened, and as Severe.",
    ),
    Column(title="Why", text=lambda guardrail: guardrail.reason),
)
