"""A memo checked against its own data: digest, locked plan, every number, everything shown."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy
import scipy

from experimentos_core import __version__
from experimentos_core.experiment import Report
from experimentos_core.memo import generate_memo
from experimentos_core.memo_check.files import MemoFile, read_memo
from experimentos_core.memo_check.page_check import check_page
from experimentos_core.memo_check.recomputing import recompute
from experimentos_core.memo_check.records import CheckedPart, Difference, DifferenceKind, MemoCheck
from experimentos_core.memo_check.report_check import (
    check_chain,
    check_digest,
    check_figures,
    check_taken,
    check_thresholds,
)

type Told = Callable[[str], None]

MOST_LISTED: Final = 200


def check_memo_file(path: Path, tell: Told = lambda _: None) -> MemoCheck:
    """Check the memo in a file; takes about a second, so never on the UI thread.

    Args:
        path: The memo.
        tell: Called with a few words before each step; it may raise to give the check up.

    Raises:
        ReadingError: When it cannot be read, or is no whole memo of this program.
    """
    tell("reading the memo")
    return check_memo(read_memo(path), tell)


def check_memo(
    memo: MemoFile,
    tell: Told = lambda _: None,
    *,
    recompute: Callable[[Report], Report] = recompute,
    render: Callable[[Report], str] = lambda report: generate_memo(report).html,
) -> MemoCheck:
    """Check a memo that was read.

    Args:
        memo: The memo.
        tell: As for `check_memo_file`.
        recompute: Computes a report anew from its own data.
        render: Writes a report up as HTML.

    Raises:
        ReadingError: When what is in it could not come from this program.
    """
    report = memo.stored.report
    tell("checking the data and the plan")
    found = [check_digest(memo.stored), check_chain(report), check_taken(report)]
    found += [check_thresholds(report)]
    tell("recomputing every number")
    recomputed = check_figures(memo.stored, recompute)
    tell("comparing everything the memo shows")
    page = check_page(memo, _rendered(memo, render))
    is_untouched = page.is_sealed and not page.differences
    found += [recomputed.finding(is_untouched=is_untouched), page.finding]
    differences = tuple(one for finding in found for one in finding.differences)
    return MemoCheck(
        report=report,
        recomputed=recomputed.report,
        stored_version=memo.stored.stored_version,
        app_version=__version__,
        libraries={"numpy": numpy.__version__, "scipy": scipy.__version__},
        figures=recomputed.figures,
        passed=not differences,
        parts=tuple(
            CheckedPart(name=one.name, outcome=one.outcome, differences=len(one.differences))
            for one in found
        ),
        differences=_shortened(differences),
        remarks=(
            *(remark for finding in found for remark in finding.remarks),
            *_line_ends(memo, has_differences=bool(differences)),
        ),
    )


def _rendered(memo: MemoFile, render: Callable[[Report], str]) -> str | None:
    """The page the embedded report gives; None where what it holds cannot be written up."""
    written = replace(memo.stored.report, schema_version=memo.stored.stored_version)
    try:
        return render(written)
    except Exception:  # noqa: BLE001 - a report put together by hand may break anything
        return None


def _line_ends(memo: MemoFile, *, has_differences: bool) -> tuple[str, ...]:
    if not memo.has_other_line_ends:
        return ()
    changed = "Line ends were changed, as by an e-mail program or an editor"
    if has_differences:
        return (f"{changed}.",)
    return (f"{changed}; that is harmless, because all the rest agrees.",)


def _shortened(differences: tuple[Difference, ...]) -> tuple[Difference, ...]:
    more = len(differences) - MOST_LISTED
    if more <= 0:
        return differences
    rest = Difference(
        kind=DifferenceKind.MORE,
        where="Whole file",
        told="",
        computed="",
        sentence=f"And {more:,} more differences.",
    )
    return (*differences[:MOST_LISTED], rest)
