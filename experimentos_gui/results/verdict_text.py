"""The verdict in words, to be pasted into a message or a document."""

import html
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData

from experimentos_core.foundation.rule_words import RULE_MEANINGS
from experimentos_gui.messages import with_symbol

if TYPE_CHECKING:
    from experimentos_core.experiment import Report


def experiment_title(report: "Report") -> str:
    """Return the experiment's name, or that of its file."""
    return report.charter.name or report.input.name


def verdict_mime_data(report: "Report") -> QMimeData:
    """Return verdict, reason and what would change it, as text and as HTML."""
    decision = report.decision
    verdict = with_symbol(decision.decision)
    subject = f"{verdict} {decision.variant}" if decision.variant else verdict
    head = f"{experiment_title(report)}: {subject}"
    status = f"Data: {with_symbol(report.health.overall_status)}"
    change = f"What would change it: {decision.would_change}"
    rule = f"Rule: {RULE_MEANINGS[decision.rule]} ({decision.rule.value})."
    lines = (decision.reason, *decision.details, change, rule, status)
    data = QMimeData()
    data.setText("\n".join((head, *lines)))
    paragraphs = "".join(f"<p>{html.escape(line)}</p>" for line in lines)
    data.setHtml(f"<p><b>{html.escape(head)}</b></p>{paragraphs}")
    return data
