"""Continuous: amounts per user or order, for information beside the metric that decides."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from experimentos_core.experiment import Report
from experimentos_core.foundation.formatting import level, threshold
from experimentos_core.foundation.values import MetricKind
from experimentos_core.memo.wording import metric_title
from experimentos_gui.models.record_table import RecordTableModel
from experimentos_gui.results.blocked import explain_blocked
from experimentos_gui.results.continuous_rows import (
    CONTINUOUS_COLUMNS,
    ContinuousRow,
    continuous_rows,
    reason_line,
)
from experimentos_gui.results.record_only import RecordOnlyLabel
from experimentos_gui.theme import GAP, SPACE
from experimentos_gui.widgets.empty_state import EmptyState
from experimentos_gui.widgets.labels import plain_label, plain_tooltip, selectable
from experimentos_gui.widgets.layouts import column
from experimentos_gui.widgets.record_view import RecordView

_NONE_TITLE = "No continuous metric in this data"
_NONE_MORE_TITLE = "No other continuous metric in this data"
_NONE_TEXT = (
    "A continuous metric is an amount: revenue per user, value per order, minutes per visit. Two "
    "columns bring one in: the sum of the values of each variant, and the sum of their squares. "
    "A third, with the number of values, is needed only where not every user has one "
    "(revenue_n). For example:"
)
_EXAMPLE = (
    "variant,users,conversions,revenue_sum,revenue_sum_sq\n"
    "control,10000,1000,52340.50,914226.25\n"
    "treatment,10000,1100,55120.75,987310.50"
)
_DECIDES_NOTHING = "These metrics are told for information: they did not influence the verdict."
_JUDGED = (
    "Those that are guardrails are judged in the tab Guardrails; the others are told for "
    "information and did not influence the verdict."
)
_ALL_JUDGED = "They are guardrails, and are judged in the tab Guardrails."


class ContinuousTab(QWidget):
    """Every continuous metric but a primary one; says what would bring one when there is none.

    Signals:
        data_requested(): The person wants to go to the data.
    """

    data_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make a tab that shows nothing yet."""
        super().__init__(parent)
        self._decides = plain_label("", "body")
        self._empty = EmptyState("Change data or plan")
        self._record_only = RecordOnlyLabel()
        self._use = plain_label("", "body")
        self._model = RecordTableModel[ContinuousRow](CONTINUOUS_COLUMNS, plain_tooltip, self)
        self._view = RecordView("Continuous metrics", stretch=0)
        self._view.setModel(self._model)
        self._reasons = selectable(plain_label("", "body"))
        self._method = plain_label("", "hint")
        self._filled = QWidget()
        self._filled.setLayout(
            column(
                self._record_only,
                self._use,
                self._view,
                self._reasons,
                self._method,
                spacing=GAP,
            )
        )
        self.setLayout(column(self._decides, self._empty, self._filled, spacing=SPACE))
        self._empty.requested.connect(self.data_requested)

    def set_report(self, report: Report) -> None:
        """Show this report's continuous metrics, or what would bring one."""
        rows = continuous_rows(report)
        self._model.set_records(rows)
        self._filled.setVisible(bool(rows))
        self._empty.setVisible(not rows)
        self._record_only.set_report(report)
        self._use.set_plain(_use_of(rows))
        reasons = reason_line(rows)
        self._reasons.set_plain(reasons)
        self._reasons.setVisible(bool(reasons))
        self._method.set_plain(_method_line(report))
        decides = _what_decides(report)
        self._decides.set_plain(decides)
        self._decides.setVisible(bool(decides))
        if report.primary is None:
            explain_blocked(self._empty)
        else:
            title = _NONE_MORE_TITLE if decides else _NONE_TITLE
            self._empty.explain(title, _NONE_TEXT, _EXAMPLE)


def _what_decides(report: Report) -> str:
    """Say where a continuous metric is told that decides; empty where there is none."""
    primary = report.primary
    if primary is None or primary.kind is MetricKind.RATE:
        return ""
    return f"{metric_title(primary.metric, primary.per)} decides: see the tab Summary."


def _use_of(rows: tuple[ContinuousRow, ...]) -> str:
    judged = sum(row.is_guardrail for row in rows)
    if judged == len(rows):
        return _ALL_JUDGED
    return _JUDGED if judged else _DECIDES_NOTHING


def _method_line(report: Report) -> str:
    alpha = report.charter.alpha
    return (
        f"Below each change: its {level(1 - alpha)} interval. Welch's t test, with Fieller's "
        "interval for the relative lift; both intervals exclude no change exactly when p is below "
        f"{threshold(alpha)}. p is not corrected for the number of metrics and variants: with many "
        "of them, some look clear by chance."
    )
