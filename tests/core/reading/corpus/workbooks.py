"""Excel workbooks: stored numbers, dates, formulas, sheets, merged cells."""

from datetime import date
from decimal import Decimal
from typing import Final

from tests.core.reading.corpus.case import (
    STANDARD,
    STANDARD_READ,
    TIDY,
    Asks,
    Case,
    Finds,
    Outcome,
    Reads,
    Refuses,
    Said,
    standard,
)
from tests.helpers.workbook_bytes import Cell, Formula, Sheet, Style, Styled, workbook_bytes

type Rows = list[list[Cell]]

_HEADER: list[Cell] = ["variant", "users", "conversions"]
_ROWS: Rows = [["control", 10234, 512], ["variant_b", 10190, 561]]
_PLAIN: Rows = [_HEADER, *_ROWS]


def _book(
    name: str,
    rows: Rows,
    expected: Outcome,
    *,
    merged: tuple[str, ...] = (),
    choices: tuple[str, ...] = (),
) -> Case:
    """Return a case of a workbook of one sheet."""
    data = workbook_bytes(Sheet(name="Export", rows=rows, merged=merged))
    return Case(name=name, data=data, expected=expected, file="export.xlsx", choices=choices)


def _sheets(name: str, expected: Outcome, *sheets: Sheet, choices: tuple[str, ...] = ()) -> Case:
    """Return a case of a workbook of several sheets."""
    data = workbook_bytes(*sheets)
    return Case(name=name, data=data, expected=expected, file="export.xlsx", choices=choices)


_CELLS = [
    _book("xlsx-tidy", _PLAIN, TIDY),
    Case(
        name="xlsx-without-a-default-style",
        data=workbook_bytes(Sheet(name="Export", rows=_PLAIN), has_default_style=False),
        expected=TIDY,
        file="export.xlsx",
    ),
    Case(
        name="xlsx-called-csv",
        data=workbook_bytes(Sheet(name="Export", rows=_PLAIN)),
        expected=STANDARD_READ,
        file="export.csv",
    ),
    Case(
        name="xlsx-with-macros",
        data=workbook_bytes(Sheet(name="Export", rows=_PLAIN)),
        expected=STANDARD_READ,
        file="export.xlsm",
    ),
    _book(
        "xlsx-numbers-shown-with-thousands",
        [
            _HEADER,
            ["control", Styled(10234, Style.THOUSANDS), 512],
            ["variant_b", Styled(10190, Style.THOUSANDS), 561],
        ],
        TIDY,
    ),
    _book(
        "xlsx-numbers-stored-as-text",
        [_HEADER, ["control", "10234", "512"], ["variant_b", "10190", "561"]],
        TIDY,
    ),
    _book(
        "xlsx-numbers-stored-as-german-text",
        [_HEADER, ["control", "10.234", 512], ["variant_b", "10.190", 561]],
        Asks(
            naming=("10.234", "row 2", "users"),
            answers={
                "decimal:users=comma": STANDARD_READ,
                "decimal:users=point": Finds(said=Said(code="CELL_FRACTIONAL", row=2)),
            },
            default="decimal:users=comma",
        ),
    ),
    _book(
        "xlsx-doubles-of-17-digits",
        [
            [*_HEADER, "revenue_sum"],
            ["control", 10234, 512, Decimal("0.1")],
            ["variant_b", 10190, 561, Decimal("81934.05")],
        ],
        Reads(
            counts=STANDARD,
            measures={"revenue_sum": ("0.1", "81934.05")},
            is_silent=True,
        ),
    ),
    _book(
        "xlsx-three-decimals-are-no-thousands",
        [
            [*_HEADER, "revenue_sum"],
            ["control", 10234, 512, Decimal("81.934")],
            ["variant_b", 10190, 561, Decimal("83.125")],
        ],
        # A stored number is a number: whatever its digits, nothing is open.
        Reads(counts=STANDARD, measures={"revenue_sum": ("81.934", "83.125")}),
    ),
    _book(
        "xlsx-large-counts",
        [_HEADER, ["control", 999999999999, 512], ["variant_b", 999999999998, 561]],
        Reads(counts={"control": (999999999999, 512), "variant_b": (999999999998, 561)}),
    ),
    _book(
        "xlsx-percent-cells-beside-counts",
        [
            [*_HEADER, "conversion_rate"],
            ["control", 10234, 512, Styled(Decimal("0.0500"), Style.PERCENT)],
            ["variant_b", 10190, 561, Styled(Decimal("0.0551"), Style.PERCENT)],
        ],
        standard(Said(code="COLUMN_DERIVED", column="conversion_rate")),
    ),
    _book(
        "xlsx-percent-cells-for-counts",
        [
            ["variant", "users", "conversion_rate"],
            ["control", 10234, Styled(Decimal("0.0500293140512019"), Style.PERCENT)],
            ["variant_b", 10190, Styled(Decimal("0.055053974484789"), Style.PERCENT)],
        ],
        standard(Said(code="COUNTS_FROM_RATE")),
    ),
    _book(
        "xlsx-labels-zero-and-one",
        [_HEADER, [0, 10234, 512], [1, 10190, 561]],
        Reads(counts={"0": (10234, 512), "1": (10190, 561)}, control="0"),
    ),
    _book(
        "xlsx-labels-true-and-false",
        [["variant", "users", "conversions"], ["control", 10234, 512], [True, 10190, 561]],
        Reads(counts={"control": (10234, 512), "TRUE": (10190, 561)}),
    ),
    _book(
        "xlsx-error-cell",
        [_HEADER, ["control", 10234, "#DIV/0!"], ["variant_b", 10190, 561]],
        Finds(said=Said(code="CELL_INFINITE", row=2, column="conversions", value="#DIV/0!")),
    ),
    _book(
        "xlsx-text-in-a-count",
        [_HEADER, ["control", "n/a", 512], ["variant_b", 10190, 561]],
        Finds(said=Said(code="CELL_NOT_A_NUMBER", row=2, column="users", value="n/a")),
    ),
    _book(
        "xlsx-fraction-in-a-count",
        [_HEADER, ["control", 10234, Decimal("512.5")], ["variant_b", 10190, 561]],
        Finds(said=Said(code="CELL_FRACTIONAL", row=2, column="conversions", value="512.5")),
    ),
]

_FORMULAS = [
    _book(
        "xlsx-formulas-with-values",
        [
            _HEADER,
            ["control", Formula("5000+5234", "10234"), 512],
            ["variant_b", 10190, Formula("B3-9629", "561")],
        ],
        TIDY,
    ),
    _book(
        "xlsx-formula-without-value",
        [_HEADER, ["control", 10234, 512], ["variant_b", 10190, Formula("B3-9629")]],
        Finds(said=Said(code="CELL_NOT_A_NUMBER", row=3, column="conversions", value="=B3-9629")),
    ),
    _book(
        "xlsx-formula-without-value-in-an-unused-column",
        [
            [*_HEADER, "comment"],
            ["control", 10234, 512, Formula('"a"&"b"')],
            ["variant_b", 10190, 561, "x"],
        ],
        standard(Said(code="FORMULA_WITHOUT_VALUE", words=("D2",))),
    ),
    _book(
        "xlsx-total-by-formula",
        [*_PLAIN, ["Total", Formula("SUM(B2:B3)", "20424"), Formula("SUM(C2:C3)", "1073")]],
        standard(Said(code="TOTALS_ROW", row=4)),
    ),
]

_LAYOUT = [
    _book(
        "xlsx-merged-title",
        [["Checkout test"], [], *_PLAIN],
        standard(
            Said(code="MERGED_CELLS", words=("A1:C1",)),
            Said(code="TITLE_LINES", words=("Checkout test",)),
            details=("header in row 3",),
        ),
        merged=("A1:C1",),
    ),
    _book(
        "xlsx-row-numbers-with-blank-rows",
        [["Checkout test"], [], [], _HEADER, [], ["control", "n/a", 512], ["variant_b", 1, 1]],
        Finds(said=Said(code="CELL_NOT_A_NUMBER", row=6, column="users", value="n/a")),
    ),
    _book(
        "xlsx-title-footnote-and-total",
        [["Checkout test"], *_PLAIN, ["Gesamt", 20424, 1073], [], ["Source: BI"]],
        standard(
            Said(code="TITLE_LINES"),
            Said(code="TOTALS_ROW", row=5),
            Said(code="ROW_SKIPPED", row=7),
        ),
    ),
    _book(
        "xlsx-table-not-in-the-corner",
        [[], [], *([None, None, *row] for row in _PLAIN)],
        standard(details=("header in row 3",)),
    ),
    _book(
        "xlsx-days",
        [
            ["date", *_HEADER],
            [date(2026, 3, 1), "control", 5100, 255],
            [date(2026, 3, 1), "variant_b", 5095, 280],
            [date(2026, 3, 2), "control", 5134, 257],
            [date(2026, 3, 2), "variant_b", 5095, 281],
        ],
        standard(
            Said(code="DATE_CELLS", words=("Column A",)),
            Said(code="DAYS_ADDED", words=("2 days", "2026-03-01")),
        ),
    ),
    _book(
        "xlsx-wide",
        [
            ["metric", "control", "variant_b"],
            ["users", 10234, 10190],
            ["conversions", 512, 561],
        ],
        standard(Said(code="TABLE_TURNED")),
    ),
    _book(
        "xlsx-blank-cell-at-the-end-of-a-row",
        [
            [*_HEADER, "comment"],
            ["control", 10234, 512],
            ["variant_b", 10190, 561, "bots excluded"],
        ],
        STANDARD_READ,
    ),
    _book(
        "xlsx-days-with-a-blank-cell-at-the-end-of-a-row",
        [
            ["date", *_HEADER, "comment"],
            [date(2026, 3, 1), "control", 5100, 255],
            [date(2026, 3, 1), "variant_b", 5095, 280],
            [date(2026, 3, 2), "control", 5134, 257, "bots excluded"],
            [date(2026, 3, 2), "variant_b", 5095, 281],
        ],
        standard(Said(code="DAYS_ADDED", words=("2 days",))),
    ),
    _book("xlsx-nothing-in-it", [], Refuses(words=("export.xlsx",))),
    _book("xlsx-title-only", [["Checkout test"]], Finds(said=Said(code="COLUMN_MISSING"))),
]

_OTHER: Rows = [_HEADER, ["control", 300, 30], ["variant_b", 310, 33]]
_SHEETS = [
    _sheets(
        "xlsx-notes-first-table-second",
        STANDARD_READ,
        Sheet(name="Notes", rows=[["Made by BI"]]),
        Sheet(name="Data", rows=_PLAIN),
    ),
    _sheets(
        "xlsx-blank-sheet-first",
        STANDARD_READ,
        Sheet(name="Sheet1", rows=[]),
        Sheet(name="Data", rows=_PLAIN),
    ),
    _sheets(
        "xlsx-two-tables-takes-the-first",
        STANDARD_READ,
        Sheet(name="Desktop", rows=_PLAIN),
        Sheet(name="Mobile", rows=_OTHER),
    ),
    _sheets(
        "xlsx-sheet-chosen",
        Reads(counts={"control": (300, 30), "variant_b": (310, 33)}, details=("Mobile",)),
        Sheet(name="Desktop", rows=_PLAIN),
        Sheet(name="Mobile", rows=_OTHER),
        choices=("sheet=mobile",),
    ),
    _sheets(
        "xlsx-sheet-chosen-that-is-not-there",
        Refuses(words=("Desktop", "Mobile")),
        Sheet(name="Desktop", rows=_PLAIN),
        Sheet(name="Mobile", rows=_OTHER),
        choices=("sheet=Tablet",),
    ),
    _sheets(
        "xlsx-hidden-sheet-is-not-taken",
        STANDARD_READ,
        Sheet(name="Old", rows=_OTHER, is_hidden=True),
        Sheet(name="Data", rows=_PLAIN),
    ),
    _sheets(
        "xlsx-hidden-sheet-chosen",
        Reads(counts={"control": (300, 30), "variant_b": (310, 33)}),
        Sheet(name="Old", rows=_OTHER, is_hidden=True),
        Sheet(name="Data", rows=_PLAIN),
        choices=("sheet=Old",),
    ),
]

_BROKEN = [
    Case(
        name="xlsx-cut-off",
        data=workbook_bytes(Sheet(name="Export", rows=_PLAIN))[:900],
        expected=Refuses(words=("export.xlsx",)),
        file="export.xlsx",
    ),
    Case(
        name="xlsx-encrypted",
        data=b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + b"\x00" * 504
        + "EncryptedPackage".encode("utf-16-le"),
        expected=Refuses(words=("export.xlsx", "password")),
        file="export.xlsx",
    ),
    Case(
        name="xlsx-that-is-a-plain-archive",
        data=b"PK\x05\x06" + b"\x00" * 18,
        expected=Refuses(words=("export.xlsx",)),
        file="export.xlsx",
    ),
]

CASES: Final[list[Case]] = [*_CELLS, *_FORMULAS, *_LAYOUT, *_SHEETS, *_BROKEN]
