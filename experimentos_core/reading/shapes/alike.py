"""Many notes that say the same of row after row, told by three of them and a count."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from experimentos_core.foundation.values import Severity
from experimentos_core.reading.notes import Note, NoteCode

_SHOWN: Final = 3
_MANY: Final = 5  # up to so many are told in full


def collapse(notes: Sequence[Note]) -> tuple[Note, ...]:
    """Return the notes with those of one code, severity and column cut to three and a count.

    Notes that block are told in full: each of them has to be mended.
    """
    counts = Counter(_kind(note) for note in notes)
    seen: Counter[tuple[NoteCode, Severity, str | None]] = Counter()
    kept: list[Note] = []
    for note in notes:
        kind = _kind(note)
        seen[kind] += 1
        if note.severity is Severity.BLOCKED or counts[kind] <= _MANY or seen[kind] <= _SHOWN:
            kept.append(note)
        elif seen[kind] == counts[kind]:
            more = counts[kind] - _SHOWN
            message = f"The same holds for {more} more, the last of them: {note.message}"
            kept.append(replace(note, message=message, undo=None))
    return tuple(kept)


def _kind(note: Note) -> tuple[NoteCode, Severity, str | None]:
    return note.code, note.severity, note.column
