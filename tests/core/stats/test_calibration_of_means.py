"""Means and rare events in the calibration: warnings counted, faults seen, silent errors named."""

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from experimentos_core.dataset import CountMetric, Dataset, MeanMetric
from experimentos_core.foundation.config import DEFAULT_THRESHOLDS
from experimentos_core.healthcheck.findings import FindingCode
from experimentos_core.healthcheck.plausibility import check_plausibility
from experimentos_core.stats.spread import values_wanted
from tools.calibration import rare_events, several_means
from tools.calibration.means import NormalCell, measure_normal, skewed_rows
from tools.calibration.outcomes import Share
from tools.calibration.plan import arm_sizes
from tools.calibration.promises_of_means import promises_of_means
from tools.calibration.rare_events import RareCell, measure_rare
from tools.calibration.reading_of_means import reading_of_means
from tools.calibration.results import Results
from tools.calibration.several_means import NormalArmsCell, measure_normal_arms, skewed_arms_rows
from tools.calibration.values import SKEWED, Arm, ValuesPart, draw_sums, skewed_arms
from tools.calibration.verdict import Mark, warns_of_means

OF_MEANS = {
    FindingCode.SMALL_SAMPLE,
    FindingCode.SKEWED_VALUES,
    FindingCode.NO_SPREAD,
    FindingCode.METRIC_NOT_TESTABLE,
}
VALUES = st.lists(st.sampled_from([-50, 0, 0, 0, 1, 3, 40, 1000]), min_size=2, max_size=6)
SAMPLES = st.lists(st.tuples(VALUES, st.integers(1, 400)), min_size=2, max_size=3)


@given(SAMPLES)
def test_the_warnings_counted_are_those_of_the_health_check(samples):
    arms, sums, squares = [], [], []
    for values, times in samples:
        drawn = np.repeat(np.array(values, dtype=np.float64), times)
        spread = drawn.var(ddof=1, keepdims=True)
        arms.append(Arm(n=drawn.size, mean=drawn.mean(keepdims=True), variance=spread))
        sums.append(Decimal(times * sum(values)))
        squares.append(Decimal(times * sum(value * value for value in values)))
    sizes = tuple(arm.n for arm in arms)
    wanted = [float(values_wanted(arm.mean[0], arm.variance[0], 25.0)) for arm in arms]
    assume(abs(max(wanted) - min(sizes)) > 1e-6)  # the last bit of a float decides no warning here
    metric = MeanMetric(
        name="revenue", per="users", sizes=sizes, sums=tuple(sums), squares=tuple(squares)
    )
    dataset = Dataset(
        variants=("control", "b", "c")[: len(arms)],
        users=sizes,
        primary=CountMetric(name="conversions", counts=tuple(n // 2 for n in sizes)),
        means=(metric,),
    )
    found = check_plausibility(dataset, DEFAULT_THRESHOLDS)
    raised = not OF_MEANS.isdisjoint(finding.code for finding in found)
    assert bool(warns_of_means(*arms)[0]) == raised


@pytest.mark.parametrize(
    ("split", "spread", "warned"), [((50, 50), 1.0, 0.0), ((90, 10), 3.0, 1.0), ((96, 4), 1.0, 1.0)]
)
def test_only_errors_without_a_warning_are_counted_as_unwarned(split, spread, warned):
    cell = NormalCell(users=1_000, split=split, spread=(spread, spread), runs=5_000)
    row = measure_normal(cell)
    assert row.warned.value == pytest.approx(warned, abs=0.02)
    for errors, alone in zip(row.errors, row.unwarned_errors, strict=True):
        assert errors.value > 0.02
        assert alone.value == pytest.approx(0.0 if warned else errors.value, abs=0.005)


@pytest.mark.parametrize(("split", "warned"), [((34, 33, 33), 0.0), ((90, 5, 5), 1.0)])
def test_of_three_arms_too(split, warned):
    cell = NormalArmsCell(users=1_000, split=split, spread=(1.0, 1.0, 1.0), runs=5_000)
    row = measure_normal_arms(cell)
    assert row.smallest == min(arm_sizes(1_000, split))
    assert row.warned.value == warned
    assert row.overall.value == pytest.approx(0.05, abs=0.015)
    assert row.unwarned.value == (0.0 if warned else row.overall.value)


def test_three_arms_are_cut_from_the_values_of_two():
    sums = draw_sums(ValuesPart(users=1_000, runs=300, part=0))
    two, three = (skewed_arms(sums, 1_000, split, 0) for split in ((90, 10), (90, 6, 4)))
    assert tuple(arm.n for arm in three) == arm_sizes(1_000, (90, 6, 4)) == (900, 60, 40)
    assert three[0].mean == pytest.approx(two[0].mean)
    whole = (60 * three[1].mean + 40 * three[2].mean) / 100
    assert whole == pytest.approx(two[1].mean)
    assert np.mean(three[2].mean) == pytest.approx(SKEWED[0].mean, rel=0.05)


@pytest.mark.parametrize(("factor", "mark"), [(1.0, Mark.FINE), (0.5, Mark.LIBERAL)])
def test_a_wrong_tail_of_the_overall_test_is_marked(monkeypatch, factor, mark):
    right = several_means.welch_anova

    def wrong(*arguments):
        result = right(*arguments)
        return result._replace(p_value=factor * result.p_value)

    monkeypatch.setattr(several_means, "welch_anova", wrong)
    cell = NormalArmsCell(users=1_000, split=(50, 40, 10), spread=(1.0, 1.0, 3.0), runs=50_000)
    row = measure_normal_arms(cell)
    assert row.mark is mark
    assert row.family[0].value <= 0.055


def test_rare_events_are_added_up_as_scipy_does():
    row = measure_rare(RareCell(users=1_000, split=(90, 10)))
    rate = row.worst.rate
    x_c, x_t = np.meshgrid(np.arange(200), np.arange(60), indexing="ij")
    weight = stats.binom.pmf(x_c, 900, rate) * stats.binom.pmf(x_t, 100, rate)
    pooled = (x_c + x_t) / 1_000
    with np.errstate(invalid="ignore", divide="ignore"):
        z = (x_t / 100 - x_c / 900) / np.sqrt(pooled * (1 - pooled) * (1 / 900 + 1 / 100))
    higher, lower = (float(weight[side > 1.959964].sum()) for side in (z, -z))
    assert row.worst.higher.value == pytest.approx(higher, rel=1e-6)
    assert row.worst.lower.value == pytest.approx(lower, rel=1e-6)
    assert row.worst.any_side.value == pytest.approx(higher + lower, rel=1e-6)
    assert row.worst_side.one_side.value >= row.worst.one_side.value > 0.025
    assert row.false_fisher.value < row.worst.any_side.value
    assert 100 * rate < 5


def test_rates_are_searched_where_the_smaller_arm_expects_few(monkeypatch):
    seen = []
    right = rare_events._errors
    monkeypatch.setattr(rare_events, "_errors", lambda *n: seen.append(n[2]) or right(*n))
    measure_rare(RareCell(users=200, split=(50, 50)))
    assert min(seen) == pytest.approx(0.02 / 100)
    assert 0.9 * 0.05 < max(seen) < 0.05


@pytest.fixture(scope="module")
def results():
    sums_of = {1_000: draw_sums(ValuesPart(users=1_000, runs=10_000, part=0))}
    normal = NormalCell(users=1_000, split=(90, 10), spread=(1.0, 1.0), runs=20_000)
    arms = NormalArmsCell(users=1_000, split=(34, 33, 33), spread=(1.0, 1.0, 1.0), runs=20_000)
    return Results(
        proportions=(),
        sparse=(),
        rare=(),
        splits=(),
        arms=(),
        means=(measure_normal(normal), *skewed_rows(sums_of)),
        arms_means=(measure_normal_arms(arms), *skewed_arms_rows(sums_of)),
        rate_beliefs=(),
        mean_beliefs=(),
    )


def test_what_is_wrong_without_a_warning_is_said_where(results):
    misses = next(text for text in reading_of_means(results) if "What that warning misses" in text)
    assert "exceed 6 % at 0 places" in misses
    assert "No other figure is above 6 %." in misses
    normal, *skewed = results.means
    off = Share(0.08, 0.001)
    rows = (replace(skewed[0], unwarned=off), replace(skewed[1], unwarned_difference=off))
    open_case = replace(results, means=(normal, *rows, *skewed[2:]))
    misses = next(text for text in reading_of_means(open_case) if "warning misses" in text)
    false_positives, intervals = misses.split("Misses of an interval only: ")
    assert "1,000 values 50:50 (lognormal, sigma 1) 8.00 %" in false_positives
    assert "1,000 values 90:10 (lognormal, sigma 1) 8.00 %" in intervals


def test_where_the_warning_comes_and_where_it_need_not_is_said(results):
    texts = reading_of_means(results)
    warning = next(text for text in texts if "The warning of skewness" in text)
    # Equal arms with a large effect: by the spread of a sample, which is not always the same.
    assert "in fewer at: 1,000 values 50:50 (lognormal, sigma 2) 9" in warning
    price = next(text for text in texts if "What it costs" in text)
    assert "at 0 of 1 places of skewed data: nowhere" in price
    assert "it comes at 1 of 1" in price


def test_what_chance_may_explain_is_said_too(results):
    normal, *skewed = results.means
    row = replace(skewed[0], unwarned=Share(0.062, 0.001))
    open_case = replace(results, means=(normal, row, *skewed[1:]))
    misses = next(text for text in reading_of_means(open_case) if "warning misses" in text)
    assert "At 1 more a figure is above 6 %" in misses
    assert "(the highest: 6.20 %, 1,000 values 50:50 (lognormal, sigma 1))" in misses


def test_promises_of_means_hold_and_see_a_fault(results):
    assert all(promise.kept for promise in promises_of_means(results))
    off = Share(0.08)
    normal, *skewed = results.means
    for row, sentence in (
        (replace(normal, unwarned=off), "normal data: at no place"),
        (replace(skewed[0], false_positive=off), "in equal arms"),
        (replace(normal, skewness=0.1, missed_lift=off), "squared skewness"),
        (replace(skewed[0], unwarned_lift=off), "on skewed data: nowhere more than 6 % errors w"),
    ):
        broken = [
            promise.sentence
            for promise in promises_of_means(replace(results, means=(row, *skewed)))
            if not promise.kept
        ]
        assert len(broken) == 1
        assert sentence in broken[0]
    overall = replace(results.arms_means[0], overall=off, unwarned=off)
    promises = promises_of_means(replace(results, arms_means=(overall,)))
    assert [promise.kept for promise in promises[-4:]] == [False, False, True, True]
    silent = replace(results.arms_means[1], unwarned=off)
    promises = promises_of_means(replace(results, arms_means=(silent,)))
    assert [promise.kept for promise in promises[-4:]] == [True, True, True, False]
