"""The symbol and the colour that go with what a comparison shows."""

from typing import Final

from experimentos_core.memo.wording import NOT_CLEAR, UNTESTED
from experimentos_gui.theme import Tone

WORSE: Final = "worse"
WORSE_WITHIN: Final = "worse, within margin"
"""Proven to be worse, by less than the margin of its guardrail."""

_LOOKS: Final[dict[str, tuple[str, Tone | None]]] = {
    "better": ("\u25b2", Tone.GOOD),
    WORSE: ("\u25bc", Tone.BAD),
    WORSE_WITHIN: ("\u25bc", Tone.CAUTION),
    "higher": ("\u2191", None),
    "lower": ("\u2193", None),
    NOT_CLEAR: ("\u25a0", Tone.CAUTION),
    UNTESTED: ("\u2013", Tone.NEUTRAL),
}


def marked(reading: str) -> str:
    """Return a reading with its symbol, e.g. '\u25b2 better'; empty for none."""
    return f"{_LOOKS[reading][0]} {reading}" if reading else ""


def reading_tone(reading: str) -> Tone | None:
    """Return the tone of a reading; None where it has the colour of text."""
    return _LOOKS[reading][1] if reading else None
