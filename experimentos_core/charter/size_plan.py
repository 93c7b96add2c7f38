"""How large an experiment was meant to be, and what for."""

import math
from dataclasses import dataclass
from datetime import date

from experimentos_core.foundation.config import DEFAULT_THRESHOLDS
from experimentos_core.foundation.errors import CharterError


@dataclass(frozen=True, slots=True, kw_only=True)
class SizePlan:
    """How large the experiment was meant to be, and what for. Every figure may be None.

    Attributes:
        baseline: Rate or mean of the primary metric expected without the change.
        sd: Standard deviation of single values, where the primary metric is a mean.
        mde: Smallest change worth finding: a difference of rates or of means, above 0.
        power: Chance of finding a change of that size.
        n_control: Planned users of the control; values, where the primary is a mean per order.
        n_treatment: The same of each treatment.
        daily_traffic: Users a day who could take part.
        share_exposed: Share of them who do.
        start: First day, as '2026-03-01'; empty where none was planned.
        end: Last day, likewise.
    """

    baseline: float | None = None
    sd: float | None = None
    mde: float | None = None
    power: float = DEFAULT_THRESHOLDS.power
    n_control: int | None = None
    n_treatment: int | None = None
    daily_traffic: float | None = None
    share_exposed: float | None = None
    start: str = ""
    end: str = ""

    def __post_init__(self) -> None:
        """Refuse sizes no experiment could have."""
        _check_figures(self)
        for n in (self.n_control, self.n_treatment):
            if n is not None and n < 1:
                message = f"The planned users of an arm must be at least 1, but are {n}."
                raise CharterError(message, "Leave them out.")
        start, end = _day(self.start), _day(self.end)
        if start is not None and end is not None and start > end:
            message = f"The planned end, {self.end}, lies before the start, {self.start}."
            raise CharterError(message, "Exchange them.")


def _check_figures(size: SizePlan) -> None:
    for what, value in (
        ("standard deviation", size.sd),
        ("smallest change worth finding", size.mde),
        ("daily traffic", size.daily_traffic),
    ):
        if value is not None and not (math.isfinite(value) and value > 0):
            raise CharterError(f"The {what} must be above 0, but is {value}.", "Leave it out.")
    if size.baseline is not None and not math.isfinite(size.baseline):
        raise CharterError("The baseline is no finite number.", "Leave it out.")
    if not 0 < size.power < 1:
        message = f"The power must lie between 0 and 1, but is {size.power}."
        raise CharterError(message, "The usual power is 0.8.")
    if size.share_exposed is not None and not 0 < size.share_exposed <= 1:
        share = size.share_exposed
        message = f"The share exposed must be above 0 and at most 1, but is {share}."
        raise CharterError(message, "All of the traffic is 1, a tenth is 0.1.")


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        message = f"The day {text!r} could not be read."
        raise CharterError(message, "Write it as 2026-03-01.") from None
