"""The primary result: every arm, its change, and how sure it is."""

from experimentos_core.analysis import Comparison, PrimaryResult
from experimentos_core.experiment import Report
from experimentos_core.foundation.formatting import (
    NOT_AVAILABLE,
    count,
    level,
    p_equals,
    p_value,
    percent,
    percent_interval,
    points,
    points_interval,
    signed_percent,
    statistic,
)
from experimentos_core.foundation.values import Correction, RuleCode
from experimentos_core.memo.blocks import (
    Block,
    Heading,
    Line,
    Paragraph,
    Section,
    SectionName,
    Strong,
    Table,
)
from experimentos_core.memo.wording import MOST_ROWS, name, reading_of

BROKEN_SPLIT = (
    "Users did not arrive in the planned split, so these numbers are shown for the record only."
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
    blocks: list[Block] = [Heading(f"Primary result: {name(primary.metric)}")]
    if report.decision.rule is RuleCode.SRM:
        blocks.append(Paragraph(Strong(BROKEN_SPLIT)))
    blocks += [_table(report, primary), Paragraph(_notes(primary))]
    return Section(name=SectionName.PRIMARY, blocks=tuple(blocks))


def _table(report: Report, primary: PrimaryResult) -> Table:
    shown = primary.comparisons[:MOST_ROWS]
    levels = {level(comparison.confidence) for comparison in shown}
    same_level = levels.pop() if len(levels) == 1 else ""
    has_exact = any(comparison.fisher_p is not None for comparison in shown)
    is_corrected = _is_corrected(report, primary)
    header = (
        "Variant",
        "Users",
        "Converted",
        "Rate",
        "Change",
        f"{same_level} interval".strip().capitalize(),
        "Relative change",
        "p corrected" if is_corrected else "p",
        *(("Exact p",) if has_exact else ()),
        "Reading",
    )
    control = shown[0].control
    blanks = ("",) * (len(header) - 5)
    first = (
        _control_name(report),
        count(control.users),
        count(control.conversions),
        percent(control.rate),
    )
    rows: list[tuple[Line, ...]] = [(*first, *blanks, "control")]
    for comparison in shown:
        exact = NOT_AVAILABLE if comparison.fisher_p is None else p_value(comparison.fisher_p)
        rows.append(
            (
                name(comparison.variant),
                count(comparison.treatment.users),
                count(comparison.treatment.conversions),
                percent(comparison.treatment.rate),
                points(comparison.absolute_lift),
                _interval(comparison, with_level=not same_level),
                _relative(comparison),
                p_value(comparison.p_corrected, report.charter.alpha),
                *((exact,) if has_exact else ()),
                Strong(reading_of(comparison, primary.direction)),
            )
        )
    numeric = frozenset(range(1, len(header) - 1))
    return Table(header=header, rows=tuple(rows), numeric=numeric)


def _control_name(report: Report) -> str:
    """Return the arm of the split test that no comparison is about."""
    srm, primary = report.health.srm, report.primary
    treatments = {comparison.variant for comparison in primary.comparisons} if primary else set()
    labels = srm.observed if srm is not None else ()
    return next((name(label) for label in labels if label not in treatments), "control")


def _is_corrected(report: Report, primary: PrimaryResult) -> bool:
    return len(primary.comparisons) > 1 and report.charter.correction is not Correction.NONE


def _interval(comparison: Comparison, *, with_level: bool) -> str:
    text = points_interval(comparison.ci)
    return f"{text} ({level(comparison.confidence)})" if with_level else text


def _relative(comparison: Comparison) -> str:
    if comparison.relative_lift is None:
        return "undefined (control is 0)"
    change = signed_percent(comparison.relative_lift)
    return f"{change} ({percent_interval(comparison.relative_ci)})"


def _notes(primary: PrimaryResult) -> str:
    sentences = [
        "pp means percentage points: from 10% to 11% is +1 pp.",
        "The interval holds every change that fits the data; where it holds 0, zero fits too.",
    ]
    if primary.overall is not None:
        overall = primary.overall
        sentences.append(
            f"All arms together: {p_equals(overall.p_value)} (chi-square "
            f"{statistic(overall.chi2)}, {count(overall.df)} degrees of freedom; for information)."
        )
    left_out = len(primary.comparisons) - MOST_ROWS
    if left_out > 0:
        sentences.append(f"{count(left_out)} more treatments are in the report's data.")
    return " ".join(sentences)
