"""Markdown to one self-contained HTML file: no script, no reference to anything outside."""

import base64
import re
from collections.abc import Iterable
from functools import cache

import markdown
from markdown.extensions.tables import TableExtension

from experimentos_core.experiment import Report
from experimentos_core.foundation.codec import to_json
from experimentos_core.foundation.paths import RESOURCES
from experimentos_core.memo.belief_rows import belief_figure_text
from experimentos_core.memo.blocks import Section, SectionName
from experimentos_core.memo.chart_rows import interval_chart_text
from experimentos_core.memo.embedded import FIRST_SEALED, REPORT_ID, SEAL_NAME, put_seal
from experimentos_core.memo.escaping import escape_html, escape_json
from experimentos_core.memo.markdown import render_section

SECURITY_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
_UNITS = re.compile(r"(?<=\d) (?=pp\b)|(?<=\bp) (?=[=&])|(?<=\bp =) (?=\d)")
_NUMBERS = re.compile(r'(?P<open><td align="right">)(?P<text>[^<]*)(?P<close></td>)')


def render_html(title: str, sections: Iterable[Section], report: Report) -> str:
    """Return the memo as HTML made from its Markdown, with charts, report and seal in it."""
    body = "\n".join(_section(section, report) for section in sections)
    is_sealed = report.schema_version >= FIRST_SEALED
    page = _PAGE.format(
        policy=SECURITY_POLICY,
        seal=f'<meta name="{SEAL_NAME}" content="">\n' if is_sealed else "",
        title=escape_html(title),
        style=_style_sheet(),
        verdict=report.decision.decision.value.lower(),
        body=body,
        report_id=REPORT_ID,
        report=escape_json(to_json(report, indent=None)),
    )
    return put_seal(page)


def markdown_to_html(text: str) -> str:
    """Convert the memo's own Markdown; raw HTML in it would be shown, not interpreted."""
    converter = markdown.Markdown(
        extensions=[TableExtension(use_align_attribute=True)], output_format="html"
    )
    converter.preprocessors.deregister("html_block")
    converter.inlinePatterns.deregister("html")
    return str(converter.convert(text))


def _section(section: Section, report: Report) -> str:
    inner = markdown_to_html(render_section(section))
    inner = inner.replace("<table>", '<table width="100%" cellspacing="0" cellpadding="0">')
    inner = _NUMBERS.sub(_keep_together, inner)
    inner = _UNITS.sub("&nbsp;", inner)
    if section.name is SectionName.VERDICT:
        return f'<table class="verdict" width="100%"><tr><td>\n{inner}\n</td></tr></table>'
    if section.name in (SectionName.PRIMARY, SectionName.BAYESIAN):
        inner = f"{inner}\n{_chart(section.name, report)}"
    return f'<div class="{section.name.value}">\n{inner}\n</div>'


def _chart(name: SectionName, report: Report) -> str:
    """Return the picture of a section; empty where there is nothing to draw."""
    from experimentos_core.memo import charts  # noqa: PLC0415 - matplotlib loads only to draw

    if name is SectionName.PRIMARY:
        svg, words = charts.interval_chart_svg(report), interval_chart_text(report)
    else:
        svg, words = charts.belief_figure_svg(report), belief_figure_text(report)
    if not svg:
        return ""
    source = f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"
    return f'<p class="chart"><img src="{source}" alt="{escape_html(words)}"></p>'


def _keep_together(cell: re.Match[str]) -> str:
    """Let a cell of numbers break before a parenthesis only."""
    return cell["open"] + re.sub(r" (?!\()", "&nbsp;", cell["text"]) + cell["close"]


@cache
def _style_sheet() -> str:
    return (RESOURCES / "memo" / "memo.css").read_text(encoding="utf-8").strip()


_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
{seal}<title>{title}</title>
<style>
{style}
</style>
</head>
<body class="{verdict}">
{body}
<script type="application/json" id="{report_id}">{report}</script>
</body>
</html>
"""
