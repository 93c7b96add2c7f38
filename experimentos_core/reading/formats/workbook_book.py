"""What a workbook says of itself: its sheets, its calendar, and how its numbers are shown."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from experimentos_core.foundation.visible_text import make_visible
from experimentos_core.reading.formats.workbook_dates import is_date_format
from experimentos_core.reading.formats.workbook_package import Relation, WorkbookPackage

_LONGEST_FORMAT: Final = 300
_NAME_CHARACTERS: Final = 40


class Shown(StrEnum):
    """How a number is shown, as far as it changes what a person reads."""

    PLAIN = "plain"
    PERCENT = "percent"
    PERCENT_SIGN = "percent sign"
    DATE = "date"
    DURATION = "duration"


_PERCENT_IDS: Final = frozenset({9, 10})
_DATE_IDS: Final = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_LITERAL: Final = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_DURATION: Final = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
_BRACKETS: Final = re.compile(r"\[[^\]]*\]")
_DATE_LETTER: Final = re.compile(r"[dmhys]", re.IGNORECASE)
_BUILT_IN: Final = {
    **{str(identity): Shown.PERCENT for identity in _PERCENT_IDS},
    **{str(identity): Shown.DATE for identity in _DATE_IDS},
    "46": Shown.DURATION,
}
_TRUE: Final = frozenset({"1", "true", "on"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet of cells.

    Attributes:
        name: As its tab says.
        part: Its name in the archive.
        is_hidden: Whether its tab is hidden.
    """

    name: str
    part: str
    is_hidden: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """What is common to all sheets.

    Attributes:
        sheets: In the order of their tabs; sheets of charts are left out.
        styles: How a number of each cell style is shown.
        strings: Name of the part of shared texts; None where there is none.
        counts_from_1904: Whether days are counted from 1904, as old Macs did.
        calculates_on_open: Whether Excel is asked to calculate every formula when it opens the
            file, because the program that wrote it could not.
    """

    sheets: tuple[Sheet, ...]
    styles: tuple[Shown, ...]
    strings: str | None
    counts_from_1904: bool
    calculates_on_open: bool

    def shown(self, style: int) -> Shown:
        """Return how numbers of a cell style are shown; an unknown style is plain."""
        return self.styles[style] if style < len(self.styles) else Shown.PLAIN


def read_book(package: WorkbookPackage) -> Book:
    """Read the list of sheets and the cell styles.

    Raises:
        ReadingError: When the archive is no workbook or is damaged.
    """
    main = package.main_part()
    relations = package.relations(main)
    by_kind = {relation.kind: relation.part for relation in relations}
    listing = _Listing()
    package.read(main, listing)
    styles = _Styles()
    styles_part = by_kind.get("styles")
    if styles_part is not None and package.has(styles_part):
        package.read(styles_part, styles)
    strings = by_kind.get("sharedStrings")
    return Book(
        sheets=_sheets(package, listing.sheets, relations),
        styles=styles.shown(),
        strings=strings if strings is not None and package.has(strings) else None,
        counts_from_1904=listing.counts_from_1904,
        calculates_on_open=listing.calculates_on_open,
    )


def shown_by(number_format: str) -> Shown:
    """Return how a number format shows numbers; only its first section counts.

    >>> shown_by("0.00%"), shown_by('#,##0.00 "days"'), shown_by("dd/mm/yyyy")
    (<Shown.PERCENT: 'percent'>, <Shown.PLAIN: 'plain'>, <Shown.DATE: 'date'>)
    """
    code = number_format[:_LONGEST_FORMAT]
    live = _LITERAL.sub("", code).split(";")[0]
    if "%" in live:
        return Shown.PERCENT
    if _DURATION.search(live):
        return Shown.DURATION
    if _DATE_LETTER.search(live) and is_date_format(code):
        return Shown.DATE
    has_sign = "%" in _BRACKETS.sub("", code).split(";")[0]
    return Shown.PERCENT_SIGN if has_sign else Shown.PLAIN


def _sheets(
    package: WorkbookPackage, listed: list[dict[str, str]], relations: tuple[Relation, ...]
) -> tuple[Sheet, ...]:
    by_identity = {relation.identity: relation for relation in relations}
    sheets = []
    for attributes in listed:
        name = attributes.get("name", "")
        relation = by_identity.get(attributes.get("id", ""))
        # A sheet passed over without a word would let another one be read in its place.
        if relation is None or not package.has(relation.part):
            package.damaged(f"its sheet {make_visible(name, _NAME_CHARACTERS)} is missing")
        if relation.kind == "worksheet":
            is_hidden = attributes.get("state", "visible") != "visible"
            sheets.append(Sheet(name=name, part=relation.part, is_hidden=is_hidden))
    return tuple(sheets)


class _Listing:
    """Collects the sheets and settings of the main part."""

    def __init__(self) -> None:
        self.sheets: list[dict[str, str]] = []
        self.counts_from_1904 = False
        self.calculates_on_open = False

    def start(self, tag: str, attrs: dict[str, str]) -> None:
        element = tag.rpartition("}")[2]
        if element == "sheet":
            self.sheets.append({name.rpartition("}")[2]: value for name, value in attrs.items()})
        elif element == "workbookPr":
            self.counts_from_1904 = attrs.get("date1904", "0") in _TRUE
        elif element == "calcPr":
            self.calculates_on_open = attrs.get("fullCalcOnLoad", "0") in _TRUE

    def end(self, tag: str) -> None:
        """Nothing ends that matters."""

    def data(self, text: str) -> None:
        """No text matters."""

    def close(self) -> None:
        """Nothing is left to do."""


class _Styles:
    """Collects the number format of every cell style."""

    def __init__(self) -> None:
        self._formats: dict[str, str] = {}
        self._styles: list[str] = []
        self._list = ""

    def start(self, tag: str, attrs: dict[str, str]) -> None:
        element = tag.rpartition("}")[2]
        if element in ("numFmts", "cellXfs"):
            self._list = element
        elif element == "numFmt" and self._list == "numFmts":
            self._formats[attrs.get("numFmtId", "")] = attrs.get("formatCode", "")
        elif element == "xf" and self._list == "cellXfs":
            self._styles.append(attrs.get("numFmtId", "0"))

    def end(self, tag: str) -> None:
        if tag.rpartition("}")[2] == self._list:
            self._list = ""

    def data(self, text: str) -> None:
        """No text matters."""

    def close(self) -> None:
        """Nothing is left to do."""

    def shown(self) -> tuple[Shown, ...]:
        """How a number of each style is shown."""
        known = {identity: self._shown(identity) for identity in set(self._styles)}
        return tuple(known[identity] for identity in self._styles)

    def _shown(self, identity: str) -> Shown:
        if identity in self._formats:
            return shown_by(self._formats[identity])
        return _BUILT_IN.get(identity, Shown.PLAIN)
