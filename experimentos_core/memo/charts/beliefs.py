"""What is believed of the arms and of their differences, as charts."""

from functools import partial
from typing import Final

from experimentos_core.experiment import Report
from experimentos_core.foundation.changes import ChangeUnit
from experimentos_core.memo.belief_rows import (
    BeliefChart,
    belief_figure,
    lift_chart,
    posterior_chart,
)
from experimentos_core.memo.charts.axis import tick_words
from experimentos_core.memo.charts.canvas import Canvas
from experimentos_core.memo.charts.curves import (
    BELOW,
    BELOW_CAPTION,
    TITLE,
    Frame,
    Pen,
    draw_axis,
    draw_curve,
    draw_title,
    draw_words,
    draw_zero,
    make_pen,
    shade_curve,
)
from experimentos_core.memo.palette import LIGHT, ChartPalette

_WIDTH, _ROW = 576.0, 28.0
_SMALL_ROW, _TALLEST_ROW = 20.0, 32.0
_WHOLE = Frame(left=0, axis_left=128, axis_right=424, numbers=436, right=_WIDTH, size=8)
_LEFT_HALF = Frame(left=0, axis_left=72, axis_right=188, numbers=196, right=280, size=7.5)
_RIGHT_HALF = Frame(left=296, axis_left=368, axis_right=484, numbers=492, right=_WIDTH, size=7.5)
_TICK_SIZE: Final = 7.0
_DASHED = (3.0, 1.6)
_DIFFERENCE = {
    ChangeUnit.POINTS: "difference in pp",
    ChangeUnit.PERCENT: "difference in %",
    ChangeUnit.AMOUNT: "difference",
}


def posterior_chart_svg(
    report: Report, metric: str | None = None, palette: ChartPalette = LIGHT
) -> str:
    """Draw the posterior density of every arm on a metric, the primary one for None, as SVG.

    The credible interval is shaded and has a bar below it; every curve has a row of its own and
    the same height, that of the control is dashed. Empty where nothing is known.
    """
    chart = posterior_chart(report, metric)
    if chart is None:
        return ""
    canvas = Canvas(_WIDTH, _height(chart, _ROW), palette.background)
    _draw_posteriors(make_pen(canvas, palette, _WHOLE, chart, _ROW), chart)
    return canvas.svg()


def lift_chart_svg(report: Report, metric: str | None = None, palette: ChartPalette = LIGHT) -> str:
    """Draw how far every treatment is believed to be from the control as SVG, better to the right.

    What lies on the better side of no change is shaded; the credible interval has a bar below it.
    Empty where nothing is known.
    """
    chart = lift_chart(report, metric)
    if chart is None:
        return ""
    canvas = Canvas(_WIDTH, _height(chart, _ROW), palette.background)
    _draw_lifts(make_pen(canvas, palette, _WHOLE, chart, _ROW), chart)
    return canvas.svg()


def belief_figure_svg(report: Report, palette: ChartPalette = LIGHT) -> str:
    """Draw both charts of the primary metric, small and side by side, as SVG.

    Empty where either has nothing to show.
    """
    figure = belief_figure(report)
    if figure is None:
        return ""
    arms, lifts = figure
    alike = _SMALL_ROW * len(arms.rows) / len(lifts.rows)
    lift_row = min(max(alike, _SMALL_ROW), _TALLEST_ROW)
    height = max(_height(arms, _SMALL_ROW), _height(lifts, lift_row))
    canvas = Canvas(_WIDTH, height, palette.background)
    _draw_posteriors(make_pen(canvas, palette, _LEFT_HALF, arms, _SMALL_ROW), arms)
    _draw_lifts(make_pen(canvas, palette, _RIGHT_HALF, lifts, lift_row), lifts)
    return canvas.svg()


def _height(chart: BeliefChart, row: float) -> float:
    return TITLE + row * len(chart.rows) + (BELOW_CAPTION if chart.is_lift else BELOW)


def _draw_posteriors(pen: Pen, chart: BeliefChart) -> None:
    write = partial(tick_words, unit=chart.unit, signed=False)
    draw_title(pen, chart)
    draw_axis(pen, chart, pen.axis.ticks(_TICK_SIZE, write), "")
    for position, row in enumerate(chart.rows):
        colour = pen.palette.belief if position else pen.palette.muted
        draw_words(pen, row, position)
        if row.low is not None and row.high is not None:
            shade_curve(pen, row, position, (row.low, row.high), colour)
        draw_curve(pen, row, position, colour, None if position else _DASHED)


def _draw_lifts(pen: Pen, chart: BeliefChart) -> None:
    def write(value: float, step: float) -> str:
        return tick_words(value * chart.better, step, chart.unit, signed=True)

    draw_title(pen, chart)
    draw_axis(pen, chart, pen.axis.ticks(_TICK_SIZE, write), _DIFFERENCE[chart.unit])
    colour = pen.palette.good if chart.is_judged else pen.palette.belief
    for position, row in enumerate(chart.rows):
        draw_words(pen, row, position)
        shade_curve(pen, row, position, (0.0, pen.axis.high), colour)
        draw_curve(pen, row, position, pen.palette.text)
    draw_zero(pen, chart)
