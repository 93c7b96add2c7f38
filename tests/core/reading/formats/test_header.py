"""The header is found below title lines; what stands around the table is told, not lost."""

import pytest

from experimentos_core.foundation.config import Thresholds
from experimentos_core.foundation.errors import ReadingError
from experimentos_core.reading.choices import Choices
from experimentos_core.reading.content import Content, ContentKind
from experimentos_core.reading.formats.delimited import read_delimited
from experimentos_core.reading.formats.header import Headed, find_header
from experimentos_core.reading.formats.header_row import is_number
from experimentos_core.reading.notes import NoteCode

TIDY = "variant,users,conversions\ncontrol,10,1\nb,11,2\n"


def headed(text: str, *options: str, thresholds: Thresholds | None = None) -> Headed:
    content = Content(name="a.csv", kind=ContentKind.TEXT, data=text.encode(), sha256="")
    choices = Choices.parse(options)
    return find_header(read_delimited(content, choices), choices, thresholds or Thresholds())


def test_a_tidy_file_stays_exactly_as_it_stood() -> None:
    found = headed(TIDY)
    assert found.table.header == ("variant", "users", "conversions")
    assert found.table.rows == (("control", "10", "1"), ("b", "11", "2"))
    assert found.table.row_numbers == (2, 3)
    assert found.table.source.details == ()
    assert (found.header_row, found.repeated, found.footnotes, found.notes) == (1, (), (), ())
    assert [chip.text for chip in found.chips] == ["header in row 1"]


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("Checkout test\n\n" + TIDY, 3),
        ("Checkout test,,\n,,\n" + TIDY, 3),
        ("Report: Checkout, March\nExported,2026-03-01\n" + TIDY, 3),
        ("Report: a, b, c, d, e, f\n" + TIDY, 2),
        ("Total users,20000\n" + TIDY, 2),
        ("1,2,3\n" + TIDY, 2),
        ("Exported,today\n" + TIDY + "Note: a\nNote: b\nNote: c\nNote: d\n", 2),
        ("variant,2024,2025\nA,1,2\nB,n/a,n/a\nC,3,4\n", 1),
        (",variant,users\n0,a,5\n1,b,6\n", 1),
        ("variant,users,conversions\ncontrol,abc,n/a\nb,10,1\n", 1),
        ("variant,users,conversions,note\nA,10,1\nB,11,2,x\nC,12,3\n", 1),
        ("users,conversions\nA,10,1\nB,11,2\n", 1),
        ("metric,control,b\nusers,10,11\nconversions,1,2\n", 1),
        ("variant\nusers\n", 1),
        ("variant,users\n", 1),
        ("control,10,1\nb,11,2\n", 1),
        ("\n\n" + TIDY, 3),
    ],
)
def test_the_header_is_the_first_row_as_wide_as_the_table(text: str, row: int) -> None:
    found = headed(text)
    assert found.header_row == row
    details = () if row == 1 else (f"header in row {row}",)
    assert found.table.source.details == details


def test_title_lines_are_quoted_with_a_way_back() -> None:
    found = headed("Checkout\u202e test\n" + "x" * 100 + "\nthird\nfourth\nfifth\n" + TIDY)
    (note,) = found.notes
    assert note.code is NoteCode.TITLE_LINES
    assert note.message.startswith("5 lines above the header were read as a title: ")
    assert "'Checkout[U+202E] test'" in note.message
    assert "x" * 58 in note.message
    assert "x" * 61 not in note.message
    assert note.message.endswith("'third' and 2 more.")
    assert note.undo is not None
    back = headed("Checkout test\n\n" + TIDY, note.undo.option)
    assert (back.header_row, back.table.header, back.notes) == (1, ("Checkout test",), ())


def test_the_chip_offers_the_rows_around() -> None:
    (chip,) = headed("Checkout test\n\n" + TIDY).chips
    assert chip.answers[chip.taken].label == "row 3: 'variant, users, conversions'"
    assert [answer.choice.option for answer in chip.answers] == [
        "header=1",
        "header=3",
        "header=4",
        "header=5",
    ]


def test_a_chosen_header_wins() -> None:
    found = headed(TIDY, "header=2")
    assert found.table.header == ("control", "10", "1")
    assert found.table.row_numbers == (3,)
    assert found.notes[0].value == "variant"


@pytest.mark.parametrize("row", ["0", "2", "9", "-1", "1.0", "x", "\u0661", "9" * 5000])
def test_an_impossible_header_is_said(row: str) -> None:
    with pytest.raises(ReadingError, match=r"a\.csv has no row .* header") as caught:
        headed("variant,users\n\ncontrol,5\n", f"header={row}")
    assert caught.value.hint == "Name a row between 1 and 3 by its number."


def test_blank_cells_beyond_the_header_are_passed_over_and_others_kept() -> None:
    found = headed("variant , users,,\ncontrol,5,,\nb,6,,\n,,,\n")
    assert found.table.header == ("variant", "users")
    assert found.table.rows == (("control", "5"), ("b", "6"))
    assert headed("a,b\n1,2,3\n").table.rows == (("1", "2", "3"),)
    assert headed("a,,c,a\n1,2,3,4\n").table.header == ("a", "", "c", "a")


def test_a_repeated_header_is_told_and_stays_among_the_rows() -> None:
    text = TIDY + "Variant , USERS,conversions,,\nc,12,3\nvariant,users,conversions\n"
    found = headed(text)
    assert found.repeated == (4, 6)
    assert found.table.row_numbers == (2, 3, 4, 5, 6)
    assert headed(text, "row:4=use", "row:6=skip").repeated == (6,)


@pytest.mark.parametrize(
    ("tail", "rows"),
    [
        ("Source: BI\n", (4,)),
        ("Source: BI,,\n", (4,)),
        ("Source: BI, exported 2026-03-01\n", (4,)),
        ("* counted once\nAll regions\n", (4, 5)),
        ("\nAll regions\n", (5,)),
        ("\nAll regions\n\nand days\n", (5, 7)),
        ("Only people who saw it\n", (4,)),
        ("Quelle: BI\n", (4,)),
        ("variant_c\n", ()),
        ("Variant C,,\n", ()),
        ("Source: BI,5,1\n", ()),
        ("Source: BI,5\n", ()),
        ("control: a,n/a,n/a\n", ()),
        ("Source: BI\nc,12,3\n", ()),
        ("\n,,7\n", ()),
    ],
)
def test_remarks_below_the_table_are_told_from_labels_without_numbers(
    tail: str, rows: tuple[int, ...]
) -> None:
    found = headed(TIDY + tail)
    assert found.footnotes == rows
    assert set(rows) <= set(found.table.row_numbers)
    used = [f"row:{row}=use" for row in rows]
    assert headed(TIDY + tail, *used).footnotes == ()


def test_the_only_row_is_never_a_remark() -> None:
    assert headed("variant,users\nNote: all\n").footnotes == ()
    assert headed("variant,users\n\nNote: all\nNote: again\n").footnotes == (4,)


def test_too_many_rows_below_the_header_are_no_aggregate() -> None:
    small = Thresholds(max_rows=3, max_columns=4)
    assert len(headed("Title\n" + TIDY + "c,1,1\n", thresholds=small).table.rows) == 3
    with pytest.raises(ReadingError, match=r"a\.csv has more than 3 rows"):
        headed(TIDY + "c,1,1\nd,1,1\n", thresholds=small)
    with pytest.raises(ReadingError, match="5 columns; more than 4"):
        headed("a,b,c,d,e\n1,2,3,4,5\n", thresholds=small)


@pytest.mark.parametrize(
    "cell",
    ["0", "10,234", "1.234,50 \u20ac", "\u22125", "(1,234)", "5.5 %", "1e-5", "$ 5", "CHF 1'234"],
)
def test_numbers_are_known_in_every_style(cell: str) -> None:
    assert is_number(cell)
    assert is_number(f" {cell}\u00a0")


@pytest.mark.parametrize(
    "cell", ["", "users", "2026-03-01", "3Yr Churn", "March 2026", "n/a", ".", "\u0661\u0662"]
)
def test_words_and_days_are_no_numbers(cell: str) -> None:
    assert not is_number(cell)


def test_the_row_that_names_the_roles_goes_before_titles_as_wide() -> None:
    found = headed("Report,Q1,Team\nvariant,users,conversions\ncontrol,100,10\nb,100,11\n")
    assert found.header_row == 2
    assert found.table.header == ("variant", "users", "conversions")
    assert "'Report, Q1, Team'" in found.notes[0].message
    german = headed("Test,M\u00e4rz,Shop\nGruppe,Besucher,K\u00e4ufe\nA,100,10\nB,100,11\n")
    assert german.header_row == 2
