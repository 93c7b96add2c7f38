"""What a person does with kept experiments as a whole: one act after another, each on a thread."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot

from experimentos_core.foundation.errors import ExperimentError
from experimentos_gui.tasks import TaskRunner

if TYPE_CHECKING:
    from types import ModuleType

    from experimentos_core.history.database import Database

type OpenHistory = Callable[[], "Database"]
type Act = Callable[["Database"], object]
type OnDone = Callable[[Any], None]


def user_history() -> "Database":
    """Return the history of this user."""
    from experimentos_core.foundation.paths import user_paths  # noqa: PLC0415 - opens without it
    from experimentos_core.history.place import history_of  # noqa: PLC0415 - opens without it

    return history_of(user_paths())


class HistoryActs(QObject):
    """Trash, tags, notes, and whatever else changes the list; none is dropped, not even at the end.

    Signals:
        changed(): Something in the history is different now.
        trashed(object): These experiments, a tuple of uids, lie in the trash now.
        restored(object): These are back from it.
        deleted(object): These are gone for good.
        went_back(): A backup took the place of the history.
        failed(object): An act could not be done; carries an ExperimentError.
    """

    changed = Signal()
    trashed = Signal(object)
    restored = Signal(object)
    deleted = Signal(object)
    went_back = Signal()
    failed = Signal(object)

    def __init__(self, history: OpenHistory = user_history, parent: QObject | None = None) -> None:
        """Act on the history that `history` returns; it is asked for on the thread of each act."""
        super().__init__(parent)
        self.history = history
        self._runner = TaskRunner(self, threads=1)
        self._acts = 0

    @property
    def is_busy(self) -> bool:
        """Whether an act is under way or waits."""
        return self._runner.is_busy

    @Slot(object)
    def trash(self, uids: tuple[str, ...]) -> None:
        """Put experiments into the trash; `restore` undoes it."""
        self.do(lambda history: _keeping().trash(history, uids), lambda _: self.trashed.emit(uids))

    @Slot(object)
    def restore(self, uids: tuple[str, ...]) -> None:
        """Bring experiments back from the trash."""
        self.do(
            lambda history: _keeping().untrash(history, uids), lambda _: self.restored.emit(uids)
        )

    @Slot(object)
    def delete(self, uids: tuple[str, ...]) -> None:
        """Delete what lies in the trash; nothing brings it back."""
        self.do(
            lambda history: _keeping().delete_for_good(history, uids),
            lambda _: self.deleted.emit(uids),
        )

    @Slot(str, object)
    def set_tags(self, uid: str, tags: tuple[str, ...]) -> None:
        """Replace the tags of an experiment."""
        self.do(lambda history: _keeping().set_tags(history, uid, tags))

    @Slot(str, str)
    def write_note(self, uid: str, note: str) -> None:
        """Replace the note of an experiment."""
        self.do(lambda history: _keeping().write_note(history, uid, note))

    def do(self, act: Act, on_done: OnDone | None = None) -> None:
        """Do something that changes the history, after all that was asked for before.

        Args:
            act: Called with the history on another thread; must touch no QObject.
            on_done: Called with what it returned, on the UI thread, before `changed`.
        """
        history = self.history
        on_done = on_done or _ignore

        def done(made: object) -> None:
            on_done(made)
            self.changed.emit()

        self._acts += 1
        self._runner.start(f"act {self._acts}", lambda: act(history()), done, self._on_failed)

    def shutdown(self) -> None:
        """Bring what is under way or waits to its end, then do nothing more."""
        self._runner.finish()

    def _on_failed(self, error: ExperimentError) -> None:
        self.failed.emit(error)
        self.changed.emit()  # whoever showed the act as done looks again


def _keeping() -> "ModuleType":
    from experimentos_core.history import keeping  # noqa: PLC0415 - on the worker thread

    return keeping


def _ignore(_made: object) -> None:
    """Nobody asked what it returned."""
