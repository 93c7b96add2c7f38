"""Metrics in rows and variants in columns, turned and said."""

import re

import pytest

from experimentos_core.foundation.errors import ReadingError
from experimentos_core.reading.choices import Choices
from experimentos_core.reading.interpret import interpret_content
from experimentos_core.reading.shapes.turning import turn
from experimentos_core.reading.table import Source
from tests.helpers.experiments import content_of, report_of
from tests.helpers.tables import chosen, rows_of

WIDE = "metric,control,b\nUsers,1000,1010\nConversions,50,55\nerrors,1,2"


def test_a_wide_table_is_turned() -> None:
    turned = turn(rows_of(WIDE), chosen())
    assert turned is not None
    assert turned.table.header == ("variant", "Users", "Conversions", "errors")
    assert turned.table.rows == (("control", "1000", "50", "1"), ("b", "1010", "55", "2"))
    assert turned.table.row_numbers == (2, 3)
    (note,) = turned.notes
    assert (note.code, note.undo.option) == ("TABLE_TURNED", "shape=variants")
    assert [chip.text for chip in turned.chips] == ["metrics in rows, turned"]


@pytest.mark.parametrize(
    "text",
    [
        "variant,users,conversions\ncontrol,1000,50\nb,1000,60",
        "variant,users,conversions\nusers,1000,50\nconversions,1000,60",
        "variant,visitors\nusers,1000\nconversions,10",
        "name,value\nusers,many\nconversions,few",
        "metric,control,b\nUsers,1000,1010",
        "metric,control\nUsers,1000,9\nConversions,50",
        "metric\nusers\nconversions",
    ],
)
def test_other_tables_stand(text: str) -> None:
    assert turn(rows_of(text), chosen()) is None


def test_choices_forbid_and_force() -> None:
    assert turn(rows_of(WIDE), chosen("shape=variants")) is None
    forced = turn(rows_of("x,control,b\npeople seen,10,11\nbought,1,2"), chosen("shape=turned"))
    assert forced is not None
    assert forced.table.header == ("variant", "people seen", "bought")
    with pytest.raises(ReadingError, match="cannot be turned"):
        turn(rows_of("x\n1"), chosen("shape=turned"))
    with pytest.raises(ReadingError, match="more cells"):
        turn(rows_of("x,control\nusers,1,2"), chosen("shape=turned"))


def test_a_result_beside_the_variants_is_left_out_and_said() -> None:
    text = "metric,control,Change,Lift\nusers,1000,1010,1.0%\nconversions,50,55,10%"
    turned = turn(rows_of(text), chosen())
    assert turned is not None
    assert [row[0] for row in turned.table.rows] == ["control", "Change"]
    assert turned.table.row_numbers == (2, 3)
    assert turned.notes[1].column == "Lift"


def test_rates_instead_of_counts_are_turned_too() -> None:
    turned = turn(rows_of(",control,b\nVisitors,1000,1010\nConversion rate,5.0%,5.4%"), chosen())
    assert turned is not None
    assert turned.table.header == ("variant", "Visitors", "Conversion rate")


BROKEN = "metric,control,variant_b\nusers,10234,10190\nconversions,512,n/a\n"


def test_a_cell_of_a_turned_table_is_named_by_its_column_of_the_file() -> None:
    table = interpret_content(content_of(BROKEN)).table
    assert table is not None
    report = report_of(table)
    finding = next(i for i in report.health.issues if i.code == "CELL_NOT_A_NUMBER")
    assert "(column 3 of the file, variant 'variant_b')" in finding.message
    assert finding.where == "column 3 of the file, conversions, variant variant_b"
    assert finding.place.row == 3
    assert not any(re.search(r"\brow \d", f"{i.message} {i.where}") for i in report.health.issues)


def test_notes_and_questions_on_a_turned_table_name_columns_too() -> None:
    german = "Kennzahl;Kontrolle;B;Gesamt\nNutzer;10.234;10.190;20.424\nK\u00e4ufe;512;561;1.073\n"
    reading = interpret_content(content_of(german))
    (question,) = reading.questions
    assert "in column 2 of the file, column 'Nutzer'" in question.text
    read = interpret_content(content_of(german), Choices.parse(["decimal:Nutzer=comma"]))
    messages = [note.message for note in read.notes]
    assert "Column 4 of the file (Gesamt) is the sum of the others and was left out." in messages
    assert not any(re.search(r"\brow \d", message) for message in messages)


def test_notes_on_lines_above_a_turned_table_point_at_no_row_of_it() -> None:
    reading = interpret_content(content_of(f"My test\n\n{BROKEN}"))
    (title,) = (note for note in reading.notes if note.code == "TITLE_LINES")
    assert title.row is None


def test_a_margin_of_a_sheet_counts_among_its_columns() -> None:
    source = Source(
        name="a.xlsx", sha256="0", encoding="x", separator="x", is_turned=True, margin=2
    )
    assert source.line(2) == "column 4 of the file"
