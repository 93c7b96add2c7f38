"""The corpus: small files as analysts export them, each with what must come of it."""

from typing import Final

from tests.core.reading.corpus import (
    defects,
    numbers_written,
    rates,
    real_files,
    shapes,
    surprises,
    text_files,
    workbooks,
)
from tests.core.reading.corpus.case import Case

CASES: Final[tuple[Case, ...]] = (
    *text_files.CASES,
    *numbers_written.CASES,
    *shapes.CASES,
    *defects.CASES,
    *rates.CASES,
    *real_files.CASES,
    *surprises.CASES,
    *workbooks.CASES,
)
