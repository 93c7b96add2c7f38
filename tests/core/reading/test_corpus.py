"""Zero silent misreadings: exact numbers, or a question or finding that names the cell."""

from collections import Counter
from pathlib import Path

import pytest

from tests.core.reading.corpus import CASES
from tests.core.reading.corpus.case import Asks, Case, Reads
from tests.core.reading.corpus.checking import check

LEAST_FILES = 150


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_file_comes_to_what_it_must(case: Case, tmp_path: Path) -> None:
    check(case, tmp_path)


def test_the_corpus_is_large_and_each_file_stands_once() -> None:
    assert len(CASES) >= LEAST_FILES
    assert not [name for name, count in Counter(c.name for c in CASES).items() if count > 1]
    twins = Counter((c.data, c.file, c.is_clipboard, c.choices) for c in CASES)
    assert max(twins.values()) <= 3, "files that are the same file"


def test_the_corpus_asks_and_reads() -> None:
    kinds = Counter(type(case.expected) for case in CASES)
    assert kinds[Reads] >= 80
    assert kinds[Asks] >= 15
    assert len(kinds) == 4
