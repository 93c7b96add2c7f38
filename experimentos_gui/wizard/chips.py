"""How the file was read, one chip a decision; a click offers what else it may be."""

from functools import partial
from typing import Final

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from experimentos_core.reading.choices import Choice
from experimentos_core.reading.notes import Chip
from experimentos_gui.theme import SPACE
from experimentos_gui.widgets.buttons import chip_button
from experimentos_gui.widgets.flow_layout import FlowLayout
from experimentos_gui.widgets.labels import plain_label, plain_tooltip, shortened, visible
from experimentos_gui.widgets.layouts import clear

_LONGEST_CHIP: Final = 40
_LONGEST_ANSWER: Final = 80
_ARROW: Final = "\u25be"
_GUESSED: Final = "Guessed: the file leaves room for doubt."


class ChipLine(QWidget):
    """'Read as', then a chip for every decision; those that can be changed are buttons.

    Signals:
        choice_made(object): A Choice: the file shall be read that way.
    """

    choice_made = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make a line without chips."""
        super().__init__(parent)
        self._flow = FlowLayout(gap=SPACE // 2, line_gap=SPACE // 2)
        self._chips: tuple[Chip, ...] = ()
        self._size = ""
        self.setLayout(self._flow)

    @property
    def text(self) -> str:
        """What the line says."""
        return self.accessibleName()

    @property
    def buttons(self) -> list[QPushButton]:
        """The chips that can be changed."""
        widgets = [
            item.widget() for i in range(self._flow.count()) if (item := self._flow.itemAt(i))
        ]
        return [widget for widget in widgets if isinstance(widget, QPushButton)]

    def set_chips(self, chips: tuple[Chip, ...], size: str) -> None:
        """Show these decisions and, last, how much was read."""
        if (chips, size) == (self._chips, self._size):
            return
        focused = next((i for i, button in enumerate(self.buttons) if button.hasFocus()), None)
        self._chips, self._size = chips, size
        words = [_words(chip) for chip in chips]
        self.setAccessibleName(f"Read as: {' \u00b7 '.join((*words, size))}")
        clear(self._flow)
        self._flow.addWidget(_quiet("Read as:"))
        for chip in chips:
            self._flow.addWidget(
                self._button(chip) if len(chip.answers) > 1 else _quiet(_words(chip))
            )
        self._flow.addWidget(_quiet(size))
        if focused is not None and self.buttons:
            self.buttons[min(focused, len(self.buttons) - 1)].setFocus()

    def _button(self, chip: Chip) -> QPushButton:
        words = _escaped(shortened(_words(chip), _LONGEST_CHIP))
        button = chip_button(f"{words} {_ARROW}")
        guessed = ", guessed" if chip.is_guess else ""
        button.setAccessibleName(f"{visible(chip.text)}{guessed}")
        button.setAccessibleDescription("Opens the other ways to read it.")
        button.setToolTip(plain_tooltip(f"{chip.text}\n{_GUESSED}" if chip.is_guess else chip.text))
        menu = self._menu(chip, button)
        button.clicked.connect(partial(_open, menu, button))
        return button

    def _menu(self, chip: Chip, button: QPushButton) -> QMenu:
        menu = QMenu(button)
        menu.setAccessibleName(f"Read otherwise than {visible(chip.text)}")
        group = QActionGroup(menu)
        for place, answer in enumerate(chip.answers):
            action = QAction(_escaped(shortened(answer.label, _LONGEST_ANSWER)), menu)
            action.setCheckable(True)
            action.setChecked(place == chip.taken)
            group.addAction(action)
            menu.addAction(action)
            if place != chip.taken:
                action.triggered.connect(partial(self._on_chosen, answer.choice))
        return menu

    def _on_chosen(self, choice: Choice, *_: object) -> None:
        self.choice_made.emit(choice)


def _open(menu: QMenu, button: QPushButton, *_: object) -> None:
    menu.popup(button.mapToGlobal(button.rect().bottomLeft() + QPoint(0, 2)))
    taken = [action for action in menu.actions() if action.isChecked()]
    for action in taken:
        menu.setActiveAction(action)


def _words(chip: Chip) -> str:
    return f"{chip.text}?" if chip.is_guess else chip.text


def _quiet(text: str) -> QWidget:
    label = plain_label(text, "hint")
    label.setWordWrap(False)
    label.setProperty("chip", "true")
    label.setIndent(0)
    label.setAlignment(Qt.AlignmentFlag.AlignVCenter)
    return label


def _escaped(text: str) -> str:
    """Return a text for a button or menu: visible, and without a shortcut in it."""
    return visible(text).replace("\n", " ").replace("&", "&&")
