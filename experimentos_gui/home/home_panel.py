"""The first page: a place to drop a file, a new experiment, and samples to learn from."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from experimentos_gui.messages import PRODUCT, PROMISE
from experimentos_gui.theme import GAP, MARGIN, SPACE
from experimentos_gui.widgets.buttons import plain_button, primary_button
from experimentos_gui.widgets.drop_area import DropArea
from experimentos_gui.widgets.fitting import SideBySide
from experimentos_gui.widgets.flow_layout import FlowLayout
from experimentos_gui.widgets.labels import plain_label
from experimentos_gui.widgets.layouts import column, scroll_page

_COLUMNS: Final = 3
_PROMISE_WIDTH: Final = 52 * SPACE
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
        plan_requested(): A plan before there is any data.
        experiment_chosen(str): An experiment of the history, by its name there.
        choose_requested(): The person wants to choose a file.
        paste_requested(): A copied table shall be pasted.
        file_chosen(Path): A file was dropped.
        sample_chosen(object): A Sample was picked.
    """

    continue_requested = Signal()
    new_requested = Signal()
    plan_requested = Signal()
    experiment_chosen = Signal(str)
    choose_requested = Signal()
    paste_requested = Signal()
    file_chosen = Signal(Path)
    sample_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show everything but samples: see `show_samples`."""
        super().__init__(parent)
        self._drop = DropArea(_INVITATION, _EXPLANATION)
        self._drop.setMinimumHeight(_DROP_HEIGHT)
        self._continue = plain_button("")
        self._continue.hide()
        self._plan = plain_button("P&lan an experiment")
        self._plan.setToolTip("Write down what is promised, and how large it must be, before data")
        self._new = primary_button("&New experiment")
        self._samples = QGridLayout()
        self._samples.setSpacing(GAP)
        content = column(spacing=GAP)
        content.addWidget(self._head())
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
        self._plan.clicked.connect(self.plan_requested)
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

    def _head(self) -> SideBySide:
        """Put the buttons beside the promise, or below it where it would wrap too often."""
        words = QWidget()
        words.setLayout(
            column(plain_label(PRODUCT, "caption"), plain_label(PROMISE, "title"), spacing=2)
        )
        words.setMinimumWidth(_PROMISE_WIDTH)
        buttons = QWidget()
        layout = column(spacing=0)
        layout.addStretch(1)
        layout.addLayout(FlowLayout(self._continue, self._plan, self._new))
        buttons.setLayout(layout)
        return SideBySide(words, buttons, shares=(1, 0), gap=GAP)
