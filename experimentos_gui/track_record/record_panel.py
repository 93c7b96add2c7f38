"""The user's own record: what was recommended, what was decided, and what came of it."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, override

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from experimentos_core.foundation.errors import ExperimentError
from experimentos_gui.tasks import TaskRunner
from experimentos_gui.theme import GAP, SPACE, is_dark
from experimentos_gui.track_record.record_view import RecordSections
from experimentos_gui.widgets.buttons import link_button
from experimentos_gui.widgets.empty_state import EmptyState
from experimentos_gui.widgets.labels import plain_label
from experimentos_gui.widgets.layouts import column, row, scroll_page
from experimentos_gui.widgets.notice_bar import NoticeBar

if TYPE_CHECKING:
    from experimentos_gui.track_record.record_work import Findings

type Load = Callable[[bool], "Findings"]

_LANE: Final = "record"
_READING: Final = "Reading your record\u2026"
_EMPTY_TITLE: Final = "No decision is recorded yet"
_EMPTY_TEXT: Final = (
    "Open an experiment and record below its verdict what was decided. Decisions are counted here "
    "beside what the rules recommended. Weeks later, say what came of a change: the realised "
    "effect then stands here beside the predicted one, and with some of them you see how far "
    "predictions can be trusted."
)


class RecordPanel(QWidget):
    """Reads the record whenever it is shown, off the UI thread.

    Signals:
        experiment_chosen(str): The person wants this experiment, by its name in the history.
        home_requested(): The person wants the first page.
    """

    experiment_chosen = Signal(str)
    home_requested = Signal()

    def __init__(self, parent: QWidget | None = None, *, load: Load | None = None) -> None:
        """Make a page that shows nothing yet; `load` reads the record, None: that of this user."""
        super().__init__(parent)
        self._load = load or _load
        self._runner = TaskRunner(self)
        self._notice = NoticeBar()
        self._state = plain_label(_READING, "hint")
        self._empty = EmptyState("All experiments")
        self._empty.explain(_EMPTY_TITLE, _EMPTY_TEXT)
        self._sections = RecordSections()
        home = link_button("All &experiments")
        head = row(spacing=GAP)
        head.addWidget(plain_label("Your record", "title"), 1)
        head.addWidget(home, 0, Qt.AlignmentFlag.AlignVCenter)
        content = column(spacing=GAP)
        content.addLayout(head)
        for part in (self._notice, self._state, self._empty, self._sections):
            content.addWidget(part)
        content.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroll_page(content, margin=4 * SPACE))
        self._empty.hide()
        self._sections.hide()
        home.clicked.connect(self.home_requested)
        self._empty.requested.connect(self.home_requested)
        self._sections.experiment_chosen.connect(self.experiment_chosen)

    @property
    def sections(self) -> RecordSections:
        """What the page shows of a record."""
        return self._sections

    @property
    def is_busy(self) -> bool:
        """Whether the record is being read."""
        return self._runner.is_busy

    @property
    def is_empty(self) -> bool:
        """Whether the page says what would fill it."""
        return not self._empty.isHidden()

    @property
    def notice(self) -> NoticeBar:
        """The line that says what went wrong."""
        return self._notice

    @Slot()
    def refresh(self) -> None:
        """Read the record once more, where it is seen; what is shown stays until then."""
        if not self.isVisible():
            return
        self._state.setVisible(self._sections.isHidden() and self._empty.isHidden())
        load, dark = self._load, is_dark()
        self._runner.start(_LANE, lambda: load(dark), self._on_read, self._on_failed)

    def shutdown(self) -> None:
        """Drop what is being read and wait for its thread."""
        self._runner.shutdown()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """Read what happened since the page was last seen."""
        super().showEvent(event)
        self.refresh()

    @override
    def changeEvent(self, event: QEvent) -> None:
        """Draw the chart again in other colours."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self.refresh()

    def _on_read(self, findings: "Findings") -> None:
        self._notice.hide()
        self._state.hide()
        has_some = bool(findings.record.decided or findings.record.unreadable)
        self._empty.setVisible(not has_some)
        self._sections.setVisible(has_some)
        if has_some:
            self._sections.show_findings(findings)

    def _on_failed(self, error: ExperimentError) -> None:
        self._state.hide()
        self._notice.say(error.message, error.hint)


def _load(dark: bool) -> "Findings":  # noqa: FBT001 - the one thing there is to say
    from experimentos_gui.track_record.record_work import (  # noqa: PLC0415 - on the worker thread
        read_findings,
    )

    return read_findings(is_dark=dark)
