"""The file of a memo: everything it shows compared with its data, and its seal."""

import json
import re
from dataclasses import dataclass
from typing import Final

from experimentos_core import __version__
from experimentos_core.experiment import Report
from experimentos_core.foundation.codec import to_json, to_plain
from experimentos_core.memo.embedded import (
    FIRST_SEALED,
    compute_seal,
    find_seal,
    without_report,
    without_seal,
)
from experimentos_core.memo.escaping import escape_json
from experimentos_core.memo_check.files import MemoFile
from experimentos_core.memo_check.findings import Finding
from experimentos_core.memo_check.pages import pieces_of
from experimentos_core.memo_check.places import field_words
from experimentos_core.memo_check.records import Difference, DifferenceKind
from experimentos_core.memo_check.visible import compare_figures, compare_pages

_NAME: Final = "Memo as shown"
_SPARE: Final = 1_000_000
_MOST_TIMES: Final = 4
_PICTURE: Final = re.compile(r'(?<=<img src=")data:image/svg\+xml;base64,[\w+/=]*(?=")')
_NO_FIGURE: Final = "The file was changed in a place that shows no figure"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageCheck:
    """What comparing the file came to.

    Attributes:
        finding: What was found.
        is_sealed: Whether the file carries a seal and matches it.
    """

    finding: Finding
    is_sealed: bool

    @property
    def differences(self) -> tuple[Difference, ...]:
        """Everything that differs."""
        return self.finding.differences


def check_page(memo: MemoFile, expected: str | None) -> PageCheck:
    """Compare a memo's file with the one its report gives.

    Args:
        memo: The memo.
        expected: The HTML its report gives; None where it cannot be written up.
    """
    seal = find_seal(memo.text)
    is_sealed = seal is not None and seal == compute_seal(memo.text)
    if expected is None:
        return PageCheck(finding=_not_written(), is_sealed=is_sealed)
    has_same_words = memo.stored.report.app_version == __version__
    found: list[Difference]
    if memo.text == expected:
        found = []
    elif len(without_report(memo.text)) > _MOST_TIMES * len(expected) + _SPARE:
        found = [_overfull()]
    else:
        compare = compare_pages if has_same_words else compare_figures
        found = list(compare(memo.text, expected))
    if has_same_words:
        found += _block_differences(memo)
    expects_seal = memo.stored.stored_version >= FIRST_SEALED
    if not found and has_same_words:
        found += _unexplained(memo.text, expected)  # anybody can put a seal on anything
    if not found and expects_seal and not is_sealed:
        found.append(_seal_difference(memo.text, expected if has_same_words else None))
    finding = Finding(
        name=_NAME,
        outcome=_outcome(found, is_sealed=is_sealed, has_same_words=has_same_words),
        differences=tuple(found),
        remarks=()
        if expects_seal
        else ("Memos of this format carry no seal over the whole file.",),
    )
    return PageCheck(finding=finding, is_sealed=is_sealed)


def _outcome(found: list[Difference], *, is_sealed: bool, has_same_words: bool) -> str:
    if found:
        return "it does not show what its data gives"
    sealed = "; the seal over the whole file is whole" if is_sealed else ""
    if has_same_words:
        return f"every word, figure and chart is what the data gives{sealed}"
    return (
        f"every figure is what the data gives{sealed}; wording and layout are another version's "
        "and were not compared"
    )


def _block_differences(memo: MemoFile) -> list[Difference]:
    """Find a data block that was written otherwise although it means the same."""
    if memo.stored.is_migrated:
        return []
    written = escape_json(to_json(memo.stored.report, indent=None))
    if memo.block == written:
        return []
    at = next(
        (i for i, (a, b) in enumerate(zip(memo.block, written, strict=False)) if a != b),
        min(len(memo.block), len(written)),
    )
    told, computed = (text[max(0, at - 20) : at + 20] for text in (memo.block, written))
    where = f"{_part_at(memo.stored.report, at)}, data block"
    sentence = f"{where}: it holds {told!r} where the program writes {computed!r}."
    return [
        Difference(
            kind=DifferenceKind.DATA_BLOCK,
            where=where,
            told=told,
            computed=computed,
            sentence=sentence,
        )
    ]


def _part_at(report: Report, at: int) -> str:
    """Return what part of a report stands at a place of its JSON text."""
    part, position = "", 1
    for key, value in to_plain(report).items():
        if at < position:
            break
        text = json.dumps(value, allow_nan=False, ensure_ascii=False)
        part = field_words(key)
        position += len(f'"{key}": {escape_json(text)}, ')
    return part[:1].upper() + part[1:]


def _unexplained(told: str, expected: str) -> list[Difference]:
    """Find the first line that differs although nothing a person sees does.

    A browser may read a page otherwise than the comparison of what is shown does: here nothing is
    read at all. Pictures, which processors draw a hair apart, are compared by what they show.
    """
    left, right = (
        _PICTURE.sub("", without_seal(without_report(text))).split("\n")
        for text in (told, expected)
    )
    if left == right:
        return []
    pairs = enumerate(zip(left, right, strict=False))
    at = next((i for i, (a, b) in pairs if a != b), min(len(left), len(right)))
    sections = [piece for piece in pieces_of(told) if piece.line <= at + 1]
    section = sections[-1].section if sections else "Head of the file"
    where = f"line {at + 1}, {section}"
    return [_sealed_difference(f"{_NO_FIGURE}: {where}.", where)]


def _seal_difference(told: str, expected: str | None) -> Difference:
    """Say what a broken seal means; `expected` is the page as it should be, where that is known."""
    if find_seal(told) is None:
        sentence = "The seal of the memo is missing; all the rest is as its data gives it."
    elif expected is not None and without_seal(told) == without_seal(expected):
        sentence = "The seal itself was changed; all it covers is as its data gives it."
    elif expected is not None:
        sentence = f"{_NO_FIGURE}: a chart differs by less than anybody sees."
    else:
        sentence = f"{_NO_FIGURE}: it does not match its seal."
    return _sealed_difference(sentence, "Seal")


def _sealed_difference(sentence: str, where: str) -> Difference:
    return Difference(
        kind=DifferenceKind.SEAL, where=where, told="", computed="", sentence=sentence
    )


def _not_written() -> Finding:
    difference = Difference(
        kind=DifferenceKind.NOT_RECOMPUTABLE,
        where=_NAME,
        told="",
        computed="",
        sentence="Memo as shown: its data contradicts itself and cannot be written up.",
    )
    return Finding(name=_NAME, outcome="could not be compared", differences=(difference,))


def _overfull() -> Difference:
    sentence = "Whole file: it is several times as long as its data gives; it was not compared."
    return Difference(
        kind=DifferenceKind.MARKUP, where="Whole file", told="", computed="", sentence=sentence
    )
