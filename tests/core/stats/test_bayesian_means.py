"""Posteriors of means: Student's t, with the right degrees of freedom, scale and sign."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, special

from experimentos_core.stats.bayesian import arm_curves, mean_posterior, simulate

SAMPLES = [  # mean, variance, n: control, then treatment
    ((10.0, 4.0, 50), (10.8, 6.0, 40)),
    ((10.0, 4.0, 9), (9.1, 30.0, 6)),
    ((-0.2, 1e-4, 5000), (-0.2003, 2e-4, 800)),
    ((3.0, 2.0, 5), (4.0, 0.5, 8)),
]


def means(control, treatment, *, seed=11, origin=0.0, **options):
    columns = zip(control, treatment, strict=True)
    return simulate(mean_posterior(*columns, origin=origin), seed=seed, **options)


def oracle(control, treatment):
    """P(T > C), E[max(C - T, 0)] and E[max(T - C, 0)] by adaptive integration."""
    (mean_c, sd_c, df_c), (mean_t, sd_t, df_t) = (
        (mean, math.sqrt(variance / n), n - 1) for mean, variance, n in (control, treatment)
    )
    sd = max(sd_c, sd_t)

    def below(mean, scale, df, u):
        return special.stdtr(df, (u * sd + mean_c - mean) / scale)

    def density(u):
        top = special.gamma(0.5 * df_t + 0.5) / special.gamma(0.5 * df_t)
        t = (u * sd + mean_c - mean_t) / sd_t
        return top / math.sqrt(df_t * math.pi) * (1 + t * t / df_t) ** (-0.5 * df_t - 0.5)

    def integral(function):
        return integrate.quad(function, -math.inf, math.inf, limit=400, epsabs=1e-12)[0]

    above = None
    if df_t < 300:
        above = integral(lambda u: density(u) * below(mean_c, sd_c, df_c, u)) * sd / sd_t
    loss = sd * integral(
        lambda u: below(mean_t, sd_t, df_t, u) * (1 - below(mean_c, sd_c, df_c, u))
    )
    gain = sd * integral(
        lambda u: below(mean_c, sd_c, df_c, u) * (1 - below(mean_t, sd_t, df_t, u))
    )
    return above, loss, gain


@pytest.mark.parametrize(("control", "treatment"), SAMPLES)
def test_simulated_figures_lie_within_four_errors_of_the_integral(control, treatment):
    above, loss, gain = oracle(control, treatment)
    result = means(control, treatment)
    for estimate, expected in (
        (result.prob_better, above),
        (result.loss_treatment, loss),
        (result.loss_control, gain),
    ):
        if expected is not None:
            assert abs(estimate.value[0] - expected) <= 4 * estimate.error[0]
            assert estimate.error[0] < 0.02 * max(abs(gain), abs(loss), 0.1)


def test_quantiles_are_those_of_the_t_table():
    """t(9) = 2.262, t(29) = 2.045, t(999) = 1.962 (R: qt(0.975, df))."""
    posterior = mean_posterior(5.0, 16.0, [10, 30, 1000])
    low, high = posterior.quantiles(0.025)
    expected = np.array([2.2621571628, 2.0452296421, 1.9623414611]) * 4 / np.sqrt([10, 30, 1000])
    np.testing.assert_allclose(high - 5, expected, rtol=1e-9)
    np.testing.assert_allclose(5 - low, expected, rtol=1e-9)


def test_many_observations_are_the_normal_limit():
    """P(T > C) is the normal distribution at z, the interval the textbook's, the loss too."""
    n, gap = 200_000, 0.02
    result = means((10.0, 4.0, n), (10.0 + gap, 4.0, n))
    spread = math.sqrt(8.0 / n)
    z = gap / spread
    tail = float(special.ndtr(-z))
    density = math.exp(-0.5 * z * z) / math.sqrt(2 * math.pi)
    for estimate, expected in (
        (result.prob_better, 1 - tail),
        (result.loss_treatment, spread * (density - z * tail)),
        (result.loss_control, spread * (density + z * (1 - tail))),
        (result.lift.low, gap - 1.959964 * spread),
        (result.lift.high, gap + 1.959964 * spread),
        (result.relative_lift.low, (gap - 1.959964 * spread) / 10.0),
        (result.relative_lift.high, (gap + 1.959964 * spread) / 10.0),
    ):
        assert abs(estimate.value[0] - expected) <= 4.2 * estimate.error[0]


@pytest.mark.parametrize(
    "bad",
    [(1.0, 2.0, 1), (1.0, 2.0, 0), (1.0, 0.0, 9), (1.0, -1.0, 9), (math.nan, 1.0, 9),
     (1.0, math.inf, 9), (1.0, 1.0, math.nan)],
)  # fmt: skip
def test_what_determines_no_posterior_is_nan(bad):
    good = (1.0, 2.0, 30)
    for result in (means(good, bad), means(bad, good)):
        for estimate in (result.prob_better, result.loss_control, result.lift.low):
            assert np.isnan(estimate).all()
    assert means(good, bad).prob_best.value.tolist()[0] == 1


@pytest.mark.parametrize(("n", "known"), [(2, False), (3, False), (4, True)])
def test_losses_need_four_observations(n, known):
    for arms in (((1.0, 1.0, n), (2.0, 1.0, 50)), ((2.0, 1.0, 50), (1.0, 1.0, n))):
        result = means(*arms)
        assert np.isfinite(result.loss_treatment).all() == known
        assert np.isfinite(result.loss_control).all() == known
        assert np.isfinite(result.prob_better).all()
        assert np.isfinite(result.lift.low).all()


def test_a_relative_lift_needs_a_control_above_zero():
    treatment = (3.0, 1.0, 30)
    for mean in (-2.0, 0.0, 0.3, 0.36):  # t(29) = 2.045: the interval of 0.36 reaches -0.01
        assert np.isnan(means((mean, 1.0, 30), treatment).relative_lift.low.value)
    near = means((0.39, 1.0, 30), treatment)
    assert near.relative_lift.low.value > 1
    assert 100 < near.relative_lift.high.value < math.inf  # 2.1 % of the controls are below 0
    fall = means((0.39, 1.0, 30), (-3.0, 1.0, 30))
    assert -math.inf < fall.relative_lift.low.value < -100
    assert fall.relative_lift.high.value < -1


@given(
    factor=st.sampled_from([0.25, 2.0, 1024.0]), origin=st.sampled_from([0.0, 2.0**20, -(2.0**30)])
)
def test_currency_scales_and_a_constant_added_changes_no_lift(factor, origin):
    control, treatment = (10.0, 4.0, 50), (10.75, 6.0, 40)
    plain = means(control, treatment, draws=1000)
    scaled = means(
        *((mean * factor, variance * factor**2, n) for mean, variance, n in (control, treatment)),
        draws=1000,
    )
    moved = means(control, treatment, draws=1000, origin=origin)
    np.testing.assert_array_equal(scaled.prob_better, plain.prob_better)
    np.testing.assert_array_equal(scaled.lift.low.value, factor * plain.lift.low.value)
    np.testing.assert_array_equal(scaled.loss_control.error, factor * plain.loss_control.error)
    np.testing.assert_array_equal(scaled.relative_lift.high, plain.relative_lift.high)
    np.testing.assert_array_equal(moved.prob_better, plain.prob_better)
    np.testing.assert_array_equal(moved.lift.low, plain.lift.low)


def test_a_large_origin_keeps_the_digits_of_a_small_difference():
    control, treatment = (0.0, 1e-6, 10**6), (1e-6, 1e-6, 10**6)
    result = means(control, treatment, origin=1e9)
    assert result.prob_better.value[0] == pytest.approx(float(special.ndtr(0.5**0.5)), abs=0.006)
    low, high = result.relative_lift.low.value[0], result.relative_lift.high.value[0]
    assert low == pytest.approx((1e-6 - 1.959964 * 2**0.5 * 1e-6) / 1e9, rel=0.02, abs=0)
    assert high == pytest.approx((1e-6 + 1.959964 * 2**0.5 * 1e-6) / 1e9, rel=0.02, abs=0)
    assert arm_curves(mean_posterior(1.0, 4.0, 9, origin=100.0)).x.mean() == pytest.approx(101)


def test_values_that_float64_cannot_tell_apart_are_a_coin_toss():
    result = means((1e9, 1e-20, 50), (1e9, 1e-20, 50))
    assert result.prob_better.value[0] == 0.5
    assert result.loss_treatment.value[0] == 0
