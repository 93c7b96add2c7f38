"""What the reading makes of a file of the corpus, opened as a person would."""

from pathlib import Path

from experimentos_core.foundation.codec import to_plain
from experimentos_core.foundation.errors import ReadingError
from experimentos_core.reading.choices import Choices
from experimentos_core.reading.content import Content
from experimentos_core.reading.formats.opening import clipboard_content, read_content
from experimentos_core.reading.interpret import interpret_content
from tests.core.reading.corpus.case import Case


def content_of(case: Case, folder: Path) -> Content:
    """Return the file of a case, opened as a person would."""
    if case.is_clipboard:
        return clipboard_content(case.data.decode())
    path = folder / case.file
    path.write_bytes(case.data)
    return read_content(path)


def plain_outcome(case: Case, folder: Path) -> object:
    """Return everything the reading of a case says, as JSON values."""
    try:
        content = content_of(case, folder)
        return to_plain(interpret_content(content, Choices.parse(case.choices)))
    except ReadingError as error:
        return {"refused": error.message, "hint": error.hint}
