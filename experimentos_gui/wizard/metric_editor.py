"""The primary metric: which one decides, what it is called, and which way is good.

Beside data one of its metrics is chosen; before there is any, the metric is named, and said to be a
rate or a mean.
"""

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

KINDS: Final = {
    MetricKind.RATE: ("A sha&re of users", "How many of them buy, sign up or come back."),
    MetricKind.MEAN: ("An a&verage", "Revenue per user, value per order, seconds of waiting."),
}
_GOOD: Final = {Direction.UP: ("&Up is good", ""), Direction.DOWN: ("&Down is good", "")}
_LONGEST_OFFER: Final = 60
_LONGEST_TOOLTIP: Final = 600
_MOST_OFFERED: Final = 200
_OFFER_CHARACTERS: Final = 24
_OF_DATA: Final = "Each variant's sum, divided by the column named here."
_OF_PLAN: Final = (
    "Name it as the data will, or with what it is per: revenue per user. Its columns are the sum "
    "of its values and the sum of their squares."
)
_NAMELESS: Final = "! Name the average, else the conversions of the data decide."


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
        self._has_data = True
        self._kind: MetricKind | None = None
        self._decider = ""
        self._directions: dict[str, Direction] = {}
        self.chooser = QuietComboBox()
        self.chooser.setMinimumContentsLength(_OFFER_CHARACTERS)
        self._chooser_caption = buddy_label("&Which metric decides", self.chooser)
        self.name = QLineEdit()
        self._name_caption = buddy_label("Name of the &primary metric", self.name)
        self._hint = plain_label("", "hint")
        self.planned = Choice("What the primary metric is:", KINDS)
        self.direction = Choice("A change of the primary metric:", _GOOD)
        self.setLayout(
            column(
                self._chooser_caption,
                self.chooser,
                self._name_caption,
                self.name,
                self.planned,
                self._hint,
                self.direction,
                spacing=SPACE,
            )
        )
        self._show_parts()
        self.chooser.activated.connect(self._on_chosen)
        self.name.textEdited.connect(self._on_named)
        self.planned.chosen.connect(self._on_planned)
        self.direction.chosen.connect(self.edited)

    @property
    def decider(self) -> str:
        """The continuous metric that decides; empty where the conversions do."""
        return self._decider

    @property
    def kind(self) -> MetricKind | None:
        """Whether a rate or a mean decides; None as long as nobody has said so."""
        return self._kind

    @property
    def is_mean(self) -> bool:
        """Whether a mean is to decide, also one without a name yet."""
        return bool(self._decider) or (not self._has_data and self.planned.value is MetricKind.MEAN)

    @property
    def planned_name(self) -> str:
        """What the conversions are called, where they decide; empty: as their column."""
        return "" if self.is_mean and not self._has_data else self.name.text()

    def load(
        self,
        metric: str,
        decider: str,
        kind: MetricKind | None,
        direction: Direction,
        candidates: tuple[Candidate, ...],
        *,
        has_data: bool = True,
        is_mean: bool = False,
    ) -> None:
        """Show what decides, and what may.

        Args:
            metric: What the conversions are called; empty: as their column.
            decider: The continuous metric that decides; empty: the conversions do.
            kind: What the plan says of it.
            direction: The good direction.
            candidates: The metrics that may decide.
            has_data: Whether there is data; without it any name may be typed.
            is_mean: Whether a mean is planned for, also one without a name yet.
        """
        self._decider, self._kind, self._has_data = decider, kind, has_data
        self._directions[decider] = direction
        self._offer(candidates)
        self.planned.set_value(MetricKind.MEAN if decider or is_mean else MetricKind.RATE)
        named = metric if has_data else metric or decider
        if self.name.text().strip() != named.strip():
            self.name.setText(named)
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
        is_planned = not self._has_data
        several = not is_planned and (len(self._candidates) > 1 or bool(self._decider))
        is_named = is_planned or not self._decider
        self._hint.set_plain(self._explanation())
        for widget, is_shown in (
            (self._chooser_caption, several),
            (self.chooser, several),
            (self._hint, self.is_mean),
            (self._name_caption, is_named),
            (self.name, is_named),
            (self.planned, is_planned),
        ):
            widget.setVisible(is_shown)

    def _explanation(self) -> str:
        if self._has_data:
            return _OF_DATA if self._decider else ""
        return _OF_PLAN if self.name.text().strip() else _NAMELESS

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
        """A name typed beside data is that of the conversions, also where a mean is called so."""
        if not self._has_data:
            self._take_planned()
        elif any(candidate.metric for candidate in self._candidates):
            self._kind = MetricKind.RATE
        self.edited.emit()

    @Slot()
    def _on_planned(self) -> None:
        """A mean of a name that harms when it rises, such as a duration, is better low."""
        self._take_planned()
        name = self.name.text()
        usual = good_direction(name) if name.strip() and self.is_mean else Direction.UP
        self.direction.set_value(usual)
        self.edited.emit()

    def _take_planned(self) -> None:
        is_mean = self.planned.value is MetricKind.MEAN
        self._decider = self.name.text().strip() if is_mean else ""
        if is_mean:
            self._kind = MetricKind.MEAN if self._decider else None
        else:
            self._kind = MetricKind.RATE
        self._show_parts()
