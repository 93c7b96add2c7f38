"""The Bayesian view is informational: it changes with its settings, the verdict never does."""

import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from experimentos_core.bayesian import simulate_again
from experimentos_core.charter import Charter, GuardrailPlan, PrimaryPlan
from experimentos_core.experiment import Report, run_experiment
from experimentos_core.foundation.codec import from_json, to_json
from experimentos_core.foundation.config import DEFAULT_THRESHOLDS
from experimentos_core.foundation.values import Direction
from experimentos_core.stats.bayesian import compare_rates_exactly, proportion_posterior
from tests.helpers.experiments import csv_of, report_of, table_of

HEADER = "variant,users,conversions,errors,revenue_sum,revenue_sum_sq"
ROWS = (
    ("control", 10_000, 1000, 50, "50000.00", "600000.00"),
    ("b", 10_000, 1080, 55, "52000.00", "640000.00"),
    ("c", 9_900, 1010, 60, "49000.00", "610000.00"),
)


def report(*rows: tuple[object, ...], **charter: object) -> Report:
    return report_of(csv_of(*(rows or ROWS), header=HEADER), Charter(**charter))


def test_every_figure_has_its_error_and_agrees_with_the_exact_integral() -> None:
    view = report().bayesian
    assert [one.variant for one in view.conversion] == ["b", "c"]
    for one, (_, users, conversions, *_rest) in zip(view.conversion, ROWS[1:], strict=True):
        exact = compare_rates_exactly(
            proportion_posterior(1000, 10_000), proportion_posterior(conversions, users)
        )
        assert one.prob_beats_control == pytest.approx(
            float(exact.prob_better), abs=4 * one.mc_error
        )
        assert one.expected_loss == pytest.approx(
            float(exact.loss_treatment), abs=4 * one.loss_error
        )
        assert one.lift_ci[0] < conversions / users - 0.1 < one.lift_ci[1]
    assert sum(view.prob_best.values()) == pytest.approx(1.0)
    assert [one.metric for one in view.continuous] == ["revenue", "revenue"]


def test_better_follows_the_direction_of_metric_and_guardrail() -> None:
    up, down = report(), report(primary=PrimaryPlan(direction=Direction.DOWN))
    for first, second in zip(up.bayesian.conversion, down.bayesian.conversion, strict=True):
        assert first.prob_beats_control + second.prob_beats_control == pytest.approx(1.0)
        assert first.lift_ci == second.lift_ci
    guarded = report(guardrails=(GuardrailPlan(name="revenue", direction=Direction.UP),))
    assert guarded.bayesian.beliefs[1].better is Direction.DOWN
    for first, second in zip(up.bayesian.continuous, guarded.bayesian.continuous, strict=True):
        assert first.prob_beats_control + second.prob_beats_control == pytest.approx(1.0)


def test_neither_order_nor_other_arms_change_an_arm() -> None:
    plain, turned, alone = report(), report(ROWS[0], ROWS[2], ROWS[1]), report(*ROWS[:2])
    by_name = {
        (c.metric, c.variant): c for c in (*plain.bayesian.conversion, *plain.bayesian.continuous)
    }
    for other in (turned, alone):
        for one in (*other.bayesian.conversion, *other.bayesian.continuous):
            assert one == by_name[one.metric, one.variant]


def test_the_draws_of_a_report_can_be_drawn_again() -> None:
    made = report()
    read = from_json(Report, to_json(made))
    for belief in read.bayesian.beliefs:
        again = simulate_again(read.bayesian, belief)
        told = (
            made.bayesian.conversion if belief.metric == "conversions" else made.bayesian.continuous
        )
        assert [float(p) for p in again.prob_better.value] == [c.prob_beats_control for c in told]


def test_a_process_of_its_own_says_the_same() -> None:
    code = (
        "from tests.core.test_bayesian_view import report\n"
        "from experimentos_core.foundation.codec import to_json\n"
        "print(to_json(report().bayesian))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd="."
    )
    assert run.stdout.strip() == to_json(report().bayesian)


def test_what_cannot_be_believed_is_none_and_the_rest_stays() -> None:
    rows = (
        ("control", 1000, 0, 0, "1000.0", "1000.0"),
        ("b", 1000, 5, 0, "2000.0", "4000.0"),
    )
    view = report(*rows).bayesian
    assert view.conversion[0].relative_lift_ci == (None, None)
    assert view.conversion[0].prob_beats_control is not None
    (mean,) = view.continuous
    assert (mean.prob_beats_control, mean.expected_loss, mean.lift_ci) == (None, None, (None, None))


def test_the_best_is_told_of_all_arms_or_not_at_all() -> None:
    assert set(report().bayesian.prob_best) == {"control", "b", "c"}
    constant = (*ROWS[2][:4], "9900.00", "9900.00")
    unknown = report(ROWS[0], ROWS[1], constant, primary=PrimaryPlan(metric="revenue"))
    assert unknown.bayesian.prob_best == {}
    assert unknown.bayesian.continuous[0].prob_beats_control is not None


def test_wide_tables_get_fewer_draws_each() -> None:
    names = [f"m{i}" for i in range(60)]
    header = "variant,users,conversions," + ",".join(f"{n}_sum,{n}_sum_sq" for n in names)
    rows = [(v, 1000, 100, *["500.0", "900.0"] * 60) for v in ("control", "b")]
    made = report_of(csv_of(*rows, header=header))
    assert made.bayesian.draws == 5_000_000 // (61 * 2)
    assert len(made.bayesian.continuous) == 60


rate_rows = st.lists(
    st.tuples(st.integers(1, 5000), st.floats(0, 1), st.floats(0, 0.1), st.floats(0.1, 9)),
    min_size=2,
    max_size=3,
)


@settings(max_examples=60, deadline=None)
@given(
    arms=rate_rows,
    seed=st.integers(0, 2**32),
    draws=st.integers(1000, 3000),
    mean_decides=st.booleans(),
)
def test_no_bayesian_setting_or_value_changes_a_verdict(arms, seed, draws, mean_decides) -> None:
    rows = [
        (
            name,
            n,
            round(n * rate),
            round(n * errors),
            f"{n * mean:.2f}",
            f"{n * mean * mean * 3:.2f}",
        )
        for name, (n, rate, errors, mean) in zip(["control", "b", "c"], arms, strict=False)
    ]
    table = table_of(csv_of(*rows, header=HEADER))
    charter = Charter(
        primary=PrimaryPlan(metric="revenue" if mean_decides else ""),
        split={str(row[0]): float(row[1]) for row in rows},
    )
    plain = run_experiment(table, charter)
    other = replace(DEFAULT_THRESHOLDS, bayesian_seed=seed, bayesian_draws=draws)
    changed = run_experiment(table, charter, thresholds=other)
    assert changed.decision == plain.decision
    assert (changed.health, changed.primary) == (plain.health, plain.primary)
    assert (changed.guardrails, changed.continuous) == (plain.guardrails, plain.continuous)
    if plain.bayesian is not None:
        assert changed.bayesian.seed == seed
