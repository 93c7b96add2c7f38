"""The SQL that is offered for rows that are no aggregate."""

import io

import openpyxl
import pytest

from experimentos_core.foundation.config import Thresholds
from experimentos_core.foundation.errors import ReadingError
from experimentos_core.reading.choices import Choices
from experimentos_core.reading.content import Content, ContentKind
from experimentos_core.reading.formats.aggregating import (
    aggregate_hint,
    aggregate_query,
    are_outcomes,
    names_identifier,
    numbers_people,
)
from experimentos_core.reading.interpret import interpret_content
from tests.helpers.experiments import content_of

SMALL = Thresholds(max_rows=60)


def test_the_query_comes_last_and_quotes_names_that_are_no_plain_words() -> None:
    assert aggregate_hint() == (
        "Aggregate it first to one row per variant: SELECT variant, COUNT(*) AS users, "
        "SUM(converted) AS conversions FROM your_table GROUP BY variant"
    )
    assert 'SELECT "test ""group""", COUNT(*)' in aggregate_query(variant='test "group"')
    assert 'SELECT "group", COUNT(*)' in aggregate_query(variant="group")
    assert "\n" not in aggregate_query(["a\nb"], variant="c\nd", converted="e\nf")


@pytest.mark.parametrize(
    ("header", "query"),
    [
        (
            "date,country,variant,users,conversions",
            (
                "SELECT variant, SUM(users) AS users, SUM(conversions) AS conversions "
                "FROM your_table GROUP BY variant"
            ),
        ),
        (
            "Datum,Ger\u00e4t,Gruppe,Nutzer,K\u00e4ufe",
            (
                'SELECT Gruppe, SUM(Nutzer) AS users, SUM("K\u00e4ufe") AS conversions '
                "FROM your_table GROUP BY Gruppe"
            ),
        ),
        (
            "day,group,Unique Visitors,orders",
            (
                'SELECT "group", SUM("Unique Visitors") AS users, SUM(orders) AS conversions '
                'FROM your_table GROUP BY "group"'
            ),
        ),
        (
            "user_id,arm,converted",
            (
                "SELECT arm, COUNT(*) AS users, SUM(converted) AS conversions "
                "FROM your_table GROUP BY arm"
            ),
        ),
        (
            "user_id,arm,sessions,converted",
            (
                "SELECT arm, COUNT(*) AS users, SUM(converted) AS conversions "
                "FROM your_table GROUP BY arm"
            ),
        ),
    ],
)
def test_the_query_uses_the_columns_of_the_file(header: str, query: str) -> None:
    assert aggregate_query(header.split(",")) == query


@pytest.mark.parametrize(
    ("said", "summed"),
    [
        (("0", "1"), "SUM(x)"),
        (("nein", "Ja"), "SUM(CASE WHEN x = 'Ja' THEN 1 ELSE 0 END)"),
        (("no", "yes"), "SUM(CASE WHEN x = 'yes' THEN 1 ELSE 0 END)"),
        (("non", "oui"), "SUM(CASE WHEN x = 'oui' THEN 1 ELSE 0 END)"),
        (("FALSE", "TRUE"), "SUM(CASE WHEN x THEN 1 ELSE 0 END)"),
    ],
)
def test_words_are_counted_where_they_say_yes(said: tuple[str, ...], summed: str) -> None:
    assert are_outcomes(said)
    assert summed in aggregate_query(converted="x", said=said)


@pytest.mark.parametrize("name", ["user_id", "Kundennummer", "id cliente", "userId", "klant-nr"])
def test_names_that_number_users(name: str) -> None:
    assert numbers_people(name)
    assert names_identifier(name)


@pytest.mark.parametrize("name", ["users", "variant_id", "country", "device", "week", "paid", ""])
def test_names_that_do_not(name: str) -> None:
    assert not numbers_people(name)


def daily(rows: int) -> list[tuple[object, ...]]:
    header = ("date", "gruppe", "nutzer", "conversions")
    return [header, *((f"d{i // 2}", "ab"[i % 2], i, 1) for i in range(rows))]


def test_too_many_rows_of_a_text_are_added_up_by_the_query() -> None:
    text = "\n".join(",".join(map(str, row)) for row in daily(200))
    with pytest.raises(ReadingError, match="more than 60 rows") as caught:
        interpret_content(content_of(text), thresholds=SMALL)
    assert "SELECT gruppe, SUM(nutzer) AS users, SUM(conversions)" in caught.value.hint
    assert caught.value.hint.endswith("GROUP BY gruppe")


def test_too_many_rows_of_a_workbook_are_added_up_by_the_query() -> None:
    book = openpyxl.Workbook()
    for row in daily(200):
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    content = Content(
        name="a.xlsx", kind=ContentKind.WORKBOOK, data=stream.getvalue(), sha256="0" * 64
    )
    with pytest.raises(ReadingError, match="more than 60 rows") as caught:
        interpret_content(content, Choices(), thresholds=SMALL)
    assert "SELECT gruppe, SUM(nutzer) AS users" in caught.value.hint


@pytest.mark.parametrize(
    ("header", "row", "summed"),
    [
        ("kunde,gruppe,gekauft", "k{i},{v},{ja}", "CASE WHEN gekauft = 'ja'"),
        ("client,groupe,achat", "c{i},{v},{oui}", "CASE WHEN achat = 'oui'"),
        ("id_cliente,grupo,compra", "{i},{v},{si}", "CASE WHEN compra = 's\u00ed'"),
        ("who,variant,spent", "w{i}z,{v},{i}", "SUM(converted)"),
        ("user_id,variant,sessions,converted", "u{i},{v},{i},{bit}", "SUM(converted)"),
    ],
)
def test_rows_of_users_are_recognised_in_any_language(header: str, row: str, summed: str) -> None:
    rows = [
        row.format(
            i=i,
            v="AB"[i % 2],
            ja=("ja", "nein")[i % 3 == 0],
            oui=("oui", "non")[i % 3 == 0],
            si=("s\u00ed", "no")[i % 3 == 0],
            bit=i % 3 // 2,
        )
        for i in range(500)
    ]
    with pytest.raises(ReadingError, match="one row per user") as caught:
        interpret_content(content_of("\n".join([header, *rows])))
    assert summed in caught.value.hint
    assert "COUNT(*) AS users" in caught.value.hint


def test_rows_of_days_and_segments_are_no_users() -> None:
    rows = [f"d{i // 2},{'ab'[i % 2]},{i},{i % 2}" for i in range(300)]
    text = "\n".join(["page,variant,users,conversions", *rows])
    assert interpret_content(content_of(text)).questions
