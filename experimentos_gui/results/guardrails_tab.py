"""Guardrails: what must not get worse, what happened to it, and how it was judged."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from experimentos_core.analysis import GuardrailResult
from experimentos_core.experiment import Report
from experimentos_core.foundation import formatting
from experimentos_core.foundation.formatting import level
from experimentos_core.foundation.values import Direction, GuardrailRule, GuardrailStatus
from experimentos_gui.messages import tone, with_symbol
from experimentos_gui.models.record_table import Column, RecordTableModel
from experimentos_gui.results.blocked import explain_blocked
from experimentos_gui.theme import GAP
from experimentos_gui.widgets.empty_state import EmptyState
from experimentos_gui.widgets.labels import plain_label, plain_tooltip
from experimentos_gui.widgets.layouts import column
from experimentos_gui.widgets.record_view import RecordView

_NONE_TITLE = "No guardrail was set"
_NONE_TEXT = (
    "A guardrail is a count that must not get worse while the primary metric gets better: "
    "cancellations, errors, complaints. Add such a column to the data, or tick one in the plan, "
    "and it is judged here."
)
_RANK = tuple(reversed(GuardrailStatus))
_RULES = {
    GuardrailRule.EVIDENCE: "Proven harm counts from the first margin on; harm that is not "
    "proven holds a launch back only when what was measured reaches the severe margin.",
    GuardrailRule.POINT: "Judged by the change seen, without asking how sure it is.",
    GuardrailRule.STRICT: "A guardrail passes only when harm of the severe margin is ruled out.",
}


def _shown[T](value: T | None, write: Callable[[T], str]) -> str:
    return formatting.NOT_AVAILABLE if value is None else write(value)


def _name_detail(guardrail: GuardrailResult) -> str:
    return "harm is up" if guardrail.direction is Direction.UP else "harm is down"


def _margins(guardrail: GuardrailResult) -> str:
    return (
        f"{formatting.points_size(guardrail.worsened_margin)}\n"
        f"{formatting.points_size(guardrail.severe_margin)}"
    )


_COLUMNS: tuple[Column[GuardrailResult], ...] = (
    Column(
        title="Status",
        text=lambda guardrail: with_symbol(guardrail.status),
        tone=lambda guardrail: tone(guardrail.status),
    ),
    Column(title="Guardrail", text=lambda guardrail: guardrail.name, detail=_name_detail),
    Column(title="Variant", text=lambda guardrail: guardrail.variant),
    Column(
        title="Control",
        text=lambda guardrail: _shown(guardrail.control_rate, formatting.percent),
        is_number=True,
    ),
    Column(
        title="Treatment",
        text=lambda guardrail: _shown(guardrail.treatment_rate, formatting.percent),
        is_number=True,
    ),
    Column(
        title="Change",
        text=lambda guardrail: _shown(guardrail.delta, formatting.points),
        detail=lambda guardrail: _shown(guardrail.ci, formatting.points_interval),
        is_number=True,
        explanation="Treatment minus control in percentage points, with its interval.",
    ),
    Column(
        title="Margins",
        text=_margins,
        is_number=True,
        explanation="Harm from which the guardrail counts as Worsened, and as Severe.",
    ),
    Column(title="Why", text=lambda guardrail: guardrail.reason),
)


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
        self._model = RecordTableModel[GuardrailResult](_COLUMNS, plain_tooltip, self)
        self._view = RecordView("Guardrails, worst first", stretch=len(_COLUMNS) - 1)
        self._view.setModel(self._model)
        self._method = plain_label("", "hint")
        self.setLayout(column(self._empty, self._view, self._method, spacing=GAP))
        self._empty.requested.connect(self.data_requested)

    def set_report(self, report: Report) -> None:
        """Show this report's guardrails, or why there are none."""
        ordered = sorted(report.guardrails, key=lambda guardrail: _RANK.index(guardrail.status))
        self._model.set_records(ordered)
        for widget in (self._view, self._method):
            widget.setVisible(bool(ordered))
        self._empty.setVisible(not ordered)
        if report.primary is None:
            explain_blocked(self._empty)
        else:
            self._empty.explain(_NONE_TITLE, _NONE_TEXT)
        self._method.set_plain(
            f"{level(1 - report.charter.alpha)} score intervals. Margins: Worsened above, Severe "
            f"below. {_RULES[report.charter.guardrail_rule]}"
        )
