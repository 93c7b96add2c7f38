"""What the users that came could have shown follows from plan and size, never from the effect."""

from dataclasses import replace

import pytest

from experimentos_core.achieved import achieved_mde, counting_version, promised_charter
from experimentos_core.charter import Charter, PrimaryPlan, SizePlan
from experimentos_core.experiment import Report, run_experiment
from experimentos_core.foundation.values import Correction, Direction
from experimentos_core.stats.power import mean_power, proportion_power
from tests.helpers.experiments import csv_of, report_of, two_arms
from tests.helpers.memos import (
    LOCKED_PLAN,
    locked,
    locked_and_broken,
    locked_and_kept,
    locked_and_unusable,
    of_means,
)


def rates(users: int, converted: tuple[int, int], size: SizePlan, **plan) -> Report:
    return report_of(two_arms((users, users), converted), Charter(guardrails=(), size=size, **plan))


# pwr.2p.test(h = ES.h(0.12, 0.10), power = 0.8): 3834.6 users
def test_the_users_r_asks_for_find_the_change_it_was_asked_for() -> None:
    found = achieved_mde(rates(3835, (380, 380), SizePlan(baseline=0.1, mde=0.02)))
    assert found.change == pytest.approx(0.02, rel=1e-4)
    assert found.change < 0.02
    assert (found.planned, found.power, found.is_planned, found.reason) == (0.02, 0.8, True, "")


def test_the_change_that_was_seen_does_not_matter() -> None:
    for plan in (SizePlan(baseline=0.1), SizePlan()):
        changes = {achieved_mde(rates(5000, (500, seen), plan)).change for seen in (450, 500, 900)}
        assert len(changes) == 1


def test_without_a_planned_rate_it_starts_from_that_of_the_control() -> None:
    found = achieved_mde(rates(5000, (500, 600), SizePlan()))
    assert (found.baseline, found.is_planned, found.planned) == (0.1, False, None)
    assert achieved_mde(rates(5000, (500, 600), SizePlan(baseline=0.3))).baseline == 0.3


def test_where_less_is_better_it_is_a_fall() -> None:
    down = PrimaryPlan(direction=Direction.DOWN)
    found = achieved_mde(rates(5000, (250, 240), SizePlan(), primary=down))
    assert float(proportion_power(0.05, -found.change, 5000)) == pytest.approx(0.8, abs=1e-9)
    assert float(proportion_power(0.05, found.change, 5000)) != pytest.approx(0.8, abs=0.01)


def test_of_several_treatments_the_smallest_counts_at_the_corrected_level() -> None:
    table = csv_of(("control", 9000, 900), ("b", 8000, 800), ("c", 4000, 400))
    split = {"control": 9.0, "b": 8.0, "c": 4.0}
    charter = Charter(guardrails=(), split=split)
    for correction, alpha in ((Correction.BONFERRONI, 0.025), (Correction.NONE, 0.05)):
        found = achieved_mde(report_of(table, replace(charter, correction=correction)))
        power = proportion_power(0.1, found.change, 9000, ratio=4 / 9, alpha=alpha)
        assert found.variant == "c"
        assert float(power) == pytest.approx(0.8, abs=1e-9)


def means(size: SizePlan) -> Report:
    table = two_arms(
        (900, 800),
        (9, 8),
        **{
            name: (
                of_means("spend", 900, (20, 30))[name][0],
                of_means("spend", 800, (21, 36))[name][0],
            )
            for name in ("spend_sum", "spend_sum_sq")
        },
    )
    plan = PrimaryPlan(metric="spend")
    split = {"control": 9.0, "treatment": 8.0}
    return report_of(table, Charter(guardrails=(), primary=plan, size=size, split=split))


def test_a_mean_takes_the_planned_deviation_else_the_one_of_the_data() -> None:
    planned = achieved_mde(means(SizePlan(sd=40.0, mde=5.0, power=0.9)))
    assert float(mean_power(planned.change, 40.0, 900, ratio=8 / 9)) == pytest.approx(0.9)
    seen = achieved_mde(means(SizePlan()))
    error = (30**2 / 900 + 36**2 / 800) ** 0.5
    sd = error / (1 / 900 + 1 / 800) ** 0.5
    assert float(mean_power(seen.change, sd, 900, ratio=8 / 9)) == pytest.approx(0.8)
    assert seen.baseline is None


@pytest.mark.parametrize(
    ("users", "converted", "size", "why"),
    [
        (1000, (0, 5), SizePlan(), "must lie between 0 and 1, but is 0"),
        (1000, (10, 5), SizePlan(baseline=7.0), "must lie between 0 and 1, but is 7"),
        (3, (1, 1), SizePlan(), "even the largest change"),
        (1, (1, 1), SizePlan(), "fewer than two"),
        (1000, (10, 5), SizePlan(power=0.01), "must be above the significance level"),
    ],
)
def test_where_there_is_none_it_says_why(users, converted, size, why) -> None:
    found = achieved_mde(rates(users, converted, size))
    assert found.change is None
    assert why in found.reason
    assert found.reason.endswith(".")


def test_a_mean_that_does_not_vary_finds_nothing() -> None:
    columns = of_means("price", 100, (30, 0), (31, 0))
    charter = Charter(guardrails=(), primary=PrimaryPlan(metric="price"))
    found = achieved_mde(report_of(two_arms((100, 100), (9, 9), **columns), charter))
    assert found.change is None
    assert "all values are equal" in found.reason


def test_unusable_data_gives_none() -> None:
    assert achieved_mde(locked_and_unusable()) is None


def test_a_size_planned_for_another_metric_is_left_aside() -> None:
    chain = locked(LOCKED_PLAN)
    used = replace(LOCKED_PLAN, primary=PrimaryPlan(metric="orders"))
    table = two_arms((10_000, 10_000), (2000, 2100), errors=(10, 10))
    found = achieved_mde(run_experiment(table, used, chain=chain))
    assert (found.baseline, found.planned, found.is_planned) == (0.2, None, False)
    mean = achieved_mde(rates(5000, (500, 600), SizePlan(sd=10.0, baseline=0.3, mde=2.0)))
    assert (mean.baseline, mean.planned) == (0.1, None)


def test_the_promise_is_the_version_that_counts() -> None:
    broken = locked_and_broken()
    assert promised_charter(broken) == LOCKED_PLAN != broken.charter
    assert counting_version(broken) == broken.lock[0]
    assert counting_version(locked_and_kept()).version == 2
    assert promised_charter(locked_and_unusable()) == LOCKED_PLAN
    unlocked = rates(5000, (500, 600), SizePlan())
    assert counting_version(unlocked) is None
    assert promised_charter(unlocked) == unlocked.charter


def test_a_promise_whose_version_is_gone_falls_back_to_the_plan_followed() -> None:
    report = replace(locked_and_kept(), lock=())
    assert counting_version(report) is None
    assert promised_charter(report) == report.charter
