"""Draws, saves and copies charts for every tab, off the UI thread."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from experimentos_gui.results import chart_saving
from experimentos_gui.results.drawing import ChartKind, Drawing, Ink, Picture, draw
from experimentos_gui.tasks import OnFailed, TaskRunner
from experimentos_gui.theme import is_dark
from experimentos_gui.widgets import picture_files

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

    from experimentos_core.foundation.errors import ExperimentError

type Chooser = Callable[[QWidget, Path], Path | None]

_SAVE: Final = "save"
_COPY: Final = "copy"


class ChartMaker(QObject):
    """One for all charts of a panel: their threads, and the folder the last one was saved to."""

    def __init__(
        self, parent: QObject | None = None, *, choose_path: Chooser | None = None
    ) -> None:
        """Make an idle one; `choose_path` asks for a path, with a file dialog if None."""
        super().__init__(parent)
        self._runner = TaskRunner(self)
        self._choose_path = choose_path or picture_files.ask_for_path
        self._folder = picture_files.documents()

    @property
    def is_busy(self) -> bool:
        """Whether anything is being drawn, saved or copied."""
        return self._runner.is_busy

    def draw(self, drawing: Drawing, on_drawn: Callable[[Picture], None]) -> None:
        """Draw in the colours of the window; a newer chart of that kind takes its place."""
        ink = Ink.DARK if is_dark() else Ink.LIGHT
        self._runner.start(drawing.kind, partial(draw, drawing, ink), on_drawn, _raise)

    def drop(self, kind: ChartKind) -> None:
        """Forget the chart of a kind that is being drawn."""
        self._runner.cancel(kind)

    def save(
        self,
        drawing: Drawing,
        asked_from: QWidget,
        on_saved: Callable[[Path], None],
        on_failed: OnFailed,
    ) -> None:
        """Ask where to, and save for paper; nothing happens when the person thinks better of it."""
        suggested = self._folder / chart_saving.suggested_name(drawing)
        path = self._choose_path(asked_from, suggested)
        if path is None:
            return
        path = picture_files.with_format(path)
        self._folder = path.parent
        work = partial(chart_saving.save_chart, drawing, path)
        self._runner.start(_SAVE, work, on_saved, on_failed)

    def copy(self, drawing: Drawing, on_copied: Callable[[], None]) -> None:
        """Put the chart for paper on the clipboard, as a picture and as SVG."""

        def done(chart: "tuple[QImage, str]") -> None:
            picture_files.put_on_clipboard(chart)
            on_copied()

        self._runner.start(_COPY, partial(chart_saving.copied_chart, drawing), done, _raise)

    def shutdown(self) -> None:
        """Drop all work and wait for its threads."""
        self._runner.shutdown()


def _raise(error: "ExperimentError") -> None:
    raise error
