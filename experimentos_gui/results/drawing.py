"""The charts of a report: which there are, and how one is drawn off the UI thread."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, assert_never

if TYPE_CHECKING:
    from experimentos_core.experiment import Report


class ChartKind(StrEnum):
    """What a chart shows; the value is what its file is called after."""

    INTERVALS = "intervals"
    BELIEFS = "beliefs"
    LIFT = "lift"


class Ink(StrEnum):
    """Where a chart is looked at, which chooses its colours."""

    LIGHT = "light"
    DARK = "dark"
    PRINT = "print"
    """Dark on white, for documents, whatever the colours of the window."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """One chart of one report.

    Attributes:
        kind: What it shows.
        report: What it shows it of.
        metric: The metric it is about; None for the primary one, and where it is about all.
    """

    kind: ChartKind
    report: "Report"
    metric: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A drawn chart; both texts are empty where there is nothing to draw.

    Attributes:
        svg: The picture.
        words: The same in words.
    """

    svg: str
    words: str


def draw(drawing: Drawing, ink: Ink) -> Picture:
    """Draw a chart; takes tens of milliseconds, more the first time: never on the UI thread."""
    from experimentos_core.memo import charts  # noqa: PLC0415 - loads on the worker thread
    from experimentos_core.memo.belief_rows import (  # noqa: PLC0415 - as above
        lift_chart_text,
        posterior_chart_text,
    )
    from experimentos_core.memo.chart_rows import interval_chart_text  # noqa: PLC0415 - as above
    from experimentos_core.memo.palette import DARK, LIGHT, PRINT  # noqa: PLC0415 - as above

    palette = {Ink.LIGHT: LIGHT, Ink.DARK: DARK, Ink.PRINT: PRINT}[ink]
    report, metric = drawing.report, drawing.metric
    match drawing.kind:
        case ChartKind.INTERVALS:
            svg, words = charts.interval_chart_svg(report, palette), interval_chart_text(report)
        case ChartKind.BELIEFS:
            svg = charts.posterior_chart_svg(report, metric, palette)
            words = posterior_chart_text(report, metric)
        case ChartKind.LIFT:
            svg = charts.lift_chart_svg(report, metric, palette)
            words = lift_chart_text(report, metric)
        case _:
            assert_never(drawing.kind)
    return Picture(svg=svg, words=words)
