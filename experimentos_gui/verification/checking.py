"""The work of the page, done on another thread: every case recomputed, and put into rows."""

import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from experimentos_core.foundation.errors import ExperimentError
from experimentos_gui.verification.figure_rows import FigureRow

if TYPE_CHECKING:
    from experimentos_core.verification import ReferenceCase, VerificationReport
    from experimentos_core.verifying import VerificationDocument


class StoppedError(ExperimentError):
    """The check was given up before its end, so that there is nothing to conclude from it."""


class Progress:
    """How far a check is: written by its thread, read by the window, stopped by either."""

    def __init__(self) -> None:
        """Nothing is done; how much there is to do is not known yet."""
        self.done = 0
        self.total = 0
        self._stopped = threading.Event()

    def stop(self) -> None:
        """End the check before its next case."""
        self._stopped.set()

    def counted(self, cases: Sequence["ReferenceCase"]) -> Iterator["ReferenceCase"]:
        """Hand out the cases one by one, counting those that are done.

        Raises:
            StoppedError: When `stop` was called; a part of the cases proves nothing.
        """
        self.total = len(cases)
        for case in cases:
            if self._stopped.is_set():
                raise StoppedError("The check was cancelled.")
            yield case
            self.done += 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What came of a check.

    Attributes:
        rows: Every figure; those that differ first, else in the order of the cases.
        cases: How many cases were recomputed.
        differing: How many figures do not agree.
        passed: Whether every figure agrees, and there was one.
        seconds: How long the recomputing took, without loading the statistics.
        computed_by: The program, the libraries and the system, with their versions.
        text: The whole report in the words of the command line.
    """

    rows: tuple[FigureRow, ...]
    cases: int
    differing: int
    passed: bool
    seconds: float
    computed_by: str
    text: str


def check(progress: Progress) -> Checked:
    """Recompute every bundled case; takes a second, so never on the UI thread.

    Raises:
        StoppedError: When it was stopped through `progress`.
        VerificationError: When the bundled cases cannot be used.
    """
    from experimentos_core.verification import (  # noqa: PLC0415 - loads off the UI thread
        reference_cases,
        run_verification,
    )
    from experimentos_core.verifying import (  # noqa: PLC0415 - loads off the UI thread
        verification_document,
        verification_text,
    )

    cases = reference_cases()
    start = time.perf_counter()
    report = run_verification(progress.counted(cases))
    seconds = time.perf_counter() - start
    document = verification_document(report)
    return Checked(
        rows=_rows(report),
        cases=len(report.cases),
        differing=report.figures - report.agreeing,
        passed=report.passed,
        seconds=seconds,
        computed_by=_computed_by(document),
        text=verification_text(document),
    )


def _computed_by(document: "VerificationDocument") -> str:
    libraries = (f"{name} {version}" for name, version in document.libraries.items())
    programs = (f"ExperimentOS {document.app_version}", f"Python {document.python}", *libraries)
    return f"{', '.join(programs)} on {document.system}"


def _rows(report: "VerificationReport") -> tuple[FigureRow, ...]:
    rows = (
        FigureRow(
            case=case.title,
            source=case.source,
            method=case.method.value,
            figure=figure.name,
            expected=figure.expected,
            got=figure.got,
            difference=figure.difference,
            tolerance=figure.tolerance,
            agrees=figure.agrees,
        )
        for case in report.cases
        for figure in case.figures
    )
    return tuple(sorted(rows, key=lambda row: row.agrees))
