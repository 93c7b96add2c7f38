"""One character changed anywhere: always found; where a figure was hit, its section is named.

Whoever changes it also makes the seal anew, so that comparing and recomputing alone must find it.
`make fuzz-memo` tries 20,000 of them.
"""

import json
import os
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

import pytest

from experimentos_core.experiment import Report
from experimentos_core.foundation.codec import from_json, to_json
from experimentos_core.foundation.errors import ReadingError
from experimentos_core.memo import generate_memo
from experimentos_core.memo.embedded import compute_seal, find_seal, put_seal
from experimentos_core.memo_check import DifferenceKind, MemoCheck, check_memo, open_memo, recompute
from experimentos_core.memo_check.pages import PieceKind, pieces_of
from experimentos_core.memo_check.places import field_words
from tests.helpers.memo_checks import html_of

COUNT: Final = int(os.environ.get("MEMO_TAMPERINGS", "1000"))
MEMOS: Final = ("game_gate", "locked_and_kept", "mean_primary", "taken_against_the_rules")
RESULTS: Final = ("health", "primary", "guardrails", "continuous", "bayesian", "decision")
_TEXT: Final = re.compile(r">([^<>]*)<")
_ALTERNATIVE: Final = re.compile(r' alt="([^"]*)"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Tampering:
    """One character of a memo changed.

    Attributes:
        memo: The memo, by its name.
        at: Where.
        character: What stands there now.
        section: The section that must be named; empty where none has to be.
    """

    memo: str
    at: int
    character: str
    section: str = ""

    @property
    def html(self) -> str:
        """The memo, sealed anew."""
        html = html_of(self.memo)
        return put_seal(f"{html[: self.at]}{self.character}{html[self.at + 1 :]}")


@lru_cache(maxsize=400)
def again(given: str) -> Report:
    return recompute(from_json(Report, given))


def recomputed(report: Report) -> Report:
    """Recompute once for each set of what is given; results do not enter."""
    plain = json.loads(to_json(report))
    pristine = json.loads(to_json(original(report.charter.name)))
    return again(json.dumps({**plain, **{key: pristine[key] for key in (*RESULTS, "promise")}}))


@cache
def original(charter_name: str) -> Report:
    reports = (open_memo(html_of(name).encode(), name).stored.report for name in MEMOS)
    found = [report for report in reports if report.charter.name == charter_name]
    return found[0] if found else open_memo(html_of(MEMOS[0]).encode(), "").stored.report


@lru_cache(maxsize=400)
def rendered(report: str) -> str:
    return generate_memo(from_json(Report, report)).html


def checked(html: str) -> MemoCheck:
    return check_memo(
        open_memo(html.encode(), "memo.html"),
        recompute=recomputed,
        render=lambda report: rendered(to_json(report)),
    )


@cache
def visible_digits(name: str) -> tuple[tuple[int, str], ...]:
    """Where a digit is seen in a memo, and under which heading."""
    html = html_of(name)
    body, end = html.index("<title>"), html.index('<script type="application/json"')
    style = range(html.index("<style>"), html.index("</style>"))
    found = []
    for run in (*_TEXT.finditer(html, body, end), *_ALTERNATIVE.finditer(html, body, end)):
        # An entity is no digit that is seen.
        plain = re.sub("&#?[a-zA-Z0-9]+;", lambda entity: "_" * len(entity[0]), run[1])
        found += [
            (run.start(1) + i, section_at(html, run.start(1)))
            for i, character in enumerate(plain)
            if character.isdigit() and run.start(1) not in style
        ]
    return tuple(sorted(found))


def section_at(html: str, at: int) -> str:
    if at < html.index("<h1>"):
        return "Title of the file"
    headings = re.findall("<h2>(.*?)</h2>", html[: html.index("\n", at) + 1])
    return headings[-1] if headings else "Verdict"


@cache
def block_characters(name: str) -> tuple[tuple[int, str], ...]:
    """Where the characters of the data block stand, and in which part of the report."""
    html = html_of(name)
    start = html.index(">", html.index('<script type="application/json"')) + 1
    end = html.index("</script>", start)
    found, at, decoder = [(start, "")], start + 1, json.JSONDecoder()
    while html[at - 1] != "}":
        key, colon = decoder.raw_decode(html, at)
        _, stop = decoder.raw_decode(html, colon + len(": "))
        found += [(i, key) for i in range(at, stop)]
        at = stop + len(", ") if html[stop] == "," else stop + 1
    assert at == end
    return tuple(found)


def tamperings(name: str, count: int) -> Iterator[Tampering]:
    """Half of them in what is seen, the others in the data: digits mostly, then anything."""
    dice = random.Random(f"{name} 2026-11-30")  # noqa: S311 - the same tamperings every time
    html, seen, block = html_of(name), visible_digits(name), block_characters(name)
    digits = tuple(place for place in block if html[place[0]].isdigit())
    for number in range(count):
        if number % 2:
            at, section = dice.choice(seen)
        else:
            at, part = dice.choice(digits if dice.random() < 0.7 else block)
            section = field_words(part) if part in RESULTS and html[at].isdigit() else ""
        character = other_digit(dice, html[at]) if html[at].isdigit() else other(dice, html[at])
        yield Tampering(memo=name, at=at, character=character, section=section)


def other_digit(dice: random.Random, digit: str) -> str:
    return dice.choice([one for one in "0123456789" if one != digit])


def other(dice: random.Random, character: str) -> str:
    return dice.choice([one for one in 'abcXYZ019 .,:-"{}[]\\' if one != character])


def test_the_memos_themselves_verify() -> None:
    for name in MEMOS:
        assert checked(html_of(name)).passed
        assert find_seal(html_of(name)) == compute_seal(html_of(name))


def test_every_digit_and_piece_of_data_can_be_hit() -> None:
    for name in MEMOS:
        seen = {html_of(name)[at] for at, _ in visible_digits(name)}
        assert seen == set("0123456789")
        assert {part for _, part in block_characters(name)} >= {"input", "charter", "primary"}
        texts = [one for one in pieces_of(html_of(name)) if one.kind is not PieceKind.PICTURE]
        assert len(texts) > 50


@pytest.mark.timeout(0)
@pytest.mark.parametrize("name", MEMOS)
def test_every_tampering_is_found_although_the_seal_was_made_anew(name) -> None:
    missed, unnamed, refused, sealed = [], [], 0, 0
    count = COUNT // len(MEMOS)
    for one in tamperings(name, count):
        html = html_of(one.memo)
        sealed += compute_seal(f"{html[: one.at]}{one.character}{html[one.at + 1 :]}") != find_seal(
            html
        )
        try:
            made = checked(one.html)
        except ReadingError:
            refused += 1
            continue
        if made.passed:
            missed.append(one)
        elif one.section and not names(made, one):
            unnamed.append((one, [difference.sentence for difference in made.differences]))
    assert missed == []
    assert unnamed == []
    assert sealed == count  # with its old seal, every one of them is found by the seal too
    assert refused < count / 2


def names(made: MemoCheck, one: Tampering) -> bool:
    """Whether a difference names the section, or more text than the section's was changed."""
    return any(
        difference.where.startswith(one.section) or difference.kind is DifferenceKind.MORE
        for difference in made.differences
    )
