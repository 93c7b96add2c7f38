"""The state of the data in one line, with the reasons one click away."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from experimentos_core.foundation.values import HealthStatus, Severity
from experimentos_gui.messages import counted, tone, with_symbol
from experimentos_gui.theme import GAP, SPACE
from experimentos_gui.widgets.buttons import link_button
from experimentos_gui.widgets.finding_list import FindingList
from experimentos_gui.widgets.labels import plain_label
from experimentos_gui.widgets.layouts import Card, column, row

if TYPE_CHECKING:
    from experimentos_core.healthcheck import Finding, HealthReport

_MOST_REASONS = 3
_HEALTHY = "No check found anything against this data."
_HEALTHY_NOTED = "Nothing stands against this data; there is something to know."

_BLOCKED_BY = "This data cannot be used before you mend"
_BLOCKED_BY_ONE = f"{_BLOCKED_BY} one finding."


class StatusBanner(Card):
    """Healthy, Warning or Blocked; opens to the findings that count, with what to do."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make a banner that shows nothing yet."""
        self._status = plain_label("", "strong")
        self._status.setWordWrap(False)
        self._summary = plain_label("", "body")
        self._toggle = link_button("Show reasons")
        self._findings = FindingList(most=_MOST_REASONS)
        head = row(self._status, self._summary, self._toggle, spacing=GAP)
        head.setStretch(1, 1)
        layout = column(spacing=GAP)
        layout.addLayout(head)
        layout.addWidget(self._findings)
        super().__init__(layout, parent)
        layout.setContentsMargins(GAP, SPACE, GAP, SPACE)
        self._toggle.clicked.connect(self._on_toggled)
        self._findings.hide()

    @property
    def is_open(self) -> bool:
        """Whether the reasons are shown."""
        return not self._findings.isHidden()

    def set_health(self, health: "HealthReport") -> None:
        """Show the state of this health report; a Blocked one opens by itself."""
        status = health.overall_status
        self.set_tone(tone(status))
        self._status.set_plain(with_symbol(status))
        self._status.set_tone(tone(status))
        self._summary.set_plain(_summary(status, health.issues))
        self._findings.set_findings(health.issues)
        self._toggle.setVisible(bool(health.issues))
        self._open(is_open=status is HealthStatus.BLOCKED)

    @Slot()
    def _on_toggled(self) -> None:
        self._open(is_open=not self.is_open)

    def _open(self, *, is_open: bool) -> None:
        self._findings.setVisible(is_open)
        text = "Hide reasons" if is_open else "Show reasons"
        self._toggle.setText(text)
        self._toggle.setAccessibleName(text)


def _summary(status: HealthStatus, issues: tuple["Finding", ...]) -> str:
    """Say what the state means; a warning in its own words, as its reasons stay closed."""
    if status is HealthStatus.HEALTHY:
        return _HEALTHY_NOTED if issues else _HEALTHY
    if status is HealthStatus.BLOCKED:
        blocking = sum(issue.severity is Severity.BLOCKED for issue in issues)
        return _BLOCKED_BY_ONE if blocking == 1 else f"{_BLOCKED_BY} {blocking} findings."
    worst = [issue for issue in issues if issue.severity is Severity.WARNING]
    more = f" And {counted(len(worst) - 1, 'more warning')}." if len(worst) > 1 else ""
    return f"{worst[0].message}{more}" if worst else ""
