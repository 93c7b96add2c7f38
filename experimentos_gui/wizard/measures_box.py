"""The continuous metrics of the file: by what each is divided, which decides, what is left out."""

from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from experimentos_core.reading.columns.measures import MeasureColumns, choose_size
from experimentos_core.reading.table import column_key
from experimentos_gui.models.continuous import ContinuousMetrics
from experimentos_gui.theme import GAP, SPACE, Tone
from experimentos_gui.widgets.buttons import link_button, plain_button
from experimentos_gui.widgets.labels import PlainLabel, plain_label, plain_tooltip, shortened
from experimentos_gui.widgets.layouts import clear, column
from experimentos_gui.wizard.preview_model import one_line
from experimentos_gui.wizard.quiet import QuietComboBox

MOST_LINES: Final = 12
_MOST_COUNTS: Final = 200
_LONGEST_NAME: Final = 32
_SIZE_CHARACTERS: Final = 12
_LONGEST_TOOLTIP: Final = 600
_CAPTION: Final = "Continuous metrics"
_NOTHING_DECIDES: Final = (
    "! No column holds conversions. Choose one in the heads above, or let one of these decide."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureState:
    """What the box shows.

    Attributes:
        measures: The metrics, also those that lack a half.
        counts: The columns that may be the n of one.
        decider: The metric that decides; empty where the conversions do.
        lacks_conversions: Whether the conversions decide and no column holds them.
    """

    measures: tuple[MeasureColumns, ...] = ()
    counts: tuple[str, ...] = ()
    decider: str = ""
    lacks_conversions: bool = False

    @classmethod
    def of(
        cls, continuous: ContinuousMetrics, decider: str, *, lacks_conversions: bool
    ) -> "MeasureState":
        """Return what there is to show of a table."""
        return cls(
            measures=continuous.measures,
            counts=continuous.counts,
            decider=decider,
            lacks_conversions=lacks_conversions,
        )


class MeasuresBox(QWidget):
    """One line a metric; hidden where there is none.

    Signals:
        choice_made(object): A Choice: another column is the n of a metric.
        decider_chosen(str): This metric decides.
        left_out(str): The columns of this metric shall be left out.
    """

    choice_made = Signal(object)
    decider_chosen = Signal(str)
    left_out = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make a hidden box."""
        super().__init__(parent)
        self._state = MeasureState()
        self._stops: dict[tuple[str, str], QWidget] = {}
        self._caption = plain_label(_CAPTION, "caption")
        self._note = plain_label("", "strong")
        self._note.set_tone(Tone.CAUTION)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(GAP)
        self._grid.setVerticalSpacing(SPACE // 2)
        self._grid.setColumnStretch(5, 1)
        self._more = plain_label("", "hint")
        layout = column(self._caption, self._note, spacing=SPACE // 2)
        layout.addLayout(self._grid)
        layout.addWidget(self._more)
        self.setLayout(layout)
        self.setAccessibleName(_CAPTION)
        self.hide()

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """What takes the keyboard, from the top."""
        return tuple(self._stops.values())

    @property
    def texts(self) -> list[str]:
        """What is said, from the top."""
        labels = self.findChildren(PlainLabel)
        said = (label.accessibleName() for label in labels if label.isVisibleTo(self))
        return [text for text in said if text]

    def size_box(self, metric: str) -> QuietComboBox:
        """Return the choice of the n of a metric."""
        box = self._stops["size", metric]
        assert isinstance(box, QuietComboBox)  # noqa: S101 - nothing else is kept there
        return box

    def button(self, what: str, metric: str) -> QPushButton:
        """Return a button of a metric's line: 'decide' or 'leave out'."""
        button = self._stops[what, metric]
        assert isinstance(button, QPushButton)  # noqa: S101 - nothing else is kept there
        return button

    def show_state(self, state: MeasureState) -> bool:
        """Show these metrics; returns whether anything is different now."""
        if state == self._state:
            return False
        focused = next((key for key, stop in self._stops.items() if stop.hasFocus()), None)
        self._state = state
        self._stops = {}
        clear(self._grid)
        for place, measure in enumerate(state.measures[:MOST_LINES]):
            self._add_line(place, measure)
        hidden = len(state.measures) - MOST_LINES
        self._more.set_plain(f"and {hidden} more" if hidden > 0 else "")
        self._more.setVisible(hidden > 0)
        asks = state.lacks_conversions and any(m.is_complete for m in state.measures)
        self._note.set_plain(_NOTHING_DECIDES if asks else "")
        self._note.setVisible(asks)
        self.setVisible(bool(state.measures))
        if focused is not None and self._stops:
            self._stops.get(focused, self.stops[0]).setFocus()
        return True

    def focus_offer(self) -> None:
        """Give the keyboard to the first metric that may decide."""
        offers = [stop for (what, _), stop in self._stops.items() if what == "decide"]
        for stop in (offers or list(self.stops))[:1]:
            stop.setFocus()

    def _add_line(self, place: int, measure: MeasureColumns) -> None:
        name = shortened(one_line(measure.metric), _LONGEST_NAME)
        if not measure.is_complete:
            self._add_half(place, measure, name)
            return
        label = plain_label(name, "strong")
        label.setWordWrap(False)
        label.setToolTip(plain_tooltip(shortened(measure.metric, _LONGEST_TOOLTIP)))
        over = plain_label("mean over", "hint")
        over.setWordWrap(False)
        for number, widget in enumerate((label, over, self._size_choice(measure, name))):
            self._grid.addWidget(widget, place, number)
        self._grid.addWidget(self._decision(measure, name), place, 3, _LEFT)
        self._grid.addWidget(self._way_out(measure, name), place, 4, _LEFT)

    def _add_half(self, place: int, measure: MeasureColumns, name: str) -> None:
        there = measure.total or measure.squares
        lacking = f"{measure.metric}_sum_sq" if measure.total else f"{measure.metric}_sum"
        words = f"\u2715 {one_line(there)} lacks {one_line(lacking)} beside it."
        label = plain_label(shortened(words, 2 * _LONGEST_NAME), "strong")
        label.set_tone(Tone.BAD)
        label.setWordWrap(False)
        label.setToolTip(plain_tooltip(shortened(words, _LONGEST_TOOLTIP)))
        self._grid.addWidget(label, place, 0, 1, 4)
        self._grid.addWidget(self._way_out(measure, name), place, 4, _LEFT)

    def _size_choice(self, measure: MeasureColumns, name: str) -> QWidget:
        columns = self._state.counts[:_MOST_COUNTS]
        if all(column_key(column) != column_key(measure.size) for column in columns):
            columns = (measure.size, *columns)
        box = QuietComboBox()
        box.setMinimumContentsLength(_SIZE_CHARACTERS)
        box.addItems([shortened(one_line(name), _LONGEST_NAME) for name in columns])
        keys = [column_key(column) for column in columns]
        box.setCurrentIndex(keys.index(column_key(measure.size)))
        box.setAccessibleName(f"{name} is a mean over")
        box.activated.connect(partial(self._on_size_chosen, measure, columns))
        self._stops["size", measure.metric] = box
        return box

    def _decision(self, measure: MeasureColumns, name: str) -> QWidget:
        if measure.metric == self._state.decider:
            label = plain_label("\u2713 decides", "body")
            label.setWordWrap(False)
            return label
        make = plain_button if self._state.lacks_conversions else link_button
        button = make("Let it decide")
        button.setAccessibleName(f"Let {name} decide")
        button.clicked.connect(partial(self._on_decider_chosen, measure))
        self._stops["decide", measure.metric] = button
        return button

    def _way_out(self, measure: MeasureColumns, name: str) -> QWidget:
        button = link_button("Leave it out")
        button.setAccessibleName(f"Leave {name} out")
        button.clicked.connect(partial(self._on_left_out, measure))
        self._stops["leave out", measure.metric] = button
        return button

    def _on_size_chosen(
        self, measure: MeasureColumns, columns: tuple[str, ...], index: int
    ) -> None:
        if column_key(columns[index]) != column_key(measure.size):
            self.choice_made.emit(choose_size(measure.metric, columns[index]))

    def _on_decider_chosen(self, measure: MeasureColumns, *_: object) -> None:
        self.decider_chosen.emit(measure.metric)

    def _on_left_out(self, measure: MeasureColumns, *_: object) -> None:
        self.left_out.emit(measure.metric)


_LEFT: Final = Qt.AlignmentFlag.AlignLeft
