"""What the history does for the session: everything is kept as it happens, and comes back."""

from collections.abc import Callable
from copy import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from experimentos_core.foundation.errors import ExperimentError, HistoryError
from experimentos_core.foundation.logger import get_logger
from experimentos_gui.session.lazily import (
    draft_of,
    file_names,
    history_module,
    new_name,
    with_taken,
)
from experimentos_gui.tasks import TaskRunner

if TYPE_CHECKING:
    from experimentos_core.experiment import Report
    from experimentos_core.history.awaiting import Awaiting
    from experimentos_core.history.decisions import Realised
    from experimentos_core.history.records import Draft
    from experimentos_core.taken import DecisionTaken
    from experimentos_gui.session.experiment_session import ExperimentSession
    from experimentos_gui.session.history_work import Kept

_log = get_logger("history")
_PAUSE_MS: Final = 300
_DRAFT: Final = "draft"
_OPEN: Final = "open"
_BACKUP: Final = "backup"
_BRING: Final = "bring"
_PLANS: Final = "plans"
_FIRST_BACKUP_MS: Final = 20_000  # once the window has long come up
_BACKUP_MS: Final = 3_600_000  # a window may stay open for days
HOME: Final = "home"


class _Kept:
    """The report that is shown, on its way to the disk.

    Attributes:
        number: Its number; 0 until it is on the disk. Set on the thread that writes, where what
            is written later reads it.
    """

    __slots__ = ("number",)

    def __init__(self, *, number: int = 0) -> None:
        self.number = number


class HistoryDesk(QObject):
    """Keeps the work of a session without being asked, and opens what was kept.

    Acts are written one after another on a thread of their own, and none is dropped. A sample is
    kept once anything about it is changed or decided.

    Signals:
        changed(): Something was kept, changed or deleted; lists are out of date.
        opened(str): An experiment out of the history is open now; the page it was on.
        kept(): All there was to keep is on the disk.
        unkept(object): Nothing can be kept; carries the ExperimentError. None: it can again.
        told(object): Something went wrong beside that; carries an ExperimentError.
        taken_in(object): The experiment of a memo is in the history now; carries its Report.
    """

    changed = Signal()
    opened = Signal(str)
    kept = Signal()
    unkept = Signal(object)
    told = Signal(object)
    taken_in = Signal(object)

    def __init__(self, session: "ExperimentSession") -> None:
        """Keep the work of `session`."""
        super().__init__(session)
        self._session = session
        self._writer = TaskRunner(self, threads=1)
        self._reader = TaskRunner(self)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._on_pause)
        self._backup = QTimer(self)
        self._backup.timeout.connect(self._on_backup_due)
        self._acts = 0
        self._analysis = 0
        self._kept: _Kept | None = None
        self._seen: tuple[str, Draft] | None = None
        self._just_opened: Kept | None = None
        self._place = HOME
        self._remembers_place = False
        self._cannot_keep = False
        session.table_changed.connect(self._on_work_changed)
        session.reading_changed.connect(self._on_work_changed)
        session.plan_changed.connect(self._on_work_changed)
        session.typed_changed.connect(self._on_work_changed)
        session.report_changed.connect(self._on_report_changed)

    @property
    def analysis(self) -> int:
        """Number of the report that is shown; 0 where there is none, or it is not kept."""
        return self._analysis

    @property
    def is_up_to_date(self) -> bool:
        """Whether all there was to keep is on the disk."""
        return not (self._pause.isActive() or self._writer.is_busy)

    def begin(self, *, remembers: bool, returns: bool) -> None:
        """Look at the history; back it up once a day from now on.

        Args:
            remembers: Whether this window is the one that remembers where the person was.
            returns: Whether what was open when the last window ended is opened again.
        """
        self._remembers_place = remembers
        if not remembers:
            return
        self._backup.start(_FIRST_BACKUP_MS)
        self._reader.start(
            _OPEN,
            lambda: history_module().begin(returns=returns),
            self._take_begun,
            self._on_unkept,
        )

    def stay_at(self, place: str) -> None:
        """Note the page the person is on; 'home' is the list of experiments."""
        if place != self._place:
            self._place = place
            self._pause.start()

    def open(self, uid: str) -> None:
        """Open an experiment with everything it had; `opened` follows, or `told`."""
        self.keep_now()
        self._writer.start(
            _OPEN, lambda: history_module().open_kept(uid), self._take_opened, self.told.emit
        )

    def find_plans(self, then: "Callable[[tuple[Awaiting, ...]], None]") -> None:
        """Call `then` with the locked plans that wait for data, that most like the file first.

        A history that cannot be read holds none; that it cannot is said elsewhere.
        """
        names, uid = file_names(self._session), self._session.uid

        def failed(error: ExperimentError) -> None:
            _log.warning("waiting plans could not be looked up: %s", error.message)

        self._reader.start(_PLANS, lambda: history_module().plans_for(names, uid), then, failed)

    def hold_to(self, uid: str, then: Callable[[], None]) -> None:
        """Hold the open file to a locked plan that waits; what was begun with the file gives way.

        That is on the disk before it is seen; `then` is called where it is, `told` says why not.
        """
        session, content = self._session, self._session.original
        if content is None:
            return
        self.keep_now()
        begun = session.uid

        def done(kept: "Kept") -> None:
            is_still_open = session.original is content and session.is_only_begun
            if is_still_open:  # else something else was opened or found meanwhile: it stays
                self._pause.stop()
                session.join(kept.whole)
            self._on_kept()
            if is_still_open:
                then()

        def failed(error: ExperimentError) -> None:
            self._pause.start()  # it gives way to nothing
            self.told.emit(error)

        self._writer.start(
            _BRING, lambda: history_module().bring(uid, content, begun), done, failed
        )

    def claim(self) -> str:
        """Return the name of the experiment in the history; it has one from now on."""
        if not self._session.uid:
            self._session.name_in_history(new_name())
        return self._session.uid

    def decide(self, taken: "DecisionTaken") -> None:
        """Add a decision on the report that is shown to the log; the report follows."""
        report = self._session.report
        if report is None:
            return
        self._pause.stop()  # the work is kept with the report
        uid, work, content = self.claim(), self._draft(), self._session.original
        kept = self._kept = self._kept or _Kept(number=self._analysis)

        def act() -> object:
            module = history_module()
            kept.number = module.keep_report(uid, work, content, report)
            module.decide(uid, kept.number, taken)
            return kept.number

        def done(number: int) -> None:
            if self._kept is kept:  # the same report still, whatever was decided on it meanwhile
                self._analysis = number
                self._session.take_decision(with_taken(report, taken))
            self._on_kept()

        self._act(act, done)

    def realise(self, uid: str, realised: "Realised") -> None:
        """Add what came of a change to the log."""
        self._act(lambda: history_module().realise(uid, realised), self._on_done, self.told.emit)

    def take_in(self, report: "Report") -> None:
        """Take the experiment of a memo into the history; it is worked on there from now on."""

        def done(uid: str) -> None:
            if self._session.report is report and not self._session.uid:
                self._session.name_in_history(uid)
                self._analysis = 1
            self._on_kept()
            self.taken_in.emit(report)

        self._act(lambda: history_module().take_in(report), done, self.told.emit)

    def let_go(self) -> None:
        """Keep nothing more of what is open: it was put into the trash, or deleted."""
        self._pause.stop()

    @Slot()
    def take_again(self) -> None:
        """Take what is open anew out of the history: a backup took its place.

        What was open comes back with `undo`. Where the backup knows nothing of it, it stays, and
        is another experiment from its next change on.
        """
        self._pause.stop()
        uid = self._session.uid
        if not uid:
            return

        def done(kept: "Kept") -> None:
            if self._session.uid == uid:
                self._take_up(kept)

        def failed(_error: ExperimentError) -> None:
            if self._session.uid == uid:
                self._analysis, self._kept = 0, None
                self._session.name_in_history("")

        self._writer.start(_OPEN, lambda: history_module().open_kept(uid), done, failed)

    def keep_now(self) -> None:
        """Keep what is typed without waiting for more."""
        if self._pause.isActive():
            self._pause.stop()
            self._keep_draft()

    def shutdown(self) -> None:
        """Keep what is left to keep, and wait for it."""
        self._backup.stop()
        self.keep_now()
        self._reader.shutdown()
        self._writer.finish()

    # --- inside

    @Slot()
    def _on_work_changed(self) -> None:
        if self._session.report is None:
            self._analysis, self._kept = 0, None
        self._pause.start()

    @Slot()
    def _on_report_changed(self) -> None:
        session, report = self._session, self._session.report
        if report is None:
            self._on_work_changed()
            return
        if self._just_opened is not None and self._just_opened.whole.report is report:
            self._analysis = self._just_opened.analysis
        if self._analysis or session.is_nobodys_work:
            return
        self._pause.stop()
        uid, work, content = self.claim(), self._draft(), session.original
        kept = self._kept = _Kept()

        def act() -> object:
            module = history_module()
            kept.number = module.keep_report(uid, work, content, report)
            return kept.number, module.decided(uid, kept.number)

        def done(made: "tuple[int, DecisionTaken | None]") -> None:
            if self._kept is kept:
                self._analysis, taken = made
                if report.taken != taken:  # it was made before, and decided on then
                    session.take_decision(with_taken(report, taken))
            self._on_kept()

        self._act(act, done)

    @Slot()
    def _on_backup_due(self) -> None:
        self._backup.start(_BACKUP_MS)
        self._reader.start(
            _BACKUP, lambda: history_module().back_up(), lambda _: None, self.told.emit
        )

    @Slot()
    def _on_pause(self) -> None:
        self._keep_draft()

    def _keep_draft(self) -> None:
        session = self._session
        is_giving_way = self._writer.is_running(_BRING) and session.is_only_begun
        is_none = session.is_nobodys_work or not session.has_work
        if session.is_rereading or is_giving_way or is_none:
            self._keep_place()
            return
        uid, work, content = self.claim(), self._draft(), session.original
        lane = f"{_DRAFT} {uid}"
        is_waiting = self._writer.is_running(lane)  # what waits is replaced, never left out
        kept, is_look = self._kept, self._is_look(uid, work) and not is_waiting
        is_place = self._remembers_place and self._place != HOME

        def act() -> object:
            number = kept.number if kept is not None else work.analysis
            whole = replace(work, analysis=number)
            return history_module().keep_work(
                uid, whole, content, is_place=is_place, is_look=is_look
            )

        # A later draft takes the place of an earlier one, but not of another experiment's.
        self._writer.start(lane, act, self._on_done, self._on_unkept)
        if not is_place:
            self._keep_place()

    def _is_look(self, uid: str, work: "Draft") -> bool:
        """Whether only the place is another one since the work was opened or last kept here."""
        seen, self._seen = self._seen, (uid, replace(work, page="", analysis=0))
        return seen == self._seen

    def _keep_place(self) -> None:
        """Remember that the list is seen, where it is."""
        if self._remembers_place and self._place == HOME:
            self._act(lambda: history_module().keep_home(), lambda _: None)

    def _draft(self) -> "Draft":
        return draft_of(self._session, self._place, self._analysis)

    def _act(
        self,
        act: Callable[[], object],
        done: Callable[..., None],
        failed: Callable[[ExperimentError], None] | None = None,
    ) -> None:
        """Write something down that no later act may take the place of."""
        self._acts += 1
        self._writer.start(f"act {self._acts}", act, done, failed or self._on_unkept)

    def _on_done(self, _result: object) -> None:
        self._on_kept()

    def _on_kept(self) -> None:
        if self._cannot_keep:
            self._cannot_keep = False
            self.unkept.emit(None)
        self.changed.emit()
        if not self._writer.is_busy:
            self.kept.emit()

    def _on_unkept(self, error: ExperimentError) -> None:
        self._seen = None  # what was to be kept is not on the disk: it is to be kept still
        if not isinstance(error, HistoryError):
            self.told.emit(error)
            return
        self._cannot_keep = True
        self.unkept.emit(error)

    def _take_begun(self, begun: "tuple[Kept | None, tuple[ExperimentError, ...]]") -> None:
        kept, faults = begun
        for fault in faults:
            self.told.emit(fault)
        if kept is not None and not (self._session.has_work or self._session.is_reading):
            self._take_opened(kept)

    def _take_opened(self, kept: "Kept") -> None:
        self._take_up(kept)
        self.opened.emit(kept.page)

    def _take_up(self, kept: "Kept") -> None:
        self._just_opened = kept
        self._session.open_kept(kept.whole)
        self._just_opened = None
        self._is_look(kept.whole.uid, self._draft())
