"""Choices and notes of the reading as the window says them; no Qt."""

import re
from typing import Final

from experimentos_core.foundation.values import Severity
from experimentos_core.reading.choices import Choice, ChoiceKey
from experimentos_core.reading.notes import Note, NoteCode
from experimentos_gui.wizard.shown_rows import ShownRows

_ROLES: Final = frozenset(
    {ChoiceKey.VARIANT, ChoiceKey.USERS, ChoiceKey.CONVERSIONS, ChoiceKey.RATE}
)
_IN_WORDS: Final = {
    (ChoiceKey.SCALE, "fraction"): "rates as shares of one",
    (ChoiceKey.SCALE, "percent"): "rates as percentages",
    (ChoiceKey.DECIMAL, "comma"): "decimal comma",
    (ChoiceKey.DECIMAL, "point"): "decimal point",
    (ChoiceKey.SHAPE, "turned"): "metrics in rows",
    (ChoiceKey.SHAPE, "variants"): "one row per variant",
    (ChoiceKey.SHAPE, "days"): "one row per day",
    (ChoiceKey.SHAPE, "segments"): "one row per segment",
    (ChoiceKey.DAYS, "new"): "every user on one day alone",
}
_ROWS_LOOKED_AT: Final = 200
_UNDOING: Final = {
    (ChoiceKey.ROW, "use"): "Use this row",
    (ChoiceKey.ROW, "skip"): "Leave this row out",
    (ChoiceKey.COLUMN, "use"): "Use this column",
    (ChoiceKey.COLUMN, "skip"): "Leave this column out",
    (ChoiceKey.SHAPE, "variants"): "Leave the rows as they stand",
    (ChoiceKey.SHAPE, "days"): "Add the days up",
    (ChoiceKey.SHAPE, "turned"): "Turn the table",
    (ChoiceKey.ENCODING, "utf-8"): "Read as UTF-8",
    (ChoiceKey.ENCODING, "utf-16"): "Read as UTF-16",
    (ChoiceKey.ENCODING, "cp1252"): "Read as Windows-1252",
}
_ORDER: Final = {
    code: place
    for place, codes in enumerate(
        (
            (NoteCode.HEADER_LACKING, NoteCode.SHEET_CHOSEN),
            (NoteCode.TOTALS_ROW, NoteCode.ROW_SKIPPED),
            (NoteCode.COLUMN_DERIVED, NoteCode.RATE_MISMATCH),
            (NoteCode.HEADER_REPEATED,),
            (NoteCode.FORMULA_WITHOUT_VALUE, NoteCode.HIDDEN_CELLS),
            (NoteCode.RATE_TOO_ROUGH, NoteCode.MEAN_TOO_ROUGH),
            (NoteCode.NUMBERS_MIXED, NoteCode.NUMBERS_READ, NoteCode.DIGITS_HIDDEN),
            (NoteCode.COUNTS_FROM_RATE, NoteCode.SUMS_FROM_MEAN, NoteCode.DATE_CELLS),
            (NoteCode.SEGMENT_CHOSEN, NoteCode.SEGMENTS_ADDED),
            (NoteCode.DAYS_INCOMPLETE, NoteCode.DAYS_ADDED),
            (NoteCode.LABELS_MERGED, NoteCode.LABELS_ALIKE, NoteCode.TABLE_TURNED),
            (NoteCode.MERGED_CELLS, NoteCode.TITLE_LINES),
            (NoteCode.ENCODING_GUESSED,),
        )
    )
    for code in codes
}
# A sentence, or its last part, that speaks of the command line.
_OF_THE_COMMAND_LINE: Final = re.compile(r"[^.;,]*--map[^;]*?(?:\.(?=\s|$)|$)")


def choice_in_words(choice: Choice) -> str:
    """Return a choice in a few words: 'users = visitors', 'decimal comma', 'row 7 used'."""
    words = _IN_WORDS.get((choice.key, choice.value))
    if words is not None:
        return f"{words} in {choice.subject}" if choice.subject else words
    if choice.key in _ROLES:
        return f"{choice.key.value} = {choice.value}"
    if choice.key is ChoiceKey.SIZE:
        return f"n of {choice.subject} = {choice.value}"
    if choice.key in (ChoiceKey.ROW, ChoiceKey.COLUMN):
        verb = "used" if choice.value == "use" else "left out"
        return f"{choice.key.value} {choice.subject} {verb}"
    if choice.key is ChoiceKey.SEGMENT:
        whole = f"{choice.subject} added up"
        return whole if choice.value == "sum" else f"{choice.value} in {choice.subject}"
    return f"{choice.key.value} {choice.value}"


def remembered_in_words(choice: Choice, rows: ShownRows) -> str:
    """Return what was taken over; a decimal sign by a cell it settles: '10.234 = 10,234'."""
    columns = rows.raw.positions(choice.subject) if choice.key is ChoiceKey.DECIMAL else ()
    for row in range(min(len(rows.raw.rows), _ROWS_LOOKED_AT) if columns else 0):
        text, value = rows.text(row, columns[0]).strip(), rows.value(row, columns[0])
        if value and not rows.left_out(row) and ("." in text or "," in text):
            return f"{choice.subject}: {text} = {value}"
    return choice_in_words(choice)


def undo_in_words(note: Note, choice: Choice) -> str:
    """Return what a link says that takes a note back by this choice."""
    if note.code is NoteCode.DAYS_ADDED and choice.key is ChoiceKey.SHAPE:
        return "Do not add them up"
    if choice.key is ChoiceKey.DAYS and choice.value == "new":
        is_asked = note.severity is Severity.WARNING
        return "Yes, each user counts on one day" if is_asked else "Add the days up"
    return _UNDOING.get((choice.key, choice.value)) or _otherwise(choice)


def _otherwise(choice: Choice) -> str:
    match choice.key:
        case ChoiceKey.HEADER:
            return f"Use row {choice.value} as the header"
        case ChoiceKey.DECIMAL:
            return f"Read with a decimal {choice.value}"
        case ChoiceKey.SEGMENT if choice.value == "sum":
            return f"Add every {choice.subject} up" if choice.subject else "Add them all up"
        case ChoiceKey.SHEET:
            return f"Read the sheet {choice.value}"
    return f"Read with {choice_in_words(choice)}"


def in_order(notes: tuple[Note, ...]) -> tuple[Note, ...]:
    """Return the notes by what they change: what was left out, numbers, shapes, then the rest."""
    return tuple(sorted(notes, key=lambda note: _ORDER.get(note.code, len(_ORDER))))


def ways_of(note: Note) -> tuple[Choice, ...]:
    """Return the choices that answer a note: what it asks to be confirmed, and its way back."""
    if note.code is NoteCode.DAYS_ADDED and note.severity is Severity.WARNING:
        confirm = Choice(key=ChoiceKey.DAYS, value="new")
        return (confirm, note.undo) if note.undo is not None else (confirm,)
    return (note.undo,) if note.undo is not None else ()


def note_in_words(note: Note) -> str:
    """Return a note with its hint, without what only the command line can do."""
    return f"{note.message} {without_options(note.hint)}".strip()


def without_options(hint: str) -> str:
    """Return a hint without the part that speaks of an option of the command line."""
    if "--map" not in hint:
        return hint
    kept = _OF_THE_COMMAND_LINE.sub("", hint).strip().rstrip(",;: ")
    return f"{kept}." if kept and not kept.endswith(".") else kept
