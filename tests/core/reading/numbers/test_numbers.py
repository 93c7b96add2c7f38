"""Whole numbers are read exactly or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from experimentos_core.reading.numbers.counts import LARGEST_COUNT, CellProblem, parse_count


@given(st.integers(0, LARGEST_COUNT), st.sampled_from(["{}", " {} ", "{}.0", "{}.", "+{}", "{}e0"]))
def test_every_plain_whole_number_is_read_exactly(value: int, form: str) -> None:
    assert parse_count(form.format(value)) == value


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1e3", 1000),
        ("1E+05", 100_000),
        ("1000.0", 1000),
        ("-0", 0),
        ("", CellProblem.BLANK),
        ("\u00a0", CellProblem.BLANK),
        ("n/a", CellProblem.NOT_A_NUMBER),
        ("nan", CellProblem.NOT_A_NUMBER),
        ("1,000", CellProblem.NOT_A_NUMBER),
        ("10 000", CellProblem.NOT_A_NUMBER),
        ("1_000", CellProblem.NOT_A_NUMBER),
        ("\u0661\u0662", CellProblem.NOT_A_NUMBER),
        ("5%", CellProblem.NOT_A_NUMBER),
        ("0x10", CellProblem.NOT_A_NUMBER),
        ("=1+1", CellProblem.NOT_A_NUMBER),
        ("inf", CellProblem.INFINITE),
        ("-Infinity", CellProblem.INFINITE),
        ("\u221e", CellProblem.INFINITE),
        ("-100", CellProblem.NEGATIVE),
        ("-0.5", CellProblem.NEGATIVE),
        ("1000.5", CellProblem.FRACTIONAL),
        ("1e-3", CellProblem.FRACTIONAL),
        ("0." + "0" * 400 + "1", CellProblem.FRACTIONAL),
        ("1e13", CellProblem.TOO_LARGE),
        ("1e9999", CellProblem.TOO_LARGE),
        ("1e99999999999", CellProblem.NOT_A_NUMBER),
    ],
)
def test_cells(cell: str, value: int | CellProblem) -> None:
    assert parse_count(cell) == value


@given(st.text())
def test_no_text_breaks_the_reader(cell: str) -> None:
    assert isinstance(parse_count(cell), (int, CellProblem))
