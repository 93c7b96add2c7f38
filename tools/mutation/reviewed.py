"""Survivors a person has looked at, and why each may live: tools/mutation/reviewed.toml.

An entry names a file, a function, the changes as the tool prints them, a kind, and a reason.
Any other survivor fails the command, and so does an entry whose change is no longer there.
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from tools.mutation.mutants import Mutant

FILE = Path(__file__).with_name("reviewed.toml")


class Kind(StrEnum):
    """Why a survivor is harmless."""

    EQUIVALENT = "equivalent"
    """No input tells it from the original."""
    TOLERANCE = "within tolerance"
    """It moves numbers by less than the product promises."""
    COST = "cost only"
    """It changes time or memory, no result."""
    WORDS = "wording only"
    """It changes which sentence an error has, no number or verdict."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """One judgement on one or several changes of a function."""

    path: str
    function: str
    changes: tuple[str, ...]
    kind: Kind
    why: str

    @property
    def keys(self) -> tuple[tuple[str, str, str], ...]:
        """The mutants it speaks of."""
        return tuple((self.path, self.function, change) for change in self.changes)


def read(file: Path = FILE) -> tuple[Review, ...]:
    """All entries, in the order written; ValueError for a kind there is not."""
    written = tomllib.loads(file.read_text(encoding="utf-8"))
    return tuple(
        Review(
            path=entry["file"],
            function=entry["function"],
            changes=tuple(entry["changes"]),
            kind=Kind(entry["kind"]),
            why=entry["why"],
        )
        for entry in written.get("survivor", ())
    )


def gone(reviews: Iterable[Review], mutants: Iterable[Mutant]) -> list[tuple[str, str, str]]:
    """Reviewed changes that no mutant makes any more, in the files of these mutants."""
    there = {mutant.key for mutant in mutants}
    paths = {path for path, _, _ in there}
    return [
        key for review in reviews if review.path in paths for key in review.keys if key not in there
    ]
