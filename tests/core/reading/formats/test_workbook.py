"""Excel workbooks: the text that was meant, exactly, and a word on everything else."""

import datetime
import io
import zipfile
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.styles import numbers

from experimentos_core.foundation.config import DEFAULT_THRESHOLDS
from experimentos_core.foundation.values import Severity
from experimentos_core.reading.choices import Choices
from experimentos_core.reading.content import Content, ContentKind
from experimentos_core.reading.formats.workbook import read_workbook
from experimentos_core.reading.formats.workbook_book import Shown, shown_by
from experimentos_core.reading.formats.workbook_values import (
    number_text,
    plain_text,
    stored_number,
    unescaped,
)
from experimentos_core.reading.notes import NoteCode

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
TIDY = [("variant", "users", "conversions"), ("control", 10234, 511), ("b", 10190, 562)]


def content(data, name="export.xlsx"):
    return Content(name=name, kind=ContentKind.WORKBOOK, data=data, sha256="0" * 64)


def read(data, *options):
    return read_workbook(content(data), Choices.parse(options), DEFAULT_THRESHOLDS, lambda: None)


def saved(book):
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def workbook(*sheets, arrange=None):
    """A workbook that openpyxl writes: (name, rows) for each sheet."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    if arrange is not None:
        arrange(book)
    return saved(book)


def handmade(sheet_data, *, strings="", styles="", after="", before="", book="", names=MAIN):
    """A workbook of one sheet 'S', written part by part."""
    parts = {
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{names}" xmlns:r="{OFFICE}">{book}<sheets>'
        '<sheet name="S" sheetId="1" r:id="s1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">'
        f'<Relationship Id="s1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="s2" Type="{OFFICE}/sharedStrings" Target="/xl/sharedStrings.xml"/>'
        f'<Relationship Id="s3" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>',
        "xl/sharedStrings.xml": f'<sst xmlns="{names}">{strings}</sst>',
        "xl/styles.xml": f'<styleSheet xmlns="{names}">{styles}</styleSheet>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{names}">{before}'
        f"<sheetData>{sheet_data}</sheetData>{after}</worksheet>",
    }
    return archive(parts)


def archive(parts):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in parts.items():
            packed.writestr(name, text)
    return stream.getvalue()


def row_of(*values):
    """One row of stored numbers."""
    return "<row>" + "".join(f"<c><v>{value}</v></c>" for value in values) + "</row>"


def test_a_tidy_sheet_comes_out_as_the_tidy_csv_would():
    grid = read(workbook(("Results", TIDY)))
    assert grid.rows == (
        ("variant", "users", "conversions"),
        ("control", "10234", "511"),
        ("b", "10190", "562"),
    )
    assert grid.row_numbers == (1, 2, 3)
    assert grid.notes == ()
    assert grid.source.dialect == "Excel workbook \u00b7 sheet Results"
    assert [chip.text for chip in grid.chips] == ["Excel workbook", "sheet Results"]
    assert not any(chip.is_guess or chip.answers for chip in grid.chips)


def test_rows_keep_the_numbers_excel_shows_and_blank_ones_are_passed_over():
    rows = [("Report of May",), (), ("", " "), *TIDY]
    grid = read(workbook(("S", rows)))
    assert grid.row_numbers == (1, 4, 5, 6)


def test_a_table_that_begins_further_right_begins_at_its_first_column():
    grid = read(workbook(("S", [(None, None, *row) for row in TIDY])))
    assert grid.rows[1] == ("control", "10234", "511")


def test_a_blank_cell_inside_a_row_stays_blank():
    grid = read(workbook(("S", [("variant", "users", "n"), ("a", None, 5), ("b", 7)])))
    assert grid.rows[1:] == (("a", "", "5"), ("b", "7", ""))


# --------------------------------------------------------------------------------------- numbers


@pytest.mark.parametrize(
    ("stored", "text"),
    [
        ("0.10000000000000001", "0.1"),
        ("5.5100000000000003E-2", "0.0551"),
        ("10234", "10234"),
        ("10234.0", "10234"),
        ("1E6", "1000000"),
        ("1E+20", "100000000000000000000"),
        ("12345678901234567890", "12345678901234567890"),
        ("9007199254740993", "9007199254740993"),
        ("0.30000000000000004", "0.30000000000000004"),
        ("1.0000000000000001E-5", "0.00001"),
        ("-5", "-5"),
        ("12.50", "12.5"),
        ("-0", "0"),
        ("0", "0"),
    ],
)
def test_a_stored_number_keeps_its_digits(stored, text):
    assert read(handmade(row_of(stored, 1))).rows[0][0] == text


@pytest.mark.parametrize("stored", ["inf", "NaN", "1E+999", "\u0661\u0662", "1,5", "1_000", "0x1"])
def test_what_is_no_number_stays_as_it_stood(stored):
    assert read(handmade(row_of(stored, 1))).rows[0][0] == stored


@given(st.floats(allow_nan=False, allow_infinity=False))
@settings(max_examples=400, deadline=None)
def test_every_double_in_17_digits_comes_back_as_itself(value):
    text = plain_text(stored_number(f"{value:.17g}"))
    assert "e" not in text.lower()
    assert float(text) == value


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=5))
@settings(max_examples=300, deadline=None)
def test_what_was_typed_comes_back_from_the_nearest_double(typed):
    assert Decimal(plain_text(stored_number(f"{float(typed):.17g}"))) == typed


@given(st.lists(st.integers(-(10**15), 10**15) | st.floats(-1e15, 1e15), min_size=1, max_size=8))
@settings(max_examples=40, deadline=None)
def test_numbers_that_openpyxl_writes_are_read_as_openpyxl_reads_them(values):
    data = workbook(("S", [["x", *values]]))
    theirs = next(openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True))
    ours = read(data).rows[0]
    assert [Decimal(text) for text in ours[1:]] == [Decimal(repr(v)) for v in theirs[1:]]


@pytest.mark.parametrize(
    ("stored", "shown", "text"),
    [
        ("0.0551", Shown.PERCENT, "5.51%"),
        ("5.5100000000000003E-2", Shown.PERCENT, "5.51%"),
        ("0.28999999999999998", Shown.PERCENT, "29%"),
        ("1", Shown.PERCENT, "100%"),
        ("5.51", Shown.PERCENT_SIGN, "5.51%"),
        ("0.055134723470000001", Shown.PERCENT, "5.513472347%"),
    ],
)
def test_a_percentage_is_read_as_it_was_shown(stored, shown, text):
    assert number_text(stored, shown, from_1904=False) == (text, False)


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("General", Shown.PLAIN),
        ("#,##0.00", Shown.PLAIN),
        ("0.00E+00", Shown.PLAIN),
        ('#,##0 "days"', Shown.PLAIN),
        ("[Red]#,##0", Shown.PLAIN),
        (r"0.0\d", Shown.PLAIN),
        ("[$USD] #,##0.00", Shown.PLAIN),
        ('_("$"* #,##0.00_)', Shown.PLAIN),
        ("0.0%;[Red]-0.0%", Shown.PERCENT),
        ('0.00"%"', Shown.PERCENT_SIGN),
        (r"0.00\%", Shown.PERCENT_SIGN),
        ("yyyy-mm-dd", Shown.DATE),
        ("[$-407]d. mmmm yyyy", Shown.DATE),
        ("h:mm AM/PM", Shown.DATE),
        ("[h]:mm:ss", Shown.DURATION),
        ('"' * 299, Shown.PLAIN),
    ],
)
def test_a_number_format_says_how_a_number_is_shown(code, shown):
    assert shown_by(code) is shown


def test_percent_cells_of_a_sheet_carry_their_sign():
    def arrange(book):
        book.active["B2"].number_format = numbers.FORMAT_PERCENTAGE_00
        book.active["B3"].number_format = "0.0%"

    rows = [("variant", "rate"), ("a", 0.0551), ("b", 0.1)]
    grid = read(workbook(("S", rows), arrange=arrange))
    assert [row[1] for row in grid.rows] == ["rate", "5.51%", "10%"]
    assert grid.notes == ()


# ------------------------------------------------------------------------------ dates and others


def test_dates_become_iso_days_and_are_said_once_for_each_column():
    rows = [("day", "variant", "users")]
    rows += [(datetime.date(2024, 1, day), "a", day) for day in (5, 6, 31)]
    grid = read(workbook(("S", rows)))
    assert [row[0] for row in grid.rows[1:]] == ["2024-01-05", "2024-01-06", "2024-01-31"]
    (note,) = grid.notes
    assert (note.code, note.severity) == (NoteCode.DATE_CELLS, Severity.NOTE)
    assert (note.row, note.value) == (2, "2024-01-05")
    assert "cell A2 (row 2)" in note.message


@pytest.mark.parametrize("from_1904", [False, True])
def test_both_calendars_of_excel_give_the_same_day(from_1904):
    def arrange(book):
        book.epoch = (
            openpyxl.utils.datetime.MAC_EPOCH
            if from_1904
            else openpyxl.utils.datetime.WINDOWS_EPOCH
        )
        book.active["A1"] = datetime.datetime(2024, 2, 29, 13, 30)  # noqa: DTZ001 - Excel knows no zones
        book.active["B1"] = 1

    assert read(workbook(("S", []), arrange=arrange)).rows[0][0] == "2024-02-29 13:30:00"


def test_the_days_of_1900_and_1904_are_counted_from_their_own_beginning():
    styles = '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
    cells = '<row><c s="1"><v>45000</v></c><c><v>1</v></c></row>'
    assert read(handmade(cells, styles=styles)).rows[0][0] == "2023-03-15"
    old_mac = handmade(cells, styles=styles, book='<workbookPr date1904="1"/>')
    assert read(old_mac).rows[0][0] == "2027-03-16"


def test_times_and_durations_cannot_be_taken_for_numbers():
    styles = (
        '<numFmts><numFmt numFmtId="170" formatCode="[h]:mm"/></numFmts>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="20"/><xf numFmtId="170"/></cellXfs>'
    )
    cells = '<row><c s="1"><v>0.5</v></c><c s="2"><v>1.5</v></c><c s="1"><v>-3</v></c></row>'
    grid = read(handmade(cells, styles=styles))
    assert grid.rows[0] == ("12:00:00", "36:00:00", "-3")
    assert [note.code for note in grid.notes] == [NoteCode.DATE_CELLS] * 2


def test_truth_values_errors_and_iso_days_are_texts():
    cells = (
        '<row><c t="b"><v>1</v></c><c t="b"><v>0</v></c><c t="e"><v>#DIV/0!</v></c>'
        '<c t="d"><v>2024-01-05T00:00:00</v></c><c t="str"><f>A1</f><v>10,234</v></c></row>'
    )
    grid = read(handmade(cells))
    assert grid.rows[0] == ("TRUE", "FALSE", "#DIV/0!", "2024-01-05", "10,234")
    assert [note.code for note in grid.notes] == [NoteCode.DATE_CELLS]


def test_shared_rich_and_inline_texts_are_joined_without_their_reading_aid():
    strings = (
        "<si><t>unused</t></si><si><r><t>vari</t></r><r><rPr><b/></rPr><t xml:space='preserve'>"
        "ant </t></r></si><si><t>\u8ab2</t><rPh sb='0' eb='1'><t>\u30ab</t></rPh></si>"
    )
    cells = (
        '<row><c t="s"><v>1</v></c><c t="s"><v>2</v></c>'
        '<c t="inlineStr"><is><r><t>in</t></r><r><t>line_x000A__x005F_x</t></r></is></c></row>'
    )
    rows = read(handmade(cells, strings=strings)).rows
    assert rows == (("variant ", "\u8ab2", "inline\n_x"),)


def test_escaped_characters_come_back_unless_no_text_holds_them():
    assert unescaped("a_x000D_b_x0041_") == "a\rbA"
    assert unescaped("_x005F_x000D_") == "_x000D_"
    assert unescaped("_x0000__xD800_") == "_x0000__xD800_"


@pytest.mark.parametrize("prefix", ["", "x:"])
@pytest.mark.parametrize("names", [MAIN, STRICT])
def test_strict_workbooks_and_prefixed_names_are_read(prefix, names):
    declared = f'xmlns:x="{names}"' if prefix else f'xmlns="{names}"'
    cells = f"<{prefix}row {declared}><{prefix}c><{prefix}v>7</{prefix}v></{prefix}c></{prefix}row>"
    assert read(handmade(cells, names=names)).rows == (("7",),)


# -------------------------------------------------------------------------------------- formulas


def test_a_formula_gives_the_value_that_was_saved():
    cells = "<row><c><v>2</v></c><c><f>A1*2</f><v>4</v></c></row>"
    grid = read(handmade(cells))
    assert (grid.rows, grid.notes) == ((("2", "4"),), ())


def test_a_formula_that_was_never_calculated_stands_as_formula_and_is_said():
    rows = [("variant", "users", "conversions"), ("a", 100, 5), ("b", 100, "=B2+1")]
    rows.append(("c", 1, "=B3+1"))
    grid = read(workbook(("S", rows)))
    assert grid.rows[2] == ("b", "100", "=B2+1")
    (note,) = grid.notes
    assert (note.code, note.severity) == (NoteCode.FORMULA_WITHOUT_VALUE, Severity.WARNING)
    assert (note.row, note.value) == (3, "=B2+1")
    assert "2 formulas" in note.message
    assert "cell C3 (row 3)" in note.message
    assert "save it once" in note.hint


def test_a_copied_formula_without_value_is_no_blank_cell():
    cells = (
        '<row><c><f t="shared" si="0" ref="A1:B1">C1*2</f></c><c><f t="shared" si="0"/></c></row>'
    )
    grid = read(handmade(cells))
    assert grid.rows == (("=C1*2", "=the formula of A1, copied"),)
    assert grid.notes[0].code is NoteCode.FORMULA_WITHOUT_VALUE


def test_a_formula_whose_result_is_an_empty_text_is_blank():
    cells = '<row><c><v>1</v></c><c t="str"><f>IF(A1,"","x")</f><v></v></c></row>'
    grid = read(handmade(cells))
    assert (grid.rows, grid.notes) == ((("1", ""),), ())


@pytest.mark.parametrize(("is_asked", "notes"), [("1", 1), ("0", 0)])
def test_a_zero_that_was_never_calculated_is_doubted(is_asked, notes):
    cells = "<row><c><v>2</v></c><c><f>A1*2</f><v>0</v></c></row>"
    grid = read(handmade(cells, book=f'<calcPr fullCalcOnLoad="{is_asked}"/>'))
    assert grid.rows == (("2", "0"),)
    assert len(grid.notes) == notes
    assert all("may never have been calculated" in note.message for note in grid.notes)


# ------------------------------------------------------------------------------ merged and hidden


def test_merged_cells_are_named_and_only_the_first_has_the_value():
    ranges = ("A1:B1", "A3:A4", "B6:C6", "B7:C7", "B8:C8")
    merges = "".join(f'<mergeCell ref="{cells}"/>' for cells in ranges)
    cells = '<row><c><v>1</v></c><c/></row><row r="3"><c><v>2</v></c><c><v>3</v></c></row>'
    grid = read(handmade(cells, after=f"<mergeCells>{merges}</mergeCells>"))
    assert grid.rows == (("1", ""), ("2", "3"))
    (note,) = grid.notes
    assert note.code is NoteCode.MERGED_CELLS
    assert "(A1:B1, A3:A4, B6:C6 and 2 more)" in note.message


def test_a_format_of_conditional_colours_is_no_format_of_cells():
    styles = (
        '<cellXfs><xf numFmtId="170"/></cellXfs>'
        '<dxfs><dxf><numFmt numFmtId="170" formatCode="0%"/></dxf></dxfs>'
    )
    assert read(handmade(row_of("0.5", 1), styles=styles)).rows[0][0] == "0.5"


def test_hidden_rows_and_columns_are_read_and_said():
    def arrange(book):
        book.active.row_dimensions[2].hidden = True
        book.active.row_dimensions[9].hidden = True
        book.active.column_dimensions["C"].hidden = True
        book.active.column_dimensions["H"].hidden = True

    grid = read(workbook(("S", TIDY), arrange=arrange))
    assert grid.rows[1] == ("control", "10234", "511")
    [hidden] = grid.notes
    assert (hidden.code, hidden.severity, hidden.row) == ("HIDDEN_CELLS", "Warning", 2)
    assert "1 hidden row and 1 hidden column" in hidden.message
