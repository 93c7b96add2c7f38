"""Assumptions and thresholds: how every number was made, in plain words with its technical term."""

from experimentos_core.achieved import achieved_mde
from experimentos_core.analysis import RateComparison
from experimentos_core.bayesian import BayesianView
from experimentos_core.experiment import Report
from experimentos_core.foundation.config import Thresholds
from experimentos_core.foundation.formatting import (
    count,
    level,
    percent,
    points_size,
    statistic,
    threshold,
)
from experimentos_core.foundation.values import Correction, MetricKind
from experimentos_core.memo.blocks import Heading, Paragraph, Section, SectionName, Span, Strong
from experimentos_core.memo.planned_words import achieved_in_words

_ASSUMPTION = "Every user was assigned at random, counted once, and did not influence the others."
_RATES = (
    "compared with the pooled two-proportion z test, two-sided. The interval of the change inverts "
    "that same test (score interval, Mee 1984), so that both always agree; the interval of the "
    "relative change is Koopman's (1984)."
)
_MEANS = (
    "compared with Welch's t test, two-sided (degrees of freedom after Satterthwaite), from exact "
    "sums. The interval of the change is of that same test and that of the relative change "
    "Fieller's (1954), so that all agree."
)
_SHARES = "Margins in % are shares of the control's value, as is the change in parentheses."
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
    kinds = _kinds(report)
    told = [("Assumed:", _ASSUMPTION)]
    if MetricKind.RATE in kinds:
        told.append(("Rates:", f"{_RATES} {_EXACT}" if _has_exact(report) else _RATES))
    if MetricKind.MEAN in kinds:
        told.append(("Means:", _MEANS))
    if report.primary is not None and len(report.primary.comparisons) > 1:
        correction = _CORRECTIONS[report.charter.correction]
        told.append(("Several treatments:", f"{correction}; the intervals are drawn to agree."))
    if report.guardrails:
        told.append(("Guardrails:", _guardrails(report)))
    if report.bayesian is not None:
        told.append(("Bayesian view:", _bayesian(report.bayesian)))
    told.append(("Data health:", _health(report)))
    achieved = achieved_mde(report)
    if achieved is not None and not achieved.is_planned:
        told.append(("Size:", achieved_in_words(report)))
    spans: list[Span] = [span for lead, text in told for span in (Strong(lead), text)]
    heading = Heading("Assumptions and thresholds")
    return Section(name=SectionName.METHOD, blocks=(heading, Paragraph(tuple(spans))))


def _kinds(report: Report) -> set[MetricKind]:
    """Return what was compared anywhere in the memo: rates, means or both."""
    kinds = {guardrail.kind for guardrail in report.guardrails if guardrail.delta is not None}
    if report.primary is not None:
        kinds.add(report.primary.kind)
    return kinds | ({MetricKind.MEAN} if report.continuous else set())


def _has_exact(report: Report) -> bool:
    comparisons = report.primary.comparisons if report.primary else ()
    return any(isinstance(one, RateComparison) and one.fisher_p is not None for one in comparisons)


def _guardrails(report: Report) -> str:
    is_relative = any(guardrail.is_relative for guardrail in report.guardrails)
    shares = f" {_SHARES}" if is_relative else ""
    return (
        f"the same tests and intervals, each at the {level(1 - report.charter.alpha)} level and "
        "not corrected for their number, so that no harm is overlooked. Reaching a margin counts "
        f"as crossing it.{shares} Usual margins, where none were set: {_usual_margins(report)}."
    )


def _usual_margins(report: Report) -> str:
    thresholds = report.thresholds
    points = (points_size(thresholds.worsened_margin), points_size(thresholds.severe_margin))
    shares = (level(thresholds.worsened_share), level(thresholds.severe_share))
    told = {
        MetricKind.RATE: f"{' and '.join(points)} for rates",
        MetricKind.MEAN: f"{' and '.join(shares)} of the control's mean for means",
    }
    kinds = {guardrail.kind for guardrail in report.guardrails}
    return ", ".join(text for kind, text in told.items() if kind in kinds)


def _bayesian(view: BayesianView) -> str:
    is_rate = view.beliefs[0].kind is MetricKind.RATE
    prior = (
        "every rate was equally likely beforehand (Beta(1,1) prior)"
        if is_rate
        else "nothing was known of the mean beforehand (Jeffreys prior, Student's t posterior)"
    )
    return (
        f"{prior}. The expected loss is how much worse than the control the choice is on average, "
        "a gain counting as no loss."
    )


def _health(report: Report) -> str:
    thresholds = report.thresholds
    warns = [f"fewer than {count(thresholds.small_arm_users)} users in a variant"]
    if report.primary is None or report.primary.kind is MetricKind.RATE:
        warns.append(
            f"fewer than {_number(thresholds.sparse_expected)} expected conversions or "
            "non-conversions"
        )
    warns.append(
        f"a relative change over {percent(thresholds.surprising_relative_change, 0)} on more than "
        f"{count(thresholds.surprising_min_users)} users a variant"
    )
    if MetricKind.MEAN in _kinds(report):
        warns += _of_means(thresholds)
    return (
        "a split test (chi-square) below p = "
        f"{threshold(thresholds.srm_warning_p)} warns and below p = "
        f"{threshold(thresholds.srm_blocked_p)} blocks. These warn too: {'; '.join(warns)}."
    )


def _of_means(thresholds: Thresholds) -> list[str]:
    spread = _number(thresholds.values_per_squared_spread)
    skewness = _number(thresholds.values_per_squared_skewness)
    skewed = f"fewer values than {spread} times the squared ratio of standard deviation to mean"
    unequal = (
        "variants too unequal in size for such values (squared skewness of a lognormal difference "
        f"over 1/{skewness}, Cochran)"
    )
    rounded = (
        "sums whose last digits leave over 1% of a variance open (over "
        f"{percent(thresholds.most_left_open, 0)} of a squared standard error: not tested)"
    )
    return [skewed, unequal, rounded]


def _number(value: float) -> str:
    return count(int(value)) if value.is_integer() else statistic(value)
