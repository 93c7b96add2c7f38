"""Names of several people: typed or pasted with commas or line breaks, shown as chips."""

import re
from functools import partial
from typing import Final, override

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from experimentos_gui.theme import SPACE
from experimentos_gui.widgets.buttons import chip_button
from experimentos_gui.widgets.flow_layout import FlowLayout
from experimentos_gui.widgets.labels import plain_tooltip, shortened, visible
from experimentos_gui.widgets.layouts import clear, column

_MARKS: Final = re.compile(r"[,;\r\n\u2028\u2029]")
_LONGEST_CHIP: Final = 40
_CROSS: Final = "\u2715"


class _Line(QLineEdit):
    """Ends a name on return and when the keyboard leaves.

    Signals:
        ended(): The name that is typed is complete.
    """

    ended = Signal()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep the return key while there is a name to end."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.text().strip():
            self.ended.emit()
            return
        super().keyPressEvent(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take what is typed as a name."""
        super().focusOutEvent(event)
        self.ended.emit()


class NamesField(QWidget):
    """A line to type names into, and a chip below it for each; a click takes it away."""

    def __init__(self, placeholder: str, parent: QWidget | None = None) -> None:
        """Make a field without names."""
        super().__init__(parent)
        self._names: tuple[str, ...] = ()
        self.line = _Line()
        self.line.setPlaceholderText(placeholder)
        self._flow = FlowLayout(gap=SPACE // 2, line_gap=SPACE // 2)
        self._chips = QWidget()
        self._chips.setLayout(self._flow)
        self.setLayout(column(self.line, self._chips, spacing=SPACE // 2))
        self.line.ended.connect(self._on_ended)
        self.line.textChanged.connect(self._on_changed)
        self.set_names(())

    @property
    def names(self) -> tuple[str, ...]:
        """Every name, that which is still being typed among them; each once."""
        typed = self.line.text().strip()
        return tuple(dict.fromkeys((*self._names, *((typed,) if typed else ()))))

    @property
    def chips(self) -> list[QPushButton]:
        """The chips, in order."""
        items = [self._flow.itemAt(place) for place in range(self._flow.count())]
        widgets = [item.widget() for item in items if item is not None]
        return [widget for widget in widgets if isinstance(widget, QPushButton)]

    def set_names(self, names: tuple[str, ...]) -> None:
        """Show these names."""
        self._names = tuple(dict.fromkeys(" ".join(name.split()) for name in names if name.strip()))
        clear(self._flow)
        for name in self._names:
            self._flow.addWidget(self._chip(name))
        self._chips.setVisible(bool(self._names))

    def _chip(self, name: str) -> QPushButton:
        words = visible(shortened(name, _LONGEST_CHIP)).replace("&", "&&")
        chip = chip_button(f"{words}  {_CROSS}")
        chip.setAccessibleName(f"Take {visible(name)} away")
        chip.setToolTip(plain_tooltip(name))
        chip.clicked.connect(partial(self._on_taken_away, name))
        return chip

    @Slot(str)
    def _on_changed(self, text: str) -> None:
        """Make chips of all names that are complete."""
        parts = _MARKS.split(text)
        if len(parts) > 1:
            has_end = text[-1] != parts[-1][-1:]
            self.set_names((*self._names, *(parts if has_end else parts[:-1])))
            self.line.setText("" if has_end else parts[-1].lstrip())

    @Slot()
    def _on_ended(self) -> None:
        if self.line.text().strip():
            self.set_names(self.names)
            self.line.clear()

    def _on_taken_away(self, name: str, *_: object) -> None:
        self.set_names(tuple(other for other in self._names if other != name))
        self.line.setFocus()
