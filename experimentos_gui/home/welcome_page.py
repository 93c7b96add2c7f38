"""Home before there is anything to list: a place to drop a file, and samples to learn from."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from experimentos_core.foundation.errors import ExperimentError
from experimentos_gui.home.head import Head
from experimentos_gui.messages import PRODUCT, PROMISE, way_out
from experimentos_gui.theme import GAP, MARGIN, SPACE, Tone
from experimentos_gui.widgets.action_notice import ActionNotice
from experimentos_gui.widgets.buttons import link_button
from experimentos_gui.widgets.drop_area import DropArea
from experimentos_gui.widgets.labels import plain_label
from experimentos_gui.widgets.layouts import column, scroll_page

_COLUMNS: Final = 3
_DROP_HEIGHT: Final = 22 * SPACE
_INVITATION: Final = "Drop a CSV or Excel file here"
_EXPLANATION: Final = (
    "With users and conversions of each variant, also by day or by segment. "
    "Nothing leaves this machine."
)
_UNLISTED: Final = "Experiments"
_CANNOT_LIST: Final = "The list of experiments cannot be shown now."


class WelcomePage(QWidget):
    """Where the first experiment begins; or why those there are cannot be listed.

    Signals:
        restore_requested(): A backup shall take the place of a history that cannot be read.
        retry_requested(): The list shall be looked for once more.
        back_requested(): Back to the list.
        choose_requested(): The person wants to choose a file.
        paste_requested(): A copied table shall be pasted.
        file_chosen(Path): A file was dropped.
        sample_chosen(object): A Sample was picked.
    """

    restore_requested = Signal()
    retry_requested = Signal()
    back_requested = Signal()
    choose_requested = Signal()
    paste_requested = Signal()
    file_chosen = Signal(Path)
    sample_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show everything but samples: see `show_samples`."""
        super().__init__(parent)
        self.head = Head(PRODUCT, PROMISE)
        self._back = link_button("\u2190 Back to the experiments")
        self._back.setAccessibleName("Back to the experiments")
        self._back.hide()
        self.unlisted = ActionNotice()
        self._drop = DropArea(_INVITATION, _EXPLANATION)
        self._drop.setMinimumHeight(_DROP_HEIGHT)
        self._samples = QGridLayout()
        self._samples.setSpacing(GAP)
        content = column(spacing=GAP)
        content.addWidget(self._back, 0, Qt.AlignmentFlag.AlignLeft)
        content.addWidget(self.head)
        content.addWidget(self.unlisted)
        content.addWidget(self._drop)
        content.addSpacing(SPACE)
        content.addWidget(plain_label("Or learn from a real, published experiment", "subtitle"))
        content.addLayout(self._samples)
        content.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroll_page(content, margin=MARGIN))
        self._back.clicked.connect(self.back_requested)
        self.unlisted.accepted.connect(self.restore_requested)
        self.unlisted.dismissed.connect(self.retry_requested)
        self._drop.file_dropped.connect(self.file_chosen)
        self._drop.choose_requested.connect(self.choose_requested)
        self._drop.paste_requested.connect(self.paste_requested)

    def offer_back(self, *, is_offered: bool) -> None:
        """Lead back to the list, where there is one."""
        self._back.setVisible(is_offered)

    def explain_no_list(self, error: ExperimentError | None) -> None:
        """Say why there is no list although there may be experiments; None: there are none."""
        self.head.retitle(_UNLISTED if error is not None else PROMISE)
        self.unlisted.hide()
        if error is not None:
            why = f"{error.message} {error.hint}".strip()
            way, again = way_out(error), "Try again"
            self.unlisted.say(_CANNOT_LIST, way, again, hint=why, tone=Tone.CAUTION)

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
