"""The open file: how it was read, its rows under their roles, the control and what was found."""

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QPushButton, QWidget

from experimentos_core.foundation import formatting
from experimentos_core.foundation.values import Severity
from experimentos_core.reading.interpretation import Interpretation
from experimentos_core.reading.notes import Note, NoteCode
from experimentos_core.reading.table import Table
from experimentos_gui.messages import counted, tone, with_symbol
from experimentos_gui.theme import GAP, SPACE
from experimentos_gui.widgets.buttons import plain_button
from experimentos_gui.widgets.drop_area import PASTE, PASTE_HINT
from experimentos_gui.widgets.fitting import SideBySide, fitting_page
from experimentos_gui.widgets.flow_layout import FlowLayout
from experimentos_gui.widgets.labels import plain_label, plain_tooltip, shortened
from experimentos_gui.widgets.layouts import column
from experimentos_gui.wizard.assignments import missing_parts
from experimentos_gui.wizard.chips import ChipLine
from experimentos_gui.wizard.control_box import ControlBox
from experimentos_gui.wizard.findings_view import FindingsView
from experimentos_gui.wizard.measures_box import MeasuresBox, MeasureState
from experimentos_gui.wizard.note_words import in_order, remembered_in_words
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
_PREVIEW_FIRST: Final = 100
_AROUND: Final = 8 * SPACE
_TELLS_THE_SHAPE: Final = frozenset(
    {
        NoteCode.DAYS_ADDED.value,
        NoteCode.SEGMENTS_ADDED.value,
        NoteCode.SEGMENT_CHOSEN.value,
    }
)


class TablePanel(QWidget):
    """Shows what the plan editor says of the table; choices go up as requests.

    Signals:
        part_chosen(int, object): A column shall be used as that Part.
        control_chosen(str): This variant is the control.
        choice_made(object): The file shall be read by this Choice.
        decider_chosen(str): This continuous metric decides.
        metric_left_out(str): The columns of this continuous metric shall be left out.
        start_over_requested(): The file shall be read as if nothing had been chosen.
        undo_requested(): The last step shall be taken back.
        paste_requested(): A copied table shall be opened.
        other_file_requested(): Another file shall be opened.
    """

    part_chosen = Signal(int, object)
    control_chosen = Signal(str)
    choice_made = Signal(object)
    decider_chosen = Signal(str)
    metric_left_out = Signal(str)
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
        self._said: tuple[tuple[Note, ...], tuple[str, ...]] = ((), ())
        self.warnings = NotesStrip("Warnings about how the file was read")
        self.notes = NotesStrip("What was done to read the file")
        self.preview = PreviewView()
        self.measures = MeasuresBox()
        self.control = ControlBox()
        self._state = plain_label("", "strong")
        self.findings = FindingsView()
        self.remarks = FindingsView()
        self.remarks.setAccessibleName("Notes on the data")
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
        shown = ShownRows(reading)
        remembered = tuple(remembered_in_words(choice, shown) for choice in plan.remembered)
        self._said = (warnings, remembered)
        self.warnings.set_notes(warnings, (*remembered, *plan.remembered_plan))
        self.notes.set_notes(in_order(tuple(n for n in reading.notes if is_quiet(n))))
        if before is not None and _are_same_rows(before.raw, reading.raw):
            self.preview.reread(shown, plan.parts, plan.continuous)
        else:
            self.preview.set_rows(shown, plan.parts, plan.continuous)
        self._show_question_spot(reading)
        self._order_tabs()

    def show_plan(self, plan: "PlanEditor", checkup: "Checkup | None") -> None:
        """Show what the columns mean, the control, and what each variant's numbers say."""
        warnings, remembered = self._said
        self.warnings.set_notes(warnings, (*remembered, *plan.remembered_plan))
        self.preview.set_parts(plan.parts)
        state = MeasureState.of(
            plan.continuous, plan.decider, lacks_conversions=plan.lacks_conversions
        )
        if self.measures.show_state(state):
            self._order_tabs()
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
        findings = in_wizard_words(
            checkup.health.issues,
            reading.table or reading.raw,
            roles,
            may_be_mean=bool(plan.continuous.complete),
        )
        unsaid = without_notes(findings, reading.notes)
        status = checkup.health.overall_status
        if reading.questions:
            self._state.set_plain("? Not final: the question above is open")
            self._state.set_tone(None)
        else:
            quiet = sum(1 for note in reading.notes if is_quiet(note))
            words = _in_words(findings, unsaid, quiet)
            self._state.set_plain(f"{with_symbol(status)} \u00b7 {words}")
            self._state.set_tone(tone(status))
        self._list(unsaid)
        marked = (finding for finding in findings if finding.code.value not in _TELLS_THE_SHAPE)
        self.preview.set_marks(self._pinboard.mark(marked) | self._question_marks(reading))

    def clear_findings(self) -> None:
        """Show nothing found, for a table that has not been checked."""
        self._list(())
        marks = self._question_marks(self._reading) if self._reading is not None else {}
        self.preview.set_marks(marks)

    def show_what_is_open(self, plan: "PlanEditor") -> None:
        """Lead to what keeps the step from being left, and give it the keyboard."""
        reading = self._reading
        if reading is None:
            return
        if reading.questions:
            self.question.focus_first()
            self._page.ensureWidgetVisible(self.question)
        elif plan.lacks_conversions and plan.continuous.complete:
            self.measures.focus_offer()
            self._page.ensureWidgetVisible(self.measures)
        elif missing_parts(reading.table or reading.raw, plan.roles, is_mean=bool(plan.decider)):
            self.preview.heads.setFocus()
            self._page.ensureWidgetVisible(self.preview.heads)
        else:
            stops = [stop for stop in self.control.stops if stop.isVisibleTo(self.control)]
            stops[-1].setFocus()
            self._page.ensureWidgetVisible(stops[-1], 0, _AROUND)

    def _list(self, findings: "tuple[Finding, ...]") -> None:
        """List what was found: what matters above the notes of the reading, the rest below."""
        grave = tuple(f for f in findings if f.severity is not Severity.NOTE)
        quiet = tuple(f for f in findings if f.severity is Severity.NOTE)
        for view, listed in ((self.findings, grave), (self.remarks, quiet)):
            view.set_findings(listed)
            view.setVisible(bool(listed))

    def _arrange(self) -> None:
        tools = QWidget()
        tools.setLayout(FlowLayout(self.undo, self._paste, self._other, gap=SPACE))
        head = SideBySide(self._file, tools, shares=(1, 0), gap=GAP)
        found = QWidget()
        inside = column(self._state, self.findings, self.notes, self.remarks, spacing=SPACE)
        inside.addStretch()
        found.setLayout(inside)
        below = SideBySide(self.control, found, shares=_CONTROL_AND_FINDINGS, gap=2 * GAP)
        layout = column(spacing=GAP)
        layout.addLayout(column(head, self.chips, spacing=SPACE // 2))
        layout.addWidget(self.question)
        layout.addWidget(self.warnings)
        layout.addWidget(self.preview, _PREVIEW_FIRST)
        layout.addWidget(self.measures)
        layout.addWidget(below, 1)
        self._page = fitting_page(layout)
        self.setLayout(column(self._page))

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
        self.measures.choice_made.connect(self.choice_made)
        self.measures.decider_chosen.connect(self.decider_chosen)
        self.measures.left_out.connect(self.metric_left_out)
        self.control.control_chosen.connect(self.control_chosen)
        for view in (self.findings, self.remarks):
            view.finding_chosen.connect(self._on_finding_chosen)

    @Slot()
    def _order_tabs(self) -> None:
        """Let the Tab key go down the page; chips, answers and notes come and go."""
        above = (*self.chips.buttons, *self.question.buttons, *self.warnings.buttons)
        stops: tuple[QWidget, ...] = (
            *(self.undo, self._paste, self._other, *above, self.preview.heads, self.preview),
            *(
                *self.measures.stops,
                *self.control.stops,
                self.findings,
                *self.notes.buttons,
                self.remarks,
            ),
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
            self._page.ensureWidgetVisible(self.preview)
            self._show_current(self.sender())

    def _show_current(self, view: object) -> None:
        """Keep the finding the keyboard is at in sight: the page scrolls, not the list."""
        if isinstance(view, FindingsView) and view.hasFocus():
            row = view.visualRect(view.currentIndex())
            body = self._page.widget() or self._page
            for corner in (row.bottomLeft(), row.topLeft()):
                place = view.viewport().mapTo(body, corner)
                self._page.ensureVisible(place.x(), place.y(), 0, SPACE)


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


def _in_words(findings: "tuple[Finding, ...]", unsaid: "tuple[Finding, ...]", quiet: int) -> str:
    """Say how much was found; notes are no findings, and `quiet` of them are the reading's."""
    found = sum(1 for finding in unsaid if finding.severity is not Severity.NOTE)
    is_said = any(finding.severity is not Severity.NOTE for finding in findings)
    notes = len(unsaid) - found + quiet
    words = [counted(found, "finding")] if found else ["see above the table"] if is_said else []
    words += [counted(notes, "note")] if notes else []
    return ", ".join(words) or "nothing was found"
