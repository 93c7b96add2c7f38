"""Delimited text to rows of text cells: nothing lost, nothing guessed within a cell."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from experimentos_core.foundation.config import Thresholds
from experimentos_core.foundation.errors import ReadingError
from experimentos_core.reading.choices import Choices
from experimentos_core.reading.content import Content, ContentKind
from experimentos_core.reading.formats.delimited import read_delimited
from experimentos_core.reading.grid import Grid

ROWS = (("variant", "users", "conversions"), ("control", "10", "1"), ("b", "11", "2"))
SMALL = Thresholds(max_rows=20, max_columns=30, max_cell_characters=50)


def grid_of(data: bytes | str, *options: str, thresholds: Thresholds | None = None) -> Grid:
    content = Content(
        name="file.csv",
        kind=ContentKind.TEXT,
        data=data.encode() if isinstance(data, str) else data,
        sha256="digest",
    )
    return read_delimited(content, Choices.parse(options), thresholds or Thresholds())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    ("name", "separator"), [("comma", ","), ("semicolon", ";"), ("tab", "\t"), ("bar", "|")]
)
@pytest.mark.parametrize("declares", [True, False])
def test_every_dialect_gives_the_same_cells(
    encoding: str, newline: str, name: str, separator: str, declares: bool
) -> None:
    first = f"sep={separator}{newline}" if declares else ""
    text = first + newline.join(separator.join(row) for row in ROWS) + newline
    grid = grid_of(text.encode(encoding))
    assert grid.rows == ROWS
    assert grid.row_numbers == (1, 2, 3)
    assert grid.source.separator == name
    assert grid.notes == ()


def test_a_tidy_file_is_named_without_further_details() -> None:
    grid = grid_of("variant,users\ncontrol,10\n")
    assert grid.source.dialect == "UTF-8 \u00b7 comma"
    assert (grid.source.name, grid.source.sha256) == ("file.csv", "digest")
    assert [chip.text for chip in grid.chips] == ["UTF-8", "comma"]


def test_cells_stay_text() -> None:
    grid = grid_of('variant;users;conversions\n control ;"10.234";1234,50\n')
    assert grid.rows[1] == (" control ", "10.234", "1234,50")


def test_quoted_cells_keep_separators_quotes_and_line_breaks() -> None:
    grid = grid_of('variant,users\n"a, ""b""\nc",5\nd,6\n')
    assert grid.rows[1][0] == 'a, "b"\nc'
    assert grid.row_numbers == (1, 2, 3)


def test_mixed_line_ends_and_blank_rows_are_passed_over_but_counted() -> None:
    grid = grid_of("\r\nvariant,users\r\r\ncontrol,5\n\n , \nb,6\r\n\r\n")
    assert grid.rows == (("variant", "users"), ("control", "5"), ("b", "6"))
    assert grid.row_numbers == (2, 4, 7)


def test_blank_cells_at_the_end_are_kept_as_wide_as_the_widest_row() -> None:
    grid = grid_of("title,,,,\nvariant,users,c,,\nb,,,,\nc,1,2,3,\nd,,,,\n")
    assert grid.rows == (
        ("title",),
        ("variant", "users", "c"),
        ("b", "", ""),
        ("c", "1", "2", "3"),
        ("d", "", "", ""),
    )


def test_quotes_after_a_space_still_quote() -> None:
    grid = grid_of('"variant", "users", "rev"\n"a", "1,000", "5"\n"b", "2,000", "6"\n')
    assert grid.rows[1] == ("a", "1,000", "5")
    assert grid_of('variant,"users"\na, 5\n').rows[1] == ("a", " 5")


def test_choices_win() -> None:
    assert grid_of("a,b;c\n1,2;3\n", "separator=semicolon").rows[0] == ("a,b", "c")
    assert grid_of("variant,users\n\u00fc,1\n", "encoding=cp1252").rows[1][0] == "\u00c3\u00bc"


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "file.csv is empty"),
        (b"\n\n  \n,,\n", "file.csv is empty"),
        (b"sep=;\n", "file.csv is empty"),
        (b"a,b\n1,\x00\n", "not a text file"),
        (b"a,b\n" + b"1,2\n" * 71, "more than 20 rows"),
        (b",".join(b"c" for _ in range(31)) + b"\n", "31 columns; more than 30"),
        (b"a,b\n" + b",".join(b"c" for _ in range(31)), "31 columns; more than 30"),
        (b'a,b\n1,"' + b"x" * 60 + b'"\n', "cell in row 2 of file.csv has 60 characters"),
        (b'a,b\n1,"' + b"x" * 200_000 + b'"\n', "cell in row 2 of file.csv has 131,072"),
        (b'a,b\n1,2\n\nc,"3\nd,4\n', "opened in row 4 of file.csv is never closed"),
        (b'a,b\nc,"', "opened in row 2 of file.csv is never closed"),
        (b'a,b\n"1"0,2\n', "Row 2 of file.csv has a quotation mark in the middle"),
        (b'a,b,c\n"x,10,1\ny",11,2\n', "cell in row 2 of file.csv holds a further row"),
    ],
)
def test_what_is_no_table_is_refused_in_a_sentence(content: bytes, complaint: str) -> None:
    with pytest.raises(ReadingError, match=complaint) as caught:
        grid_of(content, thresholds=SMALL)
    assert caught.value.hint.endswith((".", "GROUP BY variant"))
    assert "file.csv" in caught.value.message


def test_rows_of_users_are_told_how_to_become_an_aggregate() -> None:
    with pytest.raises(ReadingError, match="not an aggregate") as caught:
        grid_of("user,variant,converted\n" + "1,a,0\n" * 71, thresholds=SMALL)
    assert "SELECT variant, COUNT(*) AS users" in caught.value.hint


def test_rows_around_a_table_do_not_count_as_its_rows() -> None:
    assert len(grid_of("a,b\n" + "1,2\n" * 70, thresholds=SMALL).rows) == 71


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@given(
    st.lists(
        st.lists(
            st.text(
                st.characters(
                    exclude_categories=("Cs", "Cc"), include_characters="\t,;|\"'", codec="utf-8"
                ),
                max_size=8,
            ),
            min_size=2,
            max_size=2,
        ),
        max_size=6,
    )
)
def test_whatever_is_written_is_read_back(
    separator: str, newline: str, rows: list[list[str]]
) -> None:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=separator, lineterminator=newline, quoting=csv.QUOTE_ALL)
    writer.writerows([["variant", "users"], *rows])
    name = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}[separator]
    grid = grid_of(stream.getvalue(), f"separator={name}", "encoding=utf-8")
    kept = [tuple(row) for row in rows if any(cell.strip() for cell in row)]
    assert grid.rows[1:] == tuple(kept)
