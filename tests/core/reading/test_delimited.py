"""CSV in UTF-8, comma, semicolon or tab: cells stay text, nothing is guessed."""

import pytest

from experimentos_core.foundation.config import DEFAULT_THRESHOLDS, Thresholds
from experimentos_core.foundation.errors import ReadingError
from experimentos_core.reading.delimited import detect_separator, read_delimited
from tests.helpers.experiments import table_of

ROWS = [["variant", "users", "conversions"], ["control", "10", "1"], ["b", "11", "2"]]


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(("name", "separator"), [("comma", ","), ("semicolon", ";"), ("tab", "\t")])
def test_every_dialect_gives_the_same_cells(
    bom: bytes, newline: str, name: str, separator: str
) -> None:
    text = newline.join(separator.join(row) for row in ROWS) + newline
    table = table_of(bom + text.encode())
    assert table.header == ("variant", "users", "conversions")
    assert table.rows == (("control", "10", "1"), ("b", "11", "2"))
    assert table.row_numbers == (2, 3)
    assert table.source.separator == name
    assert table.source.encoding == ("UTF-8 with BOM" if bom else "UTF-8")


def test_cells_stay_text() -> None:
    table = table_of('variant;users;conversions\ncontrol;"10.234";1234,50\n')
    assert table.rows == (("control", "10.234", "1234,50"),)


def test_the_header_decides_the_separator_not_decimal_commas_below() -> None:
    assert detect_separator("variant;users;x_sum\nA;10;1,5\nB;11;2,5") == "semicolon"
    assert detect_separator('"a,b,c,d";x;y\n') == "semicolon"
    assert detect_separator("single") == "comma"
    assert detect_separator("") == "comma"


def test_quoted_cells_keep_separators_quotes_and_line_breaks() -> None:
    table = table_of('variant,users\n"a, ""b""\nc",5\nd,6\n')
    assert table.rows[0][0] == 'a, "b"\nc'
    assert table.row_numbers == (2, 3)


def test_blank_rows_and_cells_beyond_the_header_are_passed_over() -> None:
    table = table_of("\nvariant,users,,\n\ncontrol,5,,\n,,,\nb,6,\n")
    assert table.header == ("variant", "users")
    assert table.rows == (("control", "5"), ("b", "6"))
    assert table.row_numbers == (4, 6)


def test_a_cell_with_content_beyond_the_header_is_kept_to_be_found() -> None:
    assert table_of("a,b\n1,2,3\n").rows == (("1", "2", "3"),)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "is empty"),
        (b"\n\n  \n", "is empty"),
        (b"\xff\xfea\x00", "not UTF-8"),
        (b"variant,users\nZ\xfcrich,5\n", r"not UTF-8 text \(line 2\)"),
        (b"a,b\n1,\x00\n", "not a text file"),
        (b"a,b\n" + b"1,2\n" * 21, "more than 20 rows"),
        (b",".join(b"c" for _ in range(31)) + b"\n", "31 columns"),
        (b'a,b\n1,"' + b"x" * 60 + b"\n", "60 characters|61 characters"),
    ],
)
def test_what_is_no_table_is_refused_in_a_sentence(content: bytes, complaint: str) -> None:
    small = Thresholds(max_rows=20, max_columns=30, max_cell_characters=50)
    with pytest.raises(ReadingError, match=complaint) as caught:
        read_delimited(content, "file.csv", small)
    assert caught.value.hint.endswith(".")
    assert "file.csv" in caught.value.message


def test_a_field_over_the_parser_limit_is_a_sentence() -> None:
    with pytest.raises(ReadingError, match="columns near line"):
        read_delimited(b'a,b\n"' + b"x" * 200_000, "file.csv", DEFAULT_THRESHOLDS)
