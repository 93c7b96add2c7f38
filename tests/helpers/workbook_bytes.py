"""Excel workbooks made by hand, byte for byte the same every time; cells as Excel stores them."""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import IntEnum
from xml.sax.saxutils import escape

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_EPOCH = date(1899, 12, 30)


class Style(IntEnum):
    """The number formats of the workbook, by their index among its cell formats."""

    GENERAL = 0
    DATE = 1
    PERCENT = 2
    GERMAN_DATE = 3
    THOUSANDS = 4


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula, and the value Excel kept for it; None where it never calculated it."""

    text: str
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Styled:
    """A number with a number format."""

    value: int | Decimal
    style: Style


type Cell = str | int | bool | Decimal | date | Formula | Styled | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet; a row of no cells is left out, as Excel does."""

    name: str
    rows: Sequence[Sequence[Cell]]
    merged: tuple[str, ...] = ()
    is_hidden: bool = False


def workbook_bytes(*sheets: Sheet, has_default_style: bool = True) -> bytes:
    """Return an .xlsx of these sheets; spare writers leave the default style out."""
    strings: dict[str, int] = {}
    bodies = [_sheet(sheet, strings) for sheet in sheets]
    parts = {
        "[Content_Types].xml": _content_types(len(sheets)),
        "_rels/.rels": _relations([("officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": _workbook(sheets),
        "xl/_rels/workbook.xml.rels": _relations(
            [
                *(("worksheet", f"worksheets/sheet{i}.xml") for i in range(1, len(sheets) + 1)),
                ("styles", "styles.xml"),
                ("sharedStrings", "sharedStrings.xml"),
            ]
        ),
        "xl/styles.xml": _styles(has_default_style=has_default_style),
        "xl/sharedStrings.xml": _shared_strings(strings),
        **{f"xl/worksheets/sheet{i}.xml": body for i, body in enumerate(bodies, start=1)},
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            entry = zipfile.ZipInfo(name, date_time=(2026, 3, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, _HEAD + body)
    return buffer.getvalue()


def stored_number(value: int | Decimal) -> str:
    """Return a number as Excel stores it: whole numbers plain, others as a double's 17 digits."""
    if value == int(value):
        return str(int(value))
    return format(float(value), ".17g")


def _sheet(sheet: Sheet, strings: dict[str, int]) -> str:
    rows = []
    for number, cells in enumerate(sheet.rows, start=1):
        written = [
            _cell(cell, f"{_letters(column)}{number}", strings)
            for column, cell in enumerate(cells)
            if cell is not None
        ]
        if written:
            rows.append(f'<row r="{number}">{"".join(written)}</row>')
    ranges = "".join(f'<mergeCell ref="{area}"/>' for area in sheet.merged)
    merged = f'<mergeCells count="{len(sheet.merged)}">{ranges}</mergeCells>' if ranges else ""
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{"".join(rows)}</sheetData>{merged}</worksheet>'


def _cell(cell: Cell, place: str, strings: dict[str, int]) -> str:
    match cell:
        case bool():
            return f'<c r="{place}" t="b"><v>{int(cell)}</v></c>'
        case int() | Decimal():
            return f'<c r="{place}"><v>{stored_number(cell)}</v></c>'
        case date():
            style = f's="{Style.DATE.value}"'
            return f'<c r="{place}" {style}><v>{(cell - _EPOCH).days}</v></c>'
        case Styled(value, style):
            return f'<c r="{place}" s="{style.value}"><v>{stored_number(value)}</v></c>'
        case Formula(text, value):
            kept = "" if value is None else f"<v>{escape(value)}</v>"
            return f'<c r="{place}"><f>{escape(text)}</f>{kept}</c>'
        case _:
            index = strings.setdefault(str(cell), len(strings))
            return f'<c r="{place}" t="s"><v>{index}</v></c>'


def _letters(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _workbook(sheets: Sequence[Sheet]) -> str:
    entries = "".join(
        f'<sheet name="{escape(sheet.name)}" sheetId="{i}" r:id="rId{i}"'
        f"{' state="hidden"' if sheet.is_hidden else ''}/>"
        for i, sheet in enumerate(sheets, start=1)
    )
    return f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{entries}</sheets></workbook>'


def _relations(targets: list[tuple[str, str]]) -> str:
    entries = "".join(
        f'<Relationship Id="rId{i}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for i, (kind, target) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{entries}</Relationships>'


def _content_types(sheets: int) -> str:
    parts = [
        ("/xl/workbook.xml", "sheet.main+xml"),
        ("/xl/styles.xml", "styles+xml"),
        ("/xl/sharedStrings.xml", "sharedStrings+xml"),
        *((f"/xl/worksheets/sheet{i}.xml", "worksheet+xml") for i in range(1, sheets + 1)),
    ]
    overrides = "".join(
        f'<Override PartName="{name}" ContentType="{_SHEET_TYPE}{kind}"/>' for name, kind in parts
    )
    relations = "application/vnd.openxmlformats-package.relationships+xml"
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="{relations}"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _styles(*, has_default_style: bool) -> str:
    default = '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    formats = {Style.GENERAL: 0, Style.DATE: 14, Style.PERCENT: 10, Style.GERMAN_DATE: 164}
    formats[Style.THOUSANDS] = 3
    cells = "".join(
        f'<xf numFmtId="{formats[style]}" fontId="0" fillId="0" borderId="0" xfId="0" '
        f'applyNumberFormat="1"/>'
        for style in Style
    )
    return (
        f'<styleSheet xmlns="{_MAIN}">'
        '<numFmts count="1"><numFmt numFmtId="164" formatCode="dd\\.mm\\.yyyy"/></numFmts>'
        '<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
        '<fills count="1"><fill><patternFill patternType="none"/></fill></fills>'
        '<borders count="1"><border/></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
        f'</cellStyleXfs><cellXfs count="{len(Style)}">{cells}</cellXfs>'
        f"{default if has_default_style else ''}</styleSheet>"
    )


def _shared_strings(strings: dict[str, int]) -> str:
    items = "".join(
        f'<si><t xml:space="preserve">{escape(text)}</t></si>'
        for text in sorted(strings, key=lambda text: strings[text])
    )
    return f'<sst xmlns="{_MAIN}" count="{len(strings)}">{items}</sst>'
