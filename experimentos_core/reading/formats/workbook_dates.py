"""Days and times of a workbook: numbers of days, told from other numbers by their format."""

import datetime
from decimal import Decimal
from typing import Final

_DAYS_SHOWN: Final = 2_958_466  # Excel shows no day after 9999
_SECONDS_A_DAY: Final = 86_400


def is_date_format(number_format: str) -> bool:
    """Say whether a number format shows a number as a day or a time."""
    # Loading openpyxl takes half a second; a workbook without dates does not wait for it.
    from openpyxl.styles import numbers  # noqa: PLC0415 - on first use

    return bool(numbers.is_date_format(number_format))


def date_text(days: Decimal, *, from_1904: bool) -> str | None:
    """Return a number of days as an ISO 8601 day, with the time where it is not midnight.

    A number below one is a time of day. None where Excel itself shows no date.

    Args:
        days: Days since the calendar's beginning.
        from_1904: Whether that is 1904 instead of 1900.
    """
    if not 0 <= days < _DAYS_SHOWN:
        return None
    from openpyxl.utils import datetime as excel  # noqa: PLC0415 - on first use

    epoch = excel.MAC_EPOCH if from_1904 else excel.WINDOWS_EPOCH
    try:
        moment = excel.from_excel(float(days), epoch)
    except (OverflowError, ValueError):
        return None
    if not isinstance(moment, datetime.datetime):
        return str(moment.isoformat())
    if moment.time() == datetime.time():
        return moment.date().isoformat()
    return moment.isoformat(sep=" ", timespec="seconds")


def duration_text(days: Decimal) -> str:
    """Return a number of days as hours, minutes and seconds, '36:00:00'."""
    seconds = int((abs(days) * _SECONDS_A_DAY).to_integral_value())
    sign = "-" if days < 0 else ""
    return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
