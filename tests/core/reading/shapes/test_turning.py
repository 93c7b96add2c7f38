"""Metrics in rows and variants in columns, turned and said."""

import pytest

from experimentos_core.foundation.errors import ReadingError
from experimentos_core.reading.shapes.turning import turn
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
