"""Names of the columns of a continuous metric: 'revenue_sum', 'mean revenue', 'revenue_n'."""

from enum import StrEnum
from typing import Final

from experimentos_core.reading.names.role_words import name_words


class MeasurePart(StrEnum):
    """Which figure of a continuous metric a column holds."""

    SUM = "sum"
    SQUARES = "sum_sq"
    MEAN = "mean"
    DEVIATION = "sd"
    VARIANCE = "var"
    ERROR = "se"
    SIZE = "n"
    NONE = ""


SPREADS: Final = frozenset({MeasurePart.DEVIATION, MeasurePart.VARIANCE, MeasurePart.ERROR})
_WORDS: Final = {
    "sum": MeasurePart.SUM,
    "n": MeasurePart.SIZE,
    **dict.fromkeys(("mean", "avg", "average"), MeasurePart.MEAN),
    **dict.fromkeys(("sd", "std", "stdev", "stddev", "stdv"), MeasurePart.DEVIATION),
    **dict.fromkeys(("var", "variance"), MeasurePart.VARIANCE),
    **dict.fromkeys(("se", "sem", "stderr"), MeasurePart.ERROR),
}
_SQUARES: Final = (("sum", "sq"), ("sum", "squares"), ("sumsq",), ("ss",))


def split_measure_name(name: str) -> tuple[tuple[str, ...], MeasurePart]:
    """Split 'revenue_mean' or 'mean revenue' into the words of the metric and which part it is.

    NONE for a name that says no part, or nothing but a part.
    """
    words = name_words(name)
    for ending in _SQUARES:
        if words[-len(ending) :] == ending:
            return words[: -len(ending)], MeasurePart.SQUARES
        if words[: len(ending)] == ending:
            return words[len(ending) :], MeasurePart.SQUARES
    if len(words) > 1 and words[-1] in _WORDS:
        return words[:-1], _WORDS[words[-1]]
    if len(words) > 1 and words[0] in _WORDS:
        return words[1:], _WORDS[words[0]]
    return words, MeasurePart.NONE


def metric_name(name: str, words: tuple[str, ...]) -> str:
    """Return the metric's name as the header spells it, where that is one plain piece."""
    text = name.strip()
    for mark in ("_", " ", "-", "."):
        head, _, tail = text.partition(mark)
        if name_words(tail) == words:
            return tail.strip()
        for parts in (1, 2):
            head = text.rsplit(mark, parts)[0]
            if name_words(head) == words:
                return head.strip()
    return "_".join(words)


def is_measure_name(name: str) -> bool:
    """Whether a column reads like a sum, a mean or a spread of a continuous metric."""
    words, part = split_measure_name(name)
    if name_words(name) == ("sum",):
        return True
    return part not in (MeasurePart.NONE, MeasurePart.SIZE) and bool(words)
