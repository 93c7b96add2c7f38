"""Bayesian: the same data as chances, in plain words first; it decides nothing."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from experimentos_core.experiment import Report
from experimentos_gui.models.record_table import RecordTableModel
from experimentos_gui.results.belief_charts import BeliefCharts
from experimentos_gui.results.belief_rows import BeliefRow, belief_columns, belief_rows
from experimentos_gui.results.belief_sentences import (
    anything_known,
    explanation,
    headline,
    method_line,
)
from experimentos_gui.results.blocked import explain_blocked
from experimentos_gui.results.chart_maker import ChartMaker
from experimentos_gui.results.record_only import RecordOnlyLabel
from experimentos_gui.results.summary_words import reason_line
from experimentos_gui.theme import GAP, SPACE, Tone
from experimentos_gui.widgets.empty_state import EmptyState
from experimentos_gui.widgets.labels import plain_label, plain_tooltip, selectable
from experimentos_gui.widgets.layouts import Card, column
from experimentos_gui.widgets.record_view import RecordView

_BANNER = "\u00b7 Informational: did not influence the verdict"
_WHY = (
    "The verdict follows the test that was planned. These figures say, given this data, what may "
    "be true and how likely it is."
)


class BayesianTab(QWidget):
    """What to believe of every variant, with pictures; says why when there is nothing.

    Signals:
        data_requested(): The person wants to go to the data.
    """

    data_requested = Signal()

    def __init__(self, maker: ChartMaker, parent: QWidget | None = None) -> None:
        """Make a tab that shows nothing yet; `maker` draws its charts."""
        super().__init__(parent)
        self._empty = EmptyState("Change data or plan")
        self._record_only = RecordOnlyLabel()
        self._headline = selectable(plain_label("", "lead"))
        self._explanation = selectable(plain_label("", "body"))
        self._model = RecordTableModel[BeliefRow]((), plain_tooltip, self)
        self._view = RecordView("What is believed of each variant", stretch=0)
        self._view.setModel(self._model)
        self._method = plain_label("", "hint")
        self._charts = BeliefCharts(maker)
        self._figures = QWidget()
        self._figures.setLayout(column(self._view, self._method, self._charts, spacing=GAP))
        self._filled = QWidget()
        said = (self._record_only, self._headline, self._explanation)
        self._filled.setLayout(column(_banner(), *said, self._figures, spacing=GAP))
        self.setLayout(column(self._empty, self._filled))
        self._empty.requested.connect(self.data_requested)

    def set_report(self, report: Report) -> None:
        """Show what is believed after this report's data, or why nothing is."""
        view = report.bayesian
        self._empty.setVisible(view is None)
        self._filled.setVisible(view is not None)
        if view is None:
            explain_blocked(self._empty)
            self._model.set_records(())
            self._charts.clear()
            return
        self._record_only.set_report(report)
        self._headline.set_plain(headline(view))
        is_known = anything_known(view)
        more = explanation(view) if is_known else _why_nothing(report)
        self._explanation.set_plain(more)
        self._explanation.setVisible(bool(more))
        self._figures.setVisible(is_known)
        if not is_known:
            self._model.set_records(())
            self._charts.clear()
            return
        self._model.set_records(belief_rows(view), belief_columns(view))
        self._method.set_plain(method_line(view))
        self._charts.set_view(report, view)


def _why_nothing(report: Report) -> str:
    """Say why no variant could be tested, and what would bring figures."""
    why = reason_line(report.primary) if report.primary else ""
    return f"{why} {report.decision.would_change}".strip()


def _banner() -> Card:
    card = Card(column(plain_label(_BANNER, "strong"), plain_label(_WHY), spacing=SPACE // 2))
    card.set_tone(Tone.NEUTRAL)
    return card
