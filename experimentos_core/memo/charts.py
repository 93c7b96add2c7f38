"""The interval chart as SVG; the only module that draws, and the only one with matplotlib.

Labels never reach matplotlib, which would measure, parse and warn about them: it draws numbered
placeholders, and the labels are set into the finished SVG as XML text.
"""

import io
import logging
import re
from dataclasses import dataclass, field
from functools import partial
from threading import Lock
from typing import Any, Literal

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from experimentos_core.experiment import Report
from experimentos_core.foundation.formatting import count, points, points_size
from experimentos_core.foundation.visible_text import make_visible
from experimentos_core.memo.chart_rows import ChartPanel, ChartRow, Tone, chart_panels
from experimentos_core.memo.palette import LIGHT, ChartPalette

logging.getLogger("matplotlib").addHandler(logging.NullHandler())  # its remarks are not the user's

_STYLE: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "experimentos",
    "text.parse_math": False,
    "text.usetex": False,
    "font.family": ["sans-serif"],
    "font.sans-serif": ["DejaVu Sans", "Segoe UI", "Helvetica Neue", "Arial"],
    "font.size": 8.0,
    "path.simplify": False,
}
_NO_METADATA = {"Date": None, "Creator": None, "Format": None, "Type": None}
_WIDTH, _ROW, _PANEL_TOP, _PANEL_BOTTOM = 7.2, 0.22, 0.27, 0.36  # inches
_LEFT, _RIGHT = 0.225, 0.585  # the axis, as shares of the width
_COLUMNS = {
    "label": -_LEFT / (_RIGHT - _LEFT),
    "numbers": 1.03,
    "word": (1 - _LEFT) / (_RIGHT - _LEFT),
}
_LABEL_CHARACTERS, _TITLE_CHARACTERS = 26, 70
_MARKERS = {Tone.GOOD: ">", Tone.BAD: "<", Tone.UNCLEAR: "o"}
_DOTTED, _DASHED = (1.2, 1.2), (3.2, 1.4)
_FURTHEST_MARGIN = 2.0  # a margin further out than this many widths of the rows is not drawn
_PERCENT = 100

_DRAWING = Lock()  # matplotlib keeps its style, and more, in global state

type _Column = Literal["label", "numbers", "word"]


@dataclass(frozen=True, slots=True)
class _Labels:
    """Texts set aside under placeholders while matplotlib draws."""

    texts: list[str] = field(default_factory=list)

    def hold(self, text: str) -> str:
        self.texts.append(text)
        return f"@{len(self.texts) - 1}@"

    def put_back(self, svg: str) -> str:
        return re.sub("@([0-9]+)@", lambda match: _xml(self.texts[int(match[1])]), svg)


@dataclass(frozen=True, slots=True)
class _Pen:
    """What every part of the drawing needs."""

    axes: Axes
    palette: ChartPalette
    labels: _Labels

    def write(
        self, text: str, column: _Column, row: float, colour: str, *, bold: bool = False
    ) -> None:
        """Write beside the axis, level with a row."""
        self.axes.text(
            _COLUMNS[column],
            row,
            self.labels.hold(text),
            transform=self.axes.get_yaxis_transform(),
            ha="right" if column == "word" else "left",
            va="center_baseline",
            color=colour,
            weight="bold" if bold else "normal",
        )


def interval_chart_svg(report: Report, palette: ChartPalette = LIGHT) -> str:
    """Draw every change with its interval, better to the right, as an SVG document.

    Zero is marked, and for guardrails the worsened and the severe margin. The same report and
    palette give the same bytes. Empty for a report without a primary result.
    """
    panels = chart_panels(report)
    if not panels:
        return ""
    labels = _Labels()
    stream = io.StringIO()
    with _DRAWING, mpl.rc_context(_STYLE):
        figure = _draw(panels, palette, labels)
        figure.savefig(stream, format="svg", metadata=_NO_METADATA, facecolor=palette.background)
    return labels.put_back(stream.getvalue())


def _draw(panels: tuple[ChartPanel, ...], palette: ChartPalette, labels: _Labels) -> Figure:
    heights = [_PANEL_TOP + _ROW * len(panel.rows) + _PANEL_BOTTOM for panel in panels]
    total = sum(heights)
    figure = Figure(figsize=(_WIDTH, total))
    FigureCanvasSVG(figure)
    figure.patch.set_visible(palette.background is not None)
    top = total
    for panel, height in zip(panels, heights, strict=True):
        top -= height
        rows_height = _ROW * len(panel.rows)
        box = (_LEFT, (top + _PANEL_BOTTOM) / total, _RIGHT - _LEFT, rows_height / total)
        _draw_panel(_Pen(figure.add_axes(box), palette, labels), panel)
    return figure


def _draw_panel(pen: _Pen, panel: ChartPanel) -> None:
    rows = panel.rows
    pen.axes.patch.set_visible(False)
    pen.axes.set_ylim(len(rows) - 0.5, -0.5)
    pen.axes.set_xlim(*_limits(rows))
    _draw_axis(pen, panel.better)
    for position, row in enumerate(rows):
        _draw_row(pen, position, row)
    title = make_visible(panel.title, _TITLE_CHARACTERS)
    more = f" ({count(panel.left_out)} more not drawn)" if panel.left_out else ""
    pen.write(f"{title}{more}", "label", -1.0, pen.palette.text, bold=True)
    below = len(rows) + 0.35
    if any(row.margins for row in rows):
        note = "dotted: margin of worsened, dashed: of severe"
        pen.write(note, "numbers", below, pen.palette.muted)


def _limits(rows: tuple[ChartRow, ...]) -> tuple[float, float]:
    """Return axis limits in percentage points that hold zero, every interval and some air."""
    low = min(0.0, *(row.low for row in rows))
    high = max(0.0, *(row.high for row in rows))
    furthest = low - _FURTHEST_MARGIN * (high - low)
    margins = [margin for row in rows for margin in row.margins or () if margin >= furthest]
    low = min(low, *margins, low)
    air = 0.06 * ((high - low) or 0.01)
    return (low - air) * _PERCENT, (high + air) * _PERCENT


def _draw_axis(pen: _Pen, better: int) -> None:
    axes, palette = pen.axes, pen.palette
    for side in ("top", "left", "right"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(palette.muted)
    axes.set_yticks([])
    axes.xaxis.set_major_locator(MaxNLocator(nbins=5, steps=[1, 2, 5, 10], min_n_ticks=3))
    axes.xaxis.set_major_formatter(FuncFormatter(partial(_tick, better)))
    axes.tick_params(axis="x", colors=palette.muted, length=2.5, labelsize=7, pad=1.5)
    axes.grid(visible=True, axis="x", color=palette.grid, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.axvline(0, color=palette.zero, linewidth=1.1)
    for x, side, words in (
        (0, "left", "\u2190 worse"),
        (0.5, "center", "change in pp"),
        (1, "right", "better \u2192"),
    ):
        axes.annotate(
            pen.labels.hold(words),
            (x, 0),
            xycoords="axes fraction",
            xytext=(0, -21),
            textcoords="offset points",
            ha=side,
            color=palette.muted if side == "center" else palette.text,
            fontsize=7.5,
            annotation_clip=False,
        )


def _tick(better: int, value: float, _: int | None) -> str:
    """A tick is the change itself; a distance from zero where the rows differ in what is better."""
    share = float(value) / _PERCENT
    text = (points(share * better) if better else points_size(share)).removesuffix(" pp")
    return text.rstrip("0").rstrip(".") or "0" if "." in text else text


def _draw_row(pen: _Pen, position: int, row: ChartRow) -> None:
    colour = pen.palette.of(row.tone)
    style: dict[str, Any] = {"color": colour, "clip_on": False}
    ends = [row.low * _PERCENT, row.high * _PERCENT]
    level = [position, position]
    pen.axes.plot(ends, level, linewidth=2.0, solid_capstyle="butt", **style)
    pen.axes.plot(ends, level, linestyle="", marker="|", markersize=6, **style)
    marker = _MARKERS[row.tone]
    pen.axes.plot([row.value * _PERCENT], [position], marker=marker, markersize=6, **style)
    for margin, dashes in zip(row.margins or (), (_DOTTED, _DASHED), strict=False):
        x, reach = margin * _PERCENT, 0.42
        pen.axes.plot(
            [x, x],
            [position - reach, position + reach],
            color=pen.palette.bad,
            linewidth=1.0,
            dashes=dashes,
        )
    pen.write(make_visible(row.label, _LABEL_CHARACTERS), "label", position, pen.palette.text)
    pen.write(row.numbers, "numbers", position, pen.palette.text)
    pen.write(row.word, "word", position, colour, bold=True)


def _xml(text: str) -> str:
    for character, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        text = text.replace(character, entity)
    return text
