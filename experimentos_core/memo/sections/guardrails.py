"""Guardrails: what must not get worse, and whether it did."""

from collections.abc import Callable

from experimentos_core.analysis import GuardrailResult
from experimentos_core.experiment import Report
from experimentos_core.foundation.formatting import (
    NOT_AVAILABLE,
    count,
    level,
    p_value,
    percent,
    points,
    points_interval,
)
from experimentos_core.foundation.values import GuardrailStatus
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
from experimentos_core.memo.wording import GUARDRAIL_SYMBOLS, MOST_ROWS, name

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
    blocks: list[Block] = [heading, _table(report, tuple(ordered[:MOST_ROWS]), several=several)]
    reasons = tuple(
        _reason(guardrail, several=several)
        for guardrail in ordered[:MOST_ROWS]
        if guardrail.status is not GuardrailStatus.OK
    )
    if reasons:
        blocks.append(Bullets(reasons))
    left_out = ordered[MOST_ROWS:]
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
        name(guardrail.name),
        *((name(guardrail.variant),) if several else ()),
        guardrail.direction.value,
        _shown(guardrail.control_rate, percent),
        _shown(guardrail.treatment_rate, percent),
        _shown(guardrail.delta, points),
        _shown(guardrail.ci, points_interval),
        _shown(guardrail.p_value, p_value),
        Strong(status),
    )


def _shown[T](value: T | None, write: Callable[[T], str]) -> str:
    return NOT_AVAILABLE if value is None else write(value)


def _reason(guardrail: GuardrailResult, *, several: bool) -> Line:
    about = (
        f"{name(guardrail.name)} ({name(guardrail.variant)})" if several else name(guardrail.name)
    )
    return (Strong(f"{about}:"), guardrail.reason)
