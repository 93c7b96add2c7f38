"""What `verify` does: recompute the reference results, and say what agrees as a table or JSON."""

import argparse
import platform
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy
import scipy

from experimentos_core import __version__
from experimentos_core.foundation.codec import to_json
from experimentos_core.foundation.files import write_atomically
from experimentos_core.foundation.visible_text import make_visible
from experimentos_core.verification import (
    CheckedCase,
    CheckedFigure,
    VerificationReport,
    reference_cases,
    run_verification,
)

SCHEMA_VERSION = 1
_COLUMNS = ("figure", "expected", "got", "difference", "tolerance", "result")
_TOLERANCE = _COLUMNS.index("tolerance")
_AGREES, _DIFFERS = "agrees", "DIFFERS"


@dataclass(frozen=True, slots=True, kw_only=True)
class VerificationDocument:
    """The verification as JSON, with what it was computed by.

    Attributes:
        schema_version: Version of this record's shape.
        app_version: Version of the program.
        python: Version of Python.
        libraries: Versions of the libraries the numbers come from.
        system: Operating system and processor.
        passed: Whether every figure agrees.
        verification: Every case and figure.
    """

    schema_version: int
    app_version: str
    python: str
    libraries: dict[str, str]
    system: str
    passed: bool
    verification: VerificationReport


def verify(options: argparse.Namespace) -> tuple[str, bool]:
    """Recompute the reference results; return the text for standard output, and whether all agree.

    Raises:
        ExperimentError: When the reference results cannot be used, or the JSON not be written.
    """
    document = verification_document(run_verification(reference_cases()))
    text = to_json(document) + "\n"
    if options.json == "-":
        return text, document.passed
    if options.json is not None:
        write_atomically(Path(options.json), text.encode())
    return verification_text(document), document.passed


def verification_text(document: VerificationDocument) -> str:
    """Return the table, then every difference by name, then how many figures agree."""
    report = document.verification
    libraries = [f"{name} {version}" for name, version in document.libraries.items()]
    used = [f"Python {document.python}", *libraries, document.system]
    blocks = [
        [f"ExperimentOS {document.app_version}, {', '.join(used)}"],
        *_tables(report.cases),
        [_difference(case, figure) for case in report.cases for figure in case.differing],
        [f"{report.agreeing} of {report.figures} figures agree."],
    ]
    return "\n".join("".join(f"{line}\n" for line in block) for block in blocks if block)


def verification_document(report: VerificationReport) -> VerificationDocument:
    """Return the verification with what it was computed by on this machine."""
    return VerificationDocument(
        schema_version=SCHEMA_VERSION,
        app_version=__version__,
        python=platform.python_version(),
        libraries={"NumPy": numpy.__version__, "SciPy": scipy.__version__},
        system=f"{platform.system()} {platform.machine()}",
        passed=report.passed,
        verification=report,
    )


def _tables(cases: tuple[CheckedCase, ...]) -> list[list[str]]:
    """The cases with their figures below them; the columns are as wide throughout."""
    rows = [[_row(figure) for figure in case.figures] for case in cases]
    numbers = (row for row in chain.from_iterable(rows) if row[_TOLERANCE])  # words may stand out
    lengths = ([len(cell) for cell in row] for row in (_COLUMNS, *numbers))
    widths = [max(column) for column in zip(*lengths, strict=True)]
    return [
        [
            make_visible(case.title),
            f"  Source: {make_visible(case.source)}",
            *(_line(row, widths) for row in (_COLUMNS, *own)),
        ]
        for case, own in zip(cases, rows, strict=True)
    ]


def _row(figure: CheckedFigure) -> tuple[str, ...]:
    return (
        make_visible(figure.name),
        figure.expected,
        figure.got,
        "" if figure.difference is None else f"{figure.difference:.1e}",
        "" if figure.tolerance is None else f"{figure.tolerance:.0e}",
        _AGREES if figure.agrees else _DIFFERS,
    )


def _line(row: tuple[str, ...], widths: list[int]) -> str:
    cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
    return f"  {'  '.join(cells)}".rstrip()


def _difference(case: CheckedCase, figure: CheckedFigure) -> str:
    named = f"{case.title}: {figure.name} should be {figure.expected}, but is {figure.got}."
    return make_visible(f"{_DIFFERS}: {named}")
