"""Continuous metrics beside the primary one: what else moved, for information."""

from experimentos_core.analysis import ContinuousResult
from experimentos_core.analysis.comparison_words import (
    arm_size,
    change_of,
    corrected_p,
    interval_of_change,
    values_apart,
)
from experimentos_core.experiment import Report
from experimentos_core.foundation.formatting import count, level
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
from experimentos_core.memo.wording import (
    MOST_ROWS,
    as_comparison,
    broken_split,
    guardrails_of,
    metric_title,
    name,
    names,
    reading_of,
    relative_with_interval,
    remarks,
    side_of,
)

_MOST_NAMES = 5


def continuous_section(report: Report) -> Section:
    """Return every continuous metric but the primary one, and that it decided nothing.

    Raises:
        ValueError: For a report without such a metric.
    """
    if not report.continuous:
        message = "a report without continuous metrics has no such section"
        raise ValueError(message)
    shown = report.continuous[:MOST_ROWS]
    several = len({result.variant for result in shown}) > 1
    blocks: list[Block] = [Heading("Continuous metrics"), *broken_split(report)]
    blocks.append(_table(report, shown, several=several))
    lacking = remarks(
        (_label(result, several=several), as_comparison(result, report.charter.alpha))
        for result in shown
    )
    if lacking:
        blocks.append(Bullets(lacking))
    blocks.append(Paragraph(_notes(report)))
    return Section(name=SectionName.CONTINUOUS, blocks=tuple(blocks))


def _table(report: Report, shown: tuple[ContinuousResult, ...], *, several: bool) -> Table:
    alpha = report.charter.alpha
    header = (
        "Metric",
        *(("Variant",) if several else ()),
        "Values",
        "Control",
        "Treatment",
        "Change",
        f"{level(1 - alpha)} interval",
        "Relative change",
        "p",
        "Reading",
    )
    return Table(
        header=header,
        rows=tuple(
            _row(result, alpha, _reading(report, result), several=several) for result in shown
        ),
        numeric=frozenset(range(header.index("Values"), len(header) - 1)),
    )


def _row(
    result: ContinuousResult, alpha: float, reading: str, *, several: bool
) -> tuple[Line, ...]:
    comparison = as_comparison(result, alpha)
    return (
        metric_title(result.metric, result.per),
        *((name(result.variant),) if several else ()),
        f"{arm_size(comparison.control)} / {arm_size(comparison.treatment)}",
        *values_apart(comparison),
        change_of(comparison),
        interval_of_change(comparison),
        relative_with_interval(comparison),
        corrected_p(comparison, alpha),
        Strong(reading),
    )


def _reading(report: Report, result: ContinuousResult) -> str:
    """Say what it shows; of a guardrail that is OK, that what is worse is so within its margin."""
    comparison = as_comparison(result, report.charter.alpha)
    if result.better is None:
        return side_of(comparison)
    reading = reading_of(comparison, result.better)
    is_ok = any(
        guardrail.name == result.guardrail and guardrail.status is GuardrailStatus.OK
        for guardrail in guardrails_of(report, result.variant)
    )
    return f"{reading}, within margin" if reading == "worse" and is_ok else reading


def _label(result: ContinuousResult, *, several: bool) -> str:
    return f"{result.metric} ({result.variant})" if several else result.metric


def _notes(report: Report) -> str:
    judged = {result.metric: result.guardrail is not None for result in report.continuous}
    watched = tuple(metric for metric, is_judged in judged.items() if is_judged)
    others = tuple(metric for metric, is_judged in judged.items() if not is_judged)
    sentences: list[str] = []
    if watched:
        sentences.append(f"{_told(watched)} counted as told under Guardrails.")
    if others:
        chance = level(report.charter.alpha)
        sentences += [
            f"For information: {_told(others)} did not influence the decision.",
            f"p is not corrected: about {chance} of metrics that never moved look as if they had.",
        ]
    left_out = len(report.continuous) - MOST_ROWS
    if left_out > 0:
        sentences.append(f"{count(left_out)} more rows are in the report's data.")
    return " ".join(sentences)


def _told(metrics: tuple[str, ...]) -> str:
    """Return a few metrics by name, many by their number."""
    return names(metrics) if len(metrics) <= _MOST_NAMES else f"{count(len(metrics))} metrics here"
