"""The main window: home, wizard and results, and the one block that connects them."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, override

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QDialog, QMainWindow, QWidget

from experimentos_core.foundation.errors import ExperimentError
from experimentos_gui.main_window.actions import WindowActions
from experimentos_gui.main_window.appearance import Appearance
from experimentos_gui.main_window.busy_line import BusyLine
from experimentos_gui.main_window.history_windows import HistoryWindows
from experimentos_gui.main_window.memo_windows import MemoWindows
from experimentos_gui.main_window.pages import PLACE_HOME, PLACE_RESULTS, Pages
from experimentos_gui.messages import PRODUCT, way_out
from experimentos_gui.session import ExperimentSession
from experimentos_gui.settings import Settings
from experimentos_gui.theme import MARGIN, SPACE, Theme, Tone
from experimentos_gui.widgets.action_notice import ActionNotice
from experimentos_gui.widgets.drop_area import choose_file
from experimentos_gui.widgets.labels import shortened, visible
from experimentos_gui.widgets.layouts import column
from experimentos_gui.widgets.notice_bar import NoticeBar

if TYPE_CHECKING:
    from experimentos_core.samples import Sample
    from experimentos_gui.main_window.plan_question import PlanQuestion
    from experimentos_gui.memo_check.panel import MemoCheckPanel
    from experimentos_gui.results.results_panel import ResultsPanel
    from experimentos_gui.track_record.record_panel import RecordPanel
    from experimentos_gui.wizard.wizard import ExperimentWizard

_SMALLEST: Final = (1024, 700)
_USUAL: Final = (1200, 820)
_TURN_MS: Final = 1
_LONGEST_TITLE: Final = 80
_LONGEST_WORK: Final = 40


class MainWindow(QMainWindow):
    """One experiment at a time, shown by one page at a time.

    Wizard and results are made when they are first needed, so that the window opens before the
    statistics are loaded.

    Signals:
        painted(): The window was painted for the first time.
    """

    painted = Signal()

    def __init__(self, session: ExperimentSession, theme: Theme, settings: Settings) -> None:
        """Show home; everything else follows what the session says."""
        super().__init__()
        self._session = session
        self._settings = settings
        session.use_memory(settings)
        self._was_painted = False
        self._has_left = False  # the person went elsewhere while something was on its way
        self._opened_at_home = True
        self.setWindowTitle(PRODUCT)
        self.setMinimumSize(*_SMALLEST)
        self._actions = WindowActions(self)
        self._busy = BusyLine()
        self._notice = NoticeBar()
        self._unkept = ActionNotice()
        self._pages = Pages(session)
        self._appearance = Appearance(theme, settings, self._actions, self)
        self._history = HistoryWindows(self, session)
        self._assemble()
        self._restore()
        self._connect_signals()
        self._refresh_actions()
        self.show_home()

    def _assemble(self) -> None:
        self._notices = column(self._unkept, self._notice, spacing=SPACE)
        self._notices.setContentsMargins(MARGIN, SPACE, MARGIN, 0)
        layout = column(self._busy, spacing=0)
        layout.addLayout(self._notices)
        layout.addWidget(self._pages, 1)
        body = QWidget()
        body.setLayout(layout)
        self.setCentralWidget(body)
        self._memos = MemoWindows(self, self._session, self._pages, self._notices)

    def _connect_signals(self) -> None:
        """Connect everything that is there from the start."""
        self.painted.connect(self._on_painted)
        self._connect_session(self._session)
        self._connect_home()
        self._pages.currentChanged.connect(self._memos.follow)
        self._pages.currentChanged.connect(self._on_plan_changed)
        self._pages.currentChanged.connect(self._notice.let_go)
        self._pages.place_changed.connect(self._session.history.stay_at)
        self._pages.wizard_made.connect(self._connect_wizard)
        self._pages.results_made.connect(self._connect_results)
        self._pages.record_made.connect(self._connect_record)
        actions = self._actions
        actions.new.triggered.connect(self._on_new)
        actions.plan.triggered.connect(self._on_plan)
        actions.open.triggered.connect(self._on_open)
        actions.paste.triggered.connect(self.paste)
        actions.memo.triggered.connect(self._memos.show_memo)
        actions.quit.triggered.connect(self.close)
        actions.home.triggered.connect(self.show_home)
        actions.work.triggered.connect(self.show_wizard)
        actions.results.triggered.connect(self.show_results)
        actions.record.triggered.connect(self.show_record)
        actions.verify.triggered.connect(self._on_verify)
        actions.about.triggered.connect(self._on_about)

    def _connect_session(self, session: ExperimentSession) -> None:
        session.table_changed.connect(self._on_table_changed)
        session.table_changed.connect(self._on_plan_changed)
        session.reading_changed.connect(self._notice.hide)
        session.plan_changed.connect(self._notice.hide)
        session.report_changed.connect(self._on_report_changed)
        session.plan_changed.connect(self._on_plan_changed)
        session.busy_changed.connect(self._busy.set_busy)
        session.failed.connect(self._on_failed)
        session.memo_checked.connect(self._memos.show_check)
        session.report_changed.connect(self._memos.follow)
        session.plans.told.connect(self._on_told)
        session.history.opened.connect(self._on_kept_opened)
        session.history.told.connect(self._on_failed)
        session.history.unkept.connect(self._on_unkept)

    def _connect_home(self) -> None:
        home = self._pages.home
        home.continue_requested.connect(self._on_continue)
        home.new_requested.connect(self._on_new)
        home.plan_requested.connect(self._on_plan)
        home.experiment_chosen.connect(self._on_experiment_chosen)
        home.record_requested.connect(self.show_record)
        home.choose_requested.connect(self._on_open)
        home.paste_requested.connect(self.paste)
        home.file_chosen.connect(self.open_file)
        home.sample_chosen.connect(self._on_sample_chosen)
        self._history.connect_home(home, self._actions)
        self._history.failed.connect(self._on_failed)
        self._history.told.connect(self._on_told)
        self._unkept.accepted.connect(self._history.show_backups)

    @Slot(object)
    def _connect_wizard(self, wizard: "ExperimentWizard") -> None:
        wizard.finished_requested.connect(self._on_analyse)
        wizard.cancelled.connect(self._on_wizard_cancelled)

    @Slot(object)
    def _connect_results(self, results: "ResultsPanel") -> None:
        results.memo_requested.connect(self._memos.show_memo)
        results.data_requested.connect(self.show_wizard)
        results.home_requested.connect(self.show_home)
        results.decision.set_person(self._settings.person)
        results.name_given.connect(self._on_name_given)

    @Slot(object)
    def _connect_record(self, record: "RecordPanel") -> None:
        record.experiment_chosen.connect(self._on_experiment_chosen)
        record.home_requested.connect(self.show_home)
        self._session.history.changed.connect(record.refresh)

    @property
    def page(self) -> QWidget | None:
        """The page that is seen."""
        return self._pages.currentWidget()

    @property
    def notice(self) -> NoticeBar:
        """The line that says what went wrong."""
        return self._notice

    @property
    def memo_check(self) -> "MemoCheckPanel | None":
        """What is said of the memo that was opened; None before the first one."""
        return self._memos.check

    @property
    def plan_question(self) -> "PlanQuestion":
        """What asks whether a file is that of a locked plan."""
        return self._plan_question

    @property
    def history(self) -> HistoryWindows:
        """What can be done with kept experiments."""
        return self._history

    @Slot(Path)
    def open_file(self, path: Path) -> None:
        """Open a file in the wizard, or the results of a memo; import an exported experiment.

        A file that cannot be read is told in the notice bar.
        """
        self._notice.hide()
        self._has_left = False
        self._settings.folder = path.parent
        if self._history.takes(path):
            self._history.take_in_file(path)
            return
        self._session.open_file(path, anew=self._pages.is_home)

    def open_soon(self, path: Path) -> None:
        """Open a file once what shows how it is read is there; for when the window is painted."""
        QTimer.singleShot(_TURN_MS, self, partial(self.open_file, path))

    @Slot()
    def paste(self) -> None:
        """Open the table that was copied; text that is none is told in the notice bar."""
        from experimentos_gui.widgets.clipboard import copied_text  # noqa: PLC0415 - on first use

        self._notice.hide()
        self._has_left = False
        self._session.open_clipboard(copied_text(), anew=self._pages.is_home)

    @Slot()
    def prepare(self) -> None:
        """Make the wizard while nobody waits for it, so that the first file shows at once."""
        self._pages.prepare_wizard()

    @Slot()
    def show_home(self) -> None:
        """Go to the first page; what is on its way is no reason to leave it again."""
        self._has_left = self._session.is_reading or self._session.is_analysing
        self._pages.show_home()

    @Slot()
    def show_wizard(self) -> None:
        """Go to data and plan."""
        self._has_left = False
        self._pages.show_wizard()

    @Slot()
    def show_results(self) -> None:
        """Go to the results, if there are any."""
        if self._session.report is not None:
            self._has_left = False
            self._pages.show_results()

    @Slot()
    def show_record(self) -> None:
        """Go to the user's own record."""
        self._has_left = self._session.is_reading or self._session.is_analysing
        self._pages.show_record()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Give up what is being read on Escape, whatever page is seen."""
        if event.key() == Qt.Key.Key_Escape and self._session.is_reading:
            self._session.cancel_reading()
            return
        super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Announce the first painting."""
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self.painted.emit)

    @Slot()
    def _on_painted(self) -> None:
        """Go on in turns, so that a click between two of them is answered at once."""
        home = self._pages.home
        for step in (self._complete, home.show_samples, home.refresh):
            QTimer.singleShot(_TURN_MS, self, step)  # without a wait Qt would make one turn of all

    @Slot()
    def _complete(self) -> None:
        """Make what is seen at times only; the window was painted without it."""
        from experimentos_gui.main_window.drop_overlay import DropOverlay  # noqa: PLC0415 - see above
        from experimentos_gui.main_window.plan_question import PlanQuestion  # noqa: PLC0415 - the same
        from experimentos_gui.main_window.reading_toast import ReadingToast  # noqa: PLC0415 - the same

        self._overlay = DropOverlay(self)
        self._overlay.file_dropped.connect(self.open_file)
        self._overlay.watch()
        reading = ReadingToast(self)
        reading.cancelled.connect(self._session.cancel_reading)
        self._session.reading_under_way.connect(reading.set_name)
        self._plan_question = PlanQuestion(self._session, self._pages, self._notices, self)
        self._plan_question.told.connect(self._on_told)
        self._plan_question.home_requested.connect(self.show_home)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the window's place and end all work, that of open dialogs too."""
        for dialog in self.findChildren(QDialog):
            if dialog.isWindow():
                dialog.close()
        self._settings.geometry = self.saveGeometry()
        self._settings.save()
        self._pages.shutdown()
        self._history.shutdown()
        self._session.shutdown()
        super().closeEvent(event)

    def _restore(self) -> None:
        self.resize(*_USUAL)
        if self._settings.geometry is not None:
            self.restoreGeometry(self._settings.geometry)

    def _refresh_actions(self) -> None:
        has_report = self._session.report is not None
        self._actions.memo.setEnabled(has_report)
        self._actions.results.setEnabled(has_report)
        self._on_plan_changed()

    @Slot()
    def _on_new(self) -> None:
        self._notice.hide()
        self._opened_at_home = self._pages.is_home
        self._session.start_new()
        self.show_wizard()

    @Slot()
    def _on_plan(self) -> None:
        """Begin with a plan; the data may come later."""
        self._notice.hide()
        self._opened_at_home = self._pages.is_home
        self._session.start_plan()
        self.show_wizard()

    @Slot(str)
    def _on_experiment_chosen(self, uid: str) -> None:
        """Open an experiment out of the history."""
        self._notice.hide()
        self._has_left = False
        self._session.history.open(uid)

    @Slot(str)
    def _on_kept_opened(self, place: str) -> None:
        """Show an experiment where it was left; its results, where it has any and was at home."""
        self._opened_at_home = True
        if self._session.report is not None and place in (PLACE_RESULTS, PLACE_HOME, ""):
            self.show_results()
        else:
            self.show_wizard()
            self._pages.go_to_step(place)

    @Slot(object)
    def _on_unkept(self, error: ExperimentError | None) -> None:
        """Say that nothing is being kept for as long as that is so."""
        if error is None:
            self._unkept.hide()
        else:
            if self._notice.text.startswith(error.message):
                self._notice.hide()
            message = f"Nothing is being saved. {error.message}"
            self._unkept.say(message, way_out(error), "", hint=error.hint, tone=Tone.BAD)

    @Slot(str)
    def _on_told(self, sentence: str) -> None:
        self._notice.say(sentence, tone=Tone.GOOD)

    @Slot()
    def _on_continue(self) -> None:
        """Return to where the work stands: its results, or else its data and plan."""
        self._notice.hide()
        self.show_results() if self._session.report is not None else self.show_wizard()

    @Slot()
    def _on_analyse(self) -> None:
        self._has_left = False
        self._session.analyse()

    @Slot()
    def _on_open(self) -> None:
        path = choose_file(self, self._settings.folder)
        if path is not None:
            self.open_file(path)

    @Slot(object)
    def _on_sample_chosen(self, sample: "Sample") -> None:
        self._notice.hide()
        self._has_left = False
        self._session.open_file(sample.path, analyse=True)

    @Slot()
    def _on_table_changed(self) -> None:
        self._notice.hide()
        if self._session.interpretation is None:
            return
        self._opened_at_home = self._pages.is_home
        if not self._session.is_analysing and not self._has_left:
            self.show_wizard()

    @Slot()
    def _on_report_changed(self) -> None:
        self._refresh_actions()
        if self._session.report is not None:
            self._notice.hide()
            if not self._has_left:
                self.show_results()

    @Slot()
    def _on_plan_changed(self) -> None:
        session = self._session
        name = session.work_name
        work = visible(shortened(name, _LONGEST_WORK)) if session.has_work else ""
        self._actions.offer_work(work)
        self._pages.home.offer_work(work)
        title = PRODUCT if self._pages.is_home else name or PRODUCT
        self.setWindowTitle(visible(shortened(title, _LONGEST_TITLE)).replace("[*]", "[ ]"))

    @Slot(object)
    def _on_failed(self, error: ExperimentError) -> None:
        is_said = self._unkept.isVisible() and error.message in self._unkept.text
        if not is_said:
            self._notice.say(error.message, error.hint)

    @Slot()
    def _on_wizard_cancelled(self) -> None:
        self._session.restore()
        if self._session.report is None and (
            not self._session.has_work or not self._opened_at_home
        ):
            self._session.go_back()
        if self._session.report is not None:
            self.show_results()
        else:
            self.show_home()

    @Slot(str)
    def _on_name_given(self, name: str) -> None:
        self._settings.person = name

    @Slot()
    def _on_verify(self) -> None:
        from experimentos_gui.verification.verify_dialog import (  # noqa: PLC0415 - on first use
            VerifyDialog,
        )

        open_already = (dialog for dialog in self.findChildren(VerifyDialog) if dialog.isVisible())
        dialog = next(open_already, None) or VerifyDialog(self)
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()

    @Slot()
    def _on_about(self) -> None:
        from experimentos_gui.main_window.about_dialog import (  # noqa: PLC0415 - on first use
            AboutDialog,
        )

        AboutDialog(self).show()
