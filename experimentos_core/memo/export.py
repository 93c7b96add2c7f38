"""A memo to a file; the ending of the name says in which form."""

from collections.abc import Callable
from pathlib import Path

from experimentos_core.experiment import Report
from experimentos_core.foundation.errors import ExportError
from experimentos_core.foundation.files import write_atomically
from experimentos_core.memo.memo import Memo, generate_memo

MEMO_SUFFIXES = (".md", ".html", ".pdf")

type PdfWriter = Callable[[str, Path], None]


def write_memo(report: Report, path: Path, pdf_writer: PdfWriter | None = None) -> None:
    """Write the memo of a report as Markdown, HTML or PDF.

    Args:
        report: What to write up.
        path: Where to; its ending chooses the form.
        pdf_writer: Writes HTML as PDF; the core itself cannot.

    Raises:
        ExportError: For another ending, a PDF without a writer, or a file that cannot be written.
    """
    if path.suffix.lower() not in MEMO_SUFFIXES:
        message = f"A memo cannot be written as {path.suffix or path.name!r}."
        raise ExportError(message, f"Name it with one of {', '.join(MEMO_SUFFIXES)}.")
    save_memo(generate_memo(report), path, pdf_writer)


def save_memo(memo: Memo, path: Path, pdf_writer: PdfWriter | None = None) -> None:
    """Write a memo that has already been generated.

    Raises:
        ExportError: As for `write_memo`.
    """
    suffix = path.suffix.lower()
    if suffix == ".md":
        write_atomically(path, memo.markdown.encode())
    elif suffix == ".html":
        write_atomically(path, memo.html.encode())
    elif pdf_writer is None:
        message = "A PDF memo needs the window's part of the program."
        raise ExportError(message, "Write the memo as .html instead.")
    else:
        _write_pdf(memo, path, pdf_writer)


def _write_pdf(memo: Memo, path: Path, pdf_writer: PdfWriter) -> None:
    try:
        pdf_writer(memo.html, path)
    except OSError as error:
        message = f"{path.name} could not be written as PDF: {error}."
        raise ExportError(message, "Write the memo as .html instead.") from error
