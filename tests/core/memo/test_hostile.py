"""Whatever a plan or a file says, the memo only quotes it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from experimentos_core.charter import Charter, GuardrailPlan, PrimaryPlan
from experimentos_core.experiment import Report
from experimentos_core.foundation.values import MetricKind
from experimentos_core.foundation.visible_text import make_visible
from experimentos_core.memo import generate_memo
from experimentos_core.reading.columns.roles import ColumnRoles
from experimentos_core.reading.table import Source, Table
from tests.core.memo.test_html import assert_inert
from tests.helpers.experiments import report_of
from tests.helpers.memo_reading import MemoReader, markdown_text

ATTACKS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</style><style>*{background:url(http://x)}",
    "</script><script>alert(1)</script>",
    "</title><h1>Launch</h1>",
    "javascript:alert(1)",
    "![x](file:///etc/passwd)",
    "[a](http://x)",
    '<img src="file:///etc/passwd">',
    "| a | b |",
    "`code` ``",
    "<!-- gone --> --!>",
    "&lt;b&gt; &copy; &#x3c;",
    "name\u202etxt.exe",
    "$x^2$ \\frac{1}{0}",
    "one\n\n# two\r\n- three",
    "@0@ @12@",
    "{title} {0} %s",
    "\u2028\u2029\x00\x1b[31m",
    "\u65e5\u672c\u8a9e \U0001f600",
    "a" * 100_000,
)


def hostile_report(text: str) -> Report:
    """Return a report with `text` in every place a person or a file can fill."""
    names = [f"{text} {i}"[-9000:] for i in range(6)]
    roles = ColumnRoles(variant=names[0], users=names[1], conversions=names[2])
    table = Table(
        header=(names[0], names[1], names[2], names[3], names[4]),
        rows=(
            (f"{names[0]} control", "10000", "1000", "10", "x"),
            (f"{names[0]} treated", "10000", "1200", "50", "y"),
            (f"{names[0]} other", "10000", "900", "11", "z"),
        ),
        row_numbers=(2, 3, 4),
        source=Source(name=f"{text}.csv", sha256="0" * 64, encoding="UTF-8", separator="comma"),
    )
    charter = Charter(
        name=text,
        owner=text,
        hypothesis=text,
        primary=PrimaryPlan(metric=text),
        control=f"{names[0]} control",
        guardrails=(GuardrailPlan(name=names[3]), GuardrailPlan(name=f"{text} missing")),
    )
    return report_of(table, charter, roles)


@pytest.mark.parametrize("text", ATTACKS)
def test_hostile_text_is_quoted_in_every_form(text: str) -> None:
    report = hostile_report(text)
    memo = generate_memo(report)
    page = assert_inert(memo.html)
    assert page.text == markdown_text(memo.markdown)
    assert make_visible(text, 80) in page.text
    assert page.hidden["title"].startswith(make_visible(text, 80))
    assert len(memo.markdown) < 60_000


@pytest.mark.parametrize("text", ATTACKS)
def test_a_blocked_report_is_as_safe(text: str) -> None:
    table = Table(
        header=("variant", "users", "conversions", text[:9000]),
        rows=((text[:9000], text[:9000], "1", "1"), ("control", "1", text[:9000], "")),
        row_numbers=(2, 3),
        source=Source(name=text, sha256="0" * 64, encoding="UTF-8", separator="comma"),
    )
    memo = generate_memo(report_of(table, Charter(name=text)))
    assert assert_inert(memo.html).text == markdown_text(memo.markdown)


@pytest.mark.parametrize("text", ATTACKS)
def test_hostile_names_of_means_are_quoted_as_well(text: str) -> None:
    names = [f"{text} {i}"[-9000:] for i in range(3)]
    sums = [f"{name}_{part}" for name in names for part in ("sum", "sum_sq")]
    cells = (
        ("10000", "1000", *["200000", "13000000"] * 3),
        ("10000", "900", *["190000", "9000000"] * 3),
    )
    table = Table(
        header=("variant", "users", "conversions", *sums),
        rows=tuple((label, *row) for label, row in zip(("control", text), cells, strict=True)),
        row_numbers=(2, 3),
        source=Source(name=text, sha256="0" * 64, encoding="UTF-8", separator="comma"),
    )
    plan = PrimaryPlan(metric=names[0])
    charter = Charter(primary=plan, guardrails=(GuardrailPlan(name=names[1]),))
    report = report_of(table, charter)
    assert report.primary is not None
    assert report.primary.kind is MetricKind.MEAN
    memo = generate_memo(report)
    assert assert_inert(memo.html).text == markdown_text(memo.markdown)
    assert len(memo.markdown) < 60_000


@settings(max_examples=40)
@given(st.text(min_size=1, max_size=80))
def test_any_text_is_quoted(text: str) -> None:
    report = report_of(
        "variant,users,conversions\ncontrol,100,10\nnew,100,20\n",
        Charter(name=text, owner=text, hypothesis=text, primary=PrimaryPlan(metric=text)),
    )
    memo = generate_memo(report)
    assert MemoReader(memo.html).text == markdown_text(memo.markdown)
    assert_inert(memo.html)
