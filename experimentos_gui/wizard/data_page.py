"""First step: choose a file, say what its columns mean, see what was found, name the control."""

from typing import TYPE_CHECKING, override

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QStackedWidget, QWidget, QWizardPage

from experimentos_gui.theme import GAP, SPACE, Tone
from experimentos_gui.widgets.clipboard import copied_text
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
    "CSV or Excel, with each variant's name, its users, and how many of them converted; also by "
    "day or by segment. Further counts, such as errors, can be watched as guardrails; so can "
    "means, given by sums and sums of squares."
)


class DataPage(QWizardPage):
    """Shows the session's table; every choice goes to the plan editor."""

    def __init__(self, session: "ExperimentSession", plan: "PlanEditor") -> None:
        """Make the page for this session."""
        super().__init__()
        self._session = session
        self._plan = plan
        self._was_complete = False
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
        session = self._session
        if self._is_before_data:
            return not session.is_reading
        return (
            self._plan.data_readiness.may_go_on
            and not session.is_reading
            and not session.is_rereading
        )

    @property
    def _is_before_data(self) -> bool:
        """Whether a plan is made that needs no data yet."""
        return self._session.is_planning and self._session.interpretation is None

    def focus_first(self) -> None:
        """Give the keyboard to what comes first."""
        reading = self._session.interpretation
        if reading is None:
            self.drop_area.findChildren(QPushButton)[0].setFocus()
        elif reading.questions:
            self.panel.question.focus_first()
        else:
            self.panel.preview.heads.setFocus()

    def _connect(self) -> None:
        self._plan.renewed.connect(self._on_renewed)
        self._plan.reread.connect(self._on_reread)
        self._plan.changed.connect(self._on_plan_changed)
        self._session.checkup_changed.connect(self._on_checkup_changed)
        self._session.busy_changed.connect(self._on_busy_changed)
        self._session.reading_under_way.connect(self._on_busy_changed)
        self.drop_area.file_dropped.connect(self._session.open_file)
        self.drop_area.choose_requested.connect(self._on_file_requested)
        self.panel.other_file_requested.connect(self._on_file_requested)
        self.panel.part_chosen.connect(self._plan.choose_part)
        self.panel.control_chosen.connect(self._plan.choose_control)
        self.panel.choice_made.connect(self._session.choose)
        self.panel.decider_chosen.connect(self._plan.let_decide)
        self.panel.metric_left_out.connect(self._plan.leave_out)
        self.panel.start_over_requested.connect(self._session.start_over)
        self.panel.undo_requested.connect(self._session.undo)
        self.panel.paste_requested.connect(self._on_paste_requested)
        self.drop_area.paste_requested.connect(self._on_paste_requested)
        self.foot.way.clicked.connect(self._on_way_asked)
        undo = QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self)
        undo.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        undo.activated.connect(self._session.undo)

    @Slot()
    def _on_way_asked(self) -> None:
        self.panel.show_what_is_open(self._plan)

    @Slot()
    def _on_renewed(self) -> None:
        is_empty = self._session.interpretation is None
        self._stack.setCurrentIndex(0 if is_empty else 1)
        self._show_reading()
        if not is_empty:
            self.panel.clear_findings()
        self._on_plan_changed()

    @Slot()
    def _on_reread(self) -> None:
        self._show_reading()
        self._on_plan_changed()
        reading = self._session.interpretation
        if reading is not None and reading.questions and self.isVisible():
            self.panel.question.focus_first()

    def _show_reading(self) -> None:
        reading = self._session.interpretation
        if reading is not None:
            self.panel.show_reading(reading, self._plan)

    @Slot()
    def _on_plan_changed(self) -> None:
        self._on_checkup_changed()

    @Slot()
    def _on_checkup_changed(self) -> None:
        if self._session.interpretation is not None:
            checkup = self._session.checkup
            self.panel.show_plan(self._plan, checkup)
            self.panel.show_checkup(self._plan, checkup)
        self.panel.undo.setEnabled(self._session.can_undo)
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

    @Slot()
    def _on_paste_requested(self) -> None:
        self._session.open_clipboard(copied_text())

    def _show_readiness(self) -> None:
        if self._session.is_reading and not self._session.is_rereading:
            self.foot.say("Reading the file\u2026 Cancel stops it.", Tone.NEUTRAL)
        elif self._is_before_data:
            self.foot.say("The plan can be made, and locked, before there is data.", Tone.NEUTRAL)
        else:
            self.foot.show_readiness(self._plan.data_readiness)
        lacks = not self._plan.data_readiness.may_go_on
        self.foot.way.setVisible(lacks and self._session.interpretation is not None)
        self.foot.way.setAccessibleName(f"Show me. {self.foot.text}")
        if self.isComplete() is not self._was_complete:
            self._was_complete = self.isComplete()
            self.completeChanged.emit()  # lays the whole wizard out again, so not for nothing


def _centred(widget: QWidget) -> QWidget:
    page = QWidget()
    layout = column(widget)
    layout.setAlignment(widget, Qt.AlignmentFlag.AlignVCenter)
    page.setLayout(layout)
    return page
