"""Two reports compared value by value: what one tells, and what recomputing it gives."""

import math
import re
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any, Final

from experimentos_core.experiment import Report
from experimentos_core.foundation.codec import to_plain
from experimentos_core.memo_check.places import Place, field_words, item_words, value_words
from experimentos_core.memo_check.records import Difference, DifferenceKind

# Not compared: what names the program, and what a person adds afterwards.
_ASIDE: Final = frozenset({"schema_version", "app_version", "libraries", "taken", "input"})
_NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)*")
# Sentences, which another version may word otherwise; verdicts, codes and names are none.
_SENTENCES: Final = (
    *("reason", "relative_reason", "would_change", "details"),
    *("message", "hint", "happened", "promised"),
)
_WORDED: Final = frozenset(map(field_words, _SENTENCES))
# Processors and compilers round the last digits of a float in their own way.
_LAST_DIGITS: Final = 1e-12
# Other versions of numpy and scipy may take other roads to the same figure.
_OTHER_LIBRARIES: Final = 1e-9
# Another random generator draws other numbers; 100,000 draws agree about this closely.
_OTHER_DRAWS: Final = 0.02


class Agreement(Enum):
    """How far two values agree."""

    SAME = auto()
    LAST_DIGITS = auto()
    CLOSE = auto()
    WORDING = auto()
    DIFFERENT = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What comparing two reports came to.

    Attributes:
        figures: How many numbers were compared.
        differences: Everything that differs beyond rounding.
        last_digits: Figures that differ in their last digits only.
        close: Places where other libraries gave slightly other figures.
        reworded: Places where another version of the program uses other words.
    """

    figures: int
    differences: tuple[Difference, ...]
    last_digits: tuple[Difference, ...]
    close: tuple[str, ...]
    reworded: tuple[str, ...]


def is_same_program(told: Report, again: Report) -> bool:
    """Whether both reports were made by the same versions of the program and its libraries."""
    return told.app_version == again.app_version and told.libraries == again.libraries


def compare_reports(told: Report, again: Report) -> Comparison:
    """Compare everything a report says with what recomputing it gives.

    Floats must be the same to the last digit, which `last_digits` tells apart; where the versions
    of program or libraries differ, to 9 digits, and sentences in their figures only. What a person
    decided, and the data, are not recomputed and not compared.
    """
    comparer = _Comparer(
        same_words=told.app_version == again.app_version,
        same_libraries=told.libraries == again.libraries,
    )
    left, right = to_plain(told), to_plain(again)
    for key in right:
        if key not in _ASIDE:
            comparer.walk(left[key], right[key], (field_words(key),))
    return comparer.result()


@dataclass(slots=True)
class _Comparer:
    same_words: bool
    same_libraries: bool
    figures: int = 0
    differences: list[Difference] = field(default_factory=list)
    last_digits: list[Difference] = field(default_factory=list)
    close: list[str] = field(default_factory=list)
    reworded: list[str] = field(default_factory=list)

    def result(self) -> Comparison:
        return Comparison(
            figures=self.figures,
            differences=tuple(self.differences),
            last_digits=tuple(self.last_digits),
            close=tuple(self.close),
            reworded=tuple(self.reworded),
        )

    def walk(self, told: Any, again: Any, place: Place) -> None:  # noqa: ANN401 - JSON values
        if isinstance(told, dict) and isinstance(again, dict):
            for key in {**again, **told}:
                self.walk(told.get(key), again.get(key), (*place, field_words(key)))
        elif isinstance(told, list) and isinstance(again, list):
            self._walk_lists(told, again, place)
        else:
            self._compare(told, again, place)

    def _walk_lists(self, told: list[Any], again: list[Any], place: Place) -> None:
        for index in range(max(len(told), len(again))):
            one = told[index] if index < len(told) else None
            other = again[index] if index < len(again) else None
            known = other if other is not None else one
            words = item_words(known, index, place, max(len(told), len(again)))
            self.walk(one, other, (*place, words))

    def _compare(self, told: object, again: object, place: Place) -> None:
        is_figure = any(_is_number(value) for value in (told, again))
        self.figures += is_figure
        agreement = self._agreement(told, again, place)
        if agreement is Agreement.SAME:
            return
        where = ", ".join(word for word in place if word)
        if agreement is Agreement.CLOSE:
            self.close.append(where)
        elif agreement is Agreement.WORDING:
            self.reworded.append(where)
        elif agreement is Agreement.LAST_DIGITS:
            self.last_digits.append(_difference(told, again, place, is_figure=True))
        else:
            self.differences.append(_difference(told, again, place, is_figure=is_figure))

    def _agreement(self, told: object, again: object, place: Place) -> Agreement:
        if told == again and isinstance(told, bool) is isinstance(again, bool):
            return Agreement.SAME
        if isinstance(told, float) and isinstance(again, float):
            return self._nearness(told, again, place)
        if not self.same_words and _is_worded(told, again, place):
            same = _NUMBER.findall(str(told)) == _NUMBER.findall(str(again))
            return Agreement.WORDING if same else Agreement.DIFFERENT
        return Agreement.DIFFERENT

    def _nearness(self, told: float, again: float, place: Place) -> Agreement:
        if math.isclose(told, again, rel_tol=_LAST_DIGITS, abs_tol=_LAST_DIGITS**2):
            return Agreement.LAST_DIGITS
        if self.same_libraries:
            return Agreement.DIFFERENT
        is_drawn = place[0] == field_words("bayesian")
        allowed = _OTHER_DRAWS if is_drawn else _OTHER_LIBRARIES
        near = math.isclose(told, again, rel_tol=allowed, abs_tol=allowed / 10 if is_drawn else 0)
        return Agreement.CLOSE if near else Agreement.DIFFERENT


def _is_worded(told: object, again: object, place: Place) -> bool:
    """Whether both are a sentence, by the field it stands in or is listed in."""
    field_name = place[-2] if place[-1].startswith("number ") else place[-1]
    return isinstance(told, str) and isinstance(again, str) and field_name in _WORDED


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _difference(told: object, again: object, place: Place, *, is_figure: bool) -> Difference:
    said, computed = value_words(told, again)
    head, *rest = (word for word in place if word)
    where = f"{head}, {', '.join(rest)}" if rest else head
    return Difference(
        kind=DifferenceKind.RECOMPUTED_FIGURE if is_figure else DifferenceKind.RECOMPUTED_TEXT,
        where=where,
        told=said,
        computed=computed,
        sentence=f"{where}: the memo's data says {said}, recomputed it is {computed}.",
    )
