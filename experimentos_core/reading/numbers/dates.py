"""Days as exports write them, one form for a whole column."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

type ReadDay = Callable[[str], date | None]

_YEARS_WITHOUT_MARKS: Final = range(1990, 2100)
_CENTURY: Final = 2000
_SHORT_YEAR: Final = 2
_LONGEST_DATE: Final = 60

# Midnight is the form databases give a day in; any other time of day is a moment, not a day.
_MIDNIGHT: Final = r"(?:[T ]00:00(?::00(?:\.0{1,9})?)?(?:Z|[+-]00:?00)?)?"
_YEAR_FIRST: Final = re.compile(rf"([0-9]{{4}})([-/.])([0-9]{{1,2}})\2([0-9]{{1,2}}){_MIDNIGHT}")
_WITHOUT_MARKS: Final = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_DOTTED: Final = re.compile(
    rf"([0-9]{{1,2}})\.\s?([0-9]{{1,2}})\.\s?([0-9]{{4}}|[0-9]{{2}}){_MIDNIGHT}"
)
_YEAR_LAST: Final = re.compile(
    rf"([0-9]{{1,2}})([-/])([0-9]{{1,2}})\2([0-9]{{4}}|(?<=/)[0-9]{{2}}){_MIDNIGHT}"
)
_NAME: Final = r"([^\W\d_]+)\.?"
_DAY_THEN_NAME: Final = re.compile(
    rf"([0-9]{{1,2}})(?:\.|er|st|nd|rd|th)?[\s-]*{_NAME}[\s,-]+([0-9]{{4}})"
)
_NAME_THEN_DAY: Final = re.compile(
    rf"{_NAME}\s*([0-9]{{1,2}})(?:st|nd|rd|th)?(?:,\s*|\s+)([0-9]{{4}})"
)

_ENGLISH: Final = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_GERMAN: Final = (
    *("januar", "februar", "m\u00e4rz", "april", "mai", "juni"),
    *("juli", "august", "september", "oktober", "november", "dezember"),
)
_FRENCH: Final = (
    *("janvier", "f\u00e9vrier", "mars", "avril", "mai", "juin"),
    *("juillet", "ao\u00fbt", "septembre", "octobre", "novembre", "d\u00e9cembre"),
)
_SHORT_NAMES: Final = {
    "sept": 9,
    "mrz": 3,
    "m\u00e4r": 3,
    "maerz": 3,
    "j\u00e4nner": 1,
    "j\u00e4n": 1,
    "janv": 1,
    "f\u00e9vr": 2,
    "fevr": 2,
    "fevrier": 2,
    "avr": 4,
    "juil": 7,
    "aout": 8,
    "d\u00e9c": 12,
    "decembre": 12,
    "okt": 10,
    "dez": 12,
}
_MONTHS: Final = {
    **{name[:3]: month for month, name in enumerate(_ENGLISH, start=1)},
    **{
        name: month
        for names in (_ENGLISH, _GERMAN, _FRENCH)
        for month, name in enumerate(names, start=1)
    },
    **_SHORT_NAMES,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """A column of days.

    Attributes:
        days: The day of each cell.
        is_ambiguous: Whether day and month may be the other way round; the day is taken first.
    """

    days: tuple[date, ...]
    is_ambiguous: bool


def parse_days(cells: Sequence[str]) -> Days | None:
    """Read a column of days, all written in one form; None where any cell is no day.

    Read are 2026-03-01 (at midnight, too), 20260301, 01.03.2026, 01/03/2026, 1 Mar 2026 and
    Mar 1, 2026 with English, German and French names. Whether the day or the month stands first
    in 01/03/2026 is decided by the column: by a part over 12, else by days that follow each other;
    where neither tells, the day is taken first and the doubt is returned. A blank cell, a time of
    day, a week and an impossible day make it no column of days.
    """
    distinct = dict.fromkeys(unicodedata.normalize("NFC", cell.strip()) for cell in cells)
    for read in (_year_first, _without_marks, _dotted, _day_then_name, _name_then_day):
        found = _read_all(distinct, read)
        if found is not None:
            return _days(cells, found, is_ambiguous=False)
    day_first, month_first = _read_all(distinct, _day_first), _read_all(distinct, _month_first)
    if day_first is None or month_first is None:
        only = day_first or month_first
        return None if only is None else _days(cells, only, is_ambiguous=False)
    if day_first == month_first:
        return _days(cells, day_first, is_ambiguous=False)
    runs = _has_neighbours(day_first), _has_neighbours(month_first)
    likelier = month_first if runs == (False, True) else day_first
    return _days(cells, likelier, is_ambiguous=runs[0] == runs[1])


def _days(cells: Sequence[str], found: dict[str, date], *, is_ambiguous: bool) -> Days:
    return Days(
        days=tuple(found[unicodedata.normalize("NFC", cell.strip())] for cell in cells),
        is_ambiguous=is_ambiguous,
    )


def _read_all(cells: dict[str, None], read: ReadDay) -> dict[str, date] | None:
    """Read every cell in one form, or return None at the first that does not fit."""
    found: dict[str, date] = {}
    for cell in cells:
        day = read(cell) if len(cell) <= _LONGEST_DATE else None
        if day is None:
            return None
        found[cell] = day
    return found or None


def _has_neighbours(found: dict[str, date]) -> bool:
    """Whether any two days follow each other."""
    ordinals = {day.toordinal() for day in found.values()}
    return any(ordinal + 1 in ordinals for ordinal in ordinals)


def _year_first(cell: str) -> date | None:
    match = _YEAR_FIRST.fullmatch(cell)
    return _date(match[1], match[3], match[4]) if match else None


def _without_marks(cell: str) -> date | None:
    match = _WITHOUT_MARKS.fullmatch(cell)
    if match is None or int(match[1]) not in _YEARS_WITHOUT_MARKS:
        return None
    return _date(match[1], match[2], match[3])


def _dotted(cell: str) -> date | None:
    match = _DOTTED.fullmatch(cell)
    return _date(match[3], match[2], match[1]) if match else None


def _day_first(cell: str) -> date | None:
    match = _YEAR_LAST.fullmatch(cell)
    return _date(match[4], match[3], match[1]) if match else None


def _month_first(cell: str) -> date | None:
    match = _YEAR_LAST.fullmatch(cell)
    return _date(match[4], match[1], match[3]) if match else None


def _day_then_name(cell: str) -> date | None:
    match = _DAY_THEN_NAME.fullmatch(cell)
    return _named(match[3], match[2], match[1]) if match else None


def _name_then_day(cell: str) -> date | None:
    match = _NAME_THEN_DAY.fullmatch(cell)
    return _named(match[3], match[1], match[2]) if match else None


def _named(year: str, name: str, day: str) -> date | None:
    month = _MONTHS.get(name.casefold())
    return None if month is None else _date(year, str(month), day)


def _date(year: str, month: str, day: str) -> date | None:
    century = _CENTURY if len(year) == _SHORT_YEAR else 0
    try:
        return date(century + int(year), int(month), int(day))
    except ValueError:
        return None
