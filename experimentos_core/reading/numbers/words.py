"""What is said about the way numbers were read: the question, the notes and the chip."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from experimentos_core.foundation.formatting import in_groups
from experimentos_core.foundation.values import Severity
from experimentos_core.foundation.visible_text import make_visible
from experimentos_core.reading.choices import Choice, ChoiceKey
from experimentos_core.reading.notes import Answer, Chip, Note, NoteCode, Question
from experimentos_core.reading.numbers.decisions import Basis, Decision
from experimentos_core.reading.numbers.evidence import NumberCell
from experimentos_core.reading.numbers.text import DecimalMark, NumberText, Unit
from experimentos_core.reading.table import Source

_LONGEST_VALUE: Final = 60
_FROM_ELSEWHERE: Final = (Basis.OTHER_COLUMNS, Basis.LONG_NUMBERS, Basis.CHOSEN_ELSEWHERE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnReading:
    """One column, decided and read.

    Attributes:
        decision: How it was decided.
        plain: The plain numbers that took the place of cells, by their row in the table.
        first: The first cell that was replaced, or None.
        styles: How the replaced cells were written, in words.
    """

    decision: Decision
    plain: Mapping[int, str]
    first: NumberCell | None
    styles: frozenset[str]

    @property
    def is_doubtful(self) -> bool:
        """Whether the column could be read two ways and something had to settle it."""
        return bool(self.decision.evidence.doubtful) and self.decision.mark is not None


def ask(decision: Decision, source: Source) -> Question:
    """Return the question about the first doubtful cell of a column of a source."""
    column = decision.evidence
    cell = column.first_doubtful
    if cell is None:
        message = f"nothing is doubtful in {column.name!r}"
        raise ValueError(message)
    marks = list(DecimalMark)
    if decision.mark is DecimalMark.COMMA:
        marks.reverse()
    answers = tuple(
        Answer(label=_amount(cell, mark), choice=_choice(column.name, mark)) for mark in marks
    )
    fraction = next(mark for mark in DecimalMark if _is_fraction(cell, mark))
    return Question(
        text=(
            f"Is {_shown(cell.text)} in {source.line(cell.row)}, column {column.name!r}, "
            f"{_amount(cell, fraction.other)} or {_amount(cell, fraction)}?"
        ),
        answers=answers,
        default=None if decision.mark is None else 0,
        row=cell.row,
        column=column.name,
        value=cell.text,
    )


def say_column(reading: ColumnReading, source: Source) -> list[Note]:
    """Return what has to be said about one column; nothing of plain numbers in a tidy file."""
    decision = reading.decision
    notes = [_mixed(decision, source)] if decision.contradicting else []
    if decision.basis is Basis.SUPPOSED and decision.mark is not None:
        return notes  # the question says it
    doubtful = decision.evidence.first_doubtful
    if doubtful is not None and _is_worth_saying(reading, doubtful, source):
        notes.append(_settled(decision, doubtful, source))
    elif reading.first is not None:
        notes.append(_rewritten(reading, reading.first, source))
    return notes


def styles_of(number: NumberText, mark: DecimalMark) -> frozenset[str]:
    """Return how one number is written, in words, if it does not stand as a plain number."""
    thousands = number.thousands(mark)
    styles = (
        (_COMMA, mark is DecimalMark.COMMA and "," in number.digits),
        (f"{_THOUSANDS}{thousands}", thousands is not None),
        (_PERCENT, number.unit is Unit.PERCENT),
        (_CURRENCY, number.unit is Unit.CURRENCY),
    )
    return frozenset(word for word, holds in styles if holds) or frozenset({_OTHER})


def describe_styles(readings: Sequence[ColumnReading]) -> tuple[str, ...]:
    """Return how numbers are written in the file, in words; nothing where all are plain."""
    found: set[str] = set()
    for reading in readings:
        found |= _styles(reading)
    return tuple(word for word in _WORDS if word in found)


def show_chip(readings: Sequence[ColumnReading]) -> Chip | None:
    """Return the chip on the file's numbers, with the two readings of the first doubtful column."""
    text = ", ".join(describe_styles(readings))
    if not text:
        return None
    doubtful = next((r.decision for r in readings if r.is_doubtful and _styles(r)), None)
    if doubtful is None:
        return Chip(text=text)
    marks = list(DecimalMark)
    answers = tuple(
        Answer(label=f"decimal {mark}", choice=_choice(doubtful.evidence.name, mark))
        for mark in marks
    )
    is_guess = any(
        r.is_doubtful and r.decision.basis not in (Basis.CHOSEN, Basis.OWN_CELLS) for r in readings
    )
    taken = marks.index(doubtful.mark or DecimalMark.POINT)
    return Chip(text=text, is_guess=is_guess, answers=answers, taken=taken)


_POINT: Final = "decimal point"
_COMMA: Final = "decimal comma"
_PERCENT: Final = "percent signs"
_CURRENCY: Final = "currency signs"
_OTHER: Final = "numbers written as text"
_THOUSANDS: Final = "thousands: "
_WORDS: Final = (
    *(_POINT, _COMMA),
    *(f"{_THOUSANDS}{mark}" for mark in ("comma", "dot", "space", "apostrophe")),
    *(_PERCENT, _CURRENCY, _OTHER),
)


def _styles(reading: ColumnReading) -> frozenset[str]:
    decision = reading.decision
    if not reading.plain and decision.basis is Basis.CHOSEN and reading.is_doubtful:
        return frozenset({f"decimal {decision.mark}"})
    return reading.styles


def _is_worth_saying(reading: ColumnReading, cell: NumberCell, source: Source) -> bool:
    """Whether a settled doubt is said; a comma-separated file of plain numbers is left in peace."""
    if cell.index in reading.plain:
        return True
    basis = reading.decision.basis
    plain = not reading.plain and source.separator == "comma" and basis is not Basis.LONG_NUMBERS
    return basis in _FROM_ELSEWHERE and not plain


def _settled(decision: Decision, cell: NumberCell, source: Source) -> Note:
    """Say how a doubtful cell was read and why."""
    column = decision.evidence.name
    mark = decision.mark or DecimalMark.POINT
    return Note(
        code=NoteCode.NUMBERS_READ,
        message=(
            f"{_shown(cell.text)} in {source.line(cell.row)} of {column!r} was read as "
            f"{_amount(cell, mark)}, {_because(decision, source)}."
        ),
        hint=f"If it is {_amount(cell, mark.other)}, choose the decimal {mark.other}.",
        row=cell.row,
        column=column,
        value=cell.text,
        undo=_choice(column, mark.other),
    )


def _because(decision: Decision, source: Source) -> str:
    witness = decision.witness
    if witness is None:
        where = "" if decision.basis is Basis.CHOSEN else " for another column"
        return f"as you chose{where}"
    same = witness.column == decision.evidence.name
    place = source.line(witness.row) + ("" if same else f" of {witness.column!r}")
    shown = f"because {_shown(witness.text)} in {place}"
    if decision.basis is Basis.LONG_NUMBERS:
        return f"{shown} has no dot or comma between thousands"
    mark = decision.mark or DecimalMark.POINT
    if mark.character in witness.number.digits:
        return f"{shown} has a decimal {mark}"
    return f"{shown} has a {mark.other} between thousands".replace("a point", "a dot")


def _rewritten(reading: ColumnReading, cell: NumberCell, source: Source) -> Note:
    """Say how the first cell of a column was read that did not stand as a plain number."""
    column = reading.decision.evidence.name
    more = len(reading.plain) - 1
    others = f", and {more} more of this column likewise" if more else ""
    return Note(
        code=NoteCode.NUMBERS_READ,
        message=(
            f"{_shown(cell.text)} in {source.line(cell.row)} of {column!r} was read as "
            f"{in_groups(reading.plain[cell.index])}{others}."
        ),
        row=cell.row,
        column=column,
        value=cell.text,
    )


def _mixed(decision: Decision, source: Source) -> Note:
    column = decision.evidence.name
    mark = decision.mark or DecimalMark.POINT
    odd = decision.contradicting or decision.evidence.certain[mark.other]
    there = f"{_shown(odd.text)} in {source.line(odd.row)} of {column!r}"
    if decision.witness is None:
        message = (
            f"{there} does not fit the decimal {mark} "
            "chosen for the column and was left as it stands."
        )
    else:
        message = (
            f"{_shown(decision.witness.text)} in {source.line(decision.witness.row)} and "
            f"{there} use different decimal marks: the "
            f"column was read with a decimal {mark}, and {_shown(odd.text)} was left as it stands."
        )
    return Note(
        code=NoteCode.NUMBERS_MIXED,
        severity=Severity.WARNING,
        message=message,
        hint="Write the whole column with one decimal mark and open the file again.",
        row=odd.row,
        column=column,
        value=odd.text,
        undo=_choice(column, mark.other),
    )


def _choice(column: str, mark: DecimalMark) -> Choice:
    return Choice(key=ChoiceKey.DECIMAL, subject=column, value=mark.value)


def _is_fraction(cell: NumberCell, mark: DecimalMark) -> bool:
    return mark.character == cell.number.doubtful_mark


def _amount(cell: NumberCell, mark: DecimalMark) -> str:
    """Return a doubtful cell's meaning: '10,234 (a whole number)' or '10.234 (a fraction)'."""
    reading = cell.number.reading(mark) or cell.text
    sign = " %" if cell.number.unit is Unit.PERCENT else ""
    if _is_fraction(cell, mark):
        return f"{in_groups(reading)}{sign} (a fraction)"
    return f"{int(reading):,}{sign} (a whole number)"


def _shown(text: str) -> str:
    return make_visible(text, _LONGEST_VALUE)
