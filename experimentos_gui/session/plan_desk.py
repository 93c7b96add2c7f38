"""Locking, amending, opening and exchanging plans; every step on disk runs on a thread."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from experimentos_core.foundation.errors import CharterError
from experimentos_gui.session.lazily import charter_as_locked, plan_module
from experimentos_gui.tasks import TaskRunner

if TYPE_CHECKING:
    from collections.abc import Callable

    from experimentos_core.charter import Charter
    from experimentos_core.charter.chain import CharterChain
    from experimentos_core.plan_files import PlanFile
    from experimentos_gui.session.experiment_session import ExperimentSession
    from experimentos_gui.session.plan_work import Kept

PLAN_LANE: Final = "plan"
_LOCK_LANE: Final = "lock"  # never dropped: what is locked on the disk is locked here
_FROM_MEMO: Final = "This locked plan came with its memo; it is not one of yours to amend."
_FROM_MEMO_HINT: Final = "Import the memo into the history first, or begin a plan of your own."


class PlanDesk(QObject):
    """What can be done with the plan of a session, beyond changing it.

    A plan is locked once it is safely on disk, not before. What a step took away from the plan as
    typed comes back with `take_back`.

    Signals:
        told(str): Something was done, in a sentence.
    """

    told = Signal(str)

    def __init__(self, session: "ExperimentSession", runner: TaskRunner) -> None:
        """Work for `session` on the threads of `runner`."""
        super().__init__(session)
        self._session = session
        self._runner = runner
        self._earlier: tuple[Charter, Charter] | None = None
        session.table_changed.connect(self._forget_earlier)

    @property
    def is_busy(self) -> bool:
        """Whether a step is on its way."""
        return self._runner.is_running(PLAN_LANE) or self._runner.is_running(_LOCK_LANE)

    @property
    def can_take_back(self) -> bool:
        """Whether the plan as it was typed can come back; no more once it is changed again."""
        return self._earlier is not None and self._earlier[1] == self._session.charter

    def lock(self) -> None:
        """Lock the plan as it is now; nothing where it is locked already."""
        if self._session.chain is not None:
            return
        charter, uid = self._session.charter, self._session.history.claim()
        self._start(lambda: plan_module().lock_plan(uid, charter), self._take_lock, _LOCK_LANE)

    def amend(self, reason: str) -> None:
        """Lock the plan as it is now as the next version."""
        session = self._session
        chain, uid, charter = session.chain, session.uid, session.charter
        if chain is not None and not uid:
            session.failed.emit(CharterError(_FROM_MEMO, _FROM_MEMO_HINT))
        elif chain is not None:
            self._start(
                lambda: plan_module().amend_plan(chain, uid, charter, reason),
                self._take_lock,
                _LOCK_LANE,
            )

    def discard(self) -> None:
        """Return to the plan as it was locked."""
        chain, charter = self._session.chain, self._session.charter
        if chain is not None:
            self._replace(charter_as_locked(chain, charter))

    def take_back(self) -> None:
        """Return to the plan as it was typed before it was discarded or another was taken over."""
        if self._earlier is not None and self.can_take_back:
            earlier, self._earlier = self._earlier[0], None
            self._session.set_charter(earlier)

    def take_over(self, path: Path) -> None:
        """Take the plan of a file: a charter, a locked one, a report or a memo."""
        self._start(lambda: plan_module().take_over(path), self._take_found)

    def write_out(self, path: Path) -> None:
        """Write the plan to a file; a locked one as it was locked, with all its versions."""
        charter, chain = self._session.charter, self._session.chain

        def done(written: Path) -> None:
            self.told.emit(f"Saved to {written}")

        self._start(lambda: plan_module().write_out(path, charter, chain), done)

    def _start(
        self, work: "Callable[[], object]", done: "Callable[..., None]", lane: str = PLAN_LANE
    ) -> None:
        """Begin a step; a second click while one is on its way begins nothing."""
        if not self.is_busy:
            self._runner.start(lane, work, done, self._session.failed.emit)

    def _take_lock(self, kept: "Kept") -> None:
        """Take what is on the disk by now; another experiment may have been opened meanwhile."""
        if kept[1] == self._session.uid:
            self._earlier = None
            self._session.take_lock(*kept)
        else:
            self._session.lock_left(*kept)
        self._session.history.changed.emit()

    def _take_found(self, made: "tuple[PlanFile, Kept | None]") -> None:
        found, kept = made
        if kept is None:
            self._replace(found.charter)
            self.told.emit(f"The plan was taken over from a {found.source}.")
            return
        if self._refuses(kept[0]):
            return
        self._replace(charter_as_locked(kept[0], self._session.charter))
        self._session.take_lock(*kept)
        self._session.history.changed.emit()

    def _refuses(self, chain: "CharterChain") -> bool:
        """Whether another lock is in place; one plan never takes the place of another unseen."""
        current = self._session.chain
        if current is None or current.first == chain.first:
            return False
        message = "This experiment is held to another locked plan."
        hint = "Open the imported one from the first page, where it is listed now."
        self._session.failed.emit(CharterError(message, hint))
        self._session.history.changed.emit()
        return True

    def _replace(self, charter: "Charter") -> None:
        earlier = self._session.charter
        if charter != earlier:
            self._earlier = (earlier, charter)
            self._session.set_charter(charter)

    def _forget_earlier(self) -> None:
        self._earlier = None
