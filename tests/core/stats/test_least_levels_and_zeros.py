"""The least level a t quantile is given at, and limits that are 0: without a sign."""

import itertools

import numpy as np
import pytest
from mpmath import betainc, mp, mpf

from experimentos_core.stats.proportions import compare_proportions
from experimentos_core.stats.welch import critical_t


@pytest.mark.parametrize("df", [3.0, 30.0, 1e6])
def test_a_t_quantile_is_right_down_to_the_least_level_and_infinite_below(df) -> None:
    least = np.array([1e-100])
    found = mpf(float(critical_t(np.array([df]), least)[0]))
    with mp.workdps(40):
        tail = betainc(mpf(df) / 2, mpf("0.5"), 0, df / (df + found**2), regularized=True)
        assert float(tail) == pytest.approx(1e-100, rel=1e-6, abs=0)
    assert np.isinf(critical_t(np.array([df]), np.nextafter(least, 0.0)))[0]


def test_no_limit_is_a_negative_zero() -> None:
    counts = [(x, n) for n in (1, 2, 9, 10**9) for x in {0, 1, n // 2, n - 1, n} if x <= n]
    rows = [(*c, *t) for c, t in itertools.product(counts, counts)]
    x_c, n_c, x_t, n_t = np.array(rows, dtype=float).T
    for alpha in (0.05, 0.999999):
        found = compare_proportions(x_c, n_c, x_t, n_t, alpha)
        for limit in ("difference_low", "difference_high", "relative_low", "relative_high"):
            values = getattr(found, limit)
            assert not (np.signbit(values) & (values == 0)).any()
