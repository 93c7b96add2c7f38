"""The interval chart: every change with its interval, rows of one unit on one axis."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain

from experimentos_core.experiment import Report
from experimentos_core.foundation.changes import ChangeUnit
from experimentos_core.foundation.formatting import count
from experimentos_core.memo.chart_records import ChartPanel, ChartRow, ChartSection, Tone
from experimentos_core.memo.chart_rows import chart_panels
from experimentos_core.memo.charts.axis import Axis, axis_over, tick_words
from experimentos_core.memo.charts.canvas import Canvas, Place
from experimentos_core.memo.charts.lettering import fit_size, fit_text, text_width
from experimentos_core.memo.palette import LIGHT, ChartPalette

_WIDTH, _ROW, _TITLE, _GAP = 576.0, 15.0, 15.5, 6.0
_LABELS, _LEFT, _RIGHT, _NUMBERS = 120.0, 128.0, 342.0, 352.0
_TICKS, _CAPTION, _BELOW = 8.0, 18.0, 23.5  # from the axis down: middles of the texts, the end
_TEXT, _SMALL, _SMALLEST = 8.0, 7.0, 5.5
_AIR, _OPEN_AIR = 0.05, 0.12
_MARK, _CAP, _ARROW = 3.2, 3.0, 4.5
_CORNERS = {Tone.GOOD: 16, Tone.UNCLEAR: 16, Tone.BAD: 4, Tone.NEUTRAL: 4}
_DOTTED, _DASHED = (1.2, 1.2), (3.2, 1.4)
_UNITS = {
    ChangeUnit.POINTS: "change in pp",
    ChangeUnit.PERCENT: "change in % of control",
    ChangeUnit.AMOUNT: "change in its own unit",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pen:
    """What every part of a panel needs."""

    canvas: Canvas
    palette: ChartPalette
    axis: Axis
    words: float

    def level(self, low: float, high: float, y: float, colour: str) -> None:
        """Draw a stretch of an interval."""
        if high > low:
            self.canvas.line(((low, y), (high, y)), colour, 2.0)


def interval_chart_svg(report: Report, palette: ChartPalette = LIGHT) -> str:
    """Draw every change with its interval, better to the right, as an SVG document.

    Zero is marked, and for guardrails the worsened and the severe margin; open ends are arrows.
    Empty for a report without a primary result.
    """
    return panels_svg(chart_panels(report), palette)


def panels_svg(panels: Sequence[ChartPanel], palette: ChartPalette = LIGHT) -> str:
    """Draw panels below each other as an SVG document; empty without any."""
    if not panels:
        return ""
    height = sum(_height(panel) for panel in panels) - _GAP
    canvas = Canvas(_WIDTH, height, palette.background)
    rows = tuple(chain.from_iterable(panel.rows for panel in panels))
    words = max(text_width(row.word, _TEXT, bold=True) for row in rows)
    top = 0.0
    for panel in panels:
        pen = _Pen(canvas=canvas, palette=palette, axis=_axis(panel), words=words)
        _draw_panel(pen, panel, top)
        top += _height(panel)
    return canvas.svg()


def _height(panel: ChartPanel) -> float:
    below = _GAP if panel.limits is None else _BELOW + _GAP
    return _TITLE * len(panel.sections) + _ROW * len(panel.rows) + below


def _axis(panel: ChartPanel) -> Axis:
    low, high = panel.limits or (0.0, 0.0)
    is_open = any(row.value is not None and None in (row.low, row.high) for row in panel.rows)
    return axis_over(low, high, _LEFT, _RIGHT, _OPEN_AIR if is_open else _AIR)


def _draw_panel(pen: _Pen, panel: ChartPanel, top: float) -> None:
    write = partial(_tick, panel)
    ticks = () if panel.limits is None else pen.axis.ticks(_SMALL, write)
    y = top
    for section in panel.sections:
        _draw_title(pen, section, y + 0.5 * _TITLE)
        y += _TITLE
        _draw_grid(pen, section, [value for value, _ in ticks], y)
        for row in section.rows:
            _draw_row(pen, row, y + 0.5 * _ROW)
            y += _ROW
    if ticks:
        _draw_axis(pen, panel, ticks, y)


def _tick(panel: ChartPanel, value: float, step: float) -> str:
    """A tick is the change itself; a distance from zero where the rows differ in what is better."""
    shown = value * panel.better if panel.better else abs(value)
    return tick_words(shown, step, panel.unit, signed=panel.better != 0)


def _draw_title(pen: _Pen, section: ChartSection, y: float) -> None:
    more = f" ({count(section.left_out)} more not drawn)" if section.left_out else ""
    room = _WIDTH - text_width(more, _TEXT, bold=True)
    title = fit_text(section.title, room, _TEXT, bold=True)
    pen.canvas.write(f"{title}{more}", (0.0, y), pen.palette.text, size=_TEXT, bold=True)


def _draw_grid(pen: _Pen, section: ChartSection, ticks: list[float], top: float) -> None:
    """Draw upright lines behind the rows, but not through the words of those with no interval."""
    start = 0
    for position, row in enumerate((*section.rows, None)):
        if row is not None and row.value is not None:
            continue
        if position > start and ticks:
            ends = (top + start * _ROW, top + position * _ROW)
            _draw_upright(pen, ticks, ends)
        start = position + 1


def _draw_upright(pen: _Pen, ticks: list[float], ends: tuple[float, float]) -> None:
    for value in ticks:
        x = pen.axis.at(value)
        if value:
            pen.canvas.line(((x, ends[0]), (x, ends[1])), pen.palette.grid, 0.6)
    zero = pen.axis.at(0.0)
    pen.canvas.line(((zero, ends[0]), (zero, ends[1])), pen.palette.zero, 1.1)


def _draw_axis(
    pen: _Pen, panel: ChartPanel, ticks: tuple[tuple[float, str], ...], y: float
) -> None:
    canvas, axis, palette = pen.canvas, pen.axis, pen.palette
    canvas.line(((axis.left, y), (axis.right, y)), palette.muted, 0.8)
    for value, words in ticks:
        x = axis.at(value)
        canvas.line(((x, y), (x, y + 2.5)), palette.muted, 0.8)
        canvas.write(words, (x, y + _TICKS), palette.muted, size=_SMALL, anchor="middle")
    worse, better = ("worse", "better") if panel.is_judged else ("lower", "higher")
    level = y + _CAPTION
    middle = 0.5 * (axis.left + axis.right)
    canvas.write(f"\u2190 {worse}", (axis.left, level), palette.text, size=_SMALL)
    canvas.write(_UNITS[panel.unit], (middle, level), palette.muted, size=_SMALL, anchor="middle")
    canvas.write(f"{better} \u2192", (axis.right, level), palette.text, size=_SMALL, anchor="end")
    if any(axis.holds(margin) for row in panel.rows for margin in row.margins or ()):
        note = "dotted: margin of worsened, dashed: of severe"
        canvas.write(note, (_NUMBERS, level), palette.muted, size=_SMALL)


def _draw_row(pen: _Pen, row: ChartRow, y: float) -> None:
    canvas, palette = pen.canvas, pen.palette
    colour = palette.of(row.tone)
    label = fit_text(row.label, _LABELS, _TEXT)
    canvas.write(label, (0.0, y), palette.text, size=_TEXT)
    canvas.write(row.word, (_WIDTH, y), colour, size=_TEXT, anchor="end", bold=True)
    if row.value is None:
        room = _WIDTH - pen.words - _LEFT - _TEXT
        size = fit_size([row.numbers], room, _TEXT, _SMALLEST)
        canvas.write(fit_text(row.numbers, room, size), (_LEFT, y), palette.muted, size=size)
        return
    _write_numbers(pen, row.numbers, y)
    _draw_margins(pen, row, y)
    _draw_interval(pen, row, row.value, y)


def _write_numbers(pen: _Pen, numbers: str, y: float) -> None:
    """Write them on one line, or the interval below the change where that is too long."""
    room = _WIDTH - pen.words - _NUMBERS - _TEXT
    if text_width(numbers, _SMALL) <= room:
        lines, size = [numbers], fit_size([numbers], room, _TEXT, _SMALL)
    else:
        change, interval = numbers.split(" (", maxsplit=1)
        lines = [change, f"({interval}"]
        size = fit_size(lines, room, _SMALL, _SMALLEST)
    for i, line in enumerate(lines):
        level = y + (i - 0.5 * (len(lines) - 1)) * size
        pen.canvas.write(line, (_NUMBERS, level), pen.palette.text, size=size)


def _draw_margins(pen: _Pen, row: ChartRow, y: float) -> None:
    reach = 0.42 * _ROW
    for margin, dashes in zip(row.margins or (), (_DOTTED, _DASHED), strict=False):
        if pen.axis.holds(margin):
            x = pen.axis.at(margin)
            pen.canvas.line(((x, y - reach), (x, y + reach)), pen.palette.bad, 1.0, dashes)


def _draw_interval(pen: _Pen, row: ChartRow, value: float, y: float) -> None:
    colour, axis = pen.palette.of(row.tone), pen.axis
    low = axis.left if row.low is None else axis.at(row.low)
    high = axis.right if row.high is None else axis.at(row.high)
    seen = axis.at(value)
    if row.tone is Tone.UNCLEAR and axis.holds(value):
        pen.level(low, seen - _MARK, y, colour)
        pen.level(seen + _MARK, high, y, colour)
    else:
        pen.level(low, high, y, colour)
    _draw_end(pen, row.low, (low, y), -1, colour)
    _draw_end(pen, row.high, (high, y), 1, colour)
    if axis.holds(value):
        _draw_mark(pen, row.tone, (seen, y))


def _draw_end(pen: _Pen, end: float | None, place: Place, side: int, colour: str) -> None:
    """An end that lies on the axis has a bar, one beyond its own side of it an arrow."""
    x, y = place
    if end is not None and pen.axis.holds(end):
        pen.canvas.line(((x, y - _CAP), (x, y + _CAP)), colour, 1.0)
    elif end is None or (end > pen.axis.high) is (side > 0):
        tip, back = x + side * 2.0, x - side * _ARROW
        pen.canvas.shape(((tip, y), (back, y - _CAP), (back, y + _CAP)), colour)


def _draw_mark(pen: _Pen, tone: Tone, centre: Place) -> None:
    """A disc is good, a ring unclear, a diamond bad, a square neither."""
    corners, colour = _CORNERS[tone], pen.palette.of(tone)
    turn = 0.125 if tone is Tone.NEUTRAL else 0.0
    size = _MARK if corners > len(Tone) else _MARK * 1.25
    angles = [2 * math.pi * (i / corners + turn) for i in range(corners)]
    places = [(centre[0] + size * math.cos(a), centre[1] + size * math.sin(a)) for a in angles]
    if tone is Tone.UNCLEAR:
        pen.canvas.line((*places, places[0], places[1]), colour, 1.5)
    else:
        pen.canvas.shape(places, colour)
