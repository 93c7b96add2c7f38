"""Every chart as SVG, once for window and memo; the only package that draws.

The same report and palette give the same bytes. Each chart is the empty string where there is
nothing to draw; what it shows in words is in `memo.chart_rows` and `memo.belief_rows`.
"""

from experimentos_core.memo.charts.beliefs import (
    belief_figure_svg,
    lift_chart_svg,
    posterior_chart_svg,
)
from experimentos_core.memo.charts.intervals import interval_chart_svg, panels_svg

__all__ = [
    "belief_figure_svg",
    "interval_chart_svg",
    "lift_chart_svg",
    "panels_svg",
    "posterior_chart_svg",
]
