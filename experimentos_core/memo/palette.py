"""Colours of the charts, for paper and for a light or a dark window."""

from dataclasses import dataclass

from experimentos_core.memo.chart_records import Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartPalette:
    """Colours as '#rrggbb'; whatever one tells, a shape or a word tells as well.

    Attributes:
        text: Labels and numbers.
        muted: The axis and notes.
        grid: Faint lines.
        zero: The line of no change.
        good: Better, or a guardrail that is OK.
        bad: Worse, or a guardrail that worsened.
        unclear: Neither is shown.
        belief: What is believed of a treatment.
        background: Behind everything; None for transparent.
    """

    text: str
    muted: str
    grid: str
    zero: str
    good: str
    bad: str
    unclear: str
    belief: str
    background: str | None = None

    def of(self, tone: Tone) -> str:
        """Return the colour of a tone."""
        return {
            Tone.GOOD: self.good,
            Tone.BAD: self.bad,
            Tone.UNCLEAR: self.unclear,
            Tone.NEUTRAL: self.text,
        }[tone]


LIGHT = ChartPalette(
    text="#1b2430",
    muted="#55606e",
    grid="#e3e7ec",
    zero="#1b2430",
    good="#00696b",
    bad="#b3301a",
    unclear="#8a5a00",
    belief="#2b5c9e",
)
DARK = ChartPalette(
    text="#e8ecf1",
    muted="#a9b4c0",
    grid="#36404b",
    zero="#e8ecf1",
    good="#4fc3c0",
    bad="#ff8a70",
    unclear="#f0b64a",
    belief="#8fbcff",
)
PRINT = ChartPalette(
    text="#000000",
    muted="#444444",
    grid="#dddddd",
    zero="#000000",
    good="#005b5d",
    bad="#a02412",
    unclear="#6e4800",
    belief="#1d3f6e",
    background="#ffffff",
)
