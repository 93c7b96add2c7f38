"""Any dataset in any supported dialect comes back as the same exact numbers, or is asked about.

`make fuzz-reading` tries 10,000 of them.
"""

import os
import tempfile
from decimal import Decimal
from pathlib import Path
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from experimentos_core.reading.choices import ChoiceKey, Choices
from experimentos_core.reading.columns.labels import label_key
from experimentos_core.reading.content import Content
from experimentos_core.reading.formats.opening import read_content
from experimentos_core.reading.interpret import interpret_content
from experimentos_core.reading.interpretation import Interpretation
from experimentos_core.reading.notes import Answer, Question
from tests.helpers.dialects import (
    Container,
    Dialect,
    Grouped,
    Metric,
    Numbers,
    clipboard_of_dialect,
    content_of_dialect,
)

EXAMPLES = int(os.environ.get("READING_EXAMPLES", "300"))
MOST_QUESTIONS = 4

NAMES: Final = (
    ("variant", "users", "conversions"),
    ("Variante", "Nutzer", "Konversionen"),
    ("group", "Unique Visitors", "Signups"),
    ("arm", "n", "successes"),
)
LABELS: Final = (
    ("control", "treatment", "treatment 2", "treatment 3", "treatment 4"),
    ("A", "B", "C", "D", "E"),
    ("Kontrolle", "Größe M", "Größe L", "Straße", "Übersicht"),
    ("0", "1", "2", "3", "4"),
    ("off", "on, green", 'on "blue"', "on; red", "on | bar"),
)
FURTHER: Final = (
    ("refunds", True),
    ("errors", True),
    ("revenue_sum", False),
    ("profit_sum", False),
)
TITLES: Final = (
    (),
    ("Checkout test",),
    ("Report: Checkout test", ""),
    ("Checkout test, March 2026", "Exported 2026-03-15", ""),
)
ENCODINGS: Final = (
    ("utf-8", False),
    ("utf-8", True),
    ("utf-16-le", True),
    ("utf-16-be", True),
    ("utf-16-le", False),
    ("utf-16-be", False),
    ("cp1252", False),
)
FIGURES: Final = (
    *((".", group) for group in ("", ",", " ", "\u00a0", "\u202f", "'", "\u2019")),
    *((",", group) for group in ("", ".", " ", "\u00a0", "\u202f", "'", "\u2019")),
)


@st.composite
def datasets(draw: st.DrawFn) -> Numbers:
    """Two to five variants, counts up to 10^12, up to four further columns."""
    size = draw(st.integers(2, 5))
    names = draw(st.sampled_from(NAMES))
    users = draw(st.lists(_counts(10**12), min_size=size, max_size=size))
    conversions = [draw(_counts(n, least=0)) for n in users]
    metrics = [_metric(names[1], users), _metric(names[2], conversions)]
    for name, is_count in draw(st.lists(st.sampled_from(FURTHER), max_size=4, unique=True)):
        if is_count:
            metrics.append(_metric(name, [draw(_counts(n, least=0)) for n in users]))
            continue
        places = draw(st.integers(0, 4))
        smallest = -(10**9) if name == "profit_sum" else 0
        units = st.integers(smallest, 10 ** draw(st.integers(1, 11)))
        values = [Decimal(draw(units)).scaleb(-places) for _ in users]
        metrics.append(Metric(name=name, values=tuple(values), is_count=False))
    labels = draw(st.sampled_from(LABELS))[:size]
    return Numbers(variant=names[0], labels=labels, metrics=tuple(metrics))


@st.composite
def dialects(draw: st.DrawFn) -> Dialect:
    """Any dialect that can be written."""
    container = draw(st.sampled_from((*[Container.TEXT] * 4, *Container)))
    encoding, has_mark = draw(st.sampled_from(ENCODINGS))
    decimal, group = draw(st.sampled_from(FIGURES))
    minus = draw(st.sampled_from(("-", "\u2212", "()")))
    if container is not Container.TEXT:
        encoding, has_mark = "utf-8", False
    if encoding == "cp1252":
        group = "\u00a0" if group == "\u202f" else group
        minus = "-" if minus == "\u2212" else minus
    days, countries = draw(st.sampled_from((*[(0, 0)] * 4, (2, 0), (14, 0), (0, 2), (0, 3))))
    is_turned = not days and not countries and draw(st.sampled_from((False, True)))
    titles = draw(st.sampled_from(TITLES))
    separator = draw(st.sampled_from((",", ";", "\t", "|")))
    grouped = draw(st.sampled_from(Grouped))
    if separator == "," and group == "." and grouped is Grouped.AMOUNTS:
        grouped = Grouped.ALL  # '1.043' beside '10234' between commas is a fraction, and said so
    return Dialect(
        container=container,
        encoding=encoding,
        has_mark=has_mark,
        separator=separator,
        line_end=draw(st.sampled_from(("\n", "\r\n", "\r"))),
        decimal=decimal,
        group=group,
        grouped=grouped,
        minus=minus,
        titles=titles,
        total=draw(st.sampled_from((None, None, "Total", "Gesamt"))),
        footnotes=() if is_turned else draw(st.sampled_from(((), (), ("Source: BI",)))),
        has_separator_line=container is Container.TEXT and draw(st.sampled_from((False, True))),
        is_quoted=draw(st.booleans()),
        spare_cells=draw(st.sampled_from((0, 0, 2))),
        blank_rows=draw(st.sampled_from((False, False, True))),
        repeats_header=not is_turned and draw(st.sampled_from((False, False, True))),
        days=days,
        countries=countries,
        has_rate=draw(st.booleans()),
        is_turned=is_turned,
        is_typed=draw(st.booleans()),
    )


def _counts(most: int, least: int = 1) -> st.SearchStrategy[int]:
    """Counts of every length, those of four to six digits often: they are the ambiguous ones."""
    near = st.integers(min(1000, most), min(999_999, most))
    return st.one_of(near, near, st.integers(least, most))


def _metric(name: str, counts: list[int]) -> Metric:
    return Metric(name=name, values=tuple(Decimal(count) for count in counts))


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(numbers=datasets(), dialect=dialects())
@pytest.mark.timeout(0)
def test_what_was_written_is_what_is_read(numbers: Numbers, dialect: Dialect) -> None:
    content = _content(numbers, dialect)
    interpretation = _answered(content, dialect)
    table = interpretation.table
    assert table is not None
    assert interpretation.is_ready
    wanted = [metric.name for metric in numbers.metrics]
    variant = "variant" if dialect.is_turned else numbers.variant
    assert interpretation.roles.required == (variant, *wanted[:2])
    assert _figures(interpretation, wanted) == {
        label_key(label): tuple(metric.values[i] for metric in numbers.metrics)
        for i, label in enumerate(numbers.labels)
    }
    if dialect.is_tidy and numbers.variant == "variant" and not interpretation.choices.chosen:
        assert not interpretation.notes
        assert table.rows == interpretation.raw.rows


def _content(numbers: Numbers, dialect: Dialect) -> Content:
    if dialect.container is Container.CLIPBOARD:
        return clipboard_of_dialect(numbers, dialect)
    name, data = content_of_dialect(numbers, dialect, "export")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(data)
        return read_content(path)


def _answered(content: Content, dialect: Dialect) -> Interpretation:
    """Read it, and answer every question with the truth."""
    choices = Choices()
    for _ in range(MOST_QUESTIONS + 1):
        interpretation = interpret_content(content, choices)
        if not interpretation.questions:
            return interpretation
        answer = _truth(interpretation.questions[0], dialect)
        choices = choices.with_choice(answer.choice)
    raise AssertionError(f"more than {MOST_QUESTIONS} questions, last with {choices.options}")


def _truth(question: Question, dialect: Dialect) -> Answer:
    truths = {
        ChoiceKey.DECIMAL: "comma" if dialect.decimal == "," else "point",
        ChoiceKey.SEGMENT: "sum",
        ChoiceKey.DAYS: "new",
    }
    fitting = [a for a in question.answers if truths.get(a.choice.key) == a.choice.value]
    assert len(fitting) == 1, question.in_words()
    return fitting[0]


def _figures(interpretation: Interpretation, columns: list[str]) -> dict[str, tuple[Decimal, ...]]:
    table = interpretation.table
    assert table is not None
    (variants,) = table.positions(interpretation.roles.variant)
    places = [table.positions(column) for column in columns]
    assert all(len(found) == 1 for found in places), table.header
    return {
        label_key(label): tuple(Decimal(table.cell(row, found[0])) for found in places)
        for row, label in enumerate(table.column(variants))
    }
