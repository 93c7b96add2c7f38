"""A comparison in words: each figure of a rate and of a mean, and what stands for none."""

from dataclasses import replace

import pytest

from experimentos_core.analysis import comparison_words as words
from experimentos_core.analysis.results import (
    ArmMean,
    ArmRate,
    Comparison,
    MeanComparison,
    RateComparison,
)
from experimentos_core.analysis.wording import per_one
from experimentos_core.foundation.changes import ChangeUnit
from experimentos_core.foundation.formatting import NOT_AVAILABLE
from experimentos_core.stats.continuous_analysis import NotTestable as Untested
from experimentos_core.stats.continuous_analysis import RelativeReason as Relative

RATE = RateComparison(
    variant="b",
    control=ArmRate(users=10_000, conversions=1000, rate=0.1),
    treatment=ArmRate(users=9_900, conversions=1089, rate=0.11),
    absolute_lift=0.01,
    ci=(0.001, 0.02),
    relative_lift=0.1,
    relative_ci=(0.02, None),
    relative_reason=None,
    z=2.314,
    p_value=0.0207,
    p_corrected=0.0414,
    is_significant=True,
    confidence=0.975,
    fisher_p=None,
)
MEAN = MeanComparison(
    variant="b",
    control=ArmMean(n=1_234, mean=4.0),
    treatment=ArmMean(n=1_200, mean=4.5),
    absolute_lift=0.5,
    ci=(-0.25, 1.25),
    relative_lift=0.125,
    relative_ci=(-0.05, 0.3),
    relative_reason=None,
    t=1.306,
    df=1980.123,
    p_value=0.19,
    p_corrected=0.38,
    is_significant=False,
    confidence=0.95,
    reason=None,
)
NOTHING = replace(
    MEAN,
    absolute_lift=None,
    ci=None,
    relative_lift=None,
    relative_ci=(None, None),
    t=None,
    df=None,
    p_value=None,
    p_corrected=None,
    reason=Untested.TOO_FEW_VALUES,
)
EMPTY = ArmMean(n=0, mean=None)


def test_what_a_change_is_measured_in() -> None:
    assert words.unit_of(RATE) is ChangeUnit.POINTS
    assert words.unit_of(MEAN) is ChangeUnit.AMOUNT


def test_the_size_and_the_value_of_an_arm() -> None:
    assert words.arm_size(RATE.control) == "10,000"
    assert words.arm_value(RATE.treatment) == "11.00%"
    assert words.arm_size(MEAN.control) == "1,234"
    assert words.arm_value(MEAN.treatment) == "4.50"
    assert words.arm_value(EMPTY) == NOT_AVAILABLE


def test_two_values_are_written_so_that_they_can_be_told_apart() -> None:
    assert words.values_apart(RATE) == ("10.00%", "11.00%")
    near = replace(RATE, treatment=replace(RATE.treatment, rate=0.10001))
    assert words.values_apart(near) == ("10.000%", "10.001%")
    assert words.values_apart(MEAN) == ("4.00", "4.50")
    close = replace(MEAN, control=ArmMean(n=9, mean=4.0), treatment=ArmMean(n=9, mean=4.0001))
    assert words.values_apart(close) == ("4.000000", "4.000100")


def test_a_value_that_is_missing_leaves_the_other() -> None:
    assert words.values_apart(replace(MEAN, control=EMPTY)) == (NOT_AVAILABLE, "4.50")
    assert words.values_apart(replace(MEAN, treatment=EMPTY)) == ("4.00", NOT_AVAILABLE)


@pytest.mark.parametrize(
    "mixed",
    [replace(RATE, control=MEAN.control), replace(MEAN, control=RATE.control)],
)
def test_a_rate_is_not_compared_with_a_mean(mixed: Comparison) -> None:
    with pytest.raises(TypeError, match="two rates or of two means"):
        words.values_apart(mixed)


def test_the_change_and_its_interval() -> None:
    assert words.change_of(RATE) == "+1.00 pp"
    assert words.interval_of_change(RATE) == "+0.10 to +2.00 pp"
    assert words.change_of(MEAN) == "+0.50"
    assert words.interval_of_change(MEAN) == "\u22120.25 to +1.25"
    assert words.change_of(NOTHING) == NOT_AVAILABLE
    assert words.interval_of_change(NOTHING) == NOT_AVAILABLE


def test_the_relative_change_and_its_interval() -> None:
    assert words.relative_change(RATE) == "+10.0%"
    assert words.relative_interval(MEAN) == "\u22125.0% to +30.0%"
    assert words.relative_change(NOTHING) == "undefined"
    assert words.relative_interval(replace(MEAN, ci=None)) == NOT_AVAILABLE


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("CONTROL_RATE_ZERO", "the control's rate is 0"),
        (Relative.CONTROL_MEAN_NOT_POSITIVE, "the control's mean is not positive"),
        (Relative.UNBOUNDED, "the control's mean is not shown to differ from 0"),
        ("ANOTHER", NOT_AVAILABLE),
        (None, NOT_AVAILABLE),
    ],
)
def test_why_there_is_no_relative_interval(code: str | None, said: str) -> None:
    none = replace(MEAN, relative_lift=None, relative_reason=code)
    assert words.relative_interval(none) == said


def test_the_corrected_p_value_never_lies_on_the_other_side_of_the_level() -> None:
    assert words.corrected_p(RATE, 0.05) == "0.041"
    assert words.corrected_p_equals(RATE, 0.05) == "p = 0.041"
    near = replace(RATE, p_corrected=0.04999)
    assert float(words.corrected_p(near, 0.05)) < 0.05
    assert float(words.corrected_p_equals(near, 0.05).removeprefix("p = ")) < 0.05
    assert words.corrected_p(NOTHING, 0.05) == NOT_AVAILABLE


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (Untested.INCONSISTENT_SUMS, "no values could have these sums"),
        (Untested.TOO_FEW_VALUES, "a variant has fewer than two values"),
        (
            Untested.ZERO_VARIANCE,
            "all values are equal within a variant, as far as the digits tell",
        ),
        (
            Untested.TOO_FEW_DIGITS,
            "the sums have too few digits to tell how much the values vary",
        ),
        (Untested.OUT_OF_RANGE, "the numbers are too large or too small to be computed with"),
    ],
)
def test_why_nothing_was_tested(code: str, said: str) -> None:
    untested = replace(NOTHING, reason=code)
    assert words.not_testable(untested) == said
    assert words.corrected_p_equals(untested, 0.05) == said


def test_what_was_tested_needs_no_reason() -> None:
    assert words.not_testable(RATE) == ""
    assert words.not_testable(MEAN) == ""


def test_the_statistic_names_its_kind() -> None:
    assert words.test_statistic(RATE) == "z = 2.31"
    assert words.test_statistic(MEAN) == "t = 1.31 on 1,980.12 degrees of freedom"
    assert words.test_statistic(replace(MEAN, t=None)) == NOT_AVAILABLE
    assert words.test_statistic(replace(MEAN, df=None)) == NOT_AVAILABLE


@pytest.mark.parametrize(
    ("counted", "one"), [("users", "user"), ("Orders", "order"), ("visits", "visits")]
)
def test_what_one_value_belongs_to(counted: str, one: str) -> None:
    assert per_one(counted) == one
