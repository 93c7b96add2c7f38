"""Memos as they read.

After a wanted change: `python -m tests.helpers.refresh_memos`, then read the diff.
"""

import pytest

from tests.helpers.memos import CANONICAL, EXPECTED
from tests.helpers.refresh_memos import expected_text


@pytest.mark.parametrize("name", CANONICAL)
def test_the_memo_reads_as_before(name: str) -> None:
    assert expected_text(name) == (EXPECTED / f"{name}.md").read_text(encoding="utf-8")


def test_no_kept_memo_is_left_behind() -> None:
    assert {path.stem for path in EXPECTED.glob("*.md")} == set(CANONICAL)
