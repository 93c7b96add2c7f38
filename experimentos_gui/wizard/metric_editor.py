"""The primary metric: which one decides, what it is called, and which way is good."""

from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from experimentos_core.foundation.values import Direction, MetricKind
from experimentos_gui.theme import SPACE
from experimentos_gui.widgets.labels import buddy_label, plain_label, plain_tooltip, shortened
from experimentos_gui.widgets.layouts import column
from experimentos_gui.wizard.candidates import Candidate, good_direction
from experimentos_gui.wizard.choice import Choice
from experimentos_gui.wizard.preview_model import one_line
from experimentos_gui.wizard.quiet import QuietComboBox

_GOOD: Final = {Direction.UP: ("&Up is good", ""), Direction.DOWN: ("&Down is good", "")}
_LONGEST_OFFER: Final = 60
_LONGEST_TOOLTIP: Final = 600
_MOST_OFFERED: Final = 200
_OFFER_CHARACTERS: Final = 24


class MetricEditor(QWidget):
    """Offers every metric that may decide where there are several; conversions may have a name.

    Signals:
        edited(): The person changed something.
    """

    edited = Signal()

    def __init__(self) -> None:
        """Make an editor for the conversions."""
        super().__init__()
        self._candidates: tuple[Candidate, ...] = ()
        self._kind: MetricKind | None = None
        self._decider = ""
        self._directions: dict[str, Direction] = {}
        self.chooser = QuietComboBox()
        self.chooser.setMinimumContentsLength(_OFFER_CHARACTERS)
        self._chooser_caption = buddy_label("&Which metric decides", self.chooser)
        self.name = QLineEdit()
        self._name_caption = buddy_label("Name of the &primary metric", self.name)
        self._hint = plain_label("", "hint")
        self.direction = Choice("A change of the primary metric:", _GOOD)
        self.setLayout(
            column(
                self._chooser_caption,
                self.chooser,
                self._hint,
                self._name_caption,
                self.name,
                self.direction,
                spacing=SPACE,
            )
        )
        self._show_parts()
        self.chooser.activated.connect(self._on_chosen)
        self.name.textEdited.connect(self._on_named)
        self.direction.chosen.connect(self.edited)

    @property
    def decider(self) -> str:
        """The continuous metric that decides; empty where the conversions do."""
        return self._decider

    @property
    def kind(self) -> MetricKind | None:
        """Whether a rate or a mean decides; None as long as nobody has said so."""
        return self._kind

    def load(
        self,
        metric: str,
        decider: str,
        kind: MetricKind | None,
        direction: Direction,
        candidates: tuple[Candidate, ...],
    ) -> None:
        """Show what decides, and what may.

        Args:
            metric: What the conversions are called; empty: as their column.
            decider: The continuous metric that decides; empty: the conversions do.
            kind: What the plan says of it.
            direction: The good direction.
            candidates: The metrics that may decide.
        """
        self._decider, self._kind = decider, kind
        self._directions[decider] = direction
        self._offer(candidates)
        if self.name.text() != metric:
            self.name.setText(metric)
        self.direction.set_value(direction)
        self._show_parts()

    def _offer(self, candidates: tuple[Candidate, ...]) -> None:
        if candidates != self._candidates:
            self._candidates = candidates
            words = [one_line(candidate.words) for candidate in candidates[:_MOST_OFFERED]]
            self.chooser.clear()
            self.chooser.addItems([shortened(text, _LONGEST_OFFER) for text in words])
        offered = [candidate.metric for candidate in candidates[:_MOST_OFFERED]]
        place = offered.index(self._decider) if self._decider in offered else -1
        self.chooser.setCurrentIndex(place)
        said = candidates[place].words if place >= 0 else self._decider
        self.chooser.setToolTip(plain_tooltip(shortened(said, _LONGEST_TOOLTIP)))

    def _show_parts(self) -> None:
        is_mean = bool(self._decider)
        self._hint.set_plain(
            "Each variant's sum, divided by the column named here." if is_mean else ""
        )
        several = len(self._candidates) > 1 or is_mean
        for widget, is_shown in (
            (self._chooser_caption, several),
            (self.chooser, several),
            (self._hint, is_mean),
            (self._name_caption, not is_mean),
            (self.name, not is_mean),
        ):
            widget.setVisible(is_shown)

    @Slot(int)
    def _on_chosen(self, index: int) -> None:
        metric = self._candidates[index].metric
        if metric == self._decider:
            return
        self._directions[self._decider] = self.direction.value
        usual = good_direction(metric) if metric else Direction.UP
        self._decider = metric
        self._kind = MetricKind.MEAN if metric else MetricKind.RATE
        self.direction.set_value(self._directions.get(metric, usual))
        self._show_parts()
        self.edited.emit()

    @Slot()
    def _on_named(self) -> None:
        """A name typed here is that of the conversions, also where a mean is called the same."""
        if any(candidate.metric for candidate in self._candidates):
            self._kind = MetricKind.RATE
        self.edited.emit()
