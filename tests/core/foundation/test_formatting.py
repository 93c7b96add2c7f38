"""Numbers in words never lie by rounding."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from experimentos_core.foundation import formatting as f


@pytest.mark.parametrize(
    ("p", "text"),
    [
        (0.0312, "p = 0.031"),
        (0.0496, "p = 0.0496"),
        (0.049996, "p = 0.049996"),
        (0.05, "p = 0.05"),
        (0.0016, "p = 0.0016"),
        (1.8e-06, "p = 1.8e-06"),
        (6.9e-20, "p = 6.9e-20"),
        (0.0, "p < 1e-300"),
        (1.0, "p = 1"),
        (0.3003, "p = 0.3"),
        (0.19, "p = 0.19"),
    ],
)
def test_p_values_keep_their_digits(p: float, text: str) -> None:
    assert f.p_equals(p) == text


@given(st.floats(1e-290, 1.0), st.sampled_from([0.1, 0.05, 0.02, 0.01, 0.001]))
def test_a_p_value_never_crosses_a_level_by_rounding(p: float, level: float) -> None:
    shown = float(f.p_value(p))
    assert (shown < level) == (p < level) or (shown == level and abs(p - level) < 1e-14)
    assert shown == pytest.approx(p, rel=0.06)


@given(st.floats(-1, 1).filter(lambda x: x == 0 or abs(x) > 1e-9), st.floats(0, 1))
def test_an_interval_that_excludes_zero_never_reads_as_if_it_touched_it(
    low: float, width: float
) -> None:
    high = low + width
    shown_low, shown_high = (
        float(end.replace(f.MINUS, "-").replace(",", ""))
        for end in f.points_interval((low, high)).removesuffix(" pp").split(" to ")
    )
    assert (shown_low > 0) == (low > 0)
    assert (shown_low < 0) == (low < 0)
    if abs(high) > 1e-9:
        assert (shown_high < 0) == (high < 0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f.points(0.003), "+0.30 pp"),
        (f.points(-0.0082), "\u22120.82 pp"),
        (f.points(0.0), "0.00 pp"),
        (f.points(0.00002), "+0.0020 pp"),
        (f.points_size(-0.003), "0.30 pp"),
        (f.percent(0.1), "10.00%"),
        (f.percent(0.95, 0), "95%"),
        (f.signed_percent(0.1), "+10.0%"),
        (f.signed_percent(12.5), "+1,250.0%"),
        (f.signed_percent(None), "undefined"),
        (f.points_interval((-0.0012, 0.0072)), "\u22120.12 to +0.72 pp"),
        (f.percent_interval((3.12, None)), "+312.0% to no upper limit"),
        (f.percent_interval((None, 0.1)), "no lower limit to +10.0%"),
        (f.percent_interval(None), "undefined"),
        (f.statistic(-3.1643), "\u22123.16"),
        (f.count(1234567), "1,234,567"),
    ],
)
def test_words_of_numbers(text: str, expected: str) -> None:
    assert text == expected


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("25600.50", "25,600.50"),
        ("-1234567", "-1,234,567"),
        ("999", "999"),
        ("1e5", "1e5"),
        ("n/a", "n/a"),
        ("", ""),
        ("9" * 101, "9" * 101),
    ],
)
def test_plain_numbers_in_groups(number: str, shown: str) -> None:
    assert f.in_groups(number) == shown
