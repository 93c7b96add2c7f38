"""Choices and notes of the reading as the window says them; no Qt."""

import re
from typing import Final

from experimentos_core.foundation.values import Severity
from experimentos_core.reading.choices import Choice, ChoiceKey
from experimentos_core.reading.notes import Note, NoteCode

_ROLES: Final = frozenset(
    {ChoiceKey.VARIANT, ChoiceKey.USERS, ChoiceKey.CONVERSIONS, ChoiceKey.RATE}
)
_IN_WORDS: Final = {
    (ChoiceKey.DECIMAL, "comma"): "decimal comma",
    (ChoiceKey.DECIMAL, "point"): "decimal point",
    (ChoiceKey.SHAPE, "turned"): "metrics in rows",
    (ChoiceKey.SHAPE, "variants"): "one row per variant",
    (ChoiceKey.SHAPE, "days"): "one row per day",
    (ChoiceKey.SHAPE, "segments"): "one row per segment",
    (ChoiceKey.DAYS, "new"): "every user on one day alone",
}
_UNDOING: Final = {
    (ChoiceKey.ROW, "use"): "Use this row",
    (ChoiceKey.ROW, "skip"): "Leave this row out",
    (ChoiceKey.COLUMN, "use"): "Use this column",
    (ChoiceKey.COLUMN, "skip"): "Leave this column out",
    (ChoiceKey.DAYS, "new"): "That is so",
    (ChoiceKey.SHAPE, "variants"): "Leave as it stands",
}
# A sentence, or its last part, that speaks of the command line.
_OF_THE_COMMAND_LINE: Final = re.compile(r"[^.;,]*--map[^;]*?(?:\.(?=\s|$)|$)")


def choice_in_words(choice: Choice) -> str:
    """Return a choice in a few words: 'users = visitors', 'decimal comma', 'row 7 used'."""
    words = _IN_WORDS.get((choice.key, choice.value))
    if words is not None:
        return words
    if choice.key in _ROLES:
        return f"{choice.key.value} = {choice.value}"
    if choice.key in (ChoiceKey.ROW, ChoiceKey.COLUMN):
        verb = "used" if choice.value == "use" else "left out"
        return f"{choice.key.value} {choice.subject} {verb}"
    if choice.key is ChoiceKey.SEGMENT:
        whole = f"{choice.subject} added up"
        return whole if choice.value == "sum" else f"{choice.value} in {choice.subject}"
    return f"{choice.key.value} {choice.value}"


def undo_in_words(note: Note, choice: Choice) -> str:
    """Return what a link says that takes a note back by this choice."""
    if note.code is NoteCode.DAYS_ADDED and choice.key is ChoiceKey.SHAPE:
        return "Do not add them up"
    words = _UNDOING.get((choice.key, choice.value))
    if words is not None:
        return words
    if choice.key is ChoiceKey.HEADER:
        return f"The header is in row {choice.value}"
    if choice.key is ChoiceKey.DECIMAL:
        return f"Read with a decimal {choice.value}"
    return "Read otherwise"


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
