"""The rows of the verification: what they hold, what they are found by, their columns."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, override

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt

from experimentos_gui.models.record_table import Column, RecordTableModel
from experimentos_gui.theme import Tone
from experimentos_gui.widgets.labels import plain_tooltip

AGREES: Final = "agrees"
DIFFERS: Final = "differs"
_DIGITS: Final = 7
_ALL_DIGITS: Final = 17  # a figure computed here holds no more


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureRow:
    """One figure of one case; plain values, so that no statistics load with the window.

    Attributes:
        case: The case in a sentence.
        source: Who printed or computed the expected figure.
        method: What was recomputed.
        figure: Which figure of the case.
        expected: As printed by the source, or a word.
        got: As computed on this machine, to the last digit, or a word.
        difference: Got minus expected; None where either is a word.
        tolerance: Half a unit of the last digit expected; None for a word.
        agrees: Whether the difference is within the tolerance, or the words are the same.
    """

    case: str
    source: str
    method: str
    figure: str
    expected: str
    got: str
    difference: float | None
    tolerance: float | None
    agrees: bool

    @property
    def result(self) -> str:
        """The result in a word."""
        return AGREES if self.agrees else DIFFERS


def small_number(value: float | None, digits: int) -> str:
    """A difference or tolerance with as many decimals: '3.4e-05'; '0' for none, '' for None."""
    if value is None:
        return ""
    return f"{value:.{digits}e}" if value else "0"


def short_figures(row: FigureRow) -> tuple[str, str]:
    """Return what was expected and got with seven significant digits; words as they are.

    Figures that differ keep digits enough to be told apart.
    """
    for digits in range(_DIGITS, _ALL_DIGITS):
        both = _short(row.expected, digits), _short(row.got, digits)
        if row.agrees or both[0] != both[1]:
            return both
    return row.expected, row.got


def _short(figure: str, digits: int) -> str:
    """A figure rounded to so many significant digits; as it is where it has no more than those."""
    mantissa = figure.lower().partition("e")[0]
    significant = "".join(filter(str.isdigit, mantissa)).lstrip("0")
    try:
        number = float(figure)
    except ValueError:
        return figure
    if len(significant) <= digits:
        return figure
    return f"{number:.{digits}g}"


def found(rows: Iterable[FigureRow], words: str, *, only_differences: bool) -> list[FigureRow]:
    """Return the rows in which every word stands somewhere, whatever its case, in their order.

    Args:
        rows: To choose from.
        words: What to look for, with spaces between; none finds all.
        only_differences: Whether rows that agree are left out.
    """
    wanted = words.casefold().split()
    return [
        row
        for row in rows
        if not (only_differences and row.agrees) and all(word in _said(row) for word in wanted)
    ]


def _said(row: FigureRow) -> str:
    fields = (row.case, row.source, row.method, row.figure, row.expected, row.got, row.result)
    return "\n".join(fields).casefold()


def _alarm(row: FigureRow) -> Tone | None:
    return None if row.agrees else Tone.BAD


def _allowed(row: FigureRow) -> str:
    return "" if row.tolerance is None else f"\u00b1 {small_number(row.tolerance, 0)}"


COLUMNS: Final[tuple[Column[FigureRow], ...]] = (
    Column(
        title="Result",
        text=lambda row: "\u2713 Agrees" if row.agrees else "\u2715 Differs",
        tone=_alarm,
        explanation="Agrees: the difference is no larger than allowed, or the word is the same.",
    ),
    Column(
        title="Case and source",
        text=lambda row: row.case,
        detail=lambda row: row.source,
        explanation="What was recomputed, and below it who printed or computed it before.",
    ),
    Column(title="Figure", text=lambda row: row.figure),
    Column(
        title="Expected",
        text=lambda row: short_figures(row)[0],
        explanation="Shortened; all digits its source gives stand below the table.",
    ),
    Column(
        title="Got",
        text=lambda row: short_figures(row)[1],
        tone=_alarm,
        explanation="As this installation computes it, shortened; all digits stand below the "
        "table.",
    ),
    Column(
        title="Difference",
        text=lambda row: small_number(row.difference, 1),
        detail=_allowed,
        tone=_alarm,
        is_number=True,
        explanation="Got minus expected; 3.4e-05 is 0.000034. Below it, how much is allowed: half "
        "a unit of the last digit expected, which is what rounding may leave.",
    ),
)
CASE: Final = 1
"""Where the case stands among the columns."""

WIDEST: Final = (
    *("\u2715 Differs", "Hillstrom, purchases", "treatment upper limit"),
    *("-0.001507328", "-0.001507328", "-5.0e-112"),
)
"""A text for each column that fits; the few longer ones are cut short and read in full below."""


class FigureModel(RecordTableModel[FigureRow]):
    """The table, every cell with its case and source in full as a tooltip."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Make an empty table."""
        super().__init__(COLUMNS, plain_tooltip, parent)

    @override
    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return what a cell shows."""
        if role == Qt.ItemDataRole.ToolTipRole and index.isValid():
            row = self.records[index.row()]
            return plain_tooltip(f"{row.case}. Source: {row.source}.")
        return super().data(index, role)
