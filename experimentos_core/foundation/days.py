"""Days and moments as a person reads them, in the same words under every locale."""

import calendar
from datetime import date, datetime, timedelta
from typing import Final

_WEEKDAYS: Final = (
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
)  # fmt: skip
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_MONTHS_A_YEAR: Final = 12


def read_day(text: str) -> date | None:
    """Return the day of '2026-12-24'; None for whatever is written otherwise."""
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        return None
    return day if day.isoformat() == text.strip() else None


def day_words(day: date) -> str:
    """Return '24 December 2026'."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def weekday_words(day: date) -> str:
    """Return 'Thursday, 24 December 2026'."""
    return f"{_WEEKDAYS[day.weekday()]}, {day_words(day)}"


def distance_words(day: date, today: date) -> str:
    """Return how far a day is: 'today', 'in 14 days', '1 day ago'."""
    days = (day - today).days
    if days == 0:
        return "today"
    counted = "1 day" if abs(days) == 1 else f"{abs(days):,} days"
    return f"in {counted}" if days > 0 else f"{counted} ago"


def local_words(moment: str) -> str:
    """Return a moment kept in UTC by the clock of this machine: '30 November 2026 19:10'.

    A text that is no moment is returned as it is.
    """
    local = _local(moment)
    return moment if local is None else f"{day_words(local.date())} {local:%H:%M}"


def local_day_words(moment: str) -> str:
    """Return the day of a moment by the calendar of this machine: '30 November 2026'.

    A text that is no moment is returned as it is.
    """
    local = _local(moment)
    return moment if local is None else day_words(local.date())


def _local(moment: str) -> datetime | None:
    try:
        return datetime.fromisoformat(moment).astimezone()
    except (ValueError, OverflowError, OSError):
        return None


def utc_words(moment: str) -> str:
    """Return '2026-11-30 19:10:05 UTC' of '2026-11-30T19:10:05Z'; other texts as they are."""
    return f"{moment[:-1].replace('T', ' ')} UTC" if moment.endswith("Z") else moment


def after_weeks(day: date, weeks: int) -> date:
    """Return the same weekday so many weeks later."""
    return day + timedelta(weeks=weeks)


def after_months(day: date, months: int) -> date:
    """Return the same day so many months later, or the last one of that month."""
    place = day.month - 1 + months
    year, month = day.year + place // _MONTHS_A_YEAR, place % _MONTHS_A_YEAR + 1
    last = calendar.monthrange(year, month)[1]
    return date(year, month, min(day.day, last))
