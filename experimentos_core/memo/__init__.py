"""A Report to one page for people who were not in the room: Markdown and HTML."""

from experimentos_core.memo.belief_rows import lift_chart_text, posterior_chart_text
from experimentos_core.memo.chart_rows import interval_chart_text
from experimentos_core.memo.memo import Memo, generate_memo

__all__ = [
    "Memo",
    "generate_memo",
    "interval_chart_text",
    "lift_chart_text",
    "posterior_chart_text",
]
