"""Fisher's test where its p-value nears the end of the floats, against 50-digit arithmetic."""

from bisect import bisect_left

import pytest
from mpmath import exp, fsum, loggamma, mp

from experimentos_core.stats.exact import fisher_p

USERS = 10**9
FEW = (10**6, 10**5)  # the control's users, and all successes: 100 successes to be expected there
MANY = (10**7, 10**6)  # 10,000


def log_choose(n: int, k: int):
    return loggamma(n + 1) - loggamma(k + 1) - loggamma(n - k + 1)


def two_tails(observed: int, drawn: int, successes: int) -> float:
    """All tables no more probable than the observed one, which lies above what is expected."""

    def log_chance(k: int):
        rest = log_choose(USERS - successes, drawn - k)
        return log_choose(successes, k) + rest - whole

    with mp.workdps(50):
        whole = log_choose(USERS, drawn)
        below = range(drawn * successes // USERS)
        as_rare = bisect_left(below, log_chance(observed), key=log_chance)
        upper = (exp(log_chance(k)) for k in range(observed, observed + 150))
        lower = (exp(log_chance(k)) for k in range(max(as_rare - 150, 0), as_rare))
        return float(fsum([*upper, *lower]))


@pytest.mark.parametrize(
    ("observed", "sizes"),
    [(300, FEW), (520, FEW), (640, FEW), (660, FEW), (13_000, MANY), (13_700, MANY)],
)
def test_the_tail_is_followed_down_to_the_smallest_floats(observed, sizes) -> None:
    drawn, successes = sizes
    expected = two_tails(observed, drawn, successes)
    assert 1e-308 < expected < 1e-50
    found = fisher_p(observed, drawn, successes - observed, USERS - drawn)
    assert found == pytest.approx(expected, rel=1e-9, abs=0)


@pytest.mark.parametrize("observed", [300, 640])
def test_whichever_cell_the_few_are_in(observed) -> None:
    """The same table with arms, outcomes, or both exchanged."""
    drawn, successes = FEW
    rest, others = successes - observed, USERS - drawn
    expected = two_tails(observed, drawn, successes)
    for table in (
        (rest, others, observed, drawn),
        (drawn - observed, drawn, others - rest, others),
        (others - rest, others, drawn - observed, drawn),
    ):
        assert fisher_p(*table) == pytest.approx(expected, rel=1e-9, abs=0)
