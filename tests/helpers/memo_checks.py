"""Memos to check, made once; tests change a copy."""

from functools import cache

from experimentos_core.memo import generate_memo
from experimentos_core.memo_check import DifferenceKind, MemoCheck, check_memo, open_memo
from tests.helpers.memos import canonical_report


@cache
def html_of(name: str) -> str:
    """Return the memo of a canonical report."""
    return generate_memo(canonical_report(name)).html


def check(html: str) -> MemoCheck:
    """Check a memo given as text."""
    return check_memo(open_memo(html.encode(), "memo.html"))


def replaced(html: str, old: str, new: str) -> str:
    """Replace the first occurrence, which there must be."""
    assert old in html
    return html.replace(old, new, 1)


def sentences(made: MemoCheck) -> list[str]:
    """Return every difference as its sentence."""
    return [one.sentence for one in made.differences]


def kinds(made: MemoCheck) -> set[DifferenceKind]:
    """Return the kinds of everything that differs."""
    return {one.kind for one in made.differences}
