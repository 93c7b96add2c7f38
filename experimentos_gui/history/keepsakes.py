"""Tags and note of an experiment; kept as they are typed, there is nothing to save."""

from typing import Final

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from experimentos_gui.theme import SPACE
from experimentos_gui.widgets.labels import buddy_label, plain_label
from experimentos_gui.widgets.layouts import column
from experimentos_gui.widgets.names_field import NamesField

_PAUSE_MS: Final = 1500
_NOTE_LINES: Final = 4
_PLACEHOLDER: Final = "mobile, pricing, \u2026 (several with commas)"
_HINT: Final = "Tags and note are kept as you type; the search looks through both."


class Keepsakes(QWidget):
    """Announces tags and note once typing pauses, and when the dialog ends.

    Signals:
        tags_changed(object): The tags, a tuple.
        note_changed(str): The note.
    """

    tags_changed = Signal(object)
    note_changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make empty fields, off until there is something to show."""
        super().__init__(parent)
        self._tags = NamesField(_PLACEHOLDER)
        self._note = QPlainTextEdit()
        self._note.setTabChangesFocus(True)
        self._note.setFixedHeight(self._note.fontMetrics().lineSpacing() * _NOTE_LINES + 2 * SPACE)
        self._kept: tuple[tuple[str, ...], str] = ((), "")  # what the history holds
        self._told: tuple[tuple[str, ...], str] = ((), "")  # what was announced last
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self.setLayout(
            column(
                buddy_label("&Tags", self._tags.line),
                self._tags,
                buddy_label("&Note", self._note),
                self._note,
                plain_label(_HINT, "hint"),
                spacing=SPACE // 2,
            )
        )
        self.setEnabled(False)
        self._note.textChanged.connect(self._pause.start)
        self._tags.line.textChanged.connect(self._pause.start)
        self._tags.line.ended.connect(self._pause.start)
        self._pause.timeout.connect(self.flush)

    def show_kept(self, tags: tuple[str, ...], note: str) -> None:
        """Show what is kept; what was typed and is not kept, or cannot be, stays as it is."""
        told_tags, told_note = self._told
        if self._tags.names == self._kept[0]:
            self._tags.set_names(tags)
            told_tags = tags
        if self._note.toPlainText() == self._kept[1]:
            told_note = note
            if note != self._kept[1]:
                self._note.setPlainText(note)
        self._kept, self._told = (tags, note), (told_tags, told_note)
        self.setEnabled(True)

    def focus_tags(self) -> None:
        """Lead the keyboard to the tags."""
        self._tags.line.setFocus()

    @Slot()
    def flush(self) -> None:
        """Announce at once what was typed and not announced yet."""
        self._pause.stop()
        if not self.isEnabled():
            return
        tags, note = self._tags.names, self._note.toPlainText()
        told, self._told = self._told, (tags, note)
        if tags != told[0]:
            self.tags_changed.emit(tags)
        if note != told[1]:
            self.note_changed.emit(note)
