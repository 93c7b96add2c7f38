import base64
import re

import pytest

from experimentos_core.experiment import Report
from experimentos_core.foundation.codec import from_json
from experimentos_core.memo import generate_memo
from experimentos_core.memo.belief_rows import belief_figure_text
from experimentos_core.memo.chart_rows import interval_chart_text
from experimentos_core.memo.html import REPORT_ID, SECURITY_POLICY
from tests.helpers.memo_reading import MemoReader, markdown_text, numbers
from tests.helpers.memos import CANONICAL, canonical_report

ALLOWED = {
    "html": {"lang"},
    "head": set(),
    "meta": {"charset", "http-equiv", "content", "name"},
    "title": set(),
    "style": set(),
    "body": {"class"},
    "div": {"class"},
    "p": {"class"},
    "table": {"class", "width", "cellspacing", "cellpadding"},
    **{tag: set() for tag in ("h1", "h2", "ul", "li", "strong", "thead", "tbody", "tr")},
    **{tag: {"align"} for tag in ("th", "td")},
    "img": {"src", "alt"},
    "script": {"type", "id"},
}


def assert_inert(html: str) -> MemoReader:
    page = MemoReader(html)
    for tag, attributes in page.tags:
        assert set(attributes) <= ALLOWED[tag], (tag, attributes)
    assert not page.comments
    assert not page.unclosed
    sources = [attributes["src"] for tag, attributes in page.tags if tag == "img"]
    assert all(source.startswith("data:image/svg+xml;base64,") for source in sources)
    scripts = [attributes for tag, attributes in page.tags if tag == "script"]
    assert scripts == [{"type": "application/json", "id": REPORT_ID}]
    return page


@pytest.fixture(params=list(CANONICAL))
def report(request) -> Report:
    return canonical_report(request.param)


def test_only_known_tags_and_no_reference_to_anything_outside(report) -> None:
    html = generate_memo(report).html
    assert_inert(html)
    assert "url(" not in html
    assert "@import" not in html
    assert "http://" not in html
    assert "https://" not in html


def test_the_policy_comes_before_anything_it_governs(report) -> None:
    html = generate_memo(report).html
    policy = f'<meta http-equiv="Content-Security-Policy" content="{SECURITY_POLICY}">'
    assert SECURITY_POLICY == "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
    assert html.index('<meta charset="utf-8">') < html.index(policy) < html.index("<style>")


def test_the_whole_report_can_be_read_back(report) -> None:
    page = MemoReader(generate_memo(report).html)
    assert from_json(Report, page.hidden["script"]) == report


def test_markdown_and_html_say_the_same(report) -> None:
    memo = generate_memo(report)
    assert MemoReader(memo.html).text == markdown_text(memo.markdown)
    assert numbers(MemoReader(memo.html).text) == numbers(markdown_text(memo.markdown))


def test_every_chart_has_its_words(report) -> None:
    page = MemoReader(generate_memo(report).html)
    alternatives = [attributes["alt"] for tag, attributes in page.tags if tag == "img"]
    expected = [interval_chart_text(report), belief_figure_text(report)]
    assert alternatives == [text for text in expected if text]


def test_the_chart_refers_to_nothing_outside(report) -> None:
    for content in re.findall(r"base64,([^\"]+)", generate_memo(report).html):
        svg = base64.b64decode(content).decode()
        assert not re.findall(r'(?:href|src)="(?!#)', svg)
        assert "<script" not in svg
