"""A column of days, all written in one form."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from experimentos_core.reading.numbers.dates import parse_days

FIRST = date(2026, 3, 1)


@pytest.mark.parametrize(
    "cell",
    [
        *("2026-03-01", "2026-3-1", "2026/03/01", "2026.03.01", "20260301", " 2026-03-01 "),
        *("2026-03-01T00:00", "2026-03-01 00:00:00", "2026-03-01T00:00:00.000Z"),
        *("2026-03-01 00:00:00+00:00", "01.03.2026", "1.3.2026", "01.03.26", "1. 3. 2026"),
        *("1 Mar 2026", "01-Mar-2026", "1 March 2026", "1. M\u00e4rz 2026", "1. Mrz. 2026"),
        *("1. Ma\u0308rz 2026", "1er mars 2026", "1 MARS 2026", "1st March 2026"),
        *("Mar 1, 2026", "March 1 2026", "Mar. 1, 2026", "March 1st, 2026"),
    ],
)
def test_one_day_in_every_certain_form(cell: str) -> None:
    days = parse_days([cell])
    assert days is not None
    assert days.days == (FIRST,)
    assert not days.is_ambiguous


@pytest.mark.parametrize(
    "cell",
    [
        *("", "abc", "2026-W09", "2026-02-30", "2026-13-01", "2026-03-01 10:30", "10:30", "2026"),
        *("20269901", "18990101", "32.01.2026", "1 Foo 2026", "1.234.567", "01/13/13/2026"),
        *(
            "2026-03/01",
            "01/03-2026",
            "\u0660\u0661.\u0660\u0663.\u0662\u0660\u0662\u0666",
            "03-04-26",
            "1" * 99,
        ),
    ],
)
def test_what_is_no_day(cell: str) -> None:
    assert parse_days([cell]) is None


def test_one_cell_that_is_no_day_makes_it_no_column_of_days() -> None:
    assert parse_days(["2026-03-01", "Total"]) is None
    assert parse_days(["2026-03-01", ""]) is None
    assert parse_days([]) is None


def test_forms_are_not_mixed() -> None:
    assert parse_days(["2026-03-01", "02.03.2026"]) is None


@pytest.mark.parametrize(
    ("cells", "expected", "is_ambiguous"),
    [
        (["13/03/2026", "01/03/2026"], [(3, 13), (3, 1)], False),
        (["03/13/2026", "03/01/2026"], [(3, 13), (3, 1)], False),
        (["01/03/2026", "02/03/2026"], [(3, 1), (3, 2)], False),
        (["03/01/2026", "03/02/2026"], [(3, 1), (3, 2)], False),
        (["03-01-2026", "03-02-2026"], [(3, 1), (3, 2)], False),
        (["01/03/26", "02/03/26"], [(3, 1), (3, 2)], False),
        (["01/03/2026"], [(3, 1)], True),
        (["01/03/2026", "08/03/2026"], [(3, 1), (3, 8)], True),
        (["03/03/2026"], [(3, 3)], False),
        (["01/01/2026", "02/01/2026", "01/02/2026"], [(1, 1), (1, 2), (2, 1)], True),
    ],
)
def test_day_or_month_first_is_decided_by_the_column(
    cells: list[str], expected: list[tuple[int, int]], is_ambiguous: bool
) -> None:
    days = parse_days(cells)
    assert days is not None
    assert [(day.month, day.day) for day in days.days] == expected
    assert days.is_ambiguous is is_ambiguous


def test_neither_order_fits() -> None:
    assert parse_days(["13/03/2026", "03/13/2026"]) is None


MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar M\u00e4rz April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier f\u00e9vrier mars avril mai juin juillet ao\u00fbt septembre octobre novembre "
    "d\u00e9cembre",
}


@settings(max_examples=200)
@given(
    st.dates(date(1990, 1, 1), date(2090, 1, 1)),
    st.integers(2, 30),
    st.sampled_from(["{:%Y-%m-%d}", "{:%Y%m%d}", "{:%d.%m.%Y}", "{:%d/%m/%Y}", "{:%m/%d/%Y}"]),
)
def test_days_in_a_row_are_read_back(first: date, count: int, form: str) -> None:
    wanted = tuple(first + timedelta(days=n) for n in range(count))
    read = parse_days([form.format(day) for day in wanted])
    assert read is not None
    assert read.days == wanted or read.is_ambiguous


@pytest.mark.parametrize("language", MONTHS)
def test_every_month_has_its_name(language: str) -> None:
    for month, name in enumerate(MONTHS[language].split(), start=1):
        read = parse_days([f"5. {name.upper()} 2026"])
        assert read is not None, name
        assert read.days == (date(2026, month, 5),)


@given(st.lists(st.text(), max_size=4))
def test_any_text_is_read_or_left(cells: list[str]) -> None:
    read = parse_days(cells)
    assert read is None or len(read.days) == len(cells)
