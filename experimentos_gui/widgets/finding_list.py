"""The findings of a health check, worst first, each with its place and what to do."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from experimentos_gui.messages import counted, tone, with_symbol
from experimentos_gui.theme import GAP, SPACE
from experimentos_gui.widgets.labels import (
    LabelRole,
    PlainLabel,
    plain_label,
    selectable,
    shortened,
)
from experimentos_gui.widgets.layouts import clear, column

if TYPE_CHECKING:
    from experimentos_core.healthcheck import Finding

MOST_SHOWN: Final = 50
_LONGEST_SENTENCE: Final = 600


class FindingList(QWidget):
    """Shows findings in the order given; beyond a limit it says how many more there are."""

    def __init__(self, most: int = MOST_SHOWN, parent: QWidget | None = None) -> None:
        """Make an empty list that shows at most `most` findings."""
        super().__init__(parent)
        self._most = most
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(GAP)
        self._grid.setVerticalSpacing(GAP)
        self._grid.setColumnStretch(1, 1)
        self.setLayout(self._grid)

    def set_findings(self, findings: Sequence["Finding"]) -> None:
        """Show these findings instead of the former ones."""
        clear(self._grid)
        for row, finding in enumerate(findings[: self._most]):
            self._grid.addWidget(_mark(finding), row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(_words(finding), row, 1)
        hidden = len(findings) - self._most
        if hidden > 0:
            more = plain_label(f"And {counted(hidden, 'more finding')}.", "hint")
            self._grid.addWidget(more, self._most, 0, 1, 2)


def _mark(finding: "Finding") -> PlainLabel:
    mark = plain_label(with_symbol(finding.severity), "strong")
    mark.setWordWrap(False)
    mark.set_tone(tone(finding.severity))
    return mark


def _words(finding: "Finding") -> QWidget:
    """Return sentence, advice and place of one finding."""
    layout = column(_sentence(finding.message, "body"), spacing=SPACE // 4)
    if finding.hint:
        layout.addWidget(_sentence(finding.hint, "hint"))
    if finding.where and not _says_where(finding):
        layout.addWidget(_sentence(f"In {finding.where}.", "hint"))
    words = QWidget()
    words.setLayout(layout)
    return words


def _sentence(text: str, role: LabelRole) -> PlainLabel:
    return selectable(plain_label(shortened(text, _LONGEST_SENTENCE), role))


def _says_where(finding: "Finding") -> bool:
    """Whether the message already names the row, or there is none to name."""
    place = finding.place
    return place.row is None or (place.line or f"row {place.row}") in finding.message.lower()
