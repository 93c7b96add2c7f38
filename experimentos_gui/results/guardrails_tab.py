"""Guardrails: what must not get worse, what happened to it, and how it was judged."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from experimentos_core.analysis import GuardrailResult
from experimentos_core.experiment import Report
from experimentos_core.foundation.formatting import level
from experimentos_core.foundation.values import GuardrailRule, GuardrailStatus, MetricKind
from experimentos_gui.models.record_table import RecordTableModel
from experimentos_gui.results.blocked import explain_blocked
from experimentos_gui.results.guardrail_columns import GUARDRAIL_COLUMNS
from experimentos_gui.results.record_only import RecordOnlyLabel
from experimentos_gui.theme import GAP
from experimentos_gui.widgets.empty_state import EmptyState
from experimentos_gui.widgets.labels import plain_label, plain_tooltip
from experimentos_gui.widgets.layouts import column
from experimentos_gui.widgets.record_view import RecordView

_NONE_TITLE = "No guardrail was set"
_NONE_TEXT = (
    "A guardrail is a count or an amount that must not get worse while the primary metric gets "
    "better: cancellations, errors, complaints, minutes to load. Add such a column to the data, or "
    "tick one in the plan, and it is judged here."
)
_RANK = tuple(reversed(GuardrailStatus))
_RULES = {
    GuardrailRule.EVIDENCE: "Proven harm counts from the first margin on; harm that is not "
    "proven holds a launch back only when what was measured reaches the severe margin.",
    GuardrailRule.POINT: "Judged by the change seen, without asking how sure it is.",
    GuardrailRule.STRICT: "A guardrail passes only when harm of the severe margin is ruled out.",
}
_INTERVALS = {
    MetricKind.RATE: "score intervals",
    MetricKind.MEAN: "Welch intervals (relative: Fieller)",
}


class GuardrailsTab(QWidget):
    """All guardrails, worst first; says why when there is none.

    Signals:
        data_requested(): The person wants to go to the data or plan.
    """

    data_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make a tab that shows nothing yet."""
        super().__init__(parent)
        self._empty = EmptyState("Change data or plan")
        self._record_only = RecordOnlyLabel()
        self._model = RecordTableModel[GuardrailResult](GUARDRAIL_COLUMNS, plain_tooltip, self)
        self._view = RecordView("Guardrails, worst first", stretch=len(GUARDRAIL_COLUMNS) - 1)
        self._view.setModel(self._model)
        self._method = plain_label("", "hint")
        self._filled = QWidget()
        self._filled.setLayout(column(self._record_only, self._view, self._method, spacing=GAP))
        self.setLayout(column(self._empty, self._filled))
        self._empty.requested.connect(self.data_requested)

    def set_report(self, report: Report) -> None:
        """Show this report's guardrails, or why there are none."""
        ordered = sorted(report.guardrails, key=lambda guardrail: _RANK.index(guardrail.status))
        self._model.set_records(ordered)
        self._filled.setVisible(bool(ordered))
        self._empty.setVisible(not ordered)
        if report.primary is None:
            explain_blocked(self._empty)
        else:
            self._empty.explain(_NONE_TITLE, _NONE_TEXT)
        self._record_only.set_report(report)
        self._method.set_plain(
            f"{level(1 - report.charter.alpha)} {_intervals(report)}. "
            f"{_RULES[report.charter.guardrail_rule]}"
        )


def _intervals(report: Report) -> str:
    kinds = {guardrail.kind for guardrail in report.guardrails}
    return " and ".join(words for kind, words in _INTERVALS.items() if kind in kinds)
