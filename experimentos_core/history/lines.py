"""One plain line on what a report found, or where the work stands before one, for lists."""

from typing import Final

from experimentos_core.analysis.comparison_words import (
    change_of,
    interval_of_change,
    not_testable,
    relative_change,
)
from experimentos_core.analysis.results import Comparison
from experimentos_core.experiment import Report
from experimentos_core.foundation.formatting import level
from experimentos_core.foundation.values import Severity
from experimentos_core.foundation.visible_text import make_visible

HAS_DATA: Final = "The plan is locked and has its data; it is not analysed yet"
_LONGEST_NAME = 40


def line_of(report: Report) -> str:
    """Return '+0.71 pp conversions (+11.5%), 95% interval +0.24 to +1.18 pp'.

    Of several treatments the one to launch is told, else the one that moved most; where the data
    is unusable, why. No effect is told then.
    """
    primary = report.primary
    if primary is None:
        blocking = (issue for issue in report.health.issues if issue.severity is Severity.BLOCKED)
        found = next(blocking, None)
        return make_visible(found.message if found is not None else report.decision.reason)
    comparison = _told(primary.comparisons, report.decision.variant)
    metric = make_visible(primary.metric, _LONGEST_NAME)
    reason = not_testable(comparison)
    if reason:
        return f"{metric} cannot be tested: {reason}"
    relative = "" if comparison.relative_lift is None else f" ({relative_change(comparison)})"
    several = len(primary.comparisons) > 1
    arm = f"{make_visible(comparison.variant, _LONGEST_NAME)}: " if several else ""
    interval = f"{level(comparison.confidence)} interval {interval_of_change(comparison)}"
    return f"{arm}{change_of(comparison)} {metric}{relative}, {interval}"


def _told(comparisons: tuple[Comparison, ...], launched: str | None) -> Comparison:
    for comparison in comparisons:
        if comparison.variant == launched:
            return comparison
    return max(comparisons, key=lambda one: (abs(one.absolute_lift or 0.0), one.variant))
