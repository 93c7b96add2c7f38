"""The head of Home: what it is, and the buttons that begin something."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from experimentos_gui.theme import GAP, SPACE
from experimentos_gui.widgets.buttons import plain_button, primary_button
from experimentos_gui.widgets.fitting import SideBySide
from experimentos_gui.widgets.flow_layout import FlowLayout
from experimentos_gui.widgets.labels import plain_label
from experimentos_gui.widgets.layouts import column

_WIDEST_WORDS: Final = 52 * SPACE
_LEAST_WORDS: Final = 22 * SPACE
_PLAN_HINT: Final = "Write down what is promised, and how large it must be, before data"


class Head(QWidget):
    """Words on the left, buttons beside them, or below where the words would wrap too often.

    Signals:
        continue_requested(): Back to the work that is open.
        new_requested(): A new experiment without a file.
        plan_requested(): A plan before there is any data.
    """

    continue_requested = Signal()
    new_requested = Signal()
    plan_requested = Signal()

    def __init__(self, caption: str, title: str, parent: QWidget | None = None) -> None:
        """Say `title`, with `caption` above it where there is one."""
        super().__init__(parent)
        self._continue = plain_button("")
        self._continue.hide()
        plan = plain_button("P&lan an experiment")
        plan.setToolTip(_PLAN_HINT)
        new = primary_button("&New experiment")
        words = QWidget()
        lines = [plain_label(caption, "caption")] if caption else []
        self._title = plain_label(title, "title")
        words.setLayout(column(*lines, self._title, spacing=2))
        words.setMinimumWidth(_WIDEST_WORDS if caption else _LEAST_WORDS)
        buttons = QWidget()
        inner = column(spacing=0)
        inner.addStretch(1)
        inner.addLayout(FlowLayout(self._continue, plan, new))
        buttons.setLayout(inner)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(SideBySide(words, buttons, shares=(1, 0), gap=GAP))
        self._continue.clicked.connect(self.continue_requested)
        plan.clicked.connect(self.plan_requested)
        new.clicked.connect(self.new_requested)

    def retitle(self, title: str) -> None:
        """Say another title."""
        self._title.set_plain(title)

    def offer_work(self, name: str) -> None:
        """Offer the way back to the work on `name`; none where it is empty."""
        words = f"Continue {name}"
        self._continue.setText(words.replace("&", "&&"))
        self._continue.setAccessibleName(words)
        self._continue.setVisible(bool(name))
