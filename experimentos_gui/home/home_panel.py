"""The first page: a place to drop a file, a new experiment, and samples to learn from."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from experimentos_gui.messages import PRODUCT, PROMISE
from experimentos_gui.theme import GAP, MARGIN, SPACE
from experimentos_gui.widgets.buttons import plain_button, primary_button
from experimentos_gui.widgets.drop_area import DropArea
from experimentos_gui.widgets.labels import plain_label
from experimentos_gui.widgets.layouts import column, row, scroll_page

_COLUMNS: Final = 3
_DROP_HEIGHT: Final = 22 * SPACE
_INVITATION: Final = "Drop a CSV or Excel file here"
_EXPLANATION: Final = (
    "With users and conversions of each variant, also by day or by segment. "
    "Nothing leaves this machine."
)


class HomePanel(QWidget):
    """Where every experiment begins.

    Signals:
        continue_requested(): Back to the work that is open.
        new_requested(): A new experiment without a file.
        choose_requested(): The person wants to choose a file.
        paste_requested(): A copied table shall be pasted.
        file_chosen(Path): A file was dropped.
        sample_chosen(object): A Sample was picked.
    """

    continue_requested = Signal()
    new_requested = Signal()
    choose_requested = Signal()
    paste_requested = Signal()
    file_chosen = Signal(Path)
    sample_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show everything but the samples, which follow with `show_samples`."""
        super().__init__(parent)
        self._drop = DropArea(_INVITATION, _EXPLANATION)
        self._drop.setMinimumHeight(_DROP_HEIGHT)
        self._continue = plain_button("")
        self._continue.hide()
        self._new = primary_button("&New experiment")
        self._samples = QGridLayout()
        self._samples.setSpacing(GAP)
        content = column(spacing=GAP)
        content.addLayout(self._head())
        content.addWidget(self._drop)
        content.addSpacing(SPACE)
        content.addWidget(plain_label("Or learn from a real, published experiment", "subtitle"))
        content.addLayout(self._samples)
        content.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroll_page(content, margin=MARGIN))
        self._drop.file_dropped.connect(self.file_chosen)
        self._drop.choose_requested.connect(self.choose_requested)
        self._drop.paste_requested.connect(self.paste_requested)
        self._new.clicked.connect(self.new_requested)
        self._continue.clicked.connect(self.continue_requested)

    def offer_work(self, name: str) -> None:
        """Offer the way back to the work on `name`; none where it is empty."""
        words = f"Continue {name}"
        self._continue.setText(words.replace("&", "&&"))
        self._continue.setAccessibleName(words)
        self._continue.setVisible(bool(name))

    @Slot()
    def show_samples(self) -> None:
        """Add the sample experiments, once; the window is painted before they are read."""
        if self._samples.count():
            return
        from experimentos_core.samples import all_samples  # noqa: PLC0415 - after the first paint
        from experimentos_gui.home.sample_card import SampleCard  # noqa: PLC0415 - the same

        for position, sample in enumerate(all_samples()):
            card = SampleCard(sample)
            card.chosen.connect(self.sample_chosen)
            self._samples.addWidget(card, position // _COLUMNS, position % _COLUMNS)
            self._samples.setColumnStretch(position % _COLUMNS, 1)

    def _head(self) -> QVBoxLayout:
        words = column(plain_label(PRODUCT, "caption"), plain_label(PROMISE, "title"), spacing=2)
        line = row(spacing=GAP)
        line.addLayout(words, 1)
        line.addWidget(self._continue, 0, Qt.AlignmentFlag.AlignBottom)
        line.addWidget(self._new, 0, Qt.AlignmentFlag.AlignBottom)
        head = column()
        head.addLayout(line)
        return head
