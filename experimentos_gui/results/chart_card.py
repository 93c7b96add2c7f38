"""A chart on a card: drawn when it is first seen, saved and copied from its buttons or menu."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, override

from PySide6.QtCore import QEvent, Qt, QTimer, Slot
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QWidget

from experimentos_gui.results.chart_maker import ChartMaker
from experimentos_gui.results.drawing import ChartKind, Drawing, Picture
from experimentos_gui.theme import GAP, SPACE, Tone
from experimentos_gui.widgets.buttons import link_button
from experimentos_gui.widgets.chart_frame import ChartFrame
from experimentos_gui.widgets.labels import plain_label
from experimentos_gui.widgets.layouts import Card, column, row
from experimentos_gui.widgets.notice_bar import NoticeBar
from experimentos_gui.widgets.svg_view import SvgView

if TYPE_CHECKING:
    from experimentos_core.experiment import Report
    from experimentos_core.foundation.errors import ExperimentError

_DRAWING = "Drawing the chart\u2026"
_NOTHING = "There is nothing to draw: the values of this metric tell nothing."


class ChartCard(Card):
    """One chart of a report; not there while there is no report to draw."""

    def __init__(
        self, kind: ChartKind, title: str, maker: ChartMaker, parent: QWidget | None = None
    ) -> None:
        """Make a card called `title` for charts of one kind, drawn by `maker`."""
        self._kind = kind
        self._maker = maker
        self._drawing: Drawing | None = None
        self._is_drawn = False
        self._view = SvgView()
        self._frame = ChartFrame(self._view)
        self._state = plain_label(_DRAWING, "hint")
        self._notice = NoticeBar()
        self._save = link_button("Save chart\u2026")
        self._copy = link_button("Copy chart")
        self._save.setAccessibleName(f"Save chart: {title}")
        self._copy.setAccessibleName(f"Copy chart: {title}")
        head = row(plain_label(title, "strong"), self._copy, self._save, spacing=GAP)
        head.setStretch(0, 1)
        layout = column(spacing=SPACE)
        layout.addLayout(head)
        for part in (self._notice, self._state, self._frame):
            layout.addWidget(part)
        super().__init__(layout, parent)
        self._save.clicked.connect(self._on_save)
        self._copy.clicked.connect(self._on_copy)
        self._offer("Save chart\u2026", self._on_save)
        self._offer("Copy chart", self._on_copy)
        self._view.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.hide()

    def show_chart(self, report: "Report", metric: str | None = None) -> None:
        """Show the chart of this report, about `metric` where it is about one."""
        self._maker.drop(self._kind)
        self._drawing = Drawing(kind=self._kind, report=report, metric=metric)
        self._notice.hide()
        self._take(Picture(svg="", words=""))
        self._state.set_plain(_DRAWING)
        self._is_drawn = False
        self.show()
        self._draw_if_seen()

    def clear(self) -> None:
        """Show nothing, and take no room."""
        self._maker.drop(self._kind)
        self._drawing = None
        self._take(Picture(svg="", words=""))
        self.hide()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """Draw what was set while nobody looked."""
        super().showEvent(event)
        self._draw_if_seen()

    @override
    def changeEvent(self, event: QEvent) -> None:
        """Draw the chart again in other colours."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._is_drawn = False
            self._draw_if_seen()

    def _offer(self, text: str, slot: Callable[[], None]) -> None:
        action = QAction(text, self._view)
        action.triggered.connect(slot)
        self._view.addAction(action)

    def _draw_if_seen(self) -> None:
        if self.isVisible() and not self._is_drawn:
            QTimer.singleShot(0, self, self._draw)  # after what is said in words is on screen

    @Slot()
    def _draw(self) -> None:
        if self._drawing is not None and not self._is_drawn:
            self._is_drawn = True
            self._maker.draw(self._drawing, self._on_drawn)

    def _on_drawn(self, picture: Picture) -> None:
        self._state.set_plain(_NOTHING)
        self._take(picture)

    def _take(self, picture: Picture) -> None:
        self._view.set_svg(picture.svg, picture.words)
        self._frame.fit()
        has_picture = not self._view.is_empty
        self._state.setVisible(not has_picture)
        for widget in (self._frame, self._save, self._copy):
            widget.setVisible(has_picture)

    @Slot()
    def _on_save(self) -> None:
        if self._drawing is not None:
            self._maker.save(self._drawing, self, self._on_saved, self._on_failed)

    @Slot()
    def _on_copy(self) -> None:
        if self._drawing is not None:
            self._maker.copy(self._drawing, self._on_copied)

    def _on_saved(self, path: Path) -> None:
        self._notice.say(f"Saved to {path}", tone=Tone.GOOD)

    def _on_failed(self, error: "ExperimentError") -> None:
        self._notice.say(error.message, error.hint)

    def _on_copied(self) -> None:
        self._notice.say("Copied: paste the chart into a document or a mail.", tone=Tone.GOOD)
