"""The primary result: every arm, its change, and how sure it is."""

from dataclasses import dataclass

from experimentos_core.analysis import (
    ArmMean,
    ArmRate,
    Comparison,
    MeanComparison,
    OverallTest,
    PrimaryResult,
    RateComparison,
)
from experimentos_core.analysis.comparison_words import (
    arm_size,
    arm_value,
    change_of,
    corrected_p,
    values_apart,
)
from experimentos_core.experiment import Report
from experimentos_core.foundation.formatting import (
    NOT_AVAILABLE,
    count,
    level,
    p_equals,
    p_value,
    statistic,
)
from experimentos_core.foundation.values import Correction, MetricKind
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
    broken_split,
    control_name,
    interval_with_level,
    metric_title,
    name,
    reading_of,
    relative_with_interval,
    remarks,
)


def primary_section(report: Report) -> Section:
    """Return the table of the primary metric with one sentence on how to read it.

    Raises:
        ValueError: For a report without a primary result.
    """
    primary = report.primary
    if primary is None:
        message = "a report on unusable data has no primary result"
        raise ValueError(message)
    title = metric_title(primary.metric, primary.per)
    blocks: list[Block] = [Heading(f"Primary result: {title}"), *broken_split(report)]
    blocks.append(_table(report, primary))
    shown = primary.comparisons[:MOST_ROWS]
    lacking = remarks((comparison.variant, comparison) for comparison in shown)
    if lacking:
        blocks.append(Bullets(lacking))
    blocks.append(Paragraph(_notes(primary)))
    return Section(name=SectionName.PRIMARY, blocks=tuple(blocks))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Columns:
    """Which columns the table has, and how they are filled.

    Attributes:
        arm: Titles of the columns that describe an arm by itself.
        same_level: The level all intervals share; empty where they differ.
        has_exact: Whether an exact p-value is shown.
        alpha: The level p-values are compared with.
    """

    arm: tuple[str, ...]
    same_level: str
    has_exact: bool
    alpha: float

    def fill(self, comparison: Comparison) -> tuple[str, ...]:
        """Return the cells that compare a treatment with the control."""
        return (
            change_of(comparison),
            interval_with_level(comparison, self.same_level),
            relative_with_interval(comparison),
            corrected_p(comparison, self.alpha),
            *((_exact_p(comparison),) if self.has_exact else ()),
        )


def _table(report: Report, primary: PrimaryResult) -> Table:
    shown = primary.comparisons[:MOST_ROWS]
    levels = {level(comparison.confidence) for comparison in shown}
    columns = _Columns(
        arm=_arm_titles(primary),
        same_level=levels.pop() if len(levels) == 1 else "",
        has_exact=any(_exact_p(comparison) != NOT_AVAILABLE for comparison in shown),
        alpha=report.charter.alpha,
    )
    header = (
        "Variant",
        *columns.arm,
        "Change",
        f"{columns.same_level} interval".strip().capitalize(),
        "Relative change",
        "p corrected" if _is_corrected(report, primary) else "p",
        *(("Exact p",) if columns.has_exact else ()),
        "Reading",
    )
    control = _arm_cells(shown[0].control, _control_value(shown))
    blanks = ("",) * (len(header) - len(control) - 2)
    rows: list[tuple[Line, ...]] = [(control_name(report), *control, *blanks, "control")]
    rows += [
        (
            name(comparison.variant),
            *_arm_cells(comparison.treatment, _treatment_value(comparison)),
            *columns.fill(comparison),
            Strong(reading_of(comparison, primary.direction)),
        )
        for comparison in shown
    ]
    return Table(header=header, rows=tuple(rows), numeric=frozenset(range(1, len(header) - 1)))


def _arm_titles(primary: PrimaryResult) -> tuple[str, ...]:
    if primary.kind is MetricKind.RATE:
        return ("Users", "Converted", "Rate")
    return (name(f"{primary.per[:1].upper()}{primary.per[1:]}"), "Mean")


def _arm_cells(arm: ArmRate | ArmMean, value: str) -> tuple[str, ...]:
    if isinstance(arm, ArmRate):
        return (arm_size(arm), count(arm.conversions), value)
    return (arm_size(arm), value)


def _control_value(comparisons: tuple[Comparison, ...]) -> str:
    """Return the control's value; of a mean with the digits its nearest neighbour asks for."""
    if isinstance(comparisons[0], RateComparison):
        return arm_value(comparisons[0].control)
    return max((values_apart(comparison)[0] for comparison in comparisons), key=len)


def _treatment_value(comparison: Comparison) -> str:
    if isinstance(comparison, RateComparison):
        return arm_value(comparison.treatment)
    return values_apart(comparison)[1]


def _exact_p(comparison: Comparison) -> str:
    if isinstance(comparison, MeanComparison) or comparison.fisher_p is None:
        return NOT_AVAILABLE
    return p_value(comparison.fisher_p)


def _is_corrected(report: Report, primary: PrimaryResult) -> bool:
    return len(primary.comparisons) > 1 and report.charter.correction is not Correction.NONE


def _notes(primary: PrimaryResult) -> str:
    sentences = [
        "pp means percentage points: from 10% to 11% is +1 pp."
        if primary.kind is MetricKind.RATE
        else f"Means and changes are in the unit of {name(primary.metric)}.",
        "The interval holds every change that fits the data; where it holds 0, zero fits too.",
    ]
    if primary.overall is not None:
        sentences.append(_overall(primary))
    left_out = len(primary.comparisons) - MOST_ROWS
    if left_out > 0:
        sentences.append(f"{count(left_out)} more treatments are in the report's data.")
    return " ".join(sentences)


def _overall(primary: PrimaryResult) -> str:
    overall = primary.overall
    if overall is None:
        return ""
    if isinstance(overall, OverallTest):
        test = f"chi-square {statistic(overall.chi2)}, {count(overall.df)} degrees of freedom"
    else:
        between, within = count(round(overall.df_between)), statistic(overall.df_within)
        test = (
            f"Welch's analysis of variance, F {statistic(overall.f)} on {between} and {within} "
            "degrees of freedom"
        )
    return f"All arms together: {p_equals(overall.p_value)} ({test}; for information)."
