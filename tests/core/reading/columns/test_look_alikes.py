"""Labels that only look the same are two variants, and that is said."""

import pytest

from experimentos_core.reading.columns.look_alikes import note_alike
from experimentos_core.reading.columns.roles import ColumnRoles
from experimentos_core.reading.interpret import interpret_content
from tests.helpers.experiments import content_of
from tests.helpers.tables import rows_of


def notes_of(*labels: str) -> tuple:
    lines = "\n".join(f"{label},10,1" for label in labels)
    return note_alike(rows_of(f"variant,users,conversions\n{lines}"), ColumnRoles())


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        ("control", "con\u200btrol", "con[U+200B]trol"),
        ("control", "con\u200dtrol", "zero width joiner"),
        ("control", "\uff43\uff4f\uff4e\uff54\uff52\uff4f\uff4c", "fullwidth latin small letter c"),
        ("A", "\u0410", "cyrillic capital letter a"),
        ("\u0410", "A", "cyrillic capital letter a"),
        ("Beta", "\u0392eta", "greek capital letter beta"),
        ("v\u0456ew", "View", "cyrillic small letter byelorussian-ukrainian i"),
    ],
)
def test_labels_that_look_the_same_are_named(one: str, other: str, words: str) -> None:
    (note,) = notes_of(one, "b2", other)
    assert (note.code, note.severity, note.row) == ("LABELS_ALIKE", "Warning", 4)
    assert words in note.message
    assert "in row 2" in note.message
    assert "in row 4" in note.message


@pytest.mark.parametrize(
    "labels",
    [
        ("control", "treatment"),
        ("control", "Control ", "CONTROL"),
        ("A", "B", "\u0411"),
        ("t\u00e9moin", "temoin"),
        ("\u043a\u043e\u043d\u0442\u0440\u043e\u043b\u044c", "\u0442\u0435\u0441\u0442"),
        ("l", "1"),
    ],
)
def test_labels_that_differ_or_are_the_same_need_no_word(labels: tuple[str, ...]) -> None:
    assert notes_of(*labels) == ()


def test_many_pairs_are_not_all_named() -> None:
    assert len(notes_of(*(f"A{i}" for i in range(9)), *(f"\u0410{i}" for i in range(9)))) == 3


def test_the_reading_says_it_once_for_rows_by_day() -> None:
    rows = "\n".join(
        f"2026-03-0{day},{label},{100 + day},9" for day in (1, 2) for label in ("A", "\u0410")
    )
    reading = interpret_content(content_of(f"date,variant,users,conversions\n{rows}\n"))
    assert [note.code for note in reading.notes].count("LABELS_ALIKE") == 1
