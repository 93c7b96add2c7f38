"""One cell as people write numbers: what it says with a decimal point, and with a decimal comma."""

import re
from dataclasses import dataclass
from decimal import Context, Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Final

LONGEST_NUMBER: Final = 100
_GROUP: Final = 3
_READ_TWICE: Final = 2**14  # once to decide on a column, once to rewrite it
_EXACT: Final = Context(prec=2 * LONGEST_NUMBER)
_PLAIN: Final = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,4})?", re.ASCII)
_SPACES: Final = " \u00a0\u202f\u2009"
_APOSTROPHES: Final = "'\u2019"
_ASCII_DIGITS: Final = frozenset("0123456789")
_EN_DASH: Final = "\u2013"
_SIGNS: Final = re.compile(rf"([+\-\u2212])(?![\s+\-])|{_EN_DASH}(?=\d)", re.ASCII)
_GROUP_MARK: Final = re.compile(f"[{_SPACES}{_APOSTROPHES}]")
_SYMBOLS: Final = ("US$", "R$", *"$\u20ac\u00a3\u00a5\u20b9\u20a9\u20bd\u20ba\u20aa\u20b4\u20ab")
_CODES: Final = (
    *("USD", "EUR", "GBP", "JPY", "CNY", "CHF", "CAD", "AUD", "NZD", "SEK", "NOK", "DKK", "PLN"),
    *("CZK", "HUF", "RON", "BGN", "TRY", "RUB", "UAH", "INR", "KRW", "BRL", "MXN", "ZAR", "SGD"),
    *("HKD", "THB", "ILS", "AED", "z\u0142", "K\u010d", "kr.", "kr", "Fr.", "Ft", "lei", "Euro"),
)
_UNIT: Final = "|".join(re.escape(unit) for unit in ("%", *_SYMBOLS, *_CODES))
_UNIT_BEFORE: Final = re.compile(rf"({_UNIT})[{_SPACES}]?", re.IGNORECASE)
_UNIT_AFTER: Final = re.compile(rf"[{_SPACES}]?({_UNIT})$", re.IGNORECASE)


class DecimalMark(StrEnum):
    """Which mark stands before the fraction; the values are those of `--map decimal:COLUMN=`."""

    POINT = "point"
    COMMA = "comma"

    @property
    def character(self) -> str:
        """The mark itself."""
        return "." if self is DecimalMark.POINT else ","

    @property
    def other(self) -> "DecimalMark":
        """The mark that then may group thousands."""
        return DecimalMark.COMMA if self is DecimalMark.POINT else DecimalMark.POINT


class Unit(StrEnum):
    """What stands next to the digits."""

    NONE = "none"
    PERCENT = "percent"
    CURRENCY = "currency"


class Thousands(StrEnum):
    """What stands between groups of three digits."""

    COMMA = "comma"
    DOT = "dot"
    SPACE = "space"
    APOSTROPHE = "apostrophe"


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberText:
    """A number as it is written, with every way it can be read.

    Attributes:
        as_point: Plain text of the number if '.' stands before the fraction; None if impossible.
        as_comma: The same if ',' does. At least one of the two is there.
        digits: The digits with their marks, without sign, unit and exponent.
        unit: What stands next to the digits; of '5 %' the readings say '5'.
    """

    as_point: str | None
    as_comma: str | None
    digits: str
    unit: Unit = Unit.NONE

    def reading(self, mark: DecimalMark) -> str | None:
        """Return the plain text under one decimal mark, or None where it cannot be read so."""
        return self.as_point if mark is DecimalMark.POINT else self.as_comma

    @property
    def certain_mark(self) -> DecimalMark | None:
        """The decimal mark its writer uses, where only one is possible."""
        if self.as_comma is None:
            return DecimalMark.POINT
        return DecimalMark.COMMA if self.as_point is None else None

    @property
    def doubtful_mark(self) -> str | None:
        """The '.' or ',' that may group thousands or begin a fraction; None where it is clear."""
        if self.certain_mark is not None or self.as_point == self.as_comma:
            return None
        return "." if "." in self.digits else ","

    @property
    def is_long_without_marks(self) -> bool:
        """Whether a thousands '.' or ',' was left out where one had room: '10234', '10 234'."""
        if len(self.digits) <= _GROUP or "." in self.digits or "," in self.digits:
            return False
        return sum(character.isdigit() for character in self.digits) > _GROUP

    def thousands(self, mark: DecimalMark) -> Thousands | None:
        """Return what groups its thousands under a decimal mark, or None."""
        grouping = mark.other.character
        if grouping in self.digits:
            return Thousands.DOT if grouping == "." else Thousands.COMMA
        found = _GROUP_MARK.search(self.digits)
        if found is None:
            return None
        return Thousands.APOSTROPHE if found[0] in _APOSTROPHES else Thousands.SPACE


@lru_cache(maxsize=_READ_TWICE)
def read_number(cell: str) -> NumberText | None:
    """Return every way a cell can be read as a number, or None where it is none.

    Read are: decimal point and comma; thousands grouped by comma, dot, space or apostrophe in
    threes; a percent or currency sign on one side; a minus of any usual kind; brackets around a
    negative amount; an apostrophe before a number kept as text. No more than one grouping mark may
    occur, and of '.' and ',' the last is the decimal mark. Digits of other scripts, groups of two,
    units and minus signs at the end are no numbers. A plain number keeps its very text.
    """
    text = cell.strip()
    if text.isascii() and text.isdigit():
        return NumberText(as_point=text, as_comma=text, digits=text)
    if not text or len(text) > LONGEST_NUMBER:
        return None
    if _PLAIN.fullmatch(text):
        return _read_plain(text)
    bare = text.removeprefix("'")
    if _PLAIN.fullmatch(bare):
        return _read_plain(bare)
    return _read_dressed(bare)


def is_plain_number(cell: str) -> bool:
    """Whether a cell is a number every program reads alike: digits, '.', a sign, an exponent."""
    return _PLAIN.fullmatch(cell.strip()) is not None


def as_share(percent: str) -> str:
    """Return a plain number divided by a hundred, exactly: '5.50' is '0.0550'.

    Every digit that was written is kept, so that its precision still shows.
    """
    return format(Decimal(percent).scaleb(-2, _EXACT), "f")


def _read_plain(text: str) -> NumberText:
    digits = _without_exponent(text.lstrip("+-"))
    if "." not in text:
        return NumberText(as_point=text, as_comma=text, digits=digits)
    sign = "-" if text.startswith("-") else ""
    other = _read_digits(text.lstrip("+-"), DecimalMark.COMMA)
    return NumberText(
        as_point=text, as_comma=None if other is None else sign + other, digits=digits
    )


def _read_dressed(text: str) -> NumberText | None:
    """Take off unit, brackets and sign, in whatever order they stand, and read what is left."""
    if text[:1] in _ASCII_DIGITS and text[-1:] in _ASCII_DIGITS:
        return _read_bare(text, "", Unit.NONE)
    bare, unit = _without_unit(text)
    in_brackets = bare.startswith("(") and bare.endswith(")")
    if in_brackets:
        bare = bare[1:-1].strip(_SPACES)
        bare, unit = (bare, unit) if unit else _without_unit(bare)
    sign = _SIGNS.match(bare)
    if sign is not None:
        if in_brackets:
            return None
        bare = bare[sign.end() :]
        bare, unit = (bare, unit) if unit else _without_unit(bare)
    minus = "-" if in_brackets or (sign is not None and sign[0] != "+") else ""
    return _read_bare(bare, minus, unit or Unit.NONE)


def _read_bare(text: str, minus: str, unit: Unit) -> NumberText | None:
    if not text or (unit is not Unit.NONE and "e" in text.casefold()):
        return None
    as_point = _read_digits(text, DecimalMark.POINT)
    as_comma = _read_digits(text, DecimalMark.COMMA)
    if as_point is None and as_comma is None:
        return None
    return NumberText(
        as_point=None if as_point is None else minus + as_point,
        as_comma=None if as_comma is None else minus + as_comma,
        digits=_without_exponent(text),
        unit=unit,
    )


def _without_exponent(text: str) -> str:
    return text.casefold().partition("e")[0]


def _without_unit(text: str) -> tuple[str, Unit | None]:
    """Return the text without the percent or currency sign on one of its sides."""
    before = _UNIT_BEFORE.match(text)
    after = None if before else _UNIT_AFTER.search(text)
    found = before or after
    if found is None:
        return text, None
    bare = text[found.end() :] if before else text[: found.start()]
    return bare, Unit.PERCENT if found[1] == "%" else Unit.CURRENCY


def _grammar(mark: DecimalMark) -> re.Pattern[str]:
    """Numbers without and with grouped thousands under one decimal mark."""
    point = re.escape(mark.character)
    groups = f"{re.escape(mark.other.character)}{_SPACES}{_APOSTROPHES}"
    grouped = rf"[1-9]\d{{0,2}}(?P<group>[{groups}])\d{{3}}(?:(?P=group)\d{{3}})*"
    return re.compile(
        rf"(?P<grouped>{grouped})(?:{point}(?P<rest>\d+))?"
        rf"|(?P<whole>\d*)(?:{point}(?P<fraction>\d+))?(?P<exponent>[eE][+-]?\d{{1,4}})?",
        re.ASCII,
    )


_GRAMMARS: Final = {mark: _grammar(mark) for mark in DecimalMark}


def _read_digits(text: str, mark: DecimalMark) -> str | None:
    """Return digits, marks and exponent as plain text under one decimal mark, or None."""
    found = _GRAMMARS[mark].fullmatch(text)
    if found is None:
        return None
    grouped, group, rest, whole, fraction, exponent = found.groups()
    if grouped:
        digits: str = grouped.replace(group, "")
        return f"{digits}.{rest}" if rest else digits
    if not whole and not fraction:
        return None
    return (whole or "0") + (f".{fraction}" if fraction else "") + (exponent or "")
