"""A trial run that ends by itself: open a sample, wait for its report, write the memos."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Slot

from experimentos_core.foundation.errors import ExperimentError
from experimentos_core.samples import all_samples
from experimentos_gui.session import ExperimentSession

if TYPE_CHECKING:
    from experimentos_core.experiment import Report

SAMPLE: Final = "game_gate"
_PATIENCE_MS: Final = 120_000
_FAILED: Final = 1
SUFFIXES: Final = (".md", ".html", ".pdf")


class SmokeTest(QObject):
    """Drives the session as a person would, and ends the program with 0 or 1."""

    def __init__(self, session: ExperimentSession, folder: Path, parent: QObject) -> None:
        """Write memos to `folder` once started."""
        super().__init__(parent)
        self._session = session
        self._folder = folder
        session.report_changed.connect(self._on_report_changed)
        session.failed.connect(self.fail)

    @Slot()
    def start(self) -> None:
        """Open the sample; give up after two minutes."""
        sample = next(sample for sample in all_samples() if sample.id == SAMPLE)
        self._session.open_file(sample.path, analyse=True)
        QTimer.singleShot(_PATIENCE_MS, self, self._on_timeout)

    @Slot(object)
    def fail(self, error: BaseException) -> None:
        """Say why in one line and end with 1."""
        if sys.stderr is not None:
            sys.stderr.write(f"smoke test failed: {type(error).__name__}: {_one_line(error)}\n")
        QCoreApplication.exit(_FAILED)

    @Slot()
    def _on_timeout(self) -> None:
        self.fail(TimeoutError("no report arrived"))

    @Slot()
    def _on_report_changed(self) -> None:
        if self._session.report is None:
            return
        # The window first shows the report, as it would for a person.
        QTimer.singleShot(0, self, self._on_shown)

    @Slot()
    def _on_shown(self) -> None:
        report = self._session.report
        if report is None:
            return
        try:
            _write_memos(report, self._folder)
        except (ExperimentError, OSError) as error:
            self.fail(error)
            return
        QCoreApplication.exit(0)


def _write_memos(report: "Report", folder: Path) -> None:
    from experimentos_core.memo import generate_memo  # noqa: PLC0415 - after the first paint
    from experimentos_core.memo.export import save_memo  # noqa: PLC0415 - after the first paint
    from experimentos_gui.memo.pdf import write_pdf  # noqa: PLC0415 - after the first paint

    folder.mkdir(parents=True, exist_ok=True)
    memo = generate_memo(report)
    for suffix in SUFFIXES:
        path = folder / f"memo{suffix}"
        save_memo(memo, path, write_pdf)
        if not path.stat().st_size:
            message = f"{path.name} is empty"
            raise OSError(message)


def _one_line(error: BaseException) -> str:
    return " ".join(str(error).split())
