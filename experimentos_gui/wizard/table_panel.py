"""The open file: how it was read, its rows under their roles, the control and what was found."""

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QPushButton, QWidget

from experimentos_core.foundation import formatting
from experimentos_core.foundation.values import Severity
from experimentos_core.reading.interpretation import Interpretation
from experimentos_core.reading.table import Table
from experimentos_gui.messages import counted, tone, with_symbol
from experimentos_gui.theme import GAP, SPACE
from experimentos_gui.widgets.buttons import plain_button
from experimentos_gui.widgets.drop_area import PASTE, PASTE_HINT
from experimentos_gui.widgets.fitting import SideBySide, SideScroll, fitting_page
from experimentos_gui.widgets.flow_layout import FlowLayout
from experimentos_gui.widgets.labels import plain_label, plain_tooltip, shortened
from experimentos_gui.widgets.layouts import column
from experimentos_gui.wizard.chips import ChipLine
from experimentos_gui.wizard.control_box import ControlBox
from experimentos_gui.wizard.findings_view import FindingsView
from experimentos_gui.wizard.notes_strip import NotesStrip
from experimentos_gui.wizard.outcomes import outcome_lines
from experimentos_gui.wizard.pins import Mark, Pinboard, Spot
from experimentos_gui.wizard.preview_model import one_line
from experimentos_gui.wizard.preview_view import PreviewView
from experimentos_gui.wizard.question_card import QuestionCard
from experimentos_gui.wizard.shown_rows import ShownRows
from experimentos_gui.wizard.wording import in_wizard_words, is_quiet, without_notes

if TYPE_CHECKING:
    from experimentos_core.healthcheck import Checkup, Finding
    from experimentos_gui.wizard.plan_editor import PlanEditor

_LONGEST_NAME: Final = 60
_CONTROL_AND_FINDINGS: Final = (2, 3)
_CONTROL_HEIGHT: Final = 19 * SPACE


class TablePanel(QWidget):
    """Shows what the plan editor says of the table; choices go up as requests.

    Signals:
        part_chosen(int, object): A column shall be used as that Part.
        control_chosen(str): This variant is the control.
        choice_made(object): The file shall be read by this Choice.
        start_over_requested(): The file shall be read as if nothing had been chosen.
        undo_requested(): The last step shall be taken back.
        paste_requested(): A copied table shall be opened.
        other_file_requested(): Another file shall be opened.
    """

    part_chosen = Signal(int, object)
    control_chosen = Signal(str)
    choice_made = Signal(object)
    start_over_requested = Signal()
    undo_requested = Signal()
    paste_requested = Signal()
    other_file_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make a panel that shows nothing yet."""
        super().__init__(parent)
        self._file = plain_label("", "strong")
        self.undo = _undo_button()
        self._paste = plain_button(PASTE)
        self._paste.setToolTip(PASTE_HINT)
        self._other = plain_button("Choose ano&ther file\u2026")
        self.chips = ChipLine()
        self.question = QuestionCard()
        self.warnings = NotesStrip("Warnings about how the file was read")
        self.notes = NotesStrip("What was done to read the file")
        self.preview = PreviewView()
        self.control = ControlBox()
        self._state = plain_label("", "strong")
        self.findings = FindingsView()
        self._reading: Interpretation | None = None
        self._pinboard: Pinboard | None = None
        self._arrange()
        self._connect()

    def show_reading(self, reading: Interpretation, plan: "PlanEditor") -> None:
        """Show another file, or the same one read otherwise; then nothing that is seen moves."""
        before, self._reading = self._reading, reading
        self._pinboard = None
        name = one_line(reading.raw.source.name)
        self._file.set_plain(shortened(name, _LONGEST_NAME))
        self._file.setToolTip(plain_tooltip(name))
        rows, columns = len(reading.raw.rows), len(reading.raw.header)
        size = (
            f"{formatting.count(rows)} {'row' if rows == 1 else 'rows'}, "
            f"{counted(columns, 'column')}"
        )
        self.chips.set_chips(reading.chips, size)
        self.question.set_questions(reading.questions)
        warnings = tuple(n for n in reading.notes if n.severity is Severity.WARNING)
        notes = tuple(n for n in reading.notes if is_quiet(n))
        self.warnings.set_notes(warnings, plan.remembered)
        self.notes.set_notes(notes)
        if before is not None and _are_same_rows(before.raw, reading.raw):
            self.preview.reread(ShownRows(reading), plan.parts)
        else:
            self.preview.set_rows(ShownRows(reading), plan.parts)
        self._show_question_spot(reading)
        self._order_tabs()

    def show_plan(self, plan: "PlanEditor", checkup: "Checkup | None") -> None:
        """Show what the columns mean, the control, and what each variant's numbers say."""
        self.preview.set_parts(plan.parts)
        names = plan.names
        self.control.set_variants(names, plan.control)
        dataset = checkup.dataset if checkup is not None and not plan.is_open else None
        self.control.set_outcomes(outcome_lines(plan.variants, dataset), len(plan.variants))

    def show_checkup(self, plan: "PlanEditor", checkup: "Checkup | None") -> None:
        """Show what was found; None while the check runs: what stood there stays."""
        reading, roles = self._reading, plan.roles
        if reading is None:
            return
        if checkup is None:
            waits = reading.table is None
            self._state.set_plain("Not checked yet" if waits else "Checking the data\u2026")
            self._state.set_tone(None)
            if waits:
                self.clear_findings()
            return
        self._pinboard = Pinboard(reading.raw, roles, reading.table, plan.variants)
        findings = in_wizard_words(checkup.health.issues, reading.table or reading.raw, roles)
        unsaid = without_notes(findings, reading.notes)
        status = checkup.health.overall_status
        if reading.questions:
            self._state.set_plain("? Not final: the question above is open")
            self._state.set_tone(None)
        else:
            self._state.set_plain(f"{with_symbol(status)} \u00b7 {_in_words(findings, unsaid)}")
            self._state.set_tone(tone(status))
        self.findings.set_findings(unsaid)
        self.findings.setVisible(bool(unsaid))
        self.preview.set_marks(self._pinboard.mark(findings) | self._question_marks(reading))

    def clear_findings(self) -> None:
        """Show nothing found, for a table that has not been checked."""
        self.findings.set_findings(())
        self.findings.setVisible(False)
        marks = self._question_marks(self._reading) if self._reading is not None else {}
        self.preview.set_marks(marks)

    def _arrange(self) -> None:
        tools = QWidget()
        tools.setLayout(FlowLayout(self.undo, self._paste, self._other, gap=SPACE))
        head = SideBySide(self._file, tools, shares=(1, 0), gap=GAP)
        found = QWidget()
        inside = column(self._state, self.notes, spacing=SPACE)
        inside.addWidget(self.findings, 1)
        inside.addStretch()
        found.setLayout(inside)
        control = SideScroll(self.control, least_height=_CONTROL_HEIGHT)
        below = SideBySide(control, found, shares=_CONTROL_AND_FINDINGS, gap=2 * GAP)
        layout = column(spacing=GAP)
        layout.addLayout(column(head, self.chips, spacing=SPACE // 2))
        layout.addWidget(self.question)
        layout.addWidget(self.warnings)
        layout.addWidget(self.preview, 1)
        layout.addWidget(below, 1)
        self.setLayout(column(fitting_page(layout)))

    def _connect(self) -> None:
        self.undo.clicked.connect(self.undo_requested)
        self._paste.clicked.connect(self.paste_requested)
        self._other.clicked.connect(self.other_file_requested)
        self.chips.choice_made.connect(self.choice_made)
        self.question.answered.connect(self.choice_made)
        for strip in (self.warnings, self.notes):
            strip.choice_made.connect(self.choice_made)
            strip.unfolded.connect(self._order_tabs)
            strip.start_over_requested.connect(self.start_over_requested)
        self.preview.part_chosen.connect(self.part_chosen)
        self.control.control_chosen.connect(self.control_chosen)
        self.findings.finding_chosen.connect(self._on_finding_chosen)

    @Slot()
    def _order_tabs(self) -> None:
        """Let the Tab key go down the page; chips, answers and notes come and go."""
        above = (*self.chips.buttons, *self.question.buttons, *self.warnings.buttons)
        stops: tuple[QWidget, ...] = (
            *(self.undo, self._paste, self._other, *above, self.preview.heads, self.preview),
            *(*self.control.stops, *self.notes.buttons, self.findings),
        )
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    def _show_question_spot(self, reading: Interpretation) -> None:
        """Lead to the cell that is asked about."""
        marks = self._question_marks(reading)
        self.preview.set_marks(marks)
        if marks:
            self.preview.show_spots(tuple(marks))

    def _question_marks(self, reading: Interpretation) -> dict[Spot, Mark]:
        if not reading.questions:
            return {}
        question = reading.questions[0]
        mark = Mark(severity=Severity.WARNING, sentences=(question.text,))
        board = Pinboard(reading.raw, reading.roles, variants=())
        spots = board.spots_at(question.row, question.column)
        return dict.fromkeys(spots, mark)

    @Slot(object)
    def _on_finding_chosen(self, finding: "Finding") -> None:
        if self._pinboard is not None:
            self.preview.show_spots(self._pinboard.spots_of(finding.place))


def _undo_button() -> QPushButton:
    button = plain_button("&Undo")
    button.setToolTip("Take the last choice on this page back (Ctrl+Z).")
    button.setEnabled(False)
    return button


def _are_same_rows(before: Table, after: Table) -> bool:
    """Whether two readings show the same rows; then what is selected may stay selected."""
    return (
        before.source.sha256 == after.source.sha256
        and before.header == after.header
        and before.row_numbers == after.row_numbers
    )


def _in_words(findings: "tuple[Finding, ...]", unsaid: "tuple[Finding, ...]") -> str:
    if unsaid:
        return counted(len(unsaid), "finding")
    is_said = any(finding.severity is not Severity.NOTE for finding in findings)
    return "see above the table" if is_said else "nothing was found"
