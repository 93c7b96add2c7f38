"""The memo dialog: a preview that is the export, and every way to take it along."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QStandardPaths, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QPushButton, QWidget

from experimentos_core.foundation.errors import ExperimentError
from experimentos_gui.memo.preview import MemoPreview
from experimentos_gui.tasks import TaskRunner
from experimentos_gui.theme import GAP, SPACE, Tone
from experimentos_gui.widgets.buttons import plain_button, primary_button
from experimentos_gui.widgets.labels import plain_label
from experimentos_gui.widgets.layouts import column, row
from experimentos_gui.widgets.notice_bar import NoticeBar

if TYPE_CHECKING:
    from experimentos_core.experiment import Report
    from experimentos_core.memo import Memo

type Chooser = Callable[[QWidget, Path], Path | None]

_FILTERS: Final = {".html": "Web page (*.html)", ".md": "Markdown (*.md)", ".pdf": "PDF (*.pdf)"}
_SIZE: Final = (880, 680)


class MemoDialog(QDialog):
    """Shows the memo of a report; saves and copies it.

    Signals:
        saved(object): A memo was written to this Path.
        ready(): The memo is written up and shown.
    """

    saved = Signal(object)
    ready = Signal()

    def __init__(
        self,
        report: "Report",
        parent: QWidget | None = None,
        *,
        folder: Path | None = None,
        choose_path: Chooser | None = None,
    ) -> None:
        """Begin to write up `report`.

        Args:
            report: What the memo is about.
            parent: The window it belongs to.
            folder: Where to offer to save first; the documents folder if None.
            choose_path: Asks for a path, the suggestion given; a file dialog if None.
        """
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Decision memo")
        self.resize(*_SIZE)
        self._report = report
        self._memo: Memo | None = None
        self._folder = folder or _documents()
        self._choose_path = choose_path or ask_for_path
        self._runner = TaskRunner(self)
        self._preview = MemoPreview()
        self._state = plain_label("Writing the memo\u2026", "hint")
        self._notice = NoticeBar()
        self._buttons: list[QPushButton] = []
        layout = column(self._notice, self._preview, spacing=GAP, margin=GAP)
        layout.setStretchFactor(self._preview, 1)
        layout.addLayout(self._make_buttons())
        self.setLayout(layout)
        self.finished.connect(self._on_finished)
        self._runner.start("memo", partial(_write_up, report), self._on_written, self._on_failed)

    @property
    def memo(self) -> "Memo | None":
        """The memo; None while it is being written up."""
        return self._memo

    def _make_buttons(self) -> QHBoxLayout:
        save_html = primary_button("Save &HTML\u2026")
        save_markdown = plain_button("Save &Markdown\u2026")
        save_pdf = plain_button("Save &PDF\u2026")
        copy = plain_button("&Copy")
        copy.setToolTip("Rich text for documents and mail, Markdown for plain text")
        close = plain_button("Close")
        save_html.setDefault(True)
        save_html.clicked.connect(self._on_save_html)
        save_markdown.clicked.connect(self._on_save_markdown)
        save_pdf.clicked.connect(self._on_save_pdf)
        copy.clicked.connect(self._on_copy)
        close.clicked.connect(self.reject)
        self._buttons = [save_html, save_markdown, save_pdf, copy]
        for button in self._buttons:
            button.setEnabled(False)
        buttons = row(save_html, save_markdown, save_pdf, copy, self._state, spacing=SPACE)
        buttons.addStretch(1)
        buttons.addWidget(close)
        return buttons

    def _on_written(self, memo: "Memo") -> None:
        self._memo = memo
        self._preview.show_memo(memo.html)
        self._state.set_plain("")
        for button in self._buttons:
            button.setEnabled(True)
        self._buttons[0].setFocus()
        self.ready.emit()

    def _on_failed(self, error: ExperimentError) -> None:
        self._state.set_plain("")
        self._notice.say(error.message, error.hint)

    @Slot()
    def _on_save_html(self) -> None:
        self._save(".html")

    @Slot()
    def _on_save_markdown(self) -> None:
        self._save(".md")

    @Slot()
    def _on_save_pdf(self) -> None:
        self._save(".pdf")

    def _save(self, suffix: str) -> None:
        if self._memo is None:
            return
        path = self._choose_path(self, self._folder / _suggested_name(self._report, suffix))
        if path is None:
            return
        if path.suffix.lower() != suffix:
            path = path.with_name(path.name + suffix)
        self._folder = path.parent
        self._state.set_plain("Saving\u2026")
        work = partial(_save, self._memo, path)
        self._runner.start("save", work, self._on_saved, self._on_failed)

    def _on_saved(self, path: Path) -> None:
        self._state.set_plain("")
        self._notice.say(f"Saved to {path}", tone=Tone.GOOD)
        self.saved.emit(path)

    @Slot()
    def _on_copy(self) -> None:
        if self._memo is None:
            return
        from experimentos_gui.memo.copying import memo_mime_data  # noqa: PLC0415 - on first use

        data = memo_mime_data(self._memo.html, self._memo.markdown)
        QGuiApplication.clipboard().setMimeData(data)
        self._notice.say("Copied: paste it into a document, a page or a mail.", tone=Tone.GOOD)

    @Slot(int)
    def _on_finished(self, _result: int) -> None:
        self._runner.shutdown()


def ask_for_path(parent: QWidget, suggested: Path) -> Path | None:
    """Ask where to save; None when the person thinks better of it."""
    dialog = QFileDialog(parent, "Save memo", str(suggested.parent), _FILTERS[suggested.suffix])
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(suggested.suffix.removeprefix("."))
    dialog.selectFile(suggested.name)
    if not dialog.exec():
        return None
    return Path(dialog.selectedFiles()[0])


def _documents() -> Path:
    kind = QStandardPaths.StandardLocation.DocumentsLocation
    return Path(QStandardPaths.writableLocation(kind) or ".")


def _suggested_name(report: "Report", suffix: str) -> str:
    from experimentos_core.memo.file_name import memo_file_name  # noqa: PLC0415 - after first paint

    return memo_file_name(report.charter.name or Path(report.input.name).stem, suffix)


def _write_up(report: "Report") -> "Memo":
    from experimentos_core.memo import generate_memo  # noqa: PLC0415 - loads off the UI thread

    return generate_memo(report)


def _save(memo: "Memo", path: Path) -> Path:
    from experimentos_core.memo.export import save_memo  # noqa: PLC0415 - off the UI thread
    from experimentos_gui.memo.pdf import write_pdf  # noqa: PLC0415 - off the UI thread

    save_memo(memo, path, write_pdf)
    return path
