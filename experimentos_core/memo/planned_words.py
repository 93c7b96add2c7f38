"""A planned size in words, and what the users that came could have shown."""

from datetime import date

from experimentos_core.achieved import (
    AchievedMde,
    achieved_mde,
    decides_as_promised,
    promised_charter,
)
from experimentos_core.analysis import PrimaryResult
from experimentos_core.analysis.comparison_words import arm_size
from experimentos_core.charter import Charter, SizePlan
from experimentos_core.experiment import Report
from experimentos_core.foundation.amounts import amount
from experimentos_core.foundation.changes import ChangeUnit, change_beside, change_size
from experimentos_core.foundation.formatting import NOT_AVAILABLE, count, level, percent
from experimentos_core.foundation.values import Direction, MetricKind
from experimentos_core.memo.wording import name
from experimentos_core.reading.table import column_key
from experimentos_core.stats.power import days_needed

_SUMS = ("sum", "sum_sq")
_USERS = "users"


def size_in_words(report: Report) -> str:
    """Return what was planned of the size, only what was set; N/A where nothing was."""
    charter = promised_charter(report)
    size = charter.size
    told = (*_aim(report, charter), *_users(report, size), *_traffic(size), _time(report, charter))
    return ", ".join(part for part in told if part) or NOT_AVAILABLE


def achieved_in_words(report: Report) -> str:
    """Return the smallest change these users could have shown; empty where data is unusable."""
    found, primary = achieved_mde(report), report.primary
    if found is None or primary is None:
        return ""
    if found.change is None:
        return f"How small a change could have been found is not known. {found.reason}"
    size, planned = change_size(found.change, primary.unit), ""
    if found.planned is not None:
        size = change_beside(found.change, found.planned, primary.unit)
        unit = _unit_for(found.planned, primary.unit)
        planned = f" (planned: {change_beside(found.planned, found.change, unit)})"
    which = "planned" if found.is_planned else "usual"
    return (
        f"With the {_counted(report)} that came{_smallest(found, primary)}, "
        f"{_step(found, primary)} {size}{_start(found)} would have been found with the {which} "
        f"power of {level(found.power)}{planned}. For information: it did not influence the "
        "decision."
    )


def has_sums(report: Report, metric: str) -> bool:
    """Whether the data reads like a mean of this name: sums of it, and no column of its own."""
    columns = {column_key(column) for column in report.input.header}
    key = column_key(metric)
    return key not in columns and any(column_key(f"{key}_{end}") in columns for end in _SUMS)


def _aim(report: Report, charter: Charter) -> tuple[str, ...]:
    """The change worth finding, where it starts, and how sure it was to be found."""
    size, told = charter.size, []
    unit = ChangeUnit.POINTS if _kind(report, charter) is MetricKind.RATE else ChangeUnit.AMOUNT
    start = "" if size.baseline is None else _level(size.baseline, unit)
    if size.mde is not None:
        origin = f" from {start}" if start else ""
        change = change_size(size.mde, _unit_for(size.mde, unit))
        told.append(f"smallest change worth finding {change}{origin}")
    elif start:
        told.append(f"{start} expected without the change")
    if size.sd is not None:
        told.append(f"standard deviation {amount(size.sd)}")
    if size.mde is not None or size.n_control is not None or size.power != SizePlan().power:
        told.append(f"power {level(size.power)}")
    return tuple(told)


def _kind(report: Report, charter: Charter) -> MetricKind:
    """What the promised metric is; before anything was analysed, as plan and columns tell."""
    if report.primary is not None and decides_as_promised(report):
        return report.primary.kind
    if charter.primary.kind is not None:
        return charter.primary.kind
    is_mean = charter.size.sd is not None or has_sums(report, charter.primary.metric)
    return MetricKind.MEAN if is_mean else MetricKind.RATE


def _unit_for(change: float, unit: ChangeUnit) -> ChangeUnit:
    """The unit of a change that was typed; what no rate can change by is the number it is."""
    is_beyond = unit is ChangeUnit.POINTS and change > 1
    return ChangeUnit.AMOUNT if is_beyond else unit


def _level(value: float, unit: ChangeUnit) -> str:
    """A baseline that was typed; what no rate can be reads as the number it is."""
    is_rate = unit is ChangeUnit.POINTS and 0 <= value <= 1
    return percent(value) if is_rate else amount(value)


def _users(report: Report, size: SizePlan) -> tuple[str, ...]:
    control, treatment = size.n_control, size.n_treatment
    counted = _counted(report)
    if control is not None and treatment in (None, control):
        return (f"{count(control)} {counted} in each variant",)
    told = []
    if control is not None:
        told.append(f"{count(control)} {counted} in the control")
    if treatment is not None:
        told.append(f"{count(treatment)} {counted} in each treatment")
    return tuple(told)


def _counted(report: Report) -> str:
    """What the sizes of arms count: users, or what a mean has its values of ('orders')."""
    primary = report.primary
    return name(primary.per) if primary is not None and primary.per else _USERS


def _traffic(size: SizePlan) -> tuple[str, ...]:
    told = []
    if size.daily_traffic is not None:
        is_whole = size.daily_traffic.is_integer()
        users = count(int(size.daily_traffic)) if is_whole else amount(size.daily_traffic)
        told.append(f"{users} users a day")
    if size.share_exposed is not None:
        told.append(f"{level(size.share_exposed)} of the traffic exposed")
    return tuple(told)


def _time(report: Report, charter: Charter) -> str:
    """First and last day with the days between, or the days that users and traffic come to."""
    size = charter.size
    if size.start and size.end:
        days = (date.fromisoformat(size.end) - date.fromisoformat(size.start)).days + 1
        return f"{size.start} to {size.end} ({_days(days)})"
    told = [f"from {size.start}"] if size.start else []
    told += [f"until {size.end}"] if size.end else []
    treatments = _treatments(report, charter)
    if size.n_control is not None and size.daily_traffic is not None and treatments:
        total = size.n_control + treatments * (size.n_treatment or size.n_control)
        told.append(_days(days_needed(total, size.daily_traffic, size.share_exposed or 1.0)))
    return ", ".join(told)


def _treatments(report: Report, charter: Charter) -> int:
    """How many treatments were planned, else how many came; 0 where nothing tells."""
    if charter.split is not None:
        return sum(share > 0 for share in charter.split.values()) - 1
    return len(report.primary.comparisons) if report.primary is not None else 0


def _days(days: int) -> str:
    return "1 day" if days == 1 else f"{count(days)} days"


def _smallest(found: AchievedMde, primary: PrimaryResult) -> str:
    if len(primary.comparisons) == 1:
        return ""
    if len({arm_size(comparison.treatment) for comparison in primary.comparisons}) == 1:
        return " to each treatment"
    return f" to the smallest treatment, {name(found.variant)}"


def _step(found: AchievedMde, primary: PrimaryResult) -> str:
    if found.baseline is None:
        return "a change of"
    return "a rise of" if primary.direction is Direction.UP else "a fall of"


def _start(found: AchievedMde) -> str:
    return "" if found.baseline is None else f" from {_level(found.baseline, ChangeUnit.POINTS)}"
