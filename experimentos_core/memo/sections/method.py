"""Assumptions and thresholds: how every number was made, in plain words with its technical term."""

from experimentos_core.experiment import Report
from experimentos_core.foundation.config import Thresholds
from experimentos_core.foundation.formatting import count, level, percent, statistic, threshold
from experimentos_core.foundation.values import Correction
from experimentos_core.memo.blocks import Bullets, Heading, Section, SectionName

_ASSUMPTION = (
    "Every user was assigned at random, counted once, and did not influence the others. When the "
    "plan was written is not recorded."
)
_PRIMARY = (
    "Rates are compared with the pooled two-proportion z test, two-sided. The interval of the "
    "change inverts that same test (score interval, Mee 1984), so that both always agree; the "
    "interval of the relative change is Koopman's (1984)."
)
_EXACT = "Where counts are small, Fisher's exact test is shown beside it; it does not decide."
_CORRECTIONS = {
    Correction.BONFERRONI: "p-values are multiplied by the number of treatments (Bonferroni)",
    Correction.HOLM: "p-values are corrected step by step for the number of treatments (Holm 1979)",
    Correction.FDR_BH: (
        "p-values are corrected for the share of false findings (Benjamini and Hochberg 1995)"
    ),
    Correction.NONE: "p-values are not corrected for the number of treatments",
}


def method_section(report: Report) -> Section:
    """Return the methods used and every threshold that was compared against."""
    lines = [_ASSUMPTION]
    primary = report.primary
    if primary is not None:
        lines.append(_PRIMARY)
        if any(comparison.fisher_p is not None for comparison in primary.comparisons):
            lines.append(_EXACT)
        if len(primary.comparisons) > 1:
            correction = _CORRECTIONS[report.charter.correction]
            lines.append(f"Several treatments: {correction}; the intervals are drawn to agree.")
    if report.guardrails:
        lines.append(_guardrails(report))
    lines.append(_health(report.thresholds))
    heading = Heading("Assumptions and thresholds")
    return Section(name=SectionName.METHOD, blocks=(heading, Bullets(tuple(lines))))


def _guardrails(report: Report) -> str:
    return (
        "Guardrails use the same test and interval, each at the "
        f"{level(1 - report.charter.alpha)} level and not corrected for their number, so that no "
        "harm is overlooked. Reaching a margin counts as crossing it."
    )


def _number(value: float) -> str:
    return count(int(value)) if value.is_integer() else statistic(value)


def _health(thresholds: Thresholds) -> str:
    return (
        "Data health: a split test (chi-square) below p = "
        f"{threshold(thresholds.srm_warning_p)} warns and below p = "
        f"{threshold(thresholds.srm_blocked_p)} blocks. These warn too: fewer than "
        f"{count(thresholds.small_arm_users)} users in a variant; fewer than "
        f"{_number(thresholds.sparse_expected)} expected conversions or non-conversions; a "
        f"relative change over {percent(thresholds.surprising_relative_change, 0)} on more than "
        f"{count(thresholds.surprising_min_users)} users a variant."
    )
