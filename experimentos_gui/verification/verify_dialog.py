"""Help > Verify this installation: published results recomputed here, and what came of them."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QWidget

from experimentos_core.foundation.errors import ExperimentError
from experimentos_gui.tasks import TaskRunner
from experimentos_gui.theme import GAP, SPACE, Tone
from experimentos_gui.verification.checking import Checked, Progress, check
from experimentos_gui.verification.csv_export import save_csv
from experimentos_gui.verification.figure_panel import FigurePanel
from experimentos_gui.verification.result_banner import ResultBanner
from experimentos_gui.verification.saving import SUFFIX, ask_for_path, suggested_path
from experimentos_gui.widgets.buttons import plain_button, primary_button
from experimentos_gui.widgets.fitting import fitting_page
from experimentos_gui.widgets.labels import plain_label
from experimentos_gui.widgets.layouts import column, row
from experimentos_gui.widgets.notice_bar import NoticeBar

type Chooser = Callable[[QWidget, Path], Path | None]

_CHECK: Final = "check"
_SAVE: Final = "save"
_SIZE: Final = QSize(1000, 640)
_LARGEST: Final = QSize(1360, 800)
_OF_SCREEN: Final = 0.9
_TICK_MS: Final = 50
_ABOUT: Final = (
    "Results published or computed with R, recomputed here by the functions that analyse your "
    "experiments."
)
_WAITING: Final = "The figures appear here once all of them are recomputed."
_NOTHING: Final = "There are no figures to show: the check did not come to its end."
_BROKEN: Final = "The check stopped on an error, so nothing is proven about this installation"
_BROKEN_HINT: Final = "Install ExperimentOS again and run this check once more."


class VerifyDialog(QDialog):
    """Checks at once, off the UI thread; shows every figure, and says loudly what differs.

    Signals:
        ended(): A check came to an end: with a result, cancelled or failed.
        saved(object): The figures were written to this Path.
    """

    ended = Signal()
    saved = Signal(object)

    def __init__(
        self, parent: QWidget | None = None, *, choose_path: Chooser | None = None
    ) -> None:
        """Begin to check.

        Args:
            parent: The window it belongs to.
            choose_path: Asks for a path, the suggestion given; a file dialog if None.
        """
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Verify this installation")
        self.resize(_usual_size(self.screen().availableSize()))
        self._choose_path = choose_path or ask_for_path
        self._suggested = suggested_path()
        self._checked: Checked | None = None
        self._progress = Progress()
        self._runner = TaskRunner(self)
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._notice = NoticeBar()
        self._banner = ResultBanner()
        self._figures = FigurePanel()
        self._again = plain_button("&Run again")
        self._cancel = plain_button("C&ancel")
        self._copy = plain_button("&Copy report")
        self._save = plain_button("Save as CS&V\u2026")
        self._close = primary_button("Close")
        about = plain_label(_ABOUT, "hint")
        page = column(about, self._banner, self._notice, self._figures, spacing=GAP)
        page.setStretchFactor(self._figures, 1)
        layout = column(spacing=GAP, margin=GAP)
        layout.addWidget(fitting_page(page), 1)
        layout.addLayout(self._button_row())
        self.setLayout(layout)
        self._connect_signals()
        self.start()

    @property
    def checked(self) -> Checked | None:
        """What came of the check; None while there is no result."""
        return self._checked

    @property
    def is_checking(self) -> bool:
        """Whether a check is under way."""
        return self._timer.isActive()

    @Slot()
    def start(self) -> None:
        """Check from the beginning."""
        self._checked = None
        self._progress = Progress()
        self._figures.set_rows((), _WAITING)
        self._notice.hide()
        self._timer.start()
        self._show_state()
        self._cancel.setFocus()
        self._banner.show_progress(self._progress)
        self._runner.start(
            _CHECK, partial(check, self._progress), self._on_checked, self._on_failed
        )

    def _button_row(self) -> QHBoxLayout:
        self._copy.setToolTip("Everything as plain text, as the command line prints it")
        buttons = row(self._copy, self._save, spacing=SPACE)
        buttons.addStretch(1)
        for button in (self._again, self._cancel, self._close):
            buttons.addWidget(button)
        return buttons

    def _connect_signals(self) -> None:
        self._timer.timeout.connect(self._on_tick)
        self._again.clicked.connect(self.start)
        self._cancel.clicked.connect(self.cancel)
        self._copy.clicked.connect(self._on_copy)
        self._save.clicked.connect(self._on_save)
        self._close.clicked.connect(self.reject)
        self._runner.busy_changed.connect(self._on_busy_changed)
        self.finished.connect(self._on_finished)

    @Slot()
    def cancel(self) -> None:
        """Give the check up; nothing is concluded from the cases that were recomputed."""
        if self.is_checking:
            self._progress.stop()
            self._runner.cancel(_CHECK)
            self._banner.show_cancelled(self._progress)
            self._end()

    def _on_checked(self, checked: Checked) -> None:
        self._checked = checked
        self._banner.show_checked(checked)
        self._end()

    def _on_failed(self, error: ExperimentError) -> None:
        self._banner.show_failure(error.message, error.hint)
        self._end()

    @Slot(bool)
    def _on_busy_changed(self, busy: bool) -> None:  # noqa: FBT001 - the signature of busy_changed
        """Say that a check broke on an error nobody expected; the crash handler tells which."""
        if self.is_checking and not busy:
            self._banner.show_failure(_BROKEN, _BROKEN_HINT)
            self._end()

    def _end(self) -> None:
        self._timer.stop()
        self._figures.set_rows(self._checked.rows if self._checked else (), _NOTHING)
        waited = self.focusWidget() is self._cancel
        self._show_state()
        if waited:
            self._figures.take_focus() if self._checked else self._again.setFocus()
        self.ended.emit()

    def _show_state(self) -> None:
        """Offer what can be done now."""
        self._cancel.setVisible(self.is_checking)
        self._again.setVisible(not self.is_checking)
        for button in (self._copy, self._save):
            button.setEnabled(self._checked is not None)

    @Slot()
    def _on_tick(self) -> None:
        self._banner.show_progress(self._progress)

    @Slot()
    def _on_copy(self) -> None:
        if self._checked is not None:
            QGuiApplication.clipboard().setText(self._checked.text)
            self._notice.say("Copied: the whole report as plain text.", tone=Tone.GOOD)

    @Slot()
    def _on_save(self) -> None:
        if self._checked is None:
            return
        path = self._choose_path(self, self._suggested)
        if path is None:
            return
        if path.suffix.lower() != SUFFIX:
            path = path.with_name(path.name + SUFFIX)
        self._suggested = path
        work = partial(save_csv, self._checked.rows, path)
        self._runner.start(_SAVE, work, self._on_saved, self._on_save_failed)

    def _on_saved(self, path: Path) -> None:
        self._notice.say(f"Saved to {path}", tone=Tone.GOOD)
        self.saved.emit(path)

    def _on_save_failed(self, error: ExperimentError) -> None:
        self._notice.say(error.message, error.hint)

    @Slot(int)
    def _on_finished(self, _result: int) -> None:
        self._timer.stop()
        self._progress.stop()
        self._runner.shutdown()


def _usual_size(screen: QSize) -> QSize:
    """Return the size to open at: as wide as the cases can use, where the screen allows it."""
    return (screen * _OF_SCREEN).boundedTo(_LARGEST).expandedTo(_SIZE)
