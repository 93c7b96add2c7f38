"""A figure agrees to half a unit of the last digit printed, and not a hair beyond."""

import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from experimentos_core.verification import VerificationError
from experimentos_core.verification.figures import check_figure

PRINTED = st.decimals(-1000, 1000, places=6).map(lambda number: format(number, "f"))


@pytest.mark.parametrize(
    ("expected", "value", "agrees"),
    [
        ("0.0533", 0.05334, True),
        ("0.0533", 0.053351, False),
        ("0.0533", 0.053249, False),
        ("0.05330", 0.05334, False),  # zeros at the end count
        ("2.54e-10", 2.5396e-10, True),
        ("2.54e-10", 2.546e-10, False),
        ("0e-300", 1e-301, True),
        ("0e-300", 1e-299, False),
        ("0.000000000000", -1e-13, True),
        ("12.6", 12.65, False),  # as a float 12.65 lies above it
        ("0.5", 0.55, False),
        ("0.5", 0.45, True),
        ("-1.5", 1.5, False),
        ("undefined", math.nan, True),
        ("undefined", 0.0, False),
        ("unbounded", math.inf, True),
        ("unbounded", math.nan, False),
        ("refused", "refused", True),
        ("1.0", "refused", False),
        ("1.0", math.nan, False),
        ("1.0", math.inf, False),
    ],
)
def test_the_last_digit_decides(expected, value, agrees):
    assert check_figure("x", expected, value).agrees is agrees


@given(expected=PRINTED, share=st.floats(-0.49, 0.49))
def test_what_rounds_to_the_printed_digits_agrees(expected, share):
    value = float(Decimal(expected) + Decimal(share) * Decimal("1e-6"))
    row = check_figure("x", expected, value)
    assert row.agrees
    assert row.difference == pytest.approx(share * 1e-6, abs=1e-12)
    assert row.tolerance == 5e-7
    assert float(row.got) == value


@given(expected=PRINTED, share=st.floats(0.51, 1e9), sign=st.sampled_from([-1, 1]))
def test_what_rounds_to_other_digits_differs(expected, share, sign):
    value = float(Decimal(expected) + sign * Decimal(share) * Decimal("1e-6"))
    row = check_figure("x", expected, value)
    assert not row.agrees
    assert math.copysign(1, row.difference) == sign


@pytest.mark.parametrize("expected", ["", "0.05x33", "1e999999999", "1e-500", "-Infinity", "1,5"])
def test_what_is_no_figure_is_damage(expected):
    with pytest.raises(VerificationError, match="'x'"):
        check_figure("x", expected, 1.0)
