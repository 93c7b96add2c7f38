"""The parts of the record: figures, what is due, decisions, overrides, effects."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QWidget

from experimentos_core.foundation.formatting import count
from experimentos_core.history.track_record import Case, Way
from experimentos_gui.theme import GAP, SPACE, Tone
from experimentos_gui.track_record.latest_table import LatestTable
from experimentos_gui.track_record.record_rows import (
    outcome_columns,
    override_columns,
    way_columns,
)
from experimentos_gui.track_record.record_words import (
    inside_words,
    left_out_words,
    override_words,
    shrinkage_words,
    verdict_words,
)
from experimentos_gui.widgets.chart_frame import ChartFrame
from experimentos_gui.widgets.due_list import DueList
from experimentos_gui.widgets.flow_layout import FlowLayout
from experimentos_gui.widgets.labels import PlainLabel, plain_label, selectable
from experimentos_gui.widgets.layouts import Card, column
from experimentos_gui.widgets.svg_view import SvgView

if TYPE_CHECKING:
    from experimentos_core.history.track_record import TrackRecord
    from experimentos_gui.track_record.record_work import Findings

_TILE_WIDTH = 24 * SPACE


class RecordSections(QWidget):
    """Shows a record that holds something.

    Signals:
        experiment_chosen(str): The person wants this experiment, by its name in the history.
    """

    experiment_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make parts that show nothing yet."""
        super().__init__(parent)
        self._tiles = {
            name: plain_label("", "answer")
            for name in ("Experiments", "Decisions", "Overrides", "Realised effects")
        }
        self.due = DueList()
        self._left_out = selectable(plain_label("", "strong"))
        self._left_out.set_tone(Tone.CAUTION)
        self._verdicts = selectable(plain_label("", "body"))
        self.ways = LatestTable[Way](way_columns(), "From recommendation to decision", stretch=2)
        self._overridden = selectable(plain_label("", "body"))
        self.overrides = LatestTable[Case](
            override_columns(), "Decisions against the recommendation", stretch=3
        )
        self._inside = [selectable(plain_label("", role)) for role in ("lead", "hint")]
        self.outcomes = LatestTable[Case](outcome_columns(), "Predicted and realised", stretch=0)
        self._shrinkage = selectable(plain_label("", "body"))
        self._chart = SvgView()
        self._frame = ChartFrame(self._chart)
        self._chart_card = Card(
            column(plain_label("Predicted and realised effects", "strong"), self._frame)
        )
        layout = column(self._tile_row(), self._left_out, self.due, spacing=GAP)
        for title, parts in (
            ("Recommended and decided", (self._verdicts, self.ways)),
            ("Against the recommendation", (self._overridden, self.overrides)),
            (
                "Predicted and realised",
                (*self._inside, self.outcomes, self._shrinkage, self._chart_card),
            ),
        ):
            layout.addSpacing(SPACE)
            layout.addWidget(plain_label(title, "subtitle"))
            for part in parts:
                layout.addWidget(part)
        self.setLayout(layout)
        self.due.experiment_chosen.connect(self.experiment_chosen)
        for table in (self.overrides, self.outcomes):
            table.chosen.connect(self._on_chosen)

    @property
    def text(self) -> str:
        """Everything that is said in sentences and figures, line by line."""
        labels = (label for label in self.findChildren(QLabel) if label.isVisibleTo(self))
        return "\n".join(label.accessibleName() for label in labels)

    @property
    def chart_words(self) -> str:
        """What the chart shows, in words; empty where there is none."""
        return "" if self._chart_card.isHidden() else self._chart.accessibleDescription()

    def show_findings(self, findings: "Findings") -> None:
        """Show a record."""
        record = findings.record
        self._show_figures(record)
        self.due.show_due(findings.due)
        _say(self._left_out, left_out_words(record))
        self._verdicts.set_plain(verdict_words(record))
        self.ways.show_records(record.ways)
        self._overridden.set_plain(override_words(record))
        self.overrides.show_records(record.overrides)
        sentences = (*inside_words(record), "")
        for label, sentence in zip(self._inside, sentences, strict=False):
            _say(label, sentence)
        self.outcomes.show_records(record.realised)
        _say(self._shrinkage, shrinkage_words(record))
        self._chart.set_svg(findings.svg, findings.words)
        self._chart_card.setVisible(not self._chart.is_empty)
        self._frame.fit()

    def _show_figures(self, record: "TrackRecord") -> None:
        figures = (
            record.experiments,
            record.decided,
            record.override_count,
            record.realised_count,
        )
        for (name, label), figure in zip(self._tiles.items(), figures, strict=True):
            label.set_plain(count(figure))
            label.setAccessibleName(f"{name}: {count(figure)}")

    def _tile_row(self) -> QWidget:
        tiles = QWidget()
        cards: list[QWidget] = []
        for name, label in self._tiles.items():
            card = Card(column(label, plain_label(name, "hint"), spacing=0))
            card.setMinimumWidth(_TILE_WIDTH)
            cards.append(card)
        tiles.setLayout(FlowLayout(*cards, gap=GAP, line_gap=GAP))
        return tiles

    def _on_chosen(self, case: Case) -> None:
        self.experiment_chosen.emit(case.uid)


def _say(label: PlainLabel, sentence: str) -> None:
    label.set_plain(sentence)
    label.setVisible(bool(sentence))
