"""A Report to its memo, in the two forms the core can write; the PDF is made from the HTML."""

from dataclasses import dataclass

from experimentos_core.experiment import Report
from experimentos_core.memo.html import render_html
from experimentos_core.memo.markdown import render_sections
from experimentos_core.memo.sections import memo_sections, memo_title


@dataclass(frozen=True, slots=True, kw_only=True)
class Memo:
    """One memo; both forms say the same.

    Attributes:
        title: The experiment and its verdict, as plain text.
        markdown: The memo as Markdown, without the chart.
        html: The memo as one self-contained HTML file with the chart and the whole report.
    """

    title: str
    markdown: str
    html: str


def generate_memo(report: Report) -> Memo:
    """Write up a report. The same report gives the same bytes; no clock is read."""
    title, sections = memo_title(report), memo_sections(report)
    return Memo(
        title=title,
        markdown=render_sections(sections),
        html=render_html(title, sections, report),
    )
