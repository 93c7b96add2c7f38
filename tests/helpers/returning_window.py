"""The real program with a person at it: works as told, says what is kept, and waits to be killed.

    python -m tests.helpers.returning_window work FILE     open FILE, type a plan half way
    python -m tests.helpers.returning_window look          say where the window came up

The lines `kept` and `where {...}` are written when the window is done with its work.
"""

import json
import sys

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from experimentos_gui.app import start
from experimentos_gui.main_window import MainWindow
from experimentos_gui.session import ExperimentSession
from experimentos_gui.wizard.flow import Step
from experimentos_gui.wizard.wizard import ExperimentWizard

HALF_TYPED = "0.0x5"
_TURN_MS = 20


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


class _Window(MainWindow):
    """A window that is worked with as soon as it is painted."""

    def __init__(self, session: ExperimentSession, *rest: object) -> None:
        super().__init__(session, *rest)  # type: ignore[arg-type] - as the program makes it
        self._session_seen = session
        self._steps = iter(self._work() if sys.argv[1] == "work" else self._look())
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._next)
        self.painted.connect(lambda: self._timer.start(_TURN_MS))

    def _next(self) -> None:
        if next(self._steps, None) is None:
            self._timer.stop()

    def _work(self):
        from pathlib import Path

        session = self._session_seen
        self.open_file(Path(sys.argv[2]))
        while session.checkup is None:
            yield True
        wizard = self.findChild(ExperimentWizard)
        wizard.plan.choose_control("control")
        while not wizard.plan.data_readiness.may_go_on:
            yield True
        wizard.show_step(Step.CHARTER)
        form = wizard.charter_page.form
        form.name.setText("Half way")
        form.name.textEdited.emit("")
        field = form.alpha
        field.lineEdit().setText(HALF_TYPED)
        field.edited.emit(HALF_TYPED)
        yield True
        while not session.history.is_up_to_date:
            yield True
        _say("kept")
        while True:
            yield True

    def _look(self):
        session = self._session_seen
        for _ in range(int(20_000 / _TURN_MS)):
            wizard = self.findChild(ExperimentWizard)
            if session.checkup is not None and wizard is not None and wizard.isVisible():
                break
            yield True
        found = {
            "file": session.source_name,
            "step": wizard.step.name if wizard is not None else "",
            "name": wizard.plan.draft.name if wizard is not None else "",
            "alpha": wizard.charter_page.form.draft.alpha if wizard is not None else "",
            "notice": self.notice.isVisible(),
            "home": self.page is self._pages.home,
        }
        _say(f"where {json.dumps(found)}")
        QApplication.quit()


if __name__ == "__main__":
    start.MainWindow = _Window  # type: ignore[misc] - the program, with somebody at it
    sys.exit(start.start([]))
