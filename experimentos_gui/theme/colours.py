"""The two sets of colours, each pair of text and ground with at least 4.5:1 of contrast."""

from enum import StrEnum
from typing import Final, NamedTuple

from PySide6.QtGui import QGuiApplication, QPalette

_DARK_BELOW: Final = 128


class Tone(StrEnum):
    """What a colour says; a symbol or a word always says it too."""

    GOOD = "good"
    CAUTION = "caution"
    BAD = "bad"
    NEUTRAL = "neutral"


class Colours(NamedTuple):
    """One set of colours, as #rrggbb.

    Attributes:
        window: Ground of the window.
        surface: Ground of cards, tables and fields.
        sunken: Ground of table heads, quiet buttons and code.
        hover: Ground of a quiet thing under the pointer.
        border: Hairlines that only divide.
        border_strong: Edges of things one can act on (3:1 against the ground).
        text: Text.
        muted: Text of second rank (still 4.5:1).
        accent: The one accent: primary button, focus, selection.
        accent_hover: The accent under the pointer.
        on_accent: Text on the accent.
        selection: Ground of selected cells; text keeps its colour.
        good, good_ground, good_border: Launch, Healthy, OK.
        caution, caution_ground, caution_border: Hold, Warning.
        bad, bad_ground, bad_border: Rollback, Blocked, Severe.
    """

    window: str
    surface: str
    sunken: str
    hover: str
    border: str
    border_strong: str
    text: str
    muted: str
    accent: str
    accent_hover: str
    on_accent: str
    selection: str
    good: str
    good_ground: str
    good_border: str
    caution: str
    caution_ground: str
    caution_border: str
    bad: str
    bad_ground: str
    bad_border: str

    def of(self, tone: Tone) -> str:
        """Return the text colour of a tone."""
        match tone:
            case Tone.GOOD:
                return self.good
            case Tone.CAUTION:
                return self.caution
            case Tone.BAD:
                return self.bad
            case Tone.NEUTRAL:
                return self.muted


LIGHT: Final = Colours(
    window="#f5f7f9",
    surface="#ffffff",
    sunken="#edf1f4",
    hover="#e3e9ee",
    border="#dbe1e7",
    border_strong="#838f9c",
    text="#15202b",
    muted="#51606f",
    accent="#0b6478",
    accent_hover="#084f60",
    on_accent="#ffffff",
    selection="#d3e9ee",
    good="#0b6478",
    good_ground="#e4f3f6",
    good_border="#a5d0da",
    caution="#7d4a00",
    caution_ground="#fdf2df",
    caution_border="#e6c88f",
    bad="#a92f17",
    bad_ground="#fcebe6",
    bad_border="#ebb5a8",
)

DARK: Final = Colours(
    window="#12171c",
    surface="#1a2027",
    sunken="#232b34",
    hover="#2d3741",
    border="#303a45",
    border_strong="#75828f",
    text="#e9eef3",
    muted="#a7b4c1",
    accent="#58bcd1",
    accent_hover="#7accdd",
    on_accent="#06222a",
    selection="#1f4854",
    good="#74cfe2",
    good_ground="#12303a",
    good_border="#2b5c69",
    caution="#f2bd62",
    caution_ground="#33270f",
    caution_border="#6b5222",
    bad="#ff9a80",
    bad_ground="#3b1d16",
    bad_border="#7a3c2d",
)


def is_dark() -> bool:
    """Whether the colours in use are the dark ones."""
    window = QGuiApplication.palette().color(QPalette.ColorRole.Window)
    return window.lightness() < _DARK_BELOW


def colours() -> Colours:
    """Return the colours in use; ask again after a palette change."""
    return DARK if is_dark() else LIGHT
