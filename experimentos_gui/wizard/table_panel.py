"""The open file: its rows under their roles, below them the control and everything found."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from experimentos_core.foundation import formatting
from experimentos_core.reading.roles import ColumnRoles
from experimentos_core.reading.table import Table
from experimentos_gui.messages import counted, tone, with_symbol
from experimentos_gui.theme import GAP, SPACE
from experimentos_gui.widgets.buttons import plain_button
from experimentos_gui.widgets.labels import plain_label, plain_tooltip, shortened
from experimentos_gui.widgets.layouts import column, row
from experimentos_gui.wizard.control_box import ControlBox
from experimentos_gui.wizard.findings_view import FindingsView
from experimentos_gui.wizard.outcomes import outcome_lines
from experimentos_gui.wizard.pins import Pinboard
from experimentos_gui.wizard.preview_model import one_line
from experimentos_gui.wizard.preview_view import PreviewView
from experimentos_gui.wizard.wording import in_wizard_words

if TYPE_CHECKING:
    from experimentos_core.healthcheck import Checkup, Finding
    from experimentos_gui.wizard.plan_editor import PlanEditor

_LONGEST_NAME: Final = 60
_FINDINGS_SHARE: Final = 3
_CONTROL_SHARE: Final = 2


class TablePanel(QWidget):
    """Shows what the plan editor says of the table; choices go up as requests.

    Signals:
        part_chosen(int, object): A column shall be used as that Part.
        control_chosen(str): This variant is the control.
        other_file_requested(): Another file shall be opened.
    """

    part_chosen = Signal(int, object)
    control_chosen = Signal(str)
    other_file_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make a panel that shows nothing yet."""
        super().__init__(parent)
        self._file = plain_label("", "strong")
        self._dialect = plain_label("", "hint")
        other = plain_button("Choose ano&ther file\u2026")
        self.preview = PreviewView()
        self.control = ControlBox()
        self._state = plain_label("", "strong")
        self.findings = FindingsView()
        self._pinboard: Pinboard | None = None
        head = row(spacing=GAP)
        head.addLayout(column(self._file, self._dialect, spacing=2), 1)
        head.addWidget(other, 0, Qt.AlignmentFlag.AlignBottom)
        below = row(spacing=2 * GAP)
        below.addWidget(_scrolling(self.control), _CONTROL_SHARE)
        found = column(self._state, spacing=SPACE)
        found.addWidget(self.findings, 1)
        found.addStretch()
        below.addLayout(found, _FINDINGS_SHARE)
        layout = column(spacing=GAP)
        layout.addLayout(head)
        layout.addWidget(self.preview, 1)
        layout.addLayout(below, 1)
        self.setLayout(layout)
        other.clicked.connect(self.other_file_requested)
        self.preview.part_chosen.connect(self.part_chosen)
        self.control.control_chosen.connect(self.control_chosen)
        self.findings.finding_chosen.connect(self._on_finding_chosen)
        for before, after in (
            (other, self.preview.heads),
            (self.preview.heads, self.preview),
        ):
            QWidget.setTabOrder(before, after)

    def show_table(self, table: Table, plan: "PlanEditor") -> None:
        """Show another table."""
        name = one_line(table.source.name)
        self._file.set_plain(shortened(name, _LONGEST_NAME))
        self._file.setToolTip(plain_tooltip(name))
        rows, columns = len(table.rows), len(table.header)
        size = (
            f"{formatting.count(rows)} {'row' if rows == 1 else 'rows'}, "
            f"{counted(columns, 'column')}"
        )
        self._dialect.set_plain(f"Read as: {table.source.dialect} \u00b7 {size}")
        self.preview.set_table(table, plan.parts)

    def show_plan(self, plan: "PlanEditor", checkup: "Checkup | None") -> None:
        """Show what the columns mean, the control, and what each variant's numbers say."""
        self.preview.set_parts(plan.parts)
        names = plan.names
        self.control.set_variants(names, plan.control)
        dataset = checkup.dataset if checkup is not None else None
        self.control.set_outcomes(outcome_lines(plan.variants, dataset), len(plan.variants))

    def show_checkup(self, table: Table, roles: ColumnRoles, checkup: "Checkup | None") -> None:
        """Show what was found; None while the check runs: what stood there stays."""
        if checkup is None:
            self._state.set_plain("Checking the data\u2026")
            self._state.set_tone(None)
            return
        self._pinboard = Pinboard(table, roles)
        findings = in_wizard_words(checkup.health.issues, table, roles)
        status = checkup.health.overall_status
        self._state.set_plain(f"{with_symbol(status)} \u00b7 {_in_words(len(findings))}")
        self._state.set_tone(tone(status))
        self.findings.set_findings(findings)
        self.findings.setVisible(bool(findings))
        self.preview.set_marks(self._pinboard.mark(findings))

    def clear_findings(self) -> None:
        """Show nothing found, for a table that has not been checked."""
        self.findings.set_findings(())
        self.preview.set_marks({})

    @Slot(object)
    def _on_finding_chosen(self, finding: "Finding") -> None:
        if self._pinboard is not None:
            self.preview.show_spots(self._pinboard.spots_of(finding.place))


def _in_words(findings: int) -> str:
    return counted(findings, "finding") if findings else "nothing was found"


def _scrolling(widget: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(widget)
    widget.setProperty("page", "true")
    return area
