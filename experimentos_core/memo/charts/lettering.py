"""How wide text gets, roughly: nothing here knows the font of the reader's machine."""

import unicodedata
from collections.abc import Iterable

from experimentos_core.foundation.visible_text import make_visible

_NARROW = frozenset("iljtfr.,:;'|!()[] ")
_BROAD = frozenset("mwMWOQG@%&\u2192\u2190+=<>\u2212")
_NARROW_EM, _USUAL_EM, _BROAD_EM, _CAPITAL_EM, _FULL_EM = 0.4, 0.64, 0.9, 0.74, 1.05
_BOLD = 1.12
_LONGEST = 200


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Return about how wide a line is in a broad sans serif, in the unit of `size`."""
    return size * (_BOLD if bold else 1.0) * sum(_em(character) for character in text)


def fit_text(text: str, width: float, size: float, *, bold: bool = False) -> str:
    """Return a text on one line that hides nothing, its end an ellipsis where it is too wide."""
    line = make_visible(text, _LONGEST)
    if text_width(line, size, bold=bold) <= width:
        return line
    while line and text_width(f"{line}\u2026", size, bold=bold) > width:
        line = line[:-1]
    return f"{line.rstrip()}\u2026"


def fit_size(
    texts: Iterable[str], width: float, size: float, smallest: float, *, bold: bool = False
) -> float:
    """Return the size at which all of them fit, between the smallest and the usual one."""
    widest = max((text_width(text, size, bold=bold) for text in texts), default=0.0)
    return size if widest <= width else max(smallest, size * width / widest)


def _em(character: str) -> float:
    if character in _NARROW:
        return _NARROW_EM
    if character in _BROAD:
        return _BROAD_EM
    if unicodedata.combining(character):
        return 0.0
    if unicodedata.east_asian_width(character) in "WF":
        return _FULL_EM
    return _CAPITAL_EM if character.isupper() else _USUAL_EM
