"""A memo proves itself: every number recomputed from the data in it, everything shown compared."""

from experimentos_core.memo_check.check import check_memo, check_memo_file
from experimentos_core.memo_check.data_file import compare_data_file
from experimentos_core.memo_check.files import MemoFile, looks_like_memo, open_memo, read_memo
from experimentos_core.memo_check.recomputing import recompute
from experimentos_core.memo_check.records import CheckedPart, Difference, DifferenceKind, MemoCheck
from experimentos_core.memo_check.reports import Comparison, compare_reports

__all__ = [
    "CheckedPart",
    "Comparison",
    "Difference",
    "DifferenceKind",
    "MemoCheck",
    "MemoFile",
    "check_memo",
    "check_memo_file",
    "compare_data_file",
    "compare_reports",
    "looks_like_memo",
    "open_memo",
    "read_memo",
    "recompute",
]
