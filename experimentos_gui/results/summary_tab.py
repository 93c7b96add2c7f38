"""Summary: every variant, its change against the control, and the same as a picture."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from experimentos_core.experiment import Report
from experimentos_gui.models.record_table import RecordTableModel
from experimentos_gui.results.blocked import explain_blocked
from experimentos_gui.results.chart_card import ChartCard
from experimentos_gui.results.chart_maker import ChartMaker
from experimentos_gui.results.drawing import ChartKind
from experimentos_gui.results.record_only import RecordOnlyLabel
from experimentos_gui.results.summary_rows import SummaryRow, summary_columns, summary_rows
from experimentos_gui.results.summary_words import (
    method_line,
    overall_line,
    primary_title,
    reason_line,
)
from experimentos_gui.theme import GAP, SPACE
from experimentos_gui.widgets.empty_state import EmptyState
from experimentos_gui.widgets.labels import plain_label, plain_tooltip, selectable
from experimentos_gui.widgets.layouts import column
from experimentos_gui.widgets.record_view import RecordView


class SummaryTab(QWidget):
    """The primary metric in numbers and as intervals; says why when there is none.

    Signals:
        data_requested(): The person wants to go to the data.
    """

    data_requested = Signal()

    def __init__(self, maker: ChartMaker, parent: QWidget | None = None) -> None:
        """Make a tab that shows nothing yet; `maker` draws its chart."""
        super().__init__(parent)
        self._empty = EmptyState("Change data or plan")
        self._title = plain_label("", "subtitle")
        self._record_only = RecordOnlyLabel()
        self._model = RecordTableModel[SummaryRow]((), plain_tooltip, self)
        self._view = RecordView("Variants and their change against the control", stretch=0)
        self._view.setModel(self._model)
        self._reasons = selectable(plain_label("", "body"))
        self._method = plain_label("", "hint")
        self._overall = plain_label("", "hint")
        self._chart = ChartCard(ChartKind.INTERVALS, "Changes and their intervals", maker)
        self._filled = QWidget()
        filled = column(self._title, self._record_only, self._view, self._reasons, spacing=GAP)
        filled.addLayout(column(self._method, self._overall, spacing=SPACE // 2))
        filled.addWidget(self._chart)
        self._filled.setLayout(filled)
        self.setLayout(column(self._empty, self._filled))
        self._empty.requested.connect(self.data_requested)

    def set_report(self, report: Report) -> None:
        """Show this report's primary metric, or why there is none."""
        primary = report.primary
        self._empty.setVisible(primary is None)
        self._filled.setVisible(primary is not None)
        if primary is None:
            explain_blocked(self._empty)
            self._model.set_records(())
            self._chart.clear()
            return
        self._title.set_plain(primary_title(primary))
        self._record_only.set_report(report)
        self._model.set_records(summary_rows(report, primary), summary_columns(primary))
        reasons = reason_line(primary)
        self._reasons.set_plain(reasons)
        self._reasons.setVisible(bool(reasons))
        self._method.set_plain(method_line(primary, report.charter))
        self._overall.set_plain(overall_line(primary))
        self._overall.setVisible(primary.overall is not None)
        self._chart.show_chart(report)
