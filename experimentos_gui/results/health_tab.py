"""Health: what was checked, what was found, and whether users arrived as planned."""

from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from experimentos_core.experiment import Report
from experimentos_core.foundation import formatting
from experimentos_core.foundation.values import HealthStatus
from experimentos_core.healthcheck import SampleRatio
from experimentos_gui.messages import tone, with_symbol
from experimentos_gui.models.record_table import Column, RecordTableModel
from experimentos_gui.results.wording import chi_square
from experimentos_gui.theme import GAP, MARGIN, SPACE
from experimentos_gui.widgets.finding_list import FindingList
from experimentos_gui.widgets.labels import plain_label, plain_tooltip
from experimentos_gui.widgets.layouts import Card, column
from experimentos_gui.widgets.record_view import RecordView

_SPLIT_WORDS = {
    HealthStatus.HEALTHY: "Users arrived in the planned split",
    HealthStatus.WARNING: "Users may not have arrived in the planned split",
    HealthStatus.BLOCKED: "Users did not arrive in the planned split",
}
_NO_SPLIT = "The split could not be tested, because the users could not be read."
_NOTHING = "Nothing was found: the cells, the counts and the split are as they should be."


@dataclass(frozen=True, slots=True, kw_only=True)
class _Arm:
    """One variant of the split test, in words."""

    variant: str
    observed: str
    expected: str
    share: str


_COLUMNS: tuple[Column[_Arm], ...] = (
    Column(title="Variant", text=lambda arm: arm.variant),
    Column(title="Users who came", text=lambda arm: arm.observed, is_number=True),
    Column(title="Users expected", text=lambda arm: arm.expected, is_number=True),
    Column(title="Share", text=lambda arm: arm.share, is_number=True),
)


class HealthTab(QWidget):
    """The findings, worst first, and the split test with its numbers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make a tab that shows nothing yet."""
        super().__init__(parent)
        self._nothing = plain_label(_NOTHING, "body")
        self._findings = FindingList()
        self._split = plain_label("", "strong")
        self._test = plain_label("", "hint")
        self._model = RecordTableModel[_Arm](_COLUMNS, plain_tooltip, self)
        self._view = RecordView("Users who came and users expected", stretch=0)
        self._view.setModel(self._model)
        found = Card(
            column(plain_label("Findings", "subtitle"), self._nothing, self._findings, spacing=GAP)
        )
        layout = column(found, spacing=GAP)
        layout.addSpacing(SPACE)
        layout.addWidget(plain_label("Split", "subtitle"))
        layout.addLayout(column(self._split, self._test, spacing=SPACE // 2))
        layout.addWidget(self._view)
        layout.addSpacing(MARGIN)
        self.setLayout(layout)

    def set_report(self, report: Report) -> None:
        """Show this report's health."""
        health = report.health
        self._nothing.setVisible(not health.issues)
        self._findings.setVisible(bool(health.issues))
        self._findings.set_findings(health.issues)
        self._show_split(health.srm)

    def _show_split(self, ratio: SampleRatio | None) -> None:
        self._view.setVisible(ratio is not None)
        self._test.setVisible(ratio is not None)
        if ratio is None:
            self._split.set_plain(_NO_SPLIT)
            self._split.set_tone(None)
            self._model.set_records(())
            return
        self._split.set_plain(f"{with_symbol(ratio.status)}: {_SPLIT_WORDS[ratio.status].lower()}")
        self._split.set_tone(tone(ratio.status))
        self._test.set_plain(
            f"{formatting.p_equals(ratio.p_value)} ({chi_square(ratio.chi2, ratio.df)}). A small p "
            "says that chance alone hardly makes such a split."
        )
        total = sum(ratio.observed.values())
        self._model.set_records(
            [
                _Arm(
                    variant=label,
                    observed=formatting.count(users),
                    expected=formatting.count(round(ratio.expected[label])),
                    share=formatting.percent(users / total),
                )
                for label, users in ratio.observed.items()
            ]
        )
