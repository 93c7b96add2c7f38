"""Phrases the result tabs share."""

from collections.abc import Mapping

from experimentos_core.foundation import formatting
from experimentos_core.foundation.values import Direction
from experimentos_core.memo.wording import names
from experimentos_gui.messages import counted

_MOST_NAMES = 8


def chi_square(statistic: float, df: int) -> str:
    """Return 'chi-square 12.30 on 1 degree of freedom'."""
    degrees = counted(df, "degree")
    return f"chi-square {formatting.statistic(statistic)} on {degrees} of freedom"


def good_direction(direction: Direction) -> str:
    """Return which way is better."""
    return "higher is better" if direction is Direction.UP else "lower is better"


def bad_direction(direction: Direction) -> str:
    """Return which way is harm."""
    return "harm is up" if direction is Direction.UP else "harm is down"


def untested_line(reasons: Mapping[str, str]) -> str:
    """Say what could not be tested and why; empty where everything was.

    Args:
        reasons: Why not, a clause, for each thing by its name; empty where it was tested.
    """
    by_reason: dict[str, list[str]] = {}
    for what, why in reasons.items():
        if why:
            by_reason.setdefault(why, []).append(what)
    told = [f"{_few(whats)}, because {why}" for why, whats in by_reason.items()]
    return f"Not testable: {'; '.join(told)}." if told else ""


def _few(whats: list[str]) -> str:
    more = len(whats) - _MOST_NAMES
    shown = tuple(whats) if more <= 0 else (*whats[:_MOST_NAMES], f"{formatting.count(more)} more")
    return names(shown)
