"""`make screenshots`: the pictures in docs/screenshots, taken from the real window.

python -m tools.screenshots
"""

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QEventLoop
from PySide6.QtWidgets import QApplication, QWidget

from experimentos_core.charter import Charter, SizePlan, propose_guardrail
from experimentos_core.foundation.paths import user_paths
from experimentos_core.history.place import history_of
from experimentos_core.samples import Sample, all_samples
from experimentos_gui.main_window import MainWindow
from experimentos_gui.memo.memo_dialog import MemoDialog
from experimentos_gui.session import ExperimentSession
from experimentos_gui.settings import Settings
from experimentos_gui.theme import Scheme, apply_theme
from experimentos_gui.wizard.flow import Step
from experimentos_gui.wizard.wizard import ExperimentWizard
from tools.kept_samples import keep_samples

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "screenshots"
_PATIENCE_MS = 30_000
_CALM_MS = 3_000  # the chart comes after the verdict
_SIZE = (1200, 900)


def main() -> int:
    """Take every picture."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as home:
        os.environ["EXPERIMENTOS_HOME"] = home
        keep_samples(history_of(user_paths()))
        return _take_all()


def _take_all() -> int:
    app = QApplication(sys.argv[:1])
    theme = apply_theme(app, Scheme.LIGHT)
    session = ExperimentSession()
    window = MainWindow(session, theme, Settings(user_paths().config))
    window.resize(*_SIZE)
    window.show()
    _calm()
    _take(window, "home-light")
    _plan(session, window)
    _take(window, "size-light")
    session.open_file(_sample("fish_oil").path)
    _wait(lambda: session.checkup is not None)
    _take(window, "data-light")
    _analyse(session, _sample("game_gate"))
    _take(window, "results-light")
    if session.report is None:
        return 1
    memo = MemoDialog(session.report, window)
    memo.resize(900, 1000)
    memo.show()
    _wait(lambda: memo.memo is not None)
    _take(memo, "memo")
    memo.close()
    theme.set_scheme(Scheme.DARK)
    _analyse(session, _sample("email_campaign"))
    _take(window, "results-dark")
    window.close()
    return 0


def _plan(session: ExperimentSession, window: MainWindow) -> None:
    """Plan an experiment as far as its size."""
    session.start_plan(
        Charter(
            name="One-page checkout",
            owner="Dana",
            guardrails=(propose_guardrail("cancelled"),),
            size=SizePlan(baseline=0.12, mde=0.01, daily_traffic=4000.0),
        )
    )
    window.show_wizard()
    for wizard in window.findChildren(ExperimentWizard):
        wizard.show_step(Step.POWER)
        _wait(lambda page=wizard.power_page: not page.is_working_out)  # type: ignore[misc]


def _sample(sample_id: str) -> Sample:
    return next(sample for sample in all_samples() if sample.id == sample_id)


def _analyse(session: ExperimentSession, sample: Sample) -> None:
    session.open_file(sample.path, analyse=True)
    _wait(lambda: session.source_path == sample.path and session.report is not None)


def _take(widget: QWidget, name: str) -> None:
    _calm()
    FOLDER.mkdir(parents=True, exist_ok=True)
    widget.grab().save(str(FOLDER / f"{name}.png"))


def _wait(holds: Callable[[], bool]) -> None:
    deadline = QDeadlineTimer(_PATIENCE_MS)
    while not holds() and not deadline.hasExpired():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)


def _calm() -> None:
    """Let everything that still paints come to an end."""
    deadline = QDeadlineTimer(_CALM_MS)
    while not deadline.hasExpired():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)


if __name__ == "__main__":
    sys.exit(main())
