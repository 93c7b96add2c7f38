"""Fisher's test where hardly any probability is left: digits down to 1e-300, then 0."""

import pytest
from mpmath import exp, loggamma, mp, mpf

from experimentos_core.stats.exact import fisher_p

MILLION = 10**6

# Between 1e-306 and 1e-200: rates that vary, few events, few users, hardly any failures.
FAR_OUT = [
    (500, 4000, 1942, 4000),
    (1942, 4000, 500, 4000),
    (0, MILLION, 985, MILLION),
    (985, MILLION, 0, MILLION),
    (520, 521, 0, 500),
    (100, 2000, 1255, 3000),
    (3000, 3000, 2150, 3000),
    (30, 40, 5, 10**9),
    (4, 40, 10**9 - 5, 10**9),
    (34, 34, 5, 10**9),
    (2395, MILLION, MILLION, 10**9),
    (MILLION - 2395, MILLION, 10**9 - MILLION, 10**9),
]


def log_ways(n, k):
    return loggamma(n + 1) - loggamma(k + 1) - loggamma(n - k + 1)


def p_by_gamma_functions(x_c, n_c, x_t, n_t):
    """All tables no more probable than this one, in 60-digit arithmetic."""
    successes = x_c + x_t
    lowest, highest = max(0, successes - n_t), min(successes, n_c)
    middle = min(max(round(successes * n_c / (n_c + n_t)), lowest), highest)

    def weight(k):
        return exp(log_ways(mpf(n_c), mpf(k)) + log_ways(mpf(n_t), mpf(successes - k)))

    whole, extreme, ceiling = mpf(0), mpf(0), weight(x_c) * (1 + mpf(10) ** -7)
    for ks in (range(middle, lowest - 1, -1), range(middle + 1, highest + 1)):
        for w in map(weight, ks):
            whole += w
            extreme += w if w <= ceiling else 0
            if w < ceiling * mpf(10) ** -30:
                break
    return extreme / whole


@pytest.mark.parametrize("table", FAR_OUT)
def test_the_last_digits_before_nothing_is_left(table):
    with mp.workdps(60):
        expected = p_by_gamma_functions(*table)
        assert mpf("1e-306") < expected < mpf("1e-200")
        assert fisher_p(*table) == pytest.approx(float(expected), rel=1e-9, abs=0)
