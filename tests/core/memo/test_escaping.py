import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from experimentos_core.foundation.visible_text import make_visible
from experimentos_core.memo.blocks import (
    Bullets,
    Heading,
    Paragraph,
    Section,
    SectionName,
    Strong,
    Table,
)
from experimentos_core.memo.escaping import escape, escape_json
from experimentos_core.memo.html import markdown_to_html
from experimentos_core.memo.markdown import render_section
from tests.helpers.memo_reading import MemoReader

MARKUP = st.text(alphabet="*_`[]()<>&#|!~$@\\-+.:=/\"' \n\t1aBw\u202e\x02\x03;", max_size=40)
ANY = st.text(max_size=60) | MARKUP


def read(*blocks) -> MemoReader:
    section = Section(name=SectionName.PLAN, blocks=blocks)
    return MemoReader(markdown_to_html(render_section(section)))


def squeezed(text: str) -> str:
    return "".join(text.split())


@given(ANY)
@example("1. item")
@example("- item")
@example("***")
@example("a_b_ _c_ __d__")
@example("[a](http://x) ![x](file:///etc/passwd) <http://x>")
@example("&lt;b&gt; &#42; \\* \\| \\\\|")
@example("`code` ``|`` `|")
@example("www.example.org http://example.org me@example.org @team $x^2$ ~~gone~~")
@example("\x02klzzwxh:0000\x03")
def test_text_comes_back_as_it_was_and_makes_no_tag(text: str) -> None:
    page = read(Paragraph(text), Paragraph("end"))
    assert page.text == f"{make_visible(text)} end".strip()
    assert {tag for tag, _ in page.tags} <= {"p"}


@given(ANY, ANY)
def test_text_stays_in_its_cell(left: str, right: str) -> None:
    page = read(Table(header=("A", "B"), rows=((left, Strong(right)),)))
    assert [tag for tag, _ in page.tags].count("td") == 2
    assert {tag for tag, _ in page.tags} <= {"table", "thead", "tbody", "tr", "th", "td", "strong"}
    assert squeezed(page.text) == squeezed(f"AB{make_visible(left)}{make_visible(right)}")


@given(ANY)
@example("#")
@example("x ##")
def test_text_stays_in_its_heading_and_its_item(text: str) -> None:
    page = read(Heading(f"About {text}"), Bullets((text or "x", Strong("last"))))
    shown = make_visible(f"About {text} {text or 'x'} last")
    assert page.text == shown
    tags = [tag for tag, _ in page.tags]
    assert tags.count("h2") == 1
    assert tags.count("li") == 2
    assert set(tags) <= {"h2", "ul", "li", "strong"}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\u202eb", "a[U+202E]b"),
        ("a\u200bb", "a[U+200B]b"),
        ("a\x00b", "a[U+0000]b"),
        ("a\udc80b", "a[U+DC80]b"),
        ("one\n\n## two", "one ## two"),
        ("  a\tb \r\n", "a b"),
        ("\u0646\u200c\u0627", "\u0646\u200c\u0627"),
    ],
)
def test_what_hides_is_written_out(text: str, shown: str) -> None:
    assert make_visible(text) == shown


def test_long_text_ends_in_an_ellipsis() -> None:
    assert make_visible("x" * 100_000, 80) == "x" * 79 + "\u2026"
    assert len(escape("<" * 100_000)) < 6000


def test_readable_names_stay_readable() -> None:
    assert escape("day_7_active (new) - 100%") == "day_7_active (new) - 100%"


@given(ANY)
def test_json_keeps_its_value_and_cannot_close_the_script(text: str) -> None:
    escaped = escape_json(json.dumps({"x": text}, ensure_ascii=False))
    assert json.loads(escaped) == {"x": text}
    assert not set(escaped) & set("<>&\u2028\u2029")
    escaped.encode()
