"""Which variant is the control, and what the data says of each variant in words."""

from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QGridLayout, QWidget

from experimentos_core.reading.columns.labels import label_key
from experimentos_gui.models.variants import ControlChoice
from experimentos_gui.theme import GAP, SPACE, Tone
from experimentos_gui.widgets.buttons import plain_button
from experimentos_gui.widgets.labels import (
    PlainLabel,
    buddy_label,
    plain_label,
    plain_tooltip,
    shortened,
)
from experimentos_gui.widgets.layouts import clear, column
from experimentos_gui.wizard.outcomes import MOST_LINES
from experimentos_gui.wizard.preview_model import one_line
from experimentos_gui.wizard.quiet import QuietComboBox

_LONGEST_NAME: Final = 60
_LONGEST_LINE: Final = 24
_LONGEST_OUTCOME: Final = 100
_MOST_NAMES: Final = 500
_LONGEST_TOOLTIP: Final = 600
_CHOOSE: Final = "Choose the control\u2026"


class ControlBox(QWidget):
    """Offers every variant; a control that was only recognised asks for one click.

    Signals:
        control_chosen(str): This variant is the control; the person said so.
    """

    control_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make a box without variants."""
        super().__init__(parent)
        self._names: tuple[str, ...] = ()
        self._box: QComboBox = QuietComboBox()
        self._box.setPlaceholderText(_CHOOSE)
        self._box.setMinimumContentsLength(14)
        caption = buddy_label("Which variant is the c&ontrol?", self._box)
        self._state = plain_label("", "hint")
        self._confirm = plain_button("Ye&s, this is the control")
        self._outcomes = QGridLayout()
        self._outcomes.setContentsMargins(0, 0, 0, 0)
        self._outcomes.setHorizontalSpacing(GAP)
        self._outcomes.setVerticalSpacing(SPACE // 2)
        self._outcomes.setColumnStretch(1, 1)
        layout = column(caption, self._box, self._state, spacing=SPACE)
        layout.addWidget(self._confirm, 0, Qt.AlignmentFlag.AlignLeft)
        layout.setAlignment(Qt.AlignmentFlag.AlignTop)
        layout.addSpacing(SPACE)
        layout.addLayout(self._outcomes)
        layout.addStretch(1)
        self.setLayout(layout)
        self._box.activated.connect(self._on_activated)
        self._confirm.clicked.connect(self._on_confirmed)

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """What takes the keyboard, from the top."""
        return (self._box, self._confirm)

    def set_variants(self, names: tuple[str, ...], control: ControlChoice) -> None:
        """Offer these variants, with this one taken as the control."""
        with QSignalBlocker(self._box):
            names = _offered(names, control.label)
            if names != self._names:
                self._names = names
                self._box.clear()
                self._box.addItems([shortened(one_line(name), _LONGEST_NAME) for name in names])
            self._box.setCurrentIndex(_index(control.label, names))
        self._box.setEnabled(bool(names))
        self._show_state(control)

    def set_outcomes(self, lines: tuple[tuple[str, str], ...], total: int) -> None:
        """Say what the data holds of each variant; `total` counts those not listed too."""
        clear(self._outcomes)
        for place, (name, words) in enumerate(lines):
            said = plain_label(shortened(one_line(words), _LONGEST_OUTCOME), "body")
            said.setAlignment(Qt.AlignmentFlag.AlignTop)
            self._outcomes.addWidget(_outcome_name(name), place, 0)
            self._outcomes.addWidget(said, place, 1)
        if total > MOST_LINES:
            more = plain_label(f"and {total - MOST_LINES} more", "hint")
            self._outcomes.addWidget(more, len(lines), 0, 1, 2)

    def _show_state(self, control: ControlChoice) -> None:
        asks = control.label is not None and not control.is_confirmed
        had_focus = self._confirm.hasFocus()
        self._confirm.setVisible(asks)
        if had_focus and not asks:
            self._box.setFocus()
        if asks:
            self._state.set_plain("! Recognised by its name, please confirm.")
        elif control.label is not None:
            self._state.set_plain("\u2713 Confirmed. Every other variant is compared with it.")
        else:
            self._state.set_plain("Every other variant is compared with it.")
        self._state.set_tone(Tone.CAUTION if asks else None)
        self._state.setVisible(bool(self._names))

    @Slot(int)
    def _on_activated(self, index: int) -> None:
        if index >= 0:
            self.control_chosen.emit(self._names[index])

    @Slot()
    def _on_confirmed(self) -> None:
        self._on_activated(self._box.currentIndex())


def _offered(names: tuple[str, ...], control: str | None) -> tuple[str, ...]:
    """Return the first few hundred names, and the control wherever it stands."""
    if len(names) <= _MOST_NAMES:
        return names
    offered = names[:_MOST_NAMES]
    return offered if control is None or control in offered else (*offered, control)


def _index(label: str | None, names: tuple[str, ...]) -> int:
    if label is None:
        return -1
    keys = [label_key(name) for name in names]
    return keys.index(label_key(label)) if label_key(label) in keys else -1


def _outcome_name(name: str) -> PlainLabel:
    label = plain_label(shortened(one_line(name), _LONGEST_LINE), "strong")
    label.setAlignment(Qt.AlignmentFlag.AlignTop)
    label.setToolTip(plain_tooltip(shortened(name, _LONGEST_TOOLTIP)))
    return label
