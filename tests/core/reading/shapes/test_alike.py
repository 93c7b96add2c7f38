"""Many notes that say the same, cut to three and a count."""

from experimentos_core.foundation.values import Severity
from experimentos_core.reading.notes import Note, NoteCode
from experimentos_core.reading.shapes.alike import collapse


def notes(count: int, severity: Severity = Severity.WARNING) -> tuple[Note, ...]:
    return tuple(
        Note(code=NoteCode.TOTALS_ROW, severity=severity, message=f"Row {i}.", row=i)
        for i in range(count)
    )


def test_a_few_are_told_in_full() -> None:
    assert collapse(notes(5)) == notes(5)
    assert collapse(()) == ()


def test_many_become_three_and_a_count() -> None:
    other = Note(code=NoteCode.DAYS_ADDED, message="Days.")
    *kept, last, after = collapse((*notes(45), other))
    assert tuple(kept) == notes(3)
    assert last.message == "The same holds for 42 more, the last of them: Row 44."
    assert after == other


def test_what_blocks_is_never_cut() -> None:
    assert collapse(notes(9, Severity.BLOCKED)) == notes(9, Severity.BLOCKED)
