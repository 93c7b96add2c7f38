"""Rows of small curves on one axis: what all charts of beliefs are drawn with."""

from dataclasses import dataclass

import numpy as np

from experimentos_core.foundation.formatting import count
from experimentos_core.memo.belief_rows import BeliefChart, BeliefRow
from experimentos_core.memo.charts.axis import Axis, axis_over
from experimentos_core.memo.charts.canvas import Canvas, Place
from experimentos_core.memo.charts.lettering import fit_size, fit_text, text_width
from experimentos_core.memo.palette import ChartPalette

TITLE = 16.0
BELOW, BELOW_CAPTION = 13.0, 23.5
_TICKS, _CAPTION = 8.0, 18.0  # from the axis down to the middles of the texts
_SMALL, _SMALLEST = 7.0, 5.0
_UNDER, _OVER = 5.5, 2.0  # room in a row below a curve, and above it
_CAP, _AIR, _TINT = 2.4, 0.03, 0.34
_FAR = 10.0
"""Zero is out of sight where it would make the curves this many times as narrow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Where the columns of a chart are, from left to right, in points; `size` is of its text."""

    left: float
    axis_left: float
    axis_right: float
    numbers: float
    right: float
    size: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Pen:
    """What every part of a chart needs.

    Attributes:
        canvas: What is drawn on.
        palette: In which colours.
        frame: Where.
        axis: The axis of all rows.
        row: Height of a row.
        numbers: Size of the numbers beside the curves.
    """

    canvas: Canvas
    palette: ChartPalette
    frame: Frame
    axis: Axis
    row: float
    numbers: float

    def base(self, position: int) -> float:
        """Return the level a row's curve stands on."""
        return TITLE + self.row * (position + 1) - _UNDER


def make_pen(
    canvas: Canvas, palette: ChartPalette, frame: Frame, chart: BeliefChart, row: float
) -> Pen:
    """Return what draws a chart into a frame, with an axis that holds its curves."""
    low, high = _ends(chart)
    room = frame.right - frame.numbers
    plain = fit_size([row.numbers for row in chart.rows], room, frame.size, _SMALLEST)
    heads = [row.headline for row in chart.rows]
    return Pen(
        canvas=canvas,
        palette=palette,
        frame=frame,
        axis=axis_over(low, high, frame.axis_left, frame.axis_right, _AIR),
        row=row,
        numbers=fit_size(heads, room, plain, _SMALLEST, bold=True),
    )


def draw_title(pen: Pen, chart: BeliefChart) -> None:
    """Write what the rows are, and over the numbers what those are."""
    frame, palette, y = pen.frame, pen.palette, 0.4 * TITLE
    more = f" ({count(chart.left_out)} more not drawn)" if chart.left_out else ""
    room = frame.numbers - frame.left - text_width(more, frame.size, bold=True)
    title = fit_text(chart.title, room, frame.size, bold=True)
    place = (frame.left, y)
    pen.canvas.write(f"{title}{more}", place, palette.text, size=frame.size, bold=True)
    size = fit_size([chart.interval], frame.right - frame.numbers, _SMALL, _SMALLEST)
    pen.canvas.write(chart.interval, (frame.numbers, y), palette.muted, size=size)


def draw_axis(
    pen: Pen, chart: BeliefChart, ticks: tuple[tuple[float, str], ...], middle: str
) -> None:
    """Draw upright lines behind the rows and the axis below; `middle` says what it measures."""
    canvas, palette, axis = pen.canvas, pen.palette, pen.axis
    bottom = TITLE + pen.row * len(chart.rows)
    for value, words in ticks:
        x = axis.at(value)
        canvas.line(((x, TITLE), (x, bottom)), palette.grid, 0.6)
        canvas.write(words, (x, bottom + _TICKS), palette.muted, size=_SMALL, anchor="middle")
    canvas.line(((axis.left, bottom), (axis.right, bottom)), palette.muted, 0.8)
    if not chart.is_lift:
        return
    worse, better = ("worse", "better") if chart.is_judged else ("lower", "higher")
    y, centre = bottom + _CAPTION, 0.5 * (axis.left + axis.right)
    if text_width(f"{worse}{middle}{better}", _SMALL) > 0.8 * (axis.right - axis.left):
        middle = chart.unit.value
    canvas.write(f"\u2190 {worse}", (axis.left, y), palette.text, size=_SMALL)
    canvas.write(middle, (centre, y), palette.muted, size=_SMALL, anchor="middle")
    canvas.write(f"{better} \u2192", (axis.right, y), palette.text, size=_SMALL, anchor="end")


def draw_zero(pen: Pen, chart: BeliefChart) -> None:
    """Mark no change over the curves; beyond the axis it is out of sight."""
    if pen.axis.holds(0.0):
        x = pen.axis.at(0.0)
        bottom = TITLE + pen.row * len(chart.rows)
        pen.canvas.line(((x, TITLE), (x, bottom)), pen.palette.zero, 1.1)


def draw_words(pen: Pen, row: BeliefRow, position: int) -> None:
    """Write what a row is beside its curve, and its numbers on the other side."""
    frame, palette = pen.frame, pen.palette
    middle = TITLE + pen.row * (position + 0.5)
    room = frame.axis_left - frame.left - frame.size
    label = fit_text(row.label, room, frame.size)
    pen.canvas.write(label, (frame.left, middle), palette.text, size=frame.size)
    if not row.headline:
        pen.canvas.write(row.numbers, (frame.numbers, middle), palette.text, size=pen.numbers)
        return
    line = 0.62 * pen.numbers
    above, below = (frame.numbers, middle - line), (frame.numbers, middle + line)
    pen.canvas.write(row.headline, above, palette.text, size=pen.numbers, bold=True)
    pen.canvas.write(row.numbers, below, palette.text, size=pen.numbers)


def draw_curve(
    pen: Pen,
    row: BeliefRow,
    position: int,
    colour: str,
    dashes: tuple[float, float] | None = None,
) -> None:
    """Draw the outline of a curve, and its credible interval as a bar below."""
    if row.low is None or row.high is None:
        return
    base = pen.base(position)
    places = _places(pen, row, base, (pen.axis.low, pen.axis.high))
    if places:
        pen.canvas.line(places, colour, 1.0, dashes)
    low, high, y = pen.axis.at(row.low), pen.axis.at(row.high), base + _CAP
    pen.canvas.line(((low, y), (high, y)), colour, 2.0)
    for end in (row.low, row.high):
        if pen.axis.holds(end):
            x = pen.axis.at(end)
            pen.canvas.line(((x, y - _CAP), (x, y + _CAP)), colour, 1.0)


def shade_curve(
    pen: Pen, row: BeliefRow, position: int, between: tuple[float, float], colour: str
) -> None:
    """Fill what lies under a curve between two places."""
    base = pen.base(position)
    places = _places(pen, row, base, between)
    if places:
        corners = ((places[0][0], base), *places, (places[-1][0], base))
        pen.canvas.shape(corners, colour, _TINT)


def _places(
    pen: Pen, row: BeliefRow, base: float, between: tuple[float, float]
) -> tuple[Place, ...]:
    """Points of a curve between two places and within the axis, those places among them."""
    low, high = max(between[0], pen.axis.low), min(between[1], pen.axis.high)
    tallest = max(row.density, default=0.0)
    if not row.x.size or not tallest > 0 or high < row.x[0] or low > row.x[-1]:
        return ()
    low, high = max(low, float(row.x[0])), min(high, float(row.x[-1]))
    inside = row.x[(row.x > low) & (row.x < high)]
    at = [low, *inside.tolist(), high]
    height = (pen.row - _UNDER - _OVER) / tallest
    levels = np.interp(at, row.x, row.density).tolist()
    return tuple((pen.axis.at(x), base - height * y) for x, y in zip(at, levels, strict=True))


def _ends(chart: BeliefChart) -> tuple[float, float]:
    """Return what the axis has to hold: the curves, and zero for lifts that are not far from it."""
    spans = [(float(row.x[0]), float(row.x[-1])) for row in chart.rows if row.x.size]
    low, high = min(low for low, _ in spans), max(high for _, high in spans)
    left, right = min(low, 0.0), max(high, 0.0)
    if chart.is_lift and right - left <= _FAR * (high - low):
        return left, right
    return low, high
