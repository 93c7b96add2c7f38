"""Limits at levels near 1 or scores of exactly 1: roots that lie close to the estimate."""

import numpy as np
import pytest
from mpmath import mp, mpf

from experimentos_core.stats.counts import Floats, TwoArms
from experimentos_core.stats.difference_score import lower_limit, score_below
from experimentos_core.stats.ratio_score import lower_ratio_limit
from tests.core.stats.test_score_oracle import score_at_difference

SIZES = [1, 7, 40, 1000, 10**6, 2 * 10**9]
SCORES = [0.003, 0.05, 0.4, 0.9, 1.0, 1.1, 1.96]


def tables() -> TwoArms:
    """Every size against every other, none, one, a third, all but one and all of them successes."""
    arms = [(x, n) for n in SIZES for x in sorted({0, min(1, n), n // 3, n - 1, n})]
    rows = [(*control, *treatment) for control in arms for treatment in arms]
    return TwoArms(*(np.array(column, dtype=np.float64) for column in zip(*rows, strict=True)))


def observed(arms: TwoArms) -> Floats:
    return arms.x_t / arms.n_t - arms.x_c / arms.n_c


def koopman(arms: TwoArms, rate_c: Floats, rate_t: Floats) -> Floats:
    """Pearson's chi-square of both arms at given rates, as Koopman (1984) has it."""
    chi_square = np.zeros_like(rate_c)
    for x, n, rate in ((arms.x_c, arms.n_c, rate_c), (arms.x_t, arms.n_t, rate_t)):
        spread = n * rate * (1.0 - rate)
        chi_square += np.where(spread > 0, (x - n * rate) ** 2 / np.where(spread > 0, spread, 1), 0)
    return chi_square


@pytest.mark.parametrize("z", SCORES)
def test_koopmans_chi_square_at_the_limit_of_a_ratio_is_the_square_of_the_score(z) -> None:
    arms = tables()
    # Rates next to 1 hold too few digits of 1 - rate to be put into the formula again.
    arms = arms.rows(np.flatnonzero((arms.x_t > 0) & (arms.n_c < 10**5) & (arms.n_t < 10**5)))
    difference = observed(arms)
    found = lower_ratio_limit(arms, difference, np.full_like(difference, z))
    np.testing.assert_allclose(koopman(arms, found.rate_c, found.rate_t), z * z, rtol=1e-6)
    np.testing.assert_allclose(found.rate_t - found.rate_c, found.gap, rtol=1e-9, atol=1e-14)
    assert (found.rate_t * arms.x_c * arms.n_t <= found.rate_c * arms.x_t * arms.n_c).all()


@pytest.mark.parametrize("z", SCORES)
def test_a_nearly_full_treatment_beside_a_full_control_stays_in_range(z) -> None:
    arms = TwoArms(*(np.array([value]) for value in (34.0, 34.0, 2017740390.0, 2017740391.0)))
    found = lower_ratio_limit(arms, observed(arms), np.array([z]))
    assert 0.0 < float(found.rate_t[0]) <= float(found.rate_c[0]) <= 1.0
    assert -1.0 < float(found.gap[0]) < 0.0
    # The control stays full, so that all of the score is the treatment's: failures that are rare.
    lost = 1.0 - float(found.rate_t[0])
    assert 2017740391.0 * lost == pytest.approx(expected_failures(z), rel=1e-6)


def expected_failures(z: float) -> float:
    """Of a Poisson count of 1 held down to the score z: (lambda - 1)**2 = z**2 lambda."""
    return 1.0 + 0.5 * z * z + z * (1.0 + 0.25 * z * z) ** 0.5


@pytest.mark.parametrize("z", [0.5, 1.0, 1.5])
@pytest.mark.parametrize(
    "table", [(1, 2172, 65, 54005), (3, 10, 5, 10), (2, 10**9, 9, 10**9), (400, 10**6, 0, 10**6)]
)
def test_a_limit_of_a_difference_holds_in_fifty_digits(table, z) -> None:
    arms = TwoArms(*(np.array([float(value)]) for value in table))
    with mp.workdps(50):
        difference = mpf(table[2]) / table[3] - mpf(table[0]) / table[1]
        limit = mpf(float(lower_limit(arms, observed(arms), np.array([z]))[0]))
        step = (difference - limit) * mpf("1e-11") + abs(limit) * mpf("1e-15")
        assert score_at_difference(table, limit - step) > z
        assert score_at_difference(table, limit + step) < z


@pytest.mark.parametrize("z", SCORES)
def test_the_score_at_the_limit_of_a_difference_is_what_was_asked_for(z) -> None:
    arms = tables()
    difference = observed(arms)
    limit = lower_limit(arms, difference, np.full_like(difference, z))
    drop = difference - limit
    rows = np.flatnonzero((limit > -1.0) & (drop > 1e-6))
    score = score_below(arms.rows(rows), drop[rows], limit[rows])
    np.testing.assert_allclose(score, z, rtol=1e-8)
