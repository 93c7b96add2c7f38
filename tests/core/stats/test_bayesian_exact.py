"""The exact comparison of two rates: against R, against fractions, and what must always hold."""

import json
import math
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from mpmath import mp, mpf

from experimentos_core.stats.bayesian import compare_rates_exactly, proportion_posterior
from experimentos_core.stats.bayesian.beta_distribution import beta_distribution

DATA = Path(__file__).parents[2] / "data"
ROWS = json.loads((DATA / "reference_bayesian.json").read_text(encoding="utf-8"))
TWO_ARMS = [pytest.param(row, id=row["id"]) for row in ROWS if row["kind"] == "bayes_beta"]
BILLION = 10**9


def compared(x_c, n_c, x_t, n_t, **options):
    return compare_rates_exactly(
        proportion_posterior(x_c, n_c), proportion_posterior(x_t, n_t), **options
    )


@pytest.mark.parametrize("case", TWO_ARMS)
def test_probability_and_losses_match_the_reference(case):
    expected = case["expected"]
    result = compared(*(case["input"][key] for key in ("x_c", "n_c", "x_t", "n_t")))
    assert float(result.prob_better) == pytest.approx(expected["prob_t_gt_c"], rel=0, abs=1e-12)
    for loss, key in (
        (result.loss_treatment, "expected_loss_choose_t"),
        (result.loss_control, "expected_loss_choose_c"),
    ):
        assert float(loss) == pytest.approx(expected[key], rel=1e-9, abs=1e-30)


@pytest.mark.parametrize("case", TWO_ARMS)
def test_posterior_means_and_intervals_match_the_reference(case):
    for arm in "ct":
        posterior = proportion_posterior(case["input"][f"x_{arm}"], case["input"][f"n_{arm}"])
        mean = posterior.a / (posterior.a + posterior.b)
        assert float(mean) == pytest.approx(case["expected"][f"post_mean_{arm}"], rel=1e-13, abs=0)
        interval = [float(end) for end in posterior.quantiles(0.025)]
        assert interval == pytest.approx(case["expected"][f"cred95_{arm}"], rel=1e-11, abs=0)


def in_fractions(x_c, n_c, x_t, n_t):
    """P(T > C), E[max(C - T, 0)], E[max(T - C, 0)] with whole-number parameters, exactly.

    P(T > C) sums P(C successes < j) over a mixture (Evan Miller 2014, eq. 6); a loss is
    E[T] P(T' > C) - E[C] P(T > C'), a dash standing for one more success.
    """

    def beta(a, b):
        return Fraction(math.factorial(a - 1) * math.factorial(b - 1), math.factorial(a + b - 1))

    def above(a_t, b_t, a_c, b_c):
        terms = (
            beta(a_c + j, b_c + b_t) / ((b_t + j) * beta(1 + j, b_t) * beta(a_c, b_c))
            for j in range(a_t)
        )
        return sum(terms, Fraction(0))

    a_c, b_c, a_t, b_t = x_c + 1, n_c - x_c + 1, x_t + 1, n_t - x_t + 1
    mean_c, mean_t = Fraction(a_c, a_c + b_c), Fraction(a_t, a_t + b_t)
    probability = above(a_t, b_t, a_c, b_c)
    gain = mean_t * above(a_t + 1, b_t, a_c, b_c) - mean_c * above(a_t, b_t, a_c + 1, b_c)
    return probability, gain - (mean_t - mean_c), gain


@st.composite
def arms(draw, sizes):
    n = draw(sizes)
    few = draw(st.integers(0, min(n, 5)))
    return draw(st.sampled_from([0, n, few, n - few, draw(st.integers(0, n))])), n


PROMISED = ((1e-8, 1e-11), (1e-10, 1e-10), (1e-14, 1e-8), (1e-20, 1e-6))
"""How exact figures above a size are, as a share of themselves: less, the rarer it is."""


@given(control=arms(st.integers(1, 60)), treatment=arms(st.integers(1, 60)))
@example(control=(0, 1), treatment=(1, 1))
@example(control=(60, 60), treatment=(0, 60))
@example(control=(26, 26), treatment=(0, 45))
@example(control=(32, 32), treatment=(0, 29))
@example(control=(19, 19), treatment=(0, 19))
@example(control=(0, 60), treatment=(0, 1))
def test_small_tables_agree_with_exact_fractions(control, treatment):
    expected = [float(figure) for figure in in_fractions(*control, *treatment)]
    result = compared(*control, *treatment)
    figures = (result.prob_better, result.loss_treatment, result.loss_control)
    for figure, exact in zip(figures, expected, strict=True):
        share = next((share for least, share in PROMISED if exact > least), None)
        if share is not None:
            assert float(figure) == pytest.approx(exact, rel=share, abs=0)


ANY_SIZE = st.one_of(
    st.integers(1, 12), st.integers(1, 3 * BILLION), st.sampled_from([10**6, 3 * BILLION])
)


@settings(max_examples=50)
@given(control=arms(ANY_SIZE), treatment=arms(ANY_SIZE))
@example(control=(0, 3 * BILLION), treatment=(0, 1))
@example(control=(BILLION - 1, BILLION), treatment=(BILLION - 2, BILLION))
@example(control=(1, BILLION), treatment=(BILLION, BILLION))
def test_exchanging_arms_or_outcomes_mirrors_every_table(control, treatment):
    result = compared(*control, *treatment)
    back = compared(*treatment, *control)
    (x_c, n_c), (x_t, n_t) = control, treatment
    failures = compared(n_c - x_c, n_c, n_t - x_t, n_t, higher_is_better=False)
    close = {"rtol": 1e-9, "atol": 1e-18}
    np.testing.assert_allclose(result.prob_better, 1 - back.prob_better, rtol=0, atol=1e-11)
    np.testing.assert_allclose(result.loss_treatment, back.loss_control, **close)
    np.testing.assert_allclose(result.loss_control, back.loss_treatment, **close)
    np.testing.assert_allclose(failures.prob_better, result.prob_better, rtol=0, atol=1e-11)
    np.testing.assert_allclose(failures.loss_treatment, result.loss_treatment, **close)
    assert 0 <= result.prob_better <= 1
    assert result.loss_treatment >= 0
    assert result.loss_control >= 0
    gap = (x_t + 1) / (n_t + 2) - (x_c + 1) / (n_c + 2)
    assert float(result.loss_control - result.loss_treatment) == pytest.approx(gap, abs=1e-15)


@pytest.mark.parametrize("n", [1, 1000, BILLION, 3 * BILLION])
@pytest.mark.parametrize("share", [0, 1e-9, 0.1, 0.5, 1 - 1e-9, 1])
def test_equal_arms_are_a_coin_toss(n, share):
    x = round(share * n)
    assert float(compared(x, n, x, n).prob_better) == pytest.approx(0.5, rel=0, abs=1e-12)


def test_many_users_are_the_normal_limit():
    """At 1e9 users the posteriors are normal: P and loss by the textbook (Berger 1985, 4.4)."""
    x_c, x_t = 10**8, 10**8 + 15_000
    result = compared(x_c, BILLION, x_t, BILLION)
    spread = math.sqrt(2 * 0.1 * 0.9 / BILLION)
    z = (x_t - x_c) / BILLION / spread
    tail = 0.5 * math.erfc(z / math.sqrt(2))
    density = math.exp(-0.5 * z * z) / math.sqrt(2 * math.pi)
    assert float(result.prob_better) == pytest.approx(1 - tail, abs=1e-4)
    assert float(result.loss_treatment) == pytest.approx(
        spread * (density - z * tail), rel=1e-3, abs=0
    )


def test_a_tiny_arm_against_a_huge_one_is_its_own_distribution():
    """A rate known to 1e-5 is a point: P(T > 0.1) for T from Beta(4, 5), by the binomial sum."""
    tail = sum(math.comb(8, k) * 0.1**k * 0.9 ** (8 - k) for k in range(4))
    for huge_first in (True, False):
        table = (10**8, BILLION, 3, 7) if huge_first else (3, 7, 10**8, BILLION)
        expected = tail if huge_first else 1 - tail
        assert float(compared(*table).prob_better) == pytest.approx(expected, rel=0, abs=1e-8)


def test_shapes_broadcast_and_do_not_matter():
    x_t = np.array([[5], [20], [90]])
    result = compared([10, 20], [100, 90], x_t, 100)
    assert result.prob_better.shape == (3, 2)
    alone = compared(20, 90, 90, 100)
    for together, single in zip(result, alone, strict=True):
        assert together[2, 1] == single
    many = compared(np.arange(1100) % 90, 100, 40, 100)
    np.testing.assert_array_equal(many.prob_better[:90], many.prob_better[990:1080])
    assert compared([], [], 3, 10).prob_better.shape == (0,)


@pytest.mark.parametrize(
    ("x", "n"), [(0, 0), (3, 2), (-1, 5), (1.5, 5), (math.nan, 5), (1, math.nan), (1, math.inf)]
)
def test_what_cannot_be_is_nan_and_spoils_nothing_else(x, n):
    result = compared([10, x], [100, n], 12, 100)
    assert np.isfinite(result).tolist() == [[True, False]] * 3
    assert np.isnan(proportion_posterior(x, n).quantiles(0.025)).all()


@pytest.mark.parametrize("events", [1, 2, 5, 30, 42, 43, 100])
@pytest.mark.parametrize("users", [90_000, 10**6, BILLION, 3 * BILLION])
def test_a_handful_of_events_in_many_users_keeps_its_digits(events, users):
    """P(Beta(k, n + 1 - k) <= r) = P(k or more of n succeed at rate r), in 40-digit arithmetic."""
    a, b = np.array([[events], [users + 1 - events]], dtype=np.float64)
    for shift in (-2, -0.5, 0, 1, 4):
        rate = max(events + shift * events**0.5, 0.1) / users
        with mp.workdps(40):
            r = mpf(rate)
            term = total = (1 - r) ** users
            for k in range(1, events):
                term *= (users - k + 1) * r / (k * (1 - r))
                total += term
            expected = float(1 - total)
        rates = np.array([[rate], [1 - rate]])
        below, above = beta_distribution([a, b], [b, a], rates, rates[::-1])[:, 0]
        assert below == pytest.approx(expected, rel=0, abs=4e-12)
        assert above == pytest.approx(1 - expected, rel=0, abs=4e-12)
