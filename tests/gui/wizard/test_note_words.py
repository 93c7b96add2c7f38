"""Choices and notes in the window's words, and the rows behind the preview; no window needed."""

import pytest

from experimentos_core.foundation.values import Severity
from experimentos_core.reading.choices import Choice, Choices
from experimentos_core.reading.formats.opening import clipboard_content
from experimentos_core.reading.interpret import interpret_content
from experimentos_core.reading.notes import Note, NoteCode
from experimentos_gui.wizard.note_words import (
    choice_in_words,
    undo_in_words,
    ways_of,
    without_options,
)
from experimentos_gui.wizard.shown_rows import ShownRows, in_groups


@pytest.mark.parametrize(
    ("option", "words"),
    [
        ("users=visitors", "users = visitors"),
        ("decimal:users=comma", "decimal comma in users"),
        ("row:7=use", "row 7 used"),
        ("column:rate=skip", "column rate left out"),
        ("segment:country=sum", "country added up"),
        ("segment:country=only US", "only US in country"),
        ("shape=turned", "metrics in rows"),
        ("sheet=Two", "sheet Two"),
        ("separator=tab", "separator tab"),
    ],
)
def test_a_choice_in_words(option, words) -> None:
    (choice,) = Choices.parse([option]).chosen
    assert choice_in_words(choice) == words


def note(code: NoteCode, undo: Choice | None, severity: Severity = Severity.NOTE) -> Note:
    return Note(code=code, message="m", undo=undo, severity=severity)


@pytest.mark.parametrize(
    ("code", "undo", "words"),
    [
        (NoteCode.TOTALS_ROW, "row:4=use", "Use this row"),
        (NoteCode.COLUMN_DERIVED, "column:cr=use", "Use this column"),
        (NoteCode.TITLE_LINES, "header=1", "Use row 1 as the header"),
        (NoteCode.NUMBERS_READ, "decimal:users=point", "Read with a decimal point"),
        (NoteCode.TABLE_TURNED, "shape=variants", "Leave the rows as they stand"),
        (NoteCode.DAYS_ADDED, "shape=variants", "Do not add them up"),
        (NoteCode.ENCODING_GUESSED, "encoding=utf-8", "Read as UTF-8"),
    ],
)
def test_a_way_back_in_words(code, undo, words) -> None:
    (choice,) = Choices.parse([undo]).chosen
    assert undo_in_words(note(code, choice), choice) == words
    assert ways_of(note(code, choice)) == (choice,)


def test_days_that_may_overlap_can_be_confirmed_too() -> None:
    (back,) = Choices.parse(["shape=variants"]).chosen
    ways = ways_of(note(NoteCode.DAYS_ADDED, back, Severity.WARNING))
    assert [way.option for way in ways] == ["days=new", "shape=variants"]
    assert ways_of(note(NoteCode.TOTALS_ROW, None)) == ()


@pytest.mark.parametrize(
    ("hint", "kept"),
    [
        ("Nothing of it.", "Nothing of it."),
        (
            (
                "This is right only if every user is counted on one day alone; "
                "say so with --map days=new."
            ),
            "This is right only if every user is counted on one day alone.",
        ),
        ("Say --map rate=x.", ""),
        ("First. Or choose --map encoding=cp1252. Last.", "First. Last."),
    ],
)
def test_the_command_line_is_not_spoken_of(hint, kept) -> None:
    assert without_options(hint) == kept


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("10234", "10,234"),
        ("-1234.50", "-1,234.50"),
        ("0.0551", "0.0551"),
        ("512", "512"),
        ("n/a", "n/a"),
        ("1e5", "1e5"),
        ("9" * 400, "9" * 400),
        ("\u0661\u0662\u0663\u0664", "\u0661\u0662\u0663\u0664"),
    ],
)
def test_thousands_are_set_apart(value, shown) -> None:
    assert in_groups(value) == shown


def shown_rows(text: str, *options: str) -> ShownRows:
    content = clipboard_content(text.replace(",", "\t"))
    return ShownRows(interpret_content(content, Choices.parse(options)))


def test_two_columns_of_one_name_keep_their_own_values() -> None:
    rows = shown_rows(
        "variant,users,errors,errors,conversions\na,1.000.000,1,2,5\nb,1.000.001,3,4,6\n"
    )
    assert rows.value(0, 1) == "1,000,000"
    assert [rows.value(0, column) for column in (0, 2, 3, 4, 9)] == [""] * 5


def test_a_row_a_person_wants_is_not_struck_out() -> None:
    text = "variant,users,conversions\na,10,1\nb,20,2\nTotal,30,3\n"
    assert [bool(shown_rows(text).left_out(row)) for row in range(3)] == [False, False, True]
    assert not shown_rows(text, "row:4=use").left_out(2)
    assert shown_rows(text, "row:2=skip").left_out(0)


def test_a_turned_table_speaks_of_columns() -> None:
    rows = shown_rows("metric,control,b\nusers,10,20\nconversions,1,2\n")
    assert rows.place(0) == "Column 2 of the file"
    assert shown_rows("variant,users,conversions\na,10,1\nb,20,2\n").place(0) == "Row 2 of the file"
