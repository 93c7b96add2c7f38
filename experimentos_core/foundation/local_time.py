"""When something was done, in the time of this machine and as short as is clear.

A moment that lies ahead, because the clock was set back, is told by its date: nothing that was done
is ever said to be still to come.
"""

from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Final

from experimentos_core.foundation.days import day_words
from experimentos_core.foundation.visible_text import make_visible

_LONGEST_UNREAD: Final = 40


def moment_words(text: str, now: datetime, zone: tzinfo | None = None) -> str:
    """Return '14:02 today', '09:30 yesterday', '3 March' in this year, else '3 March 2025'.

    `now` is aware of its zone; `zone` is that of the machine where it is None. Text that is no
    moment comes back as it is.
    """
    moment = _local(text, zone)
    if moment is None:
        return make_visible(text, _LONGEST_UNREAD)
    here = now.astimezone(zone)
    if moment <= here:
        time = moment.strftime("%H:%M")
        if moment.date() == here.date():
            return f"{time} today"
        if moment.date() == here.date() - timedelta(days=1):
            return f"{time} yesterday"
    return _short(moment.date(), here.date())


def full_moment(text: str, zone: tzinfo | None = None) -> str:
    """Return '3 March 2026, 10:30:00 (UTC+01:00)'; text that is no moment comes back as it is."""
    moment = _local(text, zone)
    if moment is None:
        return make_visible(text, _LONGEST_UNREAD)
    return f"{day_words(moment.date())}, {moment.strftime('%H:%M:%S (UTC%:z)')}"


def _short(day: date, today: date) -> str:
    words = day_words(day)
    return words.rsplit(" ", 1)[0] if day.year == today.year else words


def _local(text: str, zone: tzinfo | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        return moment.astimezone(zone)
    except (ValueError, OverflowError, OSError):  # no moment, or one no calendar here can hold
        return None
