"""First step: choose a file, say what its columns mean, see what was found, name the control."""

from typing import TYPE_CHECKING, override

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QPushButton, QStackedWidget, QWidget, QWizardPage

from experimentos_gui.theme import GAP, SPACE, Tone
from experimentos_gui.widgets.drop_area import DropArea, choose_file
from experimentos_gui.widgets.layouts import column
from experimentos_gui.wizard.flow import Step
from experimentos_gui.wizard.page_parts import PageFoot, PageHead
from experimentos_gui.wizard.table_panel import TablePanel

if TYPE_CHECKING:
    from experimentos_gui.session import ExperimentSession
    from experimentos_gui.wizard.plan_editor import PlanEditor

_INVITATION = "Drop a file here"
_EXPECTED = (
    "A CSV with one row per variant: its name, its users, and how many of them converted. "
    "Further counts, such as cancellations or errors, can be watched as guardrails."
)


class DataPage(QWizardPage):
    """Shows the session's table; every choice goes to the plan editor."""

    def __init__(self, session: "ExperimentSession", plan: "PlanEditor") -> None:
        """Make the page for this session."""
        super().__init__()
        self._session = session
        self._plan = plan
        self.drop_area = DropArea(_INVITATION, _EXPECTED)
        self.panel = TablePanel()
        self.foot = PageFoot()
        self._stack = QStackedWidget()
        self._stack.addWidget(_centred(self.drop_area))
        self._stack.addWidget(self.panel)
        head = PageHead(
            Step.DATA, "Which data?", "Check that every column was read as it is meant."
        )
        layout = column(head, spacing=GAP)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self.foot)
        layout.setContentsMargins(0, SPACE, 0, 0)
        self.setLayout(layout)
        self._connect()
        self._on_renewed()

    @override
    def isComplete(self) -> bool:
        """Whether the step may be left."""
        return self._plan.data_readiness.may_go_on

    def focus_first(self) -> None:
        """Give the keyboard to what comes first."""
        if self._session.table is None:
            for button in self.drop_area.findChildren(QPushButton):
                button.setFocus()
        else:
            self.panel.preview.heads.setFocus()

    def _connect(self) -> None:
        self._plan.renewed.connect(self._on_renewed)
        self._plan.changed.connect(self._on_plan_changed)
        self._session.checkup_changed.connect(self._on_checkup_changed)
        self._session.busy_changed.connect(self._on_busy_changed)
        self.drop_area.file_dropped.connect(self._session.open_file)
        self.drop_area.choose_requested.connect(self._on_file_requested)
        self.panel.other_file_requested.connect(self._on_file_requested)
        self.panel.part_chosen.connect(self._plan.choose_part)
        self.panel.control_chosen.connect(self._plan.choose_control)

    @Slot()
    def _on_renewed(self) -> None:
        table = self._session.table
        self._stack.setCurrentIndex(0 if table is None else 1)
        if table is not None:
            self.panel.show_table(table, self._plan)
            self.panel.clear_findings()
        self._on_plan_changed()

    @Slot()
    def _on_plan_changed(self) -> None:
        self._on_checkup_changed()

    @Slot()
    def _on_checkup_changed(self) -> None:
        table, checkup = self._session.table, self._session.checkup
        if table is not None:
            self.panel.show_plan(self._plan, checkup)
            self.panel.show_checkup(table, self._plan.roles, checkup)
        self._show_readiness()

    @Slot()
    def _on_busy_changed(self) -> None:
        self._show_readiness()

    @Slot()
    def _on_file_requested(self) -> None:
        source = self._session.source_path
        path = choose_file(self, source.parent if source is not None else None)
        if path is not None:
            self._session.open_file(path)

    def _show_readiness(self) -> None:
        if self._session.table is None and self._session.is_busy:
            self.foot.say("Reading the file\u2026", Tone.NEUTRAL)
        else:
            self.foot.show_readiness(self._plan.data_readiness)
        self.completeChanged.emit()


def _centred(widget: QWidget) -> QWidget:
    page = QWidget()
    layout = column(widget)
    layout.setAlignment(widget, Qt.AlignmentFlag.AlignVCenter)
    page.setLayout(layout)
    return page
