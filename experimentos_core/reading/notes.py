"""What is said about a reading: notes on what was done, and questions that were left open."""

from dataclasses import dataclass
from enum import StrEnum

from experimentos_core.foundation.values import Severity
from experimentos_core.reading.choices import Choice


class NoteCode(StrEnum):
    """Stable names of what a reading may have done; the health check repeats each as a finding."""

    SHEET_CHOSEN = "SHEET_CHOSEN"
    HEADER_LACKING = "HEADER_LACKING"
    ENCODING_GUESSED = "ENCODING_GUESSED"
    TITLE_LINES = "TITLE_LINES"
    HEADER_REPEATED = "HEADER_REPEATED"
    FORMULA_WITHOUT_VALUE = "FORMULA_WITHOUT_VALUE"
    MERGED_CELLS = "MERGED_CELLS"
    HIDDEN_CELLS = "HIDDEN_CELLS"
    DATE_CELLS = "DATE_CELLS"
    NUMBERS_READ = "NUMBERS_READ"
    NUMBERS_MIXED = "NUMBERS_MIXED"
    TABLE_TURNED = "TABLE_TURNED"
    DAYS_ADDED = "DAYS_ADDED"
    DAYS_INCOMPLETE = "DAYS_INCOMPLETE"
    SEGMENTS_ADDED = "SEGMENTS_ADDED"
    SEGMENT_CHOSEN = "SEGMENT_CHOSEN"
    TOTALS_ROW = "TOTALS_ROW"
    ROW_SKIPPED = "ROW_SKIPPED"
    COLUMN_DERIVED = "COLUMN_DERIVED"
    RATE_MISMATCH = "RATE_MISMATCH"
    COUNTS_FROM_RATE = "COUNTS_FROM_RATE"
    RATE_TOO_ROUGH = "RATE_TOO_ROUGH"
    SUMS_FROM_MEAN = "SUMS_FROM_MEAN"
    MEAN_TOO_ROUGH = "MEAN_TOO_ROUGH"
    LABELS_MERGED = "LABELS_MERGED"
    LABELS_ALIKE = "LABELS_ALIKE"
    DIGITS_HIDDEN = "DIGITS_HIDDEN"
    COLUMN_RECOGNISED = "COLUMN_RECOGNISED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One thing the reading did or saw.

    Attributes:
        code: Stable name.
        severity: Whether it is only noted, may mislead, or makes the data unusable.
        message: One sentence saying what was done and where.
        hint: One sentence saying what to do about it; may be empty.
        row: Row of the file, the first row being 1; None where it is about no single row.
        column: Column name; None where it is about no single column.
        value: The text that stood there.
        undo: The choice that takes it back or reads it otherwise; None where there is none.
    """

    code: NoteCode
    severity: Severity = Severity.NOTE
    message: str
    hint: str = ""
    row: int | None = None
    column: str | None = None
    value: str | None = None
    undo: Choice | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One way to read something, and what to choose for it.

    Attributes:
        label: The answer as a button says it.
        choice: What it means.
    """

    label: str
    choice: Choice


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """One decision of the reading, shown beneath the rows; a click offers the alternatives.

    Attributes:
        text: What was decided: 'semicolon', 'decimal comma', 'header in row 3'.
        is_guess: Whether it was guessed where the file left room for doubt.
        answers: Every way to read it, the one taken among them; empty where there is only one.
        taken: Index of the answer that holds.
    """

    text: str
    is_guess: bool = False
    answers: tuple[Answer, ...] = ()
    taken: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What the file leaves open; the reading is not used before it is answered.

    Attributes:
        text: The question, naming the cell.
        answers: The possible answers, the likeliest first.
        default: Index of the answer taken for the preview; None where nothing may be supposed.
        row: Row of the file; None where it is about no single row.
        column: Column name; None where it is about no single column.
        value: The text that stands there.
    """

    text: str
    answers: tuple[Answer, ...]
    default: int | None = None
    row: int | None = None
    column: str | None = None
    value: str | None = None

    def in_words(self) -> str:
        """Return the question and the options that answer it, for the command line."""
        options = "; ".join(
            f"{answer.choice.on_command_line} ({answer.label})" for answer in self.answers
        )
        return f"{self.text} Answer with one of: {options}."
