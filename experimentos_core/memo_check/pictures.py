"""Two charts compared by what they show: their words, and where everything stands."""

import base64
import binascii
import re
from collections.abc import Iterator
from itertools import zip_longest
from typing import Final

_START: Final = "data:image/svg+xml;base64,"
_TEXT: Final = re.compile(r">([^<>]*\S[^<>]*)<")
_NUMBER: Final = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")
_HAIR: Final = 0.02  # in the units of the picture, a fiftieth of a point


def picture_difference(told: str, drawn: str) -> str | None:
    """Say in words how the picture in a memo is not the one its data draws.

    Returns:
        None where both show the same, be it that some points moved by less than a hair.
    """
    left, right = _svg(told), _svg(drawn)
    if left is None or right is None:
        return "is no picture the program could have drawn"
    for one, other in zip_longest(_TEXT.findall(left), _TEXT.findall(right), fillvalue=""):
        if one != other:
            return f'shows "{one[:80]}" where its data gives "{other[:80]}"'
    return None if _is_alike(left, right) else "is not the picture its data draws"


def _svg(source: str) -> str | None:
    if not source.startswith(_START):
        return None
    try:
        return base64.b64decode(source[len(_START) :], validate=True).decode()
    except (binascii.Error, ValueError):
        return None


def _is_alike(left: str, right: str) -> bool:
    """Whether two drawings are the same but for points that moved by less than a hair."""
    if _NUMBER.sub("", left) != _NUMBER.sub("", right):
        return False
    pairs = zip(_numbers(left), _numbers(right), strict=True)
    return all(abs(one - other) <= _HAIR for one, other in pairs)


def _numbers(svg: str) -> Iterator[float]:
    return map(float, _NUMBER.findall(svg))
