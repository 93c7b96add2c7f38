"""Which sheet of a workbook is read, and what other archives are told."""

import io
import zipfile

import openpyxl
import pytest

from experimentos_core.foundation.config import DEFAULT_THRESHOLDS, Thresholds
from experimentos_core.foundation.errors import ReadingError
from experimentos_core.reading.choices import Choices
from experimentos_core.reading.content import Content, ContentKind
from experimentos_core.reading.formats.workbook import read_workbook

TIDY = [("variant", "users", "conversions"), ("control", 10234, 511), ("b", 10190, 562)]
OTHER = [("variant", "users"), ("x", 1), ("y", 2)]


def read(data, *options, thresholds=DEFAULT_THRESHOLDS):
    content = Content(name="export.xlsx", kind=ContentKind.WORKBOOK, data=data, sha256="0" * 64)
    return read_workbook(content, Choices.parse(options), thresholds, lambda: None)


def workbook(*sheets, hidden=()):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        if name in hidden:
            sheet.sheet_state = "hidden"
    if len(hidden) == len(sheets):
        book.create_sheet("Blank")
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def archive(parts):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in parts.items():
            packed.writestr(name, text)
    return stream.getvalue()


def refusal(data, *options, thresholds=DEFAULT_THRESHOLDS):
    with pytest.raises(ReadingError) as caught:
        read(data, *options, thresholds=thresholds)
    assert caught.value.hint
    return str(caught.value)


def sheet_chip(grid):
    return grid.chips[1]


def test_the_only_sheet_with_cells_is_read_without_a_guess():
    grid = read(workbook(("Cover", []), ("Data", TIDY)))
    assert grid.source.separator == "sheet Data"
    assert not sheet_chip(grid).is_guess
    assert sheet_chip(grid).answers == ()


def test_the_first_sheet_with_a_table_is_a_guess_and_the_others_are_offered():
    grid = read(workbook(("Cover", [("About this",)]), ("Data", TIDY), ("Old", OTHER)))
    chip = sheet_chip(grid)
    assert grid.source.separator == "sheet Data"
    assert (chip.text, chip.is_guess, chip.taken) == ("sheet Data", True, 1)
    assert [answer.label for answer in chip.answers] == ["Cover", "Data", "Old"]
    assert chip.answers[2].choice.option == "sheet=Old"


def test_a_hidden_sheet_is_offered_but_never_taken():
    grid = read(workbook(("Secret", OTHER), ("Data", TIDY), hidden=["Secret"]))
    chip = sheet_chip(grid)
    assert (chip.text, chip.is_guess) == ("sheet Data", False)
    assert [answer.label for answer in chip.answers] == ["Secret (hidden)", "Data"]
    grid = read(workbook(("Secret", OTHER), ("Data", TIDY), hidden=["Secret"]), "sheet=secret")
    assert grid.rows[1] == ("x", "1")
    assert not sheet_chip(grid).is_guess


@pytest.mark.parametrize("wanted", ["Old", "OLD", " old "])
def test_a_sheet_is_chosen_by_name_without_case(wanted):
    grid = read(workbook(("Data", TIDY), ("Old", OTHER)), f"sheet={wanted}")
    assert grid.source.separator == "sheet Old"
    assert not sheet_chip(grid).is_guess
    assert sheet_chip(grid).taken == 1


def test_the_exact_name_goes_before_one_of_other_case():
    both = workbook(("data", TIDY), ("Data ", OTHER))
    assert read(both, "sheet=Data ").rows[1] == ("x", "1")


def test_a_sheet_there_is_not_is_refused_with_the_names_of_those_there_are():
    said = refusal(workbook(("Data", TIDY), ("Old", OTHER)), "sheet=Dta")
    assert said == "export.xlsx has no sheet 'Dta'. Its sheets are: Data, Old."


def test_a_workbook_without_cells_is_refused():
    assert "holds no sheet with anything in it" in refusal(workbook(("A", []), ("B", [])))


def test_a_workbook_whose_cells_are_all_hidden_is_refused_with_the_choice():
    said = refusal(workbook(("Secret", TIDY), hidden=["Secret"]))
    assert "hidden: Secret." in said
    assert '--map "sheet=Secret"' in said


def test_a_chosen_blank_sheet_gives_no_rows():
    grid = read(workbook(("Data", TIDY), ("Blank", [])), "sheet=Blank")
    assert grid.rows == ()
    assert [answer.label for answer in sheet_chip(grid).answers] == ["Blank", "Data"]


def test_sheets_of_charts_are_passed_over():
    book = openpyxl.Workbook()
    book.create_chartsheet("Chart", 0)
    for row in TIDY:
        book.worksheets[0].append(row)
    stream = io.BytesIO()
    book.save(stream)
    assert read(stream.getvalue()).source.separator == "sheet Sheet"


def test_a_name_that_hides_its_letters_is_shown_whole():
    grid = read(workbook(("Da\u202eta", TIDY), ("Old", OTHER)))
    assert grid.source.separator == "sheet Da[U+202E]ta"
    assert sheet_chip(grid).answers[0].choice.value == "Da\u202eta"


# ------------------------------------------------------------------------------------- too large


def test_a_sheet_of_one_row_per_user_is_refused_with_the_query():
    rows = [("user", "variant", "converted"), *((i, "a", 0) for i in range(70))]
    said = refusal(workbook(("S", rows)), thresholds=Thresholds(max_rows=20))
    assert "more than 20 rows: not an aggregate" in said
    assert "GROUP BY" in said


def test_a_row_more_or_less_at_the_limit():
    rows = [(i, i) for i in range(70)]
    assert len(read(workbook(("S", rows)), thresholds=Thresholds(max_rows=20)).rows) == 70
    rows.append((1, 1))
    assert "rows" in refusal(workbook(("S", rows)), thresholds=Thresholds(max_rows=20))


def test_more_columns_than_an_aggregate_has_are_refused():
    rows = [tuple(range(31))]
    assert "30" in refusal(workbook(("S", rows)), thresholds=Thresholds(max_columns=30))
    assert read(workbook(("S", rows)), thresholds=Thresholds(max_columns=31)).rows


def test_a_cell_that_is_a_novel_is_refused_with_its_row():
    data = workbook(("S", [("a", 1), ("x" * 101, 2)]))
    said = refusal(data, thresholds=Thresholds(max_cell_characters=100))
    assert "row 2" in said
    assert "101 characters" in said
    assert read(data, thresholds=Thresholds(max_cell_characters=101)).rows


# ------------------------------------------------------------------------------- other archives


@pytest.mark.parametrize(
    ("part", "what"),
    [
        ("xl/workbook.bin", "a binary Excel workbook (.xlsb)"),
        ("word/document.xml", "a Word document"),
        ("ppt/presentation.xml", "a PowerPoint presentation"),
        ("content.xml", "an OpenDocument file"),
        ("data/export.csv", "a zip archive without an Excel workbook"),
        ("inner.xlsx", "a zip archive without an Excel workbook"),
    ],
)
def test_other_archives_are_called_what_they_are(part, what):
    assert what in refusal(archive({part: "<x/>"}))


def test_an_encrypted_workbook_is_refused():
    said = refusal(bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600))
    assert "protected by a password" in said


def test_a_workbook_that_is_cut_off_is_damaged():
    data = workbook(("S", TIDY))
    assert "is damaged" in refusal(data[: len(data) // 2])
    assert "is damaged" in refusal(b"PK\x03\x04 and no more")


def test_a_sheet_that_is_lost_is_said_and_no_other_read_in_its_place():
    with zipfile.ZipFile(io.BytesIO(workbook(("S", TIDY), ("Old", OTHER)))) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    del parts["xl/worksheets/sheet1.xml"]
    assert "its sheet S is missing" in refusal(archive(parts))


@pytest.mark.parametrize("place", range(0, 100, 7))
def test_flipped_bytes_give_the_cells_or_a_sentence(place):
    data = bytearray(workbook(("S", TIDY)))
    at = place * len(data) // 100
    data[at : at + 3] = bytes(255 - byte for byte in data[at : at + 3])
    try:
        said, rows = "", read(bytes(data)).rows
    except ReadingError as error:
        said, rows = error.hint, ()
    assert said or rows[1] == ("control", "10234", "511")


COVER = [("Report", "Q1"), ("Owner", "BI")]


def test_a_sheet_with_the_roles_goes_before_a_cover():
    grid = read(workbook(("Cover", COVER), ("Data", TIDY)))
    assert grid.source.separator == "sheet Data"
    assert sheet_chip(grid).is_guess
    assert grid.notes == ()
    turned = [("metric", "control", "b"), ("Users", 10, 11), ("Orders", 1, 2)]
    assert read(workbook(("Cover", COVER), ("Data", turned))).source.separator == "sheet Data"


def test_title_lines_do_not_hide_the_roles():
    grid = read(workbook(("Cover", COVER), ("Data", [("Test", "of March"), (), *TIDY])))
    assert grid.source.separator == "sheet Data"


def test_a_second_sheet_with_a_table_of_variants_is_named():
    grid = read(workbook(("Cover", COVER), ("Mobile", TIDY), ("Desktop", TIDY)))
    (note,) = grid.notes
    assert note.severity == "Warning"
    assert "Sheet Mobile was read; sheet Desktop holds" in note.message
    assert note.undo.option == "sheet=Desktop"
    assert read(workbook(("Mobile", TIDY), ("Desktop", TIDY)), "sheet=Mobile").notes == ()
    hidden = workbook(("Mobile", TIDY), ("Desktop", TIDY), hidden=["Desktop"])
    assert read(hidden).notes == ()


def test_a_sheet_of_formulas_without_values_is_a_table():
    rows = [("=A5", "=B5"), ("=A6", "=B6")]
    grid = read(workbook(("Cover", [("About this",)]), ("Data", rows)))
    assert grid.source.separator == "sheet Data"
