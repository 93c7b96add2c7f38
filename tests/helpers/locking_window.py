"""A window that locks and amends plans until it is killed; says what it was told is done.

    python -m tests.helpers.locking_window SEED

Every step goes through the buttons a person presses. A line is written to standard output only when
the window shows the step as done: `locked NAME SEAL`, `amended NAME SEAL`, `opened NAME SEALS`.
"""

import random
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QDeadlineTimer, QEventLoop
from PySide6.QtWidgets import QApplication, QWidget

from experimentos_core.foundation.paths import user_paths
from experimentos_core.history.finding import Query, Standing, find, rows_of
from experimentos_core.history.place import history_of
from experimentos_gui.main_window import MainWindow
from experimentos_gui.session import ExperimentSession
from experimentos_gui.settings import Settings
from experimentos_gui.theme import Scheme, apply_theme
from experimentos_gui.wizard.lock_dialogs import AmendDialog, LockDialog
from experimentos_gui.wizard.wizard import ExperimentWizard

if TYPE_CHECKING:
    from experimentos_gui.wizard.lock_bar import LockBar

_PATIENCE_MS = 60_000
_MOST_AMENDMENTS = 3
_MOST_REOPENED = 10
_MOST_PLANS = 1000


class _Person:
    """Plans, locks and amends, one experiment after the other."""

    def __init__(self, app: QApplication, seed: int) -> None:
        self._chance = random.Random(seed)  # noqa: S311 - no secret
        self._seed = seed
        self.session = ExperimentSession()
        theme = apply_theme(app, Scheme.LIGHT)
        self.window = MainWindow(self.session, theme, Settings(user_paths().config))
        self.window.show()
        self.session.failed.connect(lambda error: _say(f"failed {error.message}"))

    def reopen(self) -> None:
        """Open plans that are kept, and amend the last of them."""
        database = history_of(user_paths())
        rows = rows_of(database, find(database, Query(standing=Standing.PLANS)))
        entries = self._chance.sample(rows, min(len(rows), _MOST_REOPENED))
        for entry in entries:
            self.session.start_new()
            self.session.history.open(entry.uid)
            _wait(lambda: self.session.chain is not None)
            seals = " ".join(version.sha256 for version in self.session.chain.versions)
            _say(f"opened {self.session.charter.name} {seals}")
        if entries:
            self.amend()

    def plan(self, number: int) -> None:
        """Plan an experiment, lock it and change one's mind a few times."""
        self.session.start_plan()
        self._wizard.charter_page.form.name.setText(f"plan-{self._seed}-{number}")
        self._wizard.charter_page.form.name.textEdited.emit("")
        self._bar.lock.click()
        _dialog(self._bar, LockDialog).accept()
        _wait(lambda: self.session.chain is not None)
        self._tell("locked")
        for _ in range(self._chance.randint(0, _MOST_AMENDMENTS)):
            self.amend()

    def amend(self) -> None:
        """Change the level and give a reason."""
        before = len(self.session.chain.versions)
        field = self._wizard.charter_page.form.alpha
        field.lineEdit().setText(f"0.{self._chance.randint(100_000, 499_999)}1")
        field.edited.emit(field.text())
        self._bar.pending.amend.click()
        dialog = _dialog(self._bar, AmendDialog)
        dialog.reason.setPlainText("Another level. " * self._chance.randint(1, 100))
        dialog.amend.click()
        _wait(lambda: len(self.session.chain.versions) > before)
        self._tell("amended")

    @property
    def _wizard(self) -> ExperimentWizard:
        self.window.show_wizard()
        return self.window.findChild(ExperimentWizard)

    @property
    def _bar(self) -> "LockBar":
        return self._wizard.charter_page.lock_bar

    def _tell(self, what: str) -> None:
        latest = self.session.chain.latest
        _say(f"{what} {latest.charter.name} {latest.sha256}")


def main() -> int:
    """Work until killed."""
    app = QApplication(sys.argv[:1])
    person = _Person(app, int(sys.argv[1]))
    person.reopen()
    for number in range(_MOST_PLANS):
        person.plan(number)
    return 1  # nobody killed it


def _dialog[D: QWidget](parent: QWidget, kind: type[D]) -> D:
    _wait(lambda: parent.findChild(kind) is not None)
    return parent.findChildren(kind)[-1]


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _wait(holds: Callable[[], bool]) -> None:
    deadline = QDeadlineTimer(_PATIENCE_MS)
    while not holds():
        if deadline.hasExpired():
            _say("failed: nothing happened for a minute")
            sys.exit(1)
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 5)


if __name__ == "__main__":
    sys.exit(main())
