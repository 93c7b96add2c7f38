"""Guardrails: what must not get worse, and whether it did."""

from collections.abc import Callable

from experimentos_core.analysis import GuardrailResult
from experimentos_core.experiment import Report
from experimentos_core.foundation.amounts import amount, amount_pair
from experimentos_core.foundation.changes import (
    ChangeUnit,
    change_interval,
    change_size,
    signed_change,
)
from experimentos_core.foundation.formatting import (
    NOT_AVAILABLE,
    count,
    level,
    p_value,
    percent,
    percent_interval,
    signed_percent,
)
from experimentos_core.foundation.values import GuardrailStatus, MetricKind
from experimentos_core.memo.blocks import (
    Block,
    Bullets,
    Heading,
    Line,
    Paragraph,
    Section,
    SectionName,
    Strong,
    Table,
)
from experimentos_core.memo.wording import GUARDRAIL_SYMBOLS, MOST_ROWS, metric_title, name

_RANK = (
    GuardrailStatus.SEVERE,
    GuardrailStatus.WORSENED,
    GuardrailStatus.INCONCLUSIVE,
    GuardrailStatus.OK,
)


def guardrails_section(report: Report) -> Section:
    """Return the guardrails, worst first, with a reason for each that is not OK."""
    heading = Heading("Guardrails")
    if not report.guardrails:
        note = Paragraph("No guardrail was set, so nothing was watched beside the primary metric.")
        return Section(name=SectionName.GUARDRAILS, blocks=(heading, note))
    ordered = sorted(report.guardrails, key=lambda guardrail: _RANK.index(guardrail.status))
    several = len({guardrail.variant for guardrail in ordered}) > 1
    shown, left_out = tuple(ordered[:MOST_ROWS]), ordered[MOST_ROWS:]
    blocks: list[Block] = [heading, _table(report, shown, several=several)]
    reasons = tuple(
        _reason(guardrail, several=several)
        for guardrail in shown
        if guardrail.status is not GuardrailStatus.OK
    )
    if reasons:
        blocks.append(Bullets(reasons))
    if left_out:
        better = f"none of them worse than {left_out[0].status.value}"
        blocks.append(Paragraph(f"{count(len(left_out))} more are in the report's data, {better}."))
    return Section(name=SectionName.GUARDRAILS, blocks=tuple(blocks))


def _table(report: Report, shown: tuple[GuardrailResult, ...], *, several: bool) -> Table:
    header = (
        "Guardrail",
        *(("Variant",) if several else ()),
        "Worse when",
        "Control",
        "Treatment",
        "Change",
        f"{level(1 - report.charter.alpha)} interval",
        "p",
        "Margins",
        "Status",
    )
    first_number = header.index("Control")
    return Table(
        header=header,
        rows=tuple(_row(guardrail, several=several) for guardrail in shown),
        numeric=frozenset(range(first_number, len(header) - 1)),
    )


def _row(guardrail: GuardrailResult, *, several: bool) -> tuple[Line, ...]:
    status = f"{GUARDRAIL_SYMBOLS[guardrail.status]} {guardrail.status.value}"
    return (
        metric_title(guardrail.name, guardrail.per),
        *((name(guardrail.variant),) if several else ()),
        guardrail.direction.value,
        *_values(guardrail),
        _change(guardrail),
        _interval(guardrail),
        _shown(guardrail.p_value, p_value),
        _margins(guardrail),
        Strong(status),
    )


def _values(guardrail: GuardrailResult) -> tuple[str, str]:
    """Return the values of control and treatment, each N/A where there is none."""
    if guardrail.kind is MetricKind.RATE:
        return _shown(guardrail.control_rate, percent), _shown(guardrail.treatment_rate, percent)
    before, after = guardrail.control_mean, guardrail.treatment_mean
    if before is not None and after is not None:
        return amount_pair(before, after)
    return _shown(before, amount), _shown(after, amount)


def _shown(value: float | None, write: Callable[[float], str]) -> str:
    return NOT_AVAILABLE if value is None else write(value)


def _change(guardrail: GuardrailResult) -> str:
    if guardrail.delta is None:
        return NOT_AVAILABLE
    change = signed_change(guardrail.delta, guardrail.delta_unit)
    if not guardrail.is_relative:
        return change
    return f"{change} ({signed_percent(guardrail.relative_delta)})"


def _interval(guardrail: GuardrailResult) -> str:
    if guardrail.ci is None:
        return NOT_AVAILABLE
    interval = change_interval(guardrail.ci, guardrail.delta_unit)
    if not guardrail.is_relative or guardrail.relative_delta is None:
        return interval
    return f"{interval} ({percent_interval(guardrail.relative_ci)})"


def _margins(guardrail: GuardrailResult) -> str:
    """Return both margins with their unit once: '0.10 / 0.30 pp', '1.0% / 3.0%'."""
    unit = guardrail.unit
    worsened = change_size(guardrail.worsened_margin, unit)
    severe = change_size(guardrail.severe_margin, unit)
    if unit is ChangeUnit.POINTS:
        worsened = worsened.removesuffix(f" {unit.value}")
    return f"{worsened} / {severe}"


def _reason(guardrail: GuardrailResult, *, several: bool) -> Line:
    about = (
        f"{name(guardrail.name)} ({name(guardrail.variant)})" if several else name(guardrail.name)
    )
    return (Strong(f"{about}:"), guardrail.reason)
