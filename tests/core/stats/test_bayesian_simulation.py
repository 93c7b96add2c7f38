"""Simulated figures: right within their own error, and the same whenever and wherever they run."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize

from experimentos_core.stats.bayesian import (
    compare_rates_exactly,
    mean_posterior,
    proportion_posterior,
    simulate,
)

ROOT = Path(__file__).parents[3]
ROWS = json.loads((ROOT / "tests/data/reference_bayesian.json").read_text(encoding="utf-8"))
TWO_ARMS = [pytest.param(row, id=row["id"]) for row in ROWS if row["kind"] == "bayes_beta"]
SEVERAL = [pytest.param(row, id=row["id"]) for row in ROWS if row["kind"] == "prob_best"]


def rates(x, n, seed=20260101, **options):
    return simulate(proportion_posterior(x, n), seed=seed, **options)


def figures(simulation):
    """Every number of a simulation, in one row per treatment and one for the best arm."""
    pairs = [simulation.prob_better, simulation.loss_treatment, simulation.loss_control]
    for lift in (simulation.lift, simulation.relative_lift):
        pairs += [lift.low, lift.high]
    rows = [column for pair in pairs for column in pair]
    return np.array(rows), np.array(simulation.prob_best)


def assert_same(one, other):
    for left, right in zip(figures(one), figures(other), strict=True):
        np.testing.assert_array_equal(left, right)


def assert_within(estimate, expected, errors=4.0):
    assert abs(float(estimate.value[0]) - expected) <= errors * float(estimate.error[0])


@pytest.mark.parametrize("case", TWO_ARMS)
def test_the_exact_figures_lie_within_four_errors(case):
    given, expected = case["input"], case["expected"]
    result = rates([given["x_c"], given["x_t"]], [given["n_c"], given["n_t"]])
    assert_within(result.prob_better, expected["prob_t_gt_c"])
    assert_within(result.loss_treatment, expected["expected_loss_choose_t"])
    assert_within(result.loss_control, expected["expected_loss_choose_c"])
    allowed = case["tolerance"]["prob_abs_if_monte_carlo"]
    assert abs(result.prob_better.value[0] - expected["prob_t_gt_c"]) < allowed
    assert result.prob_better.error[0] < 0.0016  # half a coin toss of 100,000


@pytest.mark.parametrize("case", SEVERAL)
def test_the_best_of_several_arms_matches_the_reference(case):
    result = rates(case["input"]["conversions"], case["input"]["users"])
    expected = np.array(case["expected"]["prob_best"])
    assert (np.abs(result.prob_best.value - expected) <= 4 * result.prob_best.error).all()
    assert result.prob_best.value.sum() == pytest.approx(1, abs=1e-12)


def share_below(control, treatment, lift, *, relative):
    """P(lift of two Beta posteriors <= lift), by a fine sum over the control's rate."""
    low, high = (float(end) for end in control.quantiles(1e-12))
    c = np.linspace(low, high, 4001)
    weight = control.density(c)
    limit = np.clip((1 + lift) * c if relative else c + lift, 0, 1)
    treated = np.linspace(0, 1, 200_001)
    density = treatment.density(treated)
    distribution = np.concatenate(([0], np.cumsum(0.5 * (density[1:] + density[:-1])))) / 200_000
    return float((weight * np.interp(limit, treated, distribution)).sum() / weight.sum())


@pytest.mark.parametrize("alpha", [0.05, 0.2])
@pytest.mark.parametrize("table", [(100, 1000, 128, 1000), (3, 40, 1, 25), (48, 80, 56, 70)])
def test_the_limits_of_both_lifts_lie_within_four_errors(table, alpha):
    x_c, n_c, x_t, n_t = table
    result = rates([x_c, x_t], [n_c, n_t], alpha=alpha)
    control, treatment = proportion_posterior(x_c, n_c), proportion_posterior(x_t, n_t)
    for lift, relative in ((result.lift, False), (result.relative_lift, True)):
        for end, share in ((lift.low, 0.5 * alpha), (lift.high, 1 - 0.5 * alpha)):
            value, error = float(end.value[0]), float(end.error[0])
            below = share_below(control, treatment, value - 4 * error, relative=relative)
            above = share_below(control, treatment, value + 4 * error, relative=relative)
            assert below < share < above
            assert above - below < 0.1 * alpha  # and the error is no excuse for anything


def test_stated_errors_are_the_errors_over_many_seeds():
    """(estimate - truth) / error has a standard deviation of 1, for every kind of figure."""
    control, treatment = proportion_posterior(100, 1000), proportion_posterior(120, 1000)
    exact = compare_rates_exactly(control, treatment)
    runs = [rates([100, 120], [1000, 1000], seed=seed, draws=10_000) for seed in range(200)]

    def limit(share, *, relative):
        def missing(lift):
            return share_below(control, treatment, lift, relative=relative) - share

        return optimize.brentq(missing, -0.5, 1, xtol=1e-7)

    for pick, truth in (
        (lambda run: run.prob_better, exact.prob_better),
        (lambda run: run.loss_treatment, exact.loss_treatment),
        (lambda run: run.loss_control, exact.loss_control),
        (lambda run: run.lift.low, limit(0.025, relative=False)),
        (lambda run: run.lift.high, limit(0.975, relative=False)),
        (lambda run: run.relative_lift.low, limit(0.025, relative=True)),
        (lambda run: run.relative_lift.high, limit(0.975, relative=True)),
    ):
        off = np.array([(pick(run).value[0] - truth) / pick(run).error[0] for run in runs])
        assert 0.85 < off.std() < 1.15
        assert abs(off.mean()) < 0.25
        assert np.abs(off).max() < 4.5


@pytest.mark.parametrize("x_t", [100, 160, 180, 240])
def test_rare_events_have_honest_errors_too(x_t):
    """From 1e-4 down to what no draw shows: an estimate of 0 is not stated without error."""
    exact = compare_rates_exactly(proportion_posterior(100, 1000), proportion_posterior(x_t, 1000))
    for seed in range(40):
        result = rates([100, x_t], [1000, 1000], seed=seed, draws=5000)
        assert_within(result.prob_better, exact.prob_better, errors=4.5)
        assert_within(result.loss_treatment, exact.loss_treatment, errors=4.5)
        assert_within(result.loss_control, exact.loss_control, errors=4.5)
    assert result.loss_treatment.error[0] < 0.001
    if x_t == 240:  # nothing seen: about one standard deviation of the lift (0.0165) / draws
        assert 0.5 < result.loss_treatment.error[0] / (0.0165 / 5000) < 1.5


SCRIPT = """
import hashlib
from experimentos_core.stats.bayesian import *
for posterior in (
    proportion_posterior([48, 56, 3], [80, 70, 9]),
    mean_posterior([1.5, 2, 1], [4, 5, 1], [60, 50, 9]),
):
    result = simulate(posterior, seed=7, draws=20_000)
    lift = result.relative_lift
    parts = [*result.prob_better, *result.loss_control, *lift.low, *lift.high, *result.prob_best]
    print(hashlib.sha256(b"".join(part.tobytes() for part in parts)).hexdigest())
"""


def test_every_process_gets_the_same_bits():
    said = {
        subprocess.run(
            [sys.executable, "-c", SCRIPT],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": hash_seed, "OMP_NUM_THREADS": threads},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for hash_seed, threads in (("1", "1"), ("2", "2"))
    }
    assert len(said) == 1
    assert len(said.pop().split()) == 2


def test_the_seed_decides_and_nothing_else():
    assert_same(rates([48, 56], [80, 70], seed=3), rates([48, 56], [80, 70], seed=3))
    other = rates([48, 56], [80, 70], seed=4)
    assert rates([48, 56], [80, 70], seed=3).lift.low.value != other.lift.low.value


def test_an_arm_more_changes_nothing_for_the_others():
    two = rates([48, 56], [80, 70])
    three = rates([48, 56, 30], [80, 70, 60])
    np.testing.assert_array_equal(figures(three)[0][:, 0], figures(two)[0][:, 0])


def test_the_next_seed_does_not_repeat_the_next_arm():
    one = rates([48, 56], [80, 70], seed=1, streams=[5, 1])
    other = rates([48, 56], [80, 70], seed=2, streams=[4, 0])
    assert one.lift.low.value != other.lift.low.value


def test_arms_with_the_same_data_draw_independently():
    result = rates([50, 50, 50], [100, 100, 100])
    assert len(set(result.prob_best.value)) == 3
    assert abs(result.prob_best.value - 1 / 3).max() < 4 * result.prob_best.error.max()


@given(order=st.permutations([0, 1, 2]))
def test_the_order_of_treatments_is_immaterial_with_streams_of_their_own(order):
    x, n, streams = np.array([56, 30, 41]), np.array([70, 60, 66]), np.array([900, 4, 31])
    settings = {"draws": 1000, "seed": 5}
    plain = rates([48, *x], [80, *n], streams=[17, *streams], **settings)
    moved = rates([48, *x[order]], [80, *n[order]], streams=[17, *streams[order]], **settings)
    np.testing.assert_array_equal(figures(moved)[0], figures(plain)[0][:, order])
    arms = [0, *(np.array(order) + 1)]
    np.testing.assert_array_equal(moved.prob_best, np.array(plain.prob_best)[:, arms])


def test_exchanging_the_arms_mirrors_every_figure():
    one = rates([48, 56], [80, 70], streams=[0, 1])
    back = rates([56, 48], [70, 80], streams=[1, 0])
    assert back.prob_better.value == pytest.approx(1 - one.prob_better.value, abs=1e-15)
    np.testing.assert_array_equal(back.loss_treatment, one.loss_control)
    np.testing.assert_array_equal(back.loss_control, one.loss_treatment)
    np.testing.assert_array_equal(back.lift.low.value, -one.lift.high.value)
    np.testing.assert_array_equal(back.lift.high.error, one.lift.low.error)


def test_lower_can_be_the_better_direction():
    up, down = (rates([48, 56], [80, 70], higher_is_better=way) for way in (True, False))
    assert up.prob_better.value > 0.99
    assert down.prob_better.value == pytest.approx(1 - up.prob_better.value, abs=1e-15)
    np.testing.assert_array_equal(down.loss_treatment, up.loss_control)
    np.testing.assert_array_equal(down.prob_best.value[::-1], up.prob_best.value)
    np.testing.assert_array_equal(down.lift.low, up.lift.low)


@pytest.mark.parametrize(("x", "n"), [(0, 0), (9, 8), (np.nan, 10)])
def test_an_arm_without_data_takes_part_in_nothing(x, n):
    whole, holed = rates([48, 56], [80, 70]), rates([48, 56, x], [80, 70, n])
    np.testing.assert_array_equal(figures(holed)[0][:, 0], figures(whole)[0][:, 0])
    assert np.isnan(figures(holed)[0][:, 1]).all()
    np.testing.assert_array_equal(holed.prob_best.value[:2], whole.prob_best.value)
    assert np.isnan(holed.prob_best.value[2])
    without_control = rates([x, 48, 56], [n, 80, 70])
    assert np.isnan(figures(without_control)[0]).all()
    assert without_control.prob_best.value[1:].sum() == pytest.approx(1)


def test_a_relative_lift_needs_a_success_in_the_control():
    result = rates([0, 4, 0], [50, 50, 50])
    assert np.isnan(result.relative_lift.low.value).all()
    assert np.isfinite(result.lift.low.value).all()
    result = rates([1, 0], [50, 50])
    assert -1 <= result.relative_lift.low.value < 0 < result.relative_lift.high.value


def test_a_control_alone_is_compared_with_nothing():
    result = rates([48], [80])
    assert result.prob_better.value.shape == (0,)
    assert result.lift.low.value.shape == (0,)
    assert result.prob_best.value.tolist() == [1]


def test_settings_that_cannot_be_are_refused():
    for options in ({"draws": 999}, {"draws": 10_000_001}):
        with pytest.raises(ValueError, match=r"1,000 to 10,000,000"):
            rates([1, 2], [3, 4], **options)
    for streams in ([0], [1, 1], [0, -1]):
        with pytest.raises(ValueError, match="stream"):
            rates([1, 2], [3, 4], streams=streams)
    with pytest.raises(ValueError, match="alpha"):
        rates([1, 2], [3, 4], alpha=1.0)
    for shape in (proportion_posterior(1, 2), proportion_posterior([[1]], 2)):
        with pytest.raises(ValueError, match="one dimension"):
            simulate(shape, seed=1)
    with pytest.raises(ValueError, match="one dimension"):
        simulate(mean_posterior([], [], []), seed=1)
