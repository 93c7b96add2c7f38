"""Which experiments are listed, as chips with how many there are of each."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QPushButton, QWidget

from experimentos_core.foundation.formatting import count
from experimentos_core.foundation.values import Verdict
from experimentos_core.history.finding import Standing
from experimentos_gui.messages import with_symbol
from experimentos_gui.theme import SPACE
from experimentos_gui.widgets.buttons import chip_button
from experimentos_gui.widgets.flow_layout import FlowLayout

if TYPE_CHECKING:
    from experimentos_core.history.finding import Counts

_WORDS: Final = {
    Standing.ALL: "All",
    Standing.LAUNCH: with_symbol(Verdict.LAUNCH),
    Standing.HOLD: with_symbol(Verdict.HOLD),
    Standing.ROLLBACK: with_symbol(Verdict.ROLLBACK),
    Standing.OPEN: "Not analysed",
    Standing.PLANS: "Locked plans",
    Standing.DUE: "Follow-up due",
    Standing.TRASH: "Trash",
}
_MEANINGS: Final = {
    Standing.ALL: "Every experiment outside the trash",
    Standing.OPEN: "Begun, without a report so far",
    Standing.PLANS: "Locked before the data, without a report so far",
    Standing.DUE: "Decided, and to be looked at again by today",
    Standing.TRASH: "What was moved to the trash; it can be brought back",
}
_ONLY_WHERE_ANY: Final = (Standing.PLANS, Standing.DUE, Standing.TRASH)


class StandingChips(QWidget):
    """One of them is chosen; those of rare kinds are shown only where there is one.

    Signals:
        chosen(object): Another Standing is chosen.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Choose all."""
        super().__init__(parent)
        self._chips = {standing: chip_button(words) for standing, words in _WORDS.items()}
        self._group = QButtonGroup(self)
        for standing, chip in self._chips.items():
            chip.setCheckable(True)
            chip.setToolTip(_MEANINGS.get(standing, ""))
            self._group.addButton(chip)
        self._chips[Standing.ALL].setChecked(True)
        layout = FlowLayout(*self._chips.values(), gap=SPACE - 2)
        self.setLayout(layout)
        for standing in _ONLY_WHERE_ANY:
            self._chips[standing].hide()
        self._group.buttonClicked.connect(self._on_clicked)

    @property
    def standing(self) -> Standing:
        """Which one is chosen."""
        checked = self._group.checkedButton()
        return next(
            (standing for standing, chip in self._chips.items() if chip is checked), Standing.ALL
        )

    def choose(self, standing: Standing) -> None:
        """Choose another one, as a click would."""
        self._chips[standing].setChecked(True)
        self._chips[standing].show()
        self.chosen.emit(standing)

    def set_counts(self, counts: "Counts") -> None:
        """Say how many there are of each."""
        for standing, chip in self._chips.items():
            number = counts.standings.get(standing, 0)
            words = f"{_WORDS[standing]} {count(number)}"
            chip.setText(words)
            chip.setAccessibleName(words)
            rare = standing in _ONLY_WHERE_ANY
            chip.setVisible(not rare or bool(number) or chip.isChecked())

    @Slot(QPushButton)
    def _on_clicked(self, _chip: QPushButton) -> None:
        self.chosen.emit(self.standing)
