import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from experimentos_core.foundation.changes import ChangeUnit
from experimentos_core.memo.charts.axis import axis_over, tick_words
from experimentos_core.memo.charts.lettering import fit_size, fit_text, text_width


@pytest.mark.parametrize(
    ("value", "step", "unit", "words"),
    [
        (0.005, 0.005, ChangeUnit.POINTS, "+0.5"),
        (-0.02, 0.01, ChangeUnit.POINTS, "\u22122"),
        (0.1, 0.05, ChangeUnit.PERCENT, "+10%"),
        (0.0, 0.05, ChangeUnit.PERCENT, "0%"),
        (-0.0, 0.5, ChangeUnit.AMOUNT, "0"),
        (0.0002, 0.0001, ChangeUnit.AMOUNT, "+0.0002"),
        (12000.0, 2000.0, ChangeUnit.AMOUNT, "+12,000"),
        (3e15, 1e15, ChangeUnit.AMOUNT, "+3e+15"),
        (2e-10, 1e-10, ChangeUnit.AMOUNT, "+2e-10"),
    ],
)
def test_a_tick_has_the_digits_of_its_step(value, step, unit, words) -> None:
    assert tick_words(value, step, unit, signed=True) == words
    assert tick_words(value, step, unit, signed=False) == words.removeprefix("+")


@given(
    st.floats(-1e9, 1e9, allow_subnormal=False),
    st.floats(1e-6, 1e9, allow_subnormal=False),
)
def test_ticks_are_on_the_axis_and_do_not_touch(low: float, width: float) -> None:
    assume(width > 1e-9 * abs(low))  # finer steps than that no float64 can place
    axis = axis_over(low, low + width, 100.0, 300.0, 0.05)
    ticks = axis.ticks(
        7.0, lambda value, step: tick_words(value, step, ChangeUnit.AMOUNT, signed=True)
    )
    places = [axis.at(value) for value, _ in ticks]
    assert all(axis.holds(value) for value, _ in ticks)
    assert places == sorted(places)
    assert len(ticks) <= 9
    for (left, (_, before)), (right, (_, after)) in zip(
        zip(places, ticks, strict=True), list(zip(places, ticks, strict=True))[1:], strict=False
    ):
        half = 0.5 * (text_width(before, 7.0) + text_width(after, 7.0))
        assert right - left >= half


def test_an_axis_is_never_of_no_length() -> None:
    for value in (0.0, 5.0, -1e9):
        axis = axis_over(value, value, 0.0, 100.0, 0.05)
        assert axis.low < axis.high
        assert axis.at(value) == pytest.approx(50.0, abs=50.0)


def test_places_beyond_the_ends_stand_at_the_ends() -> None:
    axis = axis_over(0.0, 1.0, 10.0, 20.0, 0.0)
    assert [axis.at(value) for value in (-5.0, 0.0, 0.5, 1.0, 9.0)] == [10, 10, 15, 20, 20]
    assert not axis.holds(1.1)


@given(st.text(max_size=300), st.floats(20, 200))
def test_fitted_text_is_narrow_enough_and_plain(text: str, width: float) -> None:
    fitted = fit_text(text, width, 8.0)
    assert text_width(fitted, 8.0) <= width
    assert "\n" not in fitted


def test_text_that_fits_is_left_alone_and_longer_text_is_set_smaller() -> None:
    assert fit_text("new checkout", 100.0, 8.0) == "new checkout"
    assert fit_text("new checkout", 40.0, 8.0).endswith("\u2026")
    assert fit_size(["short"], 100.0, 8.0, 5.0) == 8.0
    assert fit_size(["a much longer line of text"], 90.0, 8.0, 5.0) < 8.0
    assert fit_size(["x" * 500], 90.0, 8.0, 5.0) == 5.0
