"""The power page's work off the UI thread: sizes, curves, other exports, trials of the rule."""

import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from experimentos_core.foundation.errors import ExperimentError
from experimentos_gui.tasks import OnFailed, TaskRunner
from experimentos_gui.wizard.power_question import AtHand, RuleQuestion, SizeQuestion

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

    from experimentos_core.charter import Charter
    from experimentos_core.memo.palette import ChartPalette
    from experimentos_gui.wizard.power_today import Today
    from experimentos_gui.wizard.power_trial import Trial
    from experimentos_gui.wizard.power_work import PowerCurve, Sizing

_SIZE: Final = "size"
_CURVE: Final = "curve"
_SAVE: Final = "save"
_COPY: Final = "copy"
_FILE: Final = "file"
_RULE: Final = "rule"


class _CancelledError(ExperimentError):
    """Nobody waits for the trial any more."""


class PowerJobs(QObject):
    """Each kind of work has a lane of its own, in which the newest job wins.

    Signals:
        progressed(int, int): Experiments of the trial that are done, and all of them.
    """

    progressed = Signal(int, int)

    def __init__(self, parent: QObject | None = None) -> None:
        """Make idle lanes."""
        super().__init__(parent)
        self._runner = TaskRunner(self)
        self._stop = threading.Event()

    @property
    def is_sizing(self) -> bool:
        """Whether an answer is on its way."""
        return self._runner.is_running(_SIZE)

    @property
    def is_trying(self) -> bool:
        """Whether the rule is being tried."""
        return self._runner.is_running(_RULE)

    @property
    def is_busy(self) -> bool:
        """Whether anything is on its way."""
        return self._runner.is_busy

    def work_out(
        self,
        question: SizeQuestion,
        at_hand: AtHand | None,
        on_done: "Callable[[Sizing], None]",
    ) -> None:
        """Answer a question of size."""
        self._runner.start(_SIZE, partial(_work_out, question, at_hand), on_done, _raise)

    def drop_size(self) -> None:
        """Forget the question of size, and its picture."""
        self._runner.cancel(_SIZE, _CURVE)

    def draw(self, curve: "PowerCurve", on_done: Callable[[str], None], *, is_dark: bool) -> None:
        """Draw a power curve as SVG in the colours of the window."""
        self._runner.start(_CURVE, partial(_draw, curve, is_dark=is_dark), on_done, _raise)

    def save(
        self,
        curve: "PowerCurve",
        path: Path,
        on_done: Callable[[Path], None],
        on_failed: OnFailed,
    ) -> None:
        """Draw a power curve for paper and save it."""
        self._runner.start(_SAVE, partial(_save, curve, path), on_done, on_failed)

    def copy(self, curve: "PowerCurve", on_done: "Callable[[tuple[QImage, str]], None]") -> None:
        """Draw a power curve for paper, as a picture and as SVG."""
        self._runner.start(_COPY, partial(_copied, curve), on_done, _raise)

    def read_off_file(
        self,
        path: Path,
        charter: "Charter",
        on_done: "Callable[[Today], None]",
        on_failed: OnFailed,
    ) -> None:
        """Read where the metrics of a plan stand off another export."""
        self._runner.start(_FILE, partial(_read_off_file, path, charter), on_done, on_failed)

    def try_rule(
        self, question: RuleQuestion, on_done: "Callable[[Trial], None]", on_failed: OnFailed
    ) -> None:
        """Try the decision rule; a trial under way is given up."""
        self.cancel_trial()
        self._stop = threading.Event()
        work = partial(_try_rule, question, partial(self._go_on, self._stop))
        self._runner.start(_RULE, work, on_done, on_failed)

    def cancel_trial(self) -> None:
        """Give the trial up; its thread ends at the next checkpoint."""
        self._runner.cancel(_RULE)
        self._stop.set()

    def shutdown(self) -> None:
        """Drop all work and wait for the threads."""
        self.cancel_trial()
        self._runner.shutdown()

    def _go_on(self, stop: threading.Event, done: int, total: int) -> None:
        """Tell how far the trial is, on its thread; end it when nobody waits."""
        if stop.is_set():
            raise _CancelledError("The trial was cancelled.")
        self.progressed.emit(done, total)


def _work_out(question: SizeQuestion, at_hand: AtHand | None) -> "Sizing":
    from experimentos_gui.wizard import power_work  # noqa: PLC0415 - loads on the worker thread

    return power_work.work_out(question, at_hand)


def _draw(curve: "PowerCurve", *, is_dark: bool) -> str:
    from experimentos_core.memo.palette import DARK, LIGHT  # noqa: PLC0415 - on the worker thread

    return _drawn(curve, DARK if is_dark else LIGHT)


def _save(curve: "PowerCurve", path: Path) -> Path:
    from experimentos_core.memo.palette import PRINT  # noqa: PLC0415 - on the worker thread
    from experimentos_gui.widgets.picture_files import save_picture  # noqa: PLC0415 - as above

    return save_picture(_drawn(curve, PRINT), path)


def _copied(curve: "PowerCurve") -> "tuple[QImage, str]":
    from experimentos_core.memo.palette import PRINT  # noqa: PLC0415 - on the worker thread
    from experimentos_gui.widgets.picture_files import copied_picture  # noqa: PLC0415 - as above

    return copied_picture(_drawn(curve, PRINT))


def _drawn(curve: "PowerCurve", palette: "ChartPalette") -> str:
    from experimentos_core.memo.charts.power import (  # noqa: PLC0415 - loads on the worker thread
        power_curve_svg,
    )

    return power_curve_svg(
        curve.points, curve.unit, wanted=curve.wanted, mde=curve.mde, palette=palette
    )


def _read_off_file(path: Path, charter: "Charter") -> "Today":
    from experimentos_gui.wizard import power_today  # noqa: PLC0415 - loads on the worker thread

    return power_today.read_off_file(path, charter)


def _try_rule(question: RuleQuestion, checkpoint: Callable[[int, int], None]) -> "Trial":
    from experimentos_gui.wizard import power_trial  # noqa: PLC0415 - loads on the worker thread

    return power_trial.try_rule(question, checkpoint)


def _raise(error: ExperimentError) -> None:
    raise error
