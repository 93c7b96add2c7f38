"""One metric from its sums: figures, reasons, and nothing undefined that looks like a number."""

import dataclasses
import math
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from experimentos_core.stats.continuous_analysis import (
    NotTestable,
    RelativeReason,
    analyze_continuous_from_sufficient_stats,
)

CONTROL = (10_000, Decimal(50_000), Decimal(300_000_000))
TREATMENT = (10_000, Decimal(55_000), Decimal(360_000_000))
CONSTANT = (100, 500, 2500)
BROKEN = (10, 100, 900)


def analysis(control, treatment, alpha=0.05):
    return analyze_continuous_from_sufficient_stats(*control, *treatment, alpha)


def test_one_comparison_in_figures():
    result = analysis(CONTROL, TREATMENT)
    variance_c = (Fraction(300_000_000) - Fraction(50_000**2, 10_000)) / 9999
    variance_t = (Fraction(360_000_000) - Fraction(55_000**2, 10_000)) / 9999
    error = math.sqrt(float(variance_c + variance_t) / 10_000)
    assert (result.n_control, result.n_treatment) == (10_000, 10_000)
    assert (result.control_mean, result.treatment_mean) == (5.0, 5.5)
    assert (result.absolute_lift, result.relative_lift) == (0.5, 0.1)
    assert result.t == pytest.approx(0.5 / error, rel=1e-14, abs=0)
    assert result.p_value == pytest.approx(math.erfc(result.t / math.sqrt(2)), rel=1e-3, abs=0)
    assert result.absolute_high - result.absolute_low == pytest.approx(
        2 * 1.96 * error, rel=1e-3, abs=0
    )
    assert not result.is_significant
    assert (result.reason, result.relative_reason) == (None, None)
    assert result.digits_suffice


def test_significance_is_p_below_alpha():
    p_value = analysis(CONTROL, TREATMENT).p_value
    assert not analysis(CONTROL, TREATMENT, p_value).is_significant
    result = analysis(CONTROL, TREATMENT, math.nextafter(p_value, 1))
    assert result.is_significant
    assert result.absolute_low > 0
    assert result.relative_low > 0


@pytest.mark.parametrize(
    ("control", "treatment", "reason"),
    [
        (CONSTANT, (100, 600, 3600), NotTestable.ZERO_VARIANCE),
        (CONSTANT, CONSTANT, NotTestable.ZERO_VARIANCE),
        ((1, 5, 25), TREATMENT, NotTestable.TOO_FEW_VALUES),
        (CONTROL, (0, 0, 0), NotTestable.TOO_FEW_VALUES),
        ((1, 5, 25), CONSTANT, NotTestable.TOO_FEW_VALUES),
        (BROKEN, TREATMENT, NotTestable.INCONSISTENT_SUMS),
        (CONTROL, BROKEN, NotTestable.INCONSISTENT_SUMS),
        ((1, 5, 25), BROKEN, NotTestable.INCONSISTENT_SUMS),  # the worse of two
        ((5, Decimal("1E-120"), 1), TREATMENT, NotTestable.OUT_OF_RANGE),
        (CONTROL, (5, 0, Decimal("1E+220")), NotTestable.OUT_OF_RANGE),
    ],
)
def test_what_cannot_be_tested_says_why(control, treatment, reason):
    result = analysis(control, treatment)
    assert result.reason is reason
    assert not result.is_significant
    for name in ("t", "df", "p_value", "absolute_low", "absolute_high"):
        assert getattr(result, name) is None
    assert (result.relative_low, result.relative_high) == (None, None)


def test_a_difference_without_a_test_is_still_shown_unless_the_sums_are_impossible():
    assert analysis(CONSTANT, (100, 600, 3600)).absolute_lift == 1
    assert analysis(CONSTANT, (100, 600, 3600)).relative_lift == 0.2
    assert analysis(CONSTANT, (0, 0, 0)).absolute_lift is None
    assert analysis(BROKEN, CONSTANT).absolute_lift is None
    assert analysis(BROKEN, CONSTANT).control_mean is None


def test_one_arm_without_variance_is_tested():
    for arms in ((CONSTANT, TREATMENT), (CONTROL, CONSTANT)):
        result = analysis(*arms)
        assert result.reason is None
        assert result.df == pytest.approx(9999, rel=1e-15, abs=0)


def test_relative_figures_say_why_they_are_missing():
    refunds = analysis((4, 0, 10), (4, 18, 86))
    assert refunds.relative_reason is RelativeReason.CONTROL_MEAN_NOT_POSITIVE
    assert (refunds.relative_lift, refunds.relative_low, refunds.relative_high) == (None,) * 3
    uncertain = analysis((2, 4, 10), (2, 9, 53))
    assert uncertain.relative_reason is RelativeReason.UNBOUNDED
    assert uncertain.relative_lift == 1.25
    assert (uncertain.relative_low, uncertain.relative_high) == (None, None)
    half_open = analysis((100, 100, 10_000), (100, 1100, 12_200))
    assert half_open.relative_reason is RelativeReason.UNBOUNDED
    assert half_open.is_significant
    assert half_open.relative_low > 0
    assert half_open.relative_high is None


def test_a_huge_mean_against_its_spread_keeps_t_and_p():
    """Mean 1e9, standard deviation 1e-3, a million values: the same as around 0."""
    n, up = 10**6, Fraction(3, 10**6)  # three standard errors of one mean

    def arm(centre):
        return n, n * centre, n * (centre**2 + Fraction(1, 10**6))

    around_zero = analysis(arm(Fraction(0)), arm(up))
    far_away = analysis(arm(Fraction(10**9)), arm(10**9 + up))
    for name in ("t", "df", "p_value", "absolute_lift", "absolute_low", "absolute_high"):
        assert getattr(far_away, name) == getattr(around_zero, name)
    assert far_away.t == pytest.approx(3 / math.sqrt(2), rel=1e-6, abs=0)
    assert far_away.relative_lift == pytest.approx(3e-15, rel=1e-9, abs=0)
    assert 0 < far_away.relative_low < 3e-15 < far_away.relative_high


def test_too_few_digits_in_either_arm_are_told():
    vague = (1000, Decimal("1E+9"), Decimal(1000000000000999))
    sharp = (1000, Decimal("1000000000.0000000"), Decimal("1000000000000999.0000000"))
    assert analysis(sharp, sharp).digits_suffice
    assert not analysis(vague, sharp).digits_suffice
    assert not analysis(sharp, vague).digits_suffice


SUMS = st.tuples(
    st.integers(0, 50),
    st.decimals(-1000, 1000, places=2),
    st.decimals(-10, 10**6, places=2),
)


@given(control=SUMS, treatment=SUMS, alpha=st.sampled_from([0.05, 0.5, 1e-9]))
def test_whatever_the_sums_a_figure_is_finite_or_missing_for_a_reason(control, treatment, alpha):
    result = analysis(control, treatment, alpha)
    for value in dataclasses.asdict(result).values():
        assert not isinstance(value, float) or math.isfinite(value)
    assert (result.reason is None) == (result.p_value is not None)
    if result.reason is None:
        missing = result.relative_low is None or result.relative_high is None
        assert missing == (result.relative_reason is not None)
        excludes = result.absolute_low > 0 or result.absolute_high < 0
        assert excludes == result.is_significant == (result.p_value < alpha)


def test_nonsense_is_an_error_of_the_caller():
    with pytest.raises(ValueError, match="at least 0"):
        analysis((-1, 0, 0), CONTROL)
    with pytest.raises(ValueError, match="finite"):
        analysis(CONTROL, (5, Decimal("nan"), Decimal(1)))
    with pytest.raises(ValueError, match="alpha"):
        analysis(CONTROL, TREATMENT, 1.5)
