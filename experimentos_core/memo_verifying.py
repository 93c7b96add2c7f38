"""What `verify MEMO` does: check a memo against its own data, and say what was checked."""

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from experimentos_core.foundation.codec import to_json
from experimentos_core.foundation.errors import UsageError
from experimentos_core.foundation.files import write_atomically
from experimentos_core.foundation.visible_text import make_visible
from experimentos_core.memo_check import MemoCheck, check_memo_file, compare_data_file
from experimentos_core.reading.formats.files import read_bytes

SCHEMA_VERSION: Final = 1
_LARGEST_DATA: Final = 50_000_000
_DIFFERS: Final = "DIFFERS"
_ORIGIN: Final = (
    "That this is the data that was exported, the file itself shows: verify MEMO --data FILE."
)
_VERIFIED: Final = "Verified: every number was recomputed from the data in this memo."
_WORDED_ELSEWHERE: Final = (
    "But it says another version wrote it, so its sentences, layout and style were not compared: "
    "rely on its figures and verdict alone."
)
_OTHER_THRESHOLDS: Final = "But its thresholds are not those of this program: see above."


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoDocument:
    """The check of a memo as JSON.

    Attributes:
        schema_version: Version of this record's shape.
        memo: The name of its file.
        passed: Whether nothing differs.
        check: All that was found.
    """

    schema_version: int
    memo: str
    passed: bool
    check: MemoCheck


def verify_memo(options: argparse.Namespace) -> tuple[str, bool]:
    """Check a memo; return the text for standard output, and whether all of it agrees.

    Raises:
        ExperimentError: When the memo or the data cannot be read, or the JSON not be written.
    """
    if options.memo is None:
        message = "--data says which file a memo was made of, but no memo is named."
        raise UsageError(message, "Write it as: verify MEMO.html --data FILE")
    _check_output(options)
    check = check_memo_file(options.memo)
    if options.data is not None:
        content = read_bytes(options.data, _LARGEST_DATA, "a data file")
        check = compare_data_file(check, content, options.data.name)
    name = make_visible(options.memo.name)
    document = MemoDocument(
        schema_version=SCHEMA_VERSION, memo=name, passed=check.passed, check=check
    )
    text = to_json(document) + "\n"
    if options.json == "-":
        return text, check.passed
    if options.json is not None:
        write_atomically(Path(options.json), text.encode())
    return memo_check_text(check, name, has_data=options.data is not None), check.passed


def memo_check_text(check: MemoCheck, name: str, *, has_data: bool = False) -> str:
    """Return what was checked, every difference and every remark, a line each, and the outcome."""
    width = max(len(part.name) for part in check.parts)
    libraries = "".join(f", {key} {version}" for key, version in check.libraries.items())
    made = (
        f"{check.report.decision.decision.value}, made by ExperimentOS {check.report.app_version}"
    )
    here = f"checked by ExperimentOS {check.app_version}{libraries}"
    lines = [
        make_visible(f"{name}: {made}; {here}."),
        *(f"  {part.name.ljust(width)}  {make_visible(part.outcome)}" for part in check.parts),
        *(make_visible(f"{_DIFFERS}: {one.sentence}") for one in check.differences),
        *map(make_visible, check.remarks),
        outcome_text(check),
        *(() if has_data or not check.passed else (_ORIGIN,)),
    ]
    return "".join(f"{line}\n" for line in lines)


def outcome_text(check: MemoCheck) -> str:
    """Return in one sentence whether the memo proved itself."""
    if check.passed:
        return verified_words(check)
    found = len(check.differences)
    return f"{found:,} difference{'' if found == 1 else 's'}: do not rely on this memo."


def verified_words(check: MemoCheck) -> str:
    """Return what a memo that passed has proved, and no more than that, in sentences."""
    found = [_VERIFIED]
    if check.is_worded_elsewhere:
        found.append(_WORDED_ELSEWHERE)
    if check.has_other_thresholds:
        found.append(_OTHER_THRESHOLDS)
    return " ".join(found)


def _check_output(options: argparse.Namespace) -> None:
    if options.json in (None, "-"):
        return
    for path in (options.memo, options.data):
        if path is not None and Path(options.json).resolve() == path.resolve():
            message = f"{options.json} is named twice: writing it would destroy what it holds."
            raise UsageError(message, "Name another file.")
