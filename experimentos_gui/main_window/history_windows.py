"""What the window does with kept experiments: acts on them, and the dialogs about them."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from experimentos_gui.session.history_acts import HistoryActs, user_history

if TYPE_CHECKING:
    from experimentos_gui.home.home_panel import HomePanel
    from experimentos_gui.session import ExperimentSession
    from experimentos_gui.settings import Settings


class HistoryWindows(QObject):
    """Connects Home with the history; dialogs are made when they are first asked for.

    Signals:
        failed(object): Something could not be done; carries an ExperimentError.
        told(str): Something was done, in a sentence.
    """

    failed = Signal(object)
    told = Signal(str)

    def __init__(self, window: QWidget, session: "ExperimentSession", settings: "Settings") -> None:
        """Work for `window`; nothing is read yet."""
        super().__init__(window)
        self._window = window
        self._session = session
        self._settings = settings
        self.acts = HistoryActs(user_history, self)
        self.acts.failed.connect(self.failed)

    def connect_home(self, home: "HomePanel") -> None:
        """Let Home list what is kept, and do what is asked for there."""
        acts = self.acts
        home.use_history(acts.history, expects=self._has_history())
        home.failed.connect(self.failed)
        home.trash_requested.connect(acts.trash)
        home.restore_requested.connect(acts.restore)
        home.delete_requested.connect(acts.delete)
        acts.trashed.connect(home.offer_undo)
        acts.changed.connect(home.refresh)
        self._session.history.changed.connect(home.refresh)

    @Slot()
    def show_backups(self) -> None:
        """Show the backups there are."""

    def shutdown(self) -> None:
        """Bring every act to its end."""
        self.acts.shutdown()

    @staticmethod
    def _has_history() -> bool:
        """Whether there is a history to be listed; nothing is opened."""
        from experimentos_core.foundation.paths import user_paths  # noqa: PLC0415 - light

        path = user_paths().data / "history.sqlite3"
        try:
            return path.stat().st_size > 0
        except OSError:
            return False
