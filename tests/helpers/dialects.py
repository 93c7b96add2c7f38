"""Writes a dataset the way any of the supported exports would: text, workbook or clipboard."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from experimentos_core.reading.content import Content
from experimentos_core.reading.formats.opening import clipboard_content
from tests.helpers.workbook_bytes import Cell, Sheet, Style, Styled, workbook_bytes

COUNTRIES = ("US", "DE", "Österreich")
_HUNDREDTH = Decimal("0.01")


class Container(StrEnum):
    """What the dataset is written into."""

    TEXT = "text"
    WORKBOOK = "workbook"
    CLIPBOARD = "clipboard"


class Grouped(StrEnum):
    """Which columns a spreadsheet shows with separators of thousands."""

    ALL = "all"
    COUNTS = "counts"
    AMOUNTS = "amounts"


@dataclass(frozen=True, slots=True)
class Share:
    """A cell that shows a share in percent."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class Amount:
    """A cell that holds a number which counts nobody."""

    value: Decimal


type TableCell = str | Decimal | date | Share | Amount


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """One column of exact numbers.

    Attributes:
        name: Its header.
        values: One per variant.
        is_count: Whether it counts users; others are amounts.
    """

    name: str
    values: tuple[Decimal, ...]
    is_count: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """A dataset to be written.

    Attributes:
        variant: Header of the labels.
        labels: One per variant.
        metrics: Users, conversions, then whatever else there is.
    """

    variant: str
    labels: tuple[str, ...]
    metrics: tuple[Metric, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How a dataset is written.

    Attributes:
        container: Text file, workbook or clipboard.
        encoding: Codec of a text file.
        has_mark: Whether a byte order mark stands first.
        separator: Between the cells of a text file.
        line_end: After each row of a text file.
        decimal: Decimal mark.
        group: Separator of thousands; may be empty.
        grouped: The columns that are written with it.
        minus: How a negative number is written: '-', another sign, or '()'.
        titles: Lines above the header; an empty one is a blank row.
        total: Label of a row of totals at the end; None: there is none.
        footnotes: Lines below the table.
        has_separator_line: Whether 'sep=' stands first.
        is_quoted: Whether every cell is quoted.
        spare_cells: Empty cells after each row.
        blank_rows: Whether a blank row follows every row.
        repeats_header: Whether the header stands again at the end.
        days: Days the numbers are spread over; 0: one row per variant.
        countries: Countries the numbers are spread over, not together with days.
        has_rate: Whether a column of conversion rates, in rounded percent, stands last.
        is_turned: Whether metrics are rows and variants are columns.
        is_typed: Whether a workbook holds numbers as numbers; else as text.
    """

    container: Container = Container.TEXT
    encoding: str = "utf-8"
    has_mark: bool = False
    separator: str = ","
    line_end: str = "\n"
    decimal: str = "."
    group: str = ""
    grouped: Grouped = Grouped.ALL
    minus: str = "-"
    titles: tuple[str, ...] = ()
    total: str | None = None
    footnotes: tuple[str, ...] = ()
    has_separator_line: bool = False
    is_quoted: bool = False
    spare_cells: int = 0
    blank_rows: bool = False
    repeats_header: bool = False
    days: int = 0
    countries: int = 0
    has_rate: bool = False
    is_turned: bool = False
    is_typed: bool = True

    @property
    def is_tidy(self) -> bool:
        """Whether nothing about it needs a word."""
        return self == Dialect(line_end=self.line_end, is_quoted=self.is_quoted)


def write_number(value: Decimal, dialect: Dialect, *, is_grouped: bool = True) -> str:
    """Return a number as the dialect writes it, all its digits kept."""
    whole, _, fraction = format(abs(value), "f").partition(".")
    if dialect.group and is_grouped:
        whole = f"{int(whole):,}".replace(",", dialect.group)
    text = whole + (dialect.decimal + fraction if fraction else "")
    if value >= 0:
        return text
    return f"({text})" if dialect.minus == "()" else dialect.minus + text


def table_of_dialect(numbers: Numbers, dialect: Dialect) -> list[list[TableCell]]:
    """Return the rows of the table in the dialect's shape, header first, numbers as numbers."""
    keys, spread = _spread(numbers, dialect)
    header: list[TableCell] = [*keys, numbers.variant, *(m.name for m in numbers.metrics)]
    rows = [(labels, values) for labels, values in spread]
    if dialect.total is not None:
        totals = [sum(metric.values, Decimal()) for metric in numbers.metrics]
        rows.append(([*[""] * len(keys), dialect.total], totals))
    table = [header, *(_row(numbers, labels, values, dialect) for labels, values in rows)]
    if dialect.has_rate:
        header.append("conversion_rate")
    if dialect.is_turned:
        table = [list(column) for column in zip(*table, strict=True)]
        table[0][0] = "metric"
    if dialect.repeats_header:
        table.append(table[0])
    return table


def content_of_dialect(numbers: Numbers, dialect: Dialect, name: str) -> tuple[str, bytes]:
    """Return the file's name with its suffix, and its bytes; a clipboard's are UTF-8."""
    table = table_of_dialect(numbers, dialect)
    if dialect.container is Container.WORKBOOK:
        return f"{name}.xlsx", _workbook(table, dialect)
    text = _text(table, dialect)
    if dialect.container is Container.CLIPBOARD:
        return name, text.encode()
    return f"{name}.csv", (("\ufeff" if dialect.has_mark else "") + text).encode(dialect.encoding)


def clipboard_of_dialect(numbers: Numbers, dialect: Dialect) -> Content:
    """Return the dataset as it comes from the clipboard."""
    return clipboard_content(content_of_dialect(numbers, dialect, "clipboard")[1].decode())


type Spread = list[tuple[list[TableCell], list[Decimal]]]


def _spread(numbers: Numbers, dialect: Dialect) -> tuple[list[str], Spread]:
    """Return the further columns of the shape, and each row's labels and numbers."""
    parts: list[TableCell] = list(COUNTRIES[: dialect.countries])
    if dialect.days:
        parts = [date(2026, 2, 25) + timedelta(days=offset) for offset in range(dialect.days)]
    if not parts:
        plain = [metric.values for metric in numbers.metrics]
        return [], [([label], [*row]) for label, *row in zip(numbers.labels, *plain, strict=True)]
    rows: Spread = [
        ([part, label], _part_of(numbers, variant, index, len(parts)))
        for index, part in enumerate(parts)
        for variant, label in enumerate(numbers.labels)
    ]
    return ["date" if dialect.days else "country"], rows


def _part_of(numbers: Numbers, variant: int, part: int, parts: int) -> list[Decimal]:
    """Return the numbers of one part; none has more conversions than users."""
    users, conversions, *further = [metric.values[variant] for metric in numbers.metrics]
    converted = share_of(conversions, part, parts)
    others = share_of(users - conversions, part, parts)
    return [converted + others, converted, *(share_of(value, part, parts) for value in further)]


def _row(
    numbers: Numbers, labels: list[TableCell], values: list[Decimal], dialect: Dialect
) -> list[TableCell]:
    cells: list[TableCell] = [
        value if metric.is_count else Amount(value)
        for metric, value in zip(numbers.metrics, values, strict=True)
    ]
    if dialect.has_rate:
        users, conversions = values[:2]
        cells.append(Share(conversions / users) if users else "")
    return [*labels, *cells]


def share_of(value: Decimal, part: int, parts: int) -> Decimal:
    """Return one of `parts` shares of a number, of as many decimals; they add up to it exactly."""
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)
    units = int(value.scaleb(-exponent))
    share = units * (part + 1) // parts - units * part // parts
    return Decimal(share).scaleb(exponent)


def _text(table: Sequence[Sequence[TableCell]], dialect: Dialect) -> str:
    buffer = io.StringIO(newline="")
    separator = "\t" if dialect.container is Container.CLIPBOARD else dialect.separator
    writer = csv.writer(
        buffer,
        delimiter=separator,
        lineterminator=dialect.line_end,
        quoting=csv.QUOTE_ALL if dialect.is_quoted else csv.QUOTE_MINIMAL,
    )
    if dialect.has_separator_line:
        buffer.write(f"sep={separator}{dialect.line_end}")
    for title in dialect.titles:
        writer.writerow([title] if title else [])
    for row in table:
        cells = [_written(cell, dialect) for cell in row]
        writer.writerow([*cells, *([""] * dialect.spare_cells)])
        if dialect.blank_rows:
            buffer.write(dialect.line_end)
    for footnote in dialect.footnotes:
        writer.writerow([footnote])
    return buffer.getvalue()


def _workbook(table: Sequence[Sequence[TableCell]], dialect: Dialect) -> bytes:
    rows: list[list[Cell]] = [[title] if title else [] for title in dialect.titles]
    for row in table:
        rows.append([_stored(cell, dialect) for cell in row])
        if dialect.blank_rows:
            rows.append([])
    rows += [[footnote] for footnote in dialect.footnotes]
    return workbook_bytes(Sheet(name="Export", rows=rows))


def _written(cell: TableCell, dialect: Dialect) -> str:
    match cell:
        case str():
            return cell
        case date():
            return cell.isoformat()
        case Share(value):
            return write_number((value * 100).quantize(_HUNDREDTH), dialect) + "%"
        case Amount(value):
            return write_number(value, dialect, is_grouped=dialect.grouped is not Grouped.COUNTS)
        case _:
            return write_number(cell, dialect, is_grouped=dialect.grouped is not Grouped.AMOUNTS)


def _stored(cell: TableCell, dialect: Dialect) -> Cell:
    if cell == "":
        return None
    if isinstance(cell, (str, date)):
        return cell
    if not dialect.is_typed:
        return _written(cell, dialect)
    if isinstance(cell, Share):
        return Styled(cell.value, Style.PERCENT)
    return cell.value if isinstance(cell, Amount) else cell
