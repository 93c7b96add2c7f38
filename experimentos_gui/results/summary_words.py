"""The sentences of the summary: what the metric is, how it was tested, what all arms show."""

from experimentos_core.analysis import OverallMeans, OverallTest, PrimaryResult
from experimentos_core.analysis.comparison_words import not_testable
from experimentos_core.charter import Charter
from experimentos_core.foundation import formatting
from experimentos_core.foundation.formatting import level
from experimentos_core.foundation.values import Correction, MetricKind
from experimentos_core.memo.wording import metric_title
from experimentos_gui.results.wording import chi_square, good_direction, untested_line

_CORRECTIONS = {
    Correction.BONFERRONI: "Bonferroni",
    Correction.HOLM: "Holm",
    Correction.FDR_BH: "Benjamini-Hochberg",
}
_TESTS = {
    MetricKind.RATE: "Pooled z test; score intervals that exclude no change",
    MetricKind.MEAN: "Welch's t test, with Fieller's interval for the relative lift; both "
    "intervals exclude no change",
}


def primary_title(primary: PrimaryResult) -> str:
    """Return 'revenue per user, higher is better'."""
    return f"{metric_title(primary.metric, primary.per)}, {good_direction(primary.direction)}"


def method_line(primary: PrimaryResult, charter: Charter) -> str:
    """Say how the intervals and p-values of the table were made."""
    levels = {level(comparison.confidence) for comparison in primary.comparisons}
    sentences = [f"Below each change: its {' or '.join(sorted(levels))} interval."]
    if len(primary.comparisons) > 1 and charter.correction is not Correction.NONE:
        method = _CORRECTIONS[charter.correction]
        count = len(primary.comparisons)
        sentences.append(f"p is corrected for {count} treatments ({method}).")
    alpha = formatting.threshold(charter.alpha)
    sentences.append(f"{_TESTS[primary.kind]} exactly when p is below {alpha}.")
    return " ".join(sentences)


def reason_line(primary: PrimaryResult) -> str:
    """Say which treatments could not be tested, and why; empty where all were."""
    return untested_line({each.variant: not_testable(each) for each in primary.comparisons})


def overall_line(primary: PrimaryResult) -> str:
    """Say what the test over all arms shows; empty where there is none."""
    test = primary.overall
    if test is None:
        return ""
    statistic = _statistic(test)
    return (
        f"All variants together: {formatting.p_equals(test.p_value)} ({statistic}). "
        "It is shown for information and decides nothing."
    )


def _statistic(test: OverallTest | OverallMeans) -> str:
    if isinstance(test, OverallTest):
        return chi_square(test.chi2, test.df)
    f, within = formatting.statistic(test.f), formatting.statistic(test.df_within)
    return (
        f"Welch's analysis of variance, F = {f} on {test.df_between:.0f} and {within} degrees of "
        "freedom"
    )
