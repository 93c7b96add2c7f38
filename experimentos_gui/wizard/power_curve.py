"""The power curve: drawn off the UI thread, saved and copied as every other chart."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, override

from PySide6.QtCore import QEvent, Slot
from PySide6.QtWidgets import QWidget

from experimentos_core.foundation.changes import change_size
from experimentos_core.foundation.formatting import level
from experimentos_gui.theme import GAP, SPACE, Tone, is_dark
from experimentos_gui.widgets.buttons import link_button
from experimentos_gui.widgets.chart_frame import ChartFrame
from experimentos_gui.widgets.labels import plain_label
from experimentos_gui.widgets.layouts import column, row
from experimentos_gui.widgets.notice_bar import NoticeBar
from experimentos_gui.widgets.picture_files import (
    ask_for_path,
    documents,
    put_on_clipboard,
    with_format,
)
from experimentos_gui.widgets.svg_view import SvgView

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

    from experimentos_core.foundation.errors import ExperimentError
    from experimentos_gui.wizard.power_jobs import PowerJobs
    from experimentos_gui.wizard.power_work import PowerCurve

type Chooser = Callable[[QWidget, Path], Path | None]

_TITLE = "How likely each change is found"
_NAME = "Power curve"


class CurveView(QWidget):
    """Shows one power curve; takes no room while there is none."""

    def __init__(self, jobs: "PowerJobs", choose_path: Chooser | None = None) -> None:
        """Draw with `jobs`; `choose_path` asks where to save, with a file dialog if None."""
        super().__init__()
        self._jobs = jobs
        self._choose_path = choose_path or ask_for_path
        self._folder = documents()
        self._drawn: PowerCurve | None = None
        self._title = plain_label("", "strong")
        self.save = link_button("Save chart\u2026")
        self.copy = link_button("Copy chart")
        self.save.setAccessibleName(f"Save chart: {_TITLE}")
        self.copy.setAccessibleName(f"Copy chart: {_TITLE}")
        self.notice = NoticeBar()
        self.view = SvgView()
        self._frame = ChartFrame(self.view)
        head = row(self._title, self.copy, self.save, spacing=GAP)
        head.setStretch(0, 1)
        layout = column(spacing=SPACE)
        layout.addLayout(head)
        layout.addWidget(self.notice)
        layout.addWidget(self._frame)
        self.setLayout(layout)
        self.save.clicked.connect(self._on_save)
        self.copy.clicked.connect(self._on_copy)
        self.show_curve(None)

    def show_curve(self, curve: "PowerCurve | None") -> None:
        """Show this curve as soon as it is drawn."""
        self._drawn = curve
        self.notice.hide()
        self.setVisible(curve is not None)
        if curve is None:
            self._take("")
        else:
            self._title.set_plain(f"{_TITLE}: {curve.users}")
            self._draw()

    @override
    def changeEvent(self, event: QEvent) -> None:
        """Draw the curve again in other colours."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._draw()

    def _draw(self) -> None:
        if self._drawn is not None:
            self._jobs.draw(self._drawn, self._take, is_dark=is_dark())

    def _take(self, svg: str) -> None:
        self.view.set_svg(svg, in_words(self._drawn) if svg and self._drawn else "")
        self._frame.fit()
        for widget in (self._frame, self.save, self.copy):
            widget.setVisible(not self.view.is_empty)

    @Slot()
    def _on_save(self) -> None:
        path = self._choose_path(self, self._folder / _NAME)
        if path is None or self._drawn is None:
            return
        path = with_format(path)
        self._folder = path.parent
        self._jobs.save(self._drawn, path, self._on_saved, self._on_failed)

    @Slot()
    def _on_copy(self) -> None:
        if self._drawn is not None:
            self._jobs.copy(self._drawn, self._on_copied)

    def _on_saved(self, path: Path) -> None:
        self.notice.say(f"Saved to {path}", tone=Tone.GOOD)

    def _on_failed(self, error: "ExperimentError") -> None:
        self.notice.say(error.message, error.hint)

    def _on_copied(self, picture: "tuple[QImage, str]") -> None:
        put_on_clipboard(picture)
        self.notice.say("Copied: paste the chart into a document or a mail.", tone=Tone.GOOD)


def in_words(curve: "PowerCurve") -> str:
    """Say the curve at five of its points."""
    step = max((len(curve.points) - 1) // 5, 1)
    told = [
        f"{change_size(change, curve.unit)}: {level(round(chance, 3))}"
        for change, chance in curve.points[step::step]
    ]
    return f"Chance of finding a true change, {curve.users}. {'; '.join(told)}."
