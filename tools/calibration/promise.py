"""A promise, and whether the measured figures keep it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tools.calibration.outcomes import Share
from tools.calibration.phrases import span
from tools.calibration.verdict import Mark, judged


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A sentence, whether it was kept everywhere, and the range measured."""

    sentence: str
    kept: bool
    measured: str


def all_within(
    sentence: str, shares: Iterable[Share], holds: Callable[[Share], bool], digits: int = 2
) -> Promise:
    """The promise that every figure holds."""
    figures = list(shares)
    kept = all(holds(share) for share in figures)
    return Promise(sentence=sentence, kept=kept, measured=span(figures, digits))


def not_off(share: Share) -> bool:
    """Whether a nominal 5 % is 4 to 6 %."""
    return judged(share) is Mark.FINE


def not_liberal(share: Share) -> bool:
    """Whether a nominal 5 % is at most 6 %."""
    return judged(share) is not Mark.LIBERAL
