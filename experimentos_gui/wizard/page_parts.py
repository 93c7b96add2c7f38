"""What all pages of the wizard have: a head that says where one is, a foot that says why not."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from experimentos_gui.theme import SPACE, Tone
from experimentos_gui.widgets.buttons import link_button
from experimentos_gui.widgets.labels import plain_label
from experimentos_gui.widgets.layouts import column, row
from experimentos_gui.wizard.flow import Readiness, Step

_STEPS: Final = len(Step)
_PLANNED: Final = (Step.CHARTER, Step.POWER)


class PageHead(QWidget):
    """Which step this is, and its question."""

    def __init__(self, step: Step, question: str, explanation: str) -> None:
        """Say the question and what it is for."""
        super().__init__()
        self._step = step
        self._place = plain_label("", "caption")
        self._question = plain_label(question, "title")
        hint = plain_label(explanation, "hint")
        self.setLayout(column(self._place, self._question, hint, spacing=SPACE // 4))
        self.show_planning(is_planning=False)

    @property
    def text(self) -> str:
        """Where one is, and the question."""
        return f"{self._place.accessibleName()}: {self._question.accessibleName()}"

    def show_planning(self, *, is_planning: bool, question: str = "") -> None:
        """Count the steps of an experiment, or of a plan before its data; ask another question."""
        if is_planning and self._step in _PLANNED:
            self._place.set_plain(f"Plan, step {_PLANNED.index(self._step) + 1} of {len(_PLANNED)}")
        else:
            self._place.set_plain(f"Step {self._step + 1} of {_STEPS}")
        if question:
            self._question.set_plain(question)


class PageFoot(QWidget):
    """One line above the buttons: why the step cannot be left yet, or what to know before.

    `way` leads to what is lacking, on pages that show it.
    """

    def __init__(self) -> None:
        """Make an empty line."""
        super().__init__()
        self._line = plain_label("", "strong")
        self._line.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.way = link_button("Show me")
        self.way.hide()
        self._line.setMinimumHeight(self.way.sizeHint().height())
        layout = row(spacing=SPACE)
        layout.addWidget(self._line, 1)
        layout.addWidget(self.way)
        self.setLayout(layout)

    @property
    def text(self) -> str:
        """What the line says."""
        return self._line.accessibleName()

    def show_readiness(self, readiness: Readiness) -> None:
        """Say why the step cannot be left, or what to know before."""
        self.say(readiness.reason, Tone.CAUTION if readiness.reason else None)

    def say(self, sentence: str, tone: Tone | None = None) -> None:
        """Say a sentence."""
        mark = "! " if tone is Tone.CAUTION else ""
        self._line.set_plain(f"{mark}{sentence}" if sentence else "")
        self._line.set_tone(tone)
