"""Summary: every variant, its change against the control, and the same as a picture."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from experimentos_core.experiment import Report
from experimentos_core.foundation.values import Direction, RuleCode
from experimentos_core.memo.chart_rows import interval_chart_text
from experimentos_gui.models.record_table import RecordTableModel
from experimentos_gui.results.blocked import explain_blocked
from experimentos_gui.results.summary_rows import (
    SUMMARY_COLUMNS,
    SummaryRow,
    control_name,
    method_line,
    overall_line,
    summary_rows,
)
from experimentos_gui.theme import GAP, SPACE, Tone
from experimentos_gui.widgets.empty_state import EmptyState
from experimentos_gui.widgets.labels import plain_label, plain_tooltip, shortened
from experimentos_gui.widgets.layouts import Card, column
from experimentos_gui.widgets.record_view import RecordView
from experimentos_gui.widgets.svg_view import SvgView

_BROKEN_SPLIT = (
    "! Users did not arrive in the planned split, so these numbers are shown for the record only."
)
_LONGEST_NAME = 80


class SummaryTab(QWidget):
    """The primary metric in numbers and as intervals; says why when there is none.

    Signals:
        data_requested(): The person wants to go to the data.
    """

    data_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make a tab that shows nothing yet."""
        super().__init__(parent)
        self._empty = EmptyState("Change data or plan")
        self._title = plain_label("", "subtitle")
        self._record_only = plain_label(_BROKEN_SPLIT, "strong")
        self._record_only.set_tone(Tone.CAUTION)
        self._model = RecordTableModel[SummaryRow](SUMMARY_COLUMNS, plain_tooltip, self)
        self._view = RecordView("Variants and their change against the control", stretch=0)
        self._view.setModel(self._model)
        self._method = plain_label("", "hint")
        self._overall = plain_label("", "hint")
        self._chart = SvgView()
        self._chart_card = Card(column(self._chart))
        self._filled = QWidget()
        filled = column(self._title, self._record_only, self._view, spacing=GAP)
        filled.addLayout(column(self._method, self._overall, spacing=SPACE // 2))
        filled.addWidget(self._chart_card)
        self._filled.setLayout(filled)
        self.setLayout(column(self._empty, self._filled))
        self._empty.requested.connect(self.data_requested)

    def set_report(self, report: Report) -> None:
        """Show this report's primary metric, or why there is none."""
        primary = report.primary
        self._empty.setVisible(primary is None)
        self._filled.setVisible(primary is not None)
        self.set_chart("")
        if primary is None:
            explain_blocked(self._empty)
            self._model.set_records(())
            return
        good = "higher is better" if primary.direction is Direction.UP else "lower is better"
        self._title.set_plain(f"{shortened(primary.metric, _LONGEST_NAME)}, {good}")
        self._record_only.setVisible(report.decision.rule is RuleCode.SRM)
        self._model.set_records(summary_rows(primary, control_name(report), report.charter.alpha))
        self._method.set_plain(method_line(primary, report.charter))
        self._overall.set_plain(overall_line(primary))
        self._overall.setVisible(primary.overall is not None)
        self._chart.setAccessibleDescription(interval_chart_text(report))

    def set_chart(self, svg: str) -> None:
        """Show the intervals as a picture; without one the card is not there."""
        self._chart.set_svg(svg, self._chart.accessibleDescription())
        self._chart_card.setVisible(not self._chart.is_empty)
