"""Numbers typed by a person: exact, with a point, and never guessed."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from experimentos_gui.wizard.numbers import (
    number_text,
    parse_number,
    points_text,
    rate_of,
    trouble_with,
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.30", "0.3"),
        (" 5 ", "5"),
        (".5", "0.5"),
        ("5.", "5"),
        ("-1", "-1"),
        ("\u22121", "-1"),
        ("+2", "2"),
    ],
)
def test_plain_numbers_are_read_exactly(text: str, value: str) -> None:
    assert parse_number(text) == Decimal(value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "0,30",
        "1,000",
        "1 000",
        "1e3",
        "nan",
        "inf",
        "5%",
        "0x1",
        "\u0665",
        "1" * 41,
        "--1",
    ],
)
def test_anything_else_is_no_number(text: str) -> None:
    assert parse_number(text) is None


@given(st.floats(min_value=1e-9, max_value=1e12))
def test_a_number_reads_back_as_it_was_written(value: float) -> None:
    parsed = parse_number(number_text(value))
    assert parsed is None or float(parsed) == value
    assert parsed is not None or len(number_text(value)) > 40


@given(st.decimals(min_value="0.0001", max_value="100", places=4))
def test_points_read_back_as_the_same_rate(points: Decimal) -> None:
    rate = rate_of(points)
    assert rate_of(Decimal(points_text(rate))) == rate


@pytest.mark.parametrize(
    ("rate", "text"),
    [(0.001, "0.10"), (0.003, "0.30"), (0.0007, "0.07"), (0.00125, "0.125"), (1.0, "100.00")],
)
def test_points_have_at_least_two_decimals(rate: float, text: str) -> None:
    assert points_text(rate) == text


def test_a_comma_is_answered_with_how_to_write_it() -> None:
    assert trouble_with("0,30", "0.30") == (
        "Write the decimal point as a point, not a comma: 0.30."
    )
