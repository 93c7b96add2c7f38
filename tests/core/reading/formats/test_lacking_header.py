"""Files without a header row are not read as if their first row named the columns."""

import pytest

from experimentos_core.charter import Charter
from experimentos_core.foundation.values import HealthStatus
from experimentos_core.reading.choices import Choices
from experimentos_core.reading.interpret import interpret_content
from experimentos_core.reading.notes import Note
from tests.helpers.experiments import codes_of, content_of, report_of

BARE = "control,10234,512\nnew,10190,561\n"


def lacking(text: str, *options: str) -> list[Note]:
    reading = interpret_content(content_of(text), Choices.parse(options))
    return [note for note in reading.notes if note.code == "HEADER_LACKING"]


@pytest.mark.parametrize(
    ("text", "row"),
    [
        (BARE, 1),
        ("2026-03-01,control,100,10\n2026-03-01,b,110,11\n", 1),
        ("My test\n\n" + BARE, 3),
        ("control;10.234;5,1\nb;10.190;5,2\n", 1),
    ],
)
def test_a_first_row_of_data_blocks_and_is_named(text: str, row: int) -> None:
    (note,) = lacking(text)
    assert note.row == row
    assert f"Row {row} (" in note.message
    assert "looks like data" in note.message
    assert "variant,users,conversions" in note.hint
    assert note.undo is not None
    assert lacking(text, note.undo.option) == []


def test_the_health_check_repeats_it() -> None:
    table = interpret_content(content_of(BARE)).table
    assert table is not None
    report = report_of(table, Charter())
    assert report.health.overall_status is HealthStatus.BLOCKED
    assert "HEADER_LACKING" in codes_of(report)


@pytest.mark.parametrize(
    "text",
    [
        "variant,users,conversions\ncontrol,100,10\nb,100,11\n",
        "x,y,z\ncontrol,100,10\nb,100,11\n",
        "variant,2024,2025\ncontrol,100,10\nb,100,11\n",
        "metric,0,1\nusers,100,110\nconversions,10,11\n",
        "control,10,note\nb,x,11\n",
        "control,100,10\n",
    ],
)
def test_names_are_no_data(text: str) -> None:
    assert lacking(text) == []
