"""The overall test of several means, against SciPy, Welch's t and simulation."""

import numpy as np
import pytest
from scipy import stats

from experimentos_core.stats.means import compare_means
from experimentos_core.stats.welch_anova import welch_anova


def moments(samples):
    return tuple(
        np.array([f(sample) for sample in samples])
        for f in (len, np.mean, lambda x: np.var(x, ddof=1))
    )


@pytest.mark.parametrize("arms", [2, 3, 7])
def test_it_agrees_with_scipy_on_raw_values(arms):
    rng = np.random.default_rng(arms)
    samples = [rng.gamma(2.0, 1.0 + i, size=20 + 15 * i) for i in range(arms)]
    ours, theirs = welch_anova(*moments(samples)), stats.f_oneway(*samples, equal_var=False)
    assert float(ours.f) == pytest.approx(theirs.statistic, rel=1e-12, abs=0)
    assert float(ours.p_value) == pytest.approx(theirs.pvalue, rel=1e-10, abs=0)
    assert float(ours.df_between) == arms - 1


def test_for_two_arms_it_is_the_square_of_welchs_t():
    test = welch_anova([40, 90], [10.0, 10.9], [4.0, 9.0])
    pair = compare_means(40, 10.0, 4.0, 90, 10.9, 9.0, 0.05)
    assert float(test.f) == pytest.approx(float(pair.t) ** 2, rel=1e-12, abs=0)
    assert float(test.df_within) == pytest.approx(float(pair.df), rel=1e-12, abs=0)
    assert float(test.p_value) == pytest.approx(float(pair.p_value), rel=1e-10, abs=0)


def test_neither_order_nor_a_constant_changes_it():
    n, mean, variance = [30, 50, 70, 20], [1.0, 1.5, 0.75, 2.0], [1.0, 2.0, 0.5, 4.0]
    plain = welch_anova(n, mean, variance)
    turned = welch_anova(n[::-1], mean[::-1], variance[::-1])
    moved = welch_anova(n, [m + 8.0 for m in mean], variance)
    assert float(turned.f) == pytest.approx(float(plain.f), rel=1e-13, abs=0)
    assert float(moved.f) == pytest.approx(float(plain.f), rel=1e-12, abs=0)


def test_it_errs_as_often_as_it_says():
    rng = np.random.default_rng(20260301)
    sizes, spreads = (40, 60, 100), (1.0, 2.0, 3.0)
    draws = [rng.normal(0.0, sd, size=(20_000, n)) for n, sd in zip(sizes, spreads, strict=True)]
    means = np.stack([d.mean(axis=1) for d in draws], axis=1)
    variances = np.stack([d.var(axis=1, ddof=1) for d in draws], axis=1)
    p = welch_anova(sizes, means, variances).p_value
    assert float(np.mean(p < 0.05)) == pytest.approx(0.05, abs=4 * np.sqrt(0.05 * 0.95 / 20_000))


@pytest.mark.parametrize(("n", "variance"), [([1, 9, 9], [1, 1, 1]), ([9, 9, 9], [0, 1, 1])])
def test_what_cannot_be_tested_is_nan(n, variance):
    assert np.isnan(welch_anova(n, [1, 2, 3], variance).p_value)
