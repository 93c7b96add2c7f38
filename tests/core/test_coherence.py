"""Test, interval and verdict can never contradict each other, through the whole product."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from experimentos_core.charter import Charter, PrimaryPlan
from experimentos_core.foundation.values import Correction, Direction, Verdict
from tests.helpers.experiments import csv_of, report_of

MIRROR = {Verdict.LAUNCH: Verdict.ROLLBACK, Verdict.ROLLBACK: Verdict.LAUNCH}


@st.composite
def arms(draw: st.DrawFn, count: int) -> list[tuple[str, int, int]]:
    """Draw arms of roughly equal size, from two users to a billion, empty and full cells too."""
    base = draw(st.one_of(st.integers(2, 500), st.integers(2, 10**9)))
    rows = []
    for name in ["control", "b", "c", "d"][:count]:
        users = max(2, base + draw(st.integers(-(base // 10**4), base // 10**4)))
        share = draw(st.sampled_from([0, 1, None]))
        rate = draw(st.floats(0, 1)) if share is None else share
        rows.append((name, users, min(users, round(users * rate))))
    return rows


@given(arms(count=2), st.sampled_from([0.1, 0.05, 0.01]))
def test_significant_exactly_when_the_intervals_exclude_no_effect(
    rows: list[tuple[str, int, int]], alpha: float
) -> None:
    report = report_of(csv_of(*rows), Charter(alpha=alpha))
    if report.primary is None:
        assert report.decision.decision is Verdict.HOLD
        return
    (c,) = report.primary.comparisons
    low, high = c.ci
    assert low is not None
    assert high is not None
    assert c.is_significant == (c.p_value < alpha) == (low > 0 or high < 0)
    assert low <= c.absolute_lift <= high
    rel_low, rel_high = c.relative_ci
    if c.control.conversions or c.treatment.conversions:
        excludes = (rel_low is not None and rel_low > 0) or (rel_high is not None and rel_high < 0)
        assert excludes == c.is_significant
    if not c.is_significant:
        assert report.decision.decision is Verdict.HOLD


@given(arms(count=2))
def test_swapping_the_arms_mirrors_statistic_interval_and_verdict(
    rows: list[tuple[str, int, int]],
) -> None:
    (a, n_a, x_a), (b, n_b, x_b) = rows
    first = report_of(csv_of(*rows))
    second = report_of(csv_of((a, n_b, x_b), (b, n_a, x_a)))
    if first.primary is None or second.primary is None:
        assert first.primary is second.primary
        return
    c, d = first.primary.comparisons[0], second.primary.comparisons[0]
    assert c.z == -d.z
    assert c.p_value == d.p_value
    assert c.ci == tuple(None if end is None else -end for end in reversed(d.ci))
    expected = MIRROR.get(first.decision.decision, Verdict.HOLD)
    assert second.decision.decision is expected


@given(arms(count=2))
def test_down_as_the_good_direction_mirrors_the_verdict(rows: list[tuple[str, int, int]]) -> None:
    up = report_of(csv_of(*rows)).decision.decision
    charter = Charter(primary=PrimaryPlan(direction=Direction.DOWN))
    assert report_of(csv_of(*rows), charter).decision.decision is MIRROR.get(up, Verdict.HOLD)


@pytest.mark.parametrize("correction", list(Correction))
@given(rows=arms(count=4))
def test_corrected_p_values_agree_with_the_intervals_beside_them(
    correction: Correction, rows: list[tuple[str, int, int]]
) -> None:
    report = report_of(csv_of(*rows), Charter(correction=correction))
    if report.primary is None:
        return
    for c in report.primary.comparisons:
        low, high = c.ci
        assert low is not None
        assert high is not None
        assert c.p_corrected >= c.p_value
        assert c.is_significant == (c.p_corrected < 0.05) == (low > 0 or high < 0)


@given(rows=arms(count=4), order=st.permutations(range(4)))
def test_the_order_of_the_rows_changes_nothing(
    rows: list[tuple[str, int, int]], order: list[int]
) -> None:
    first = report_of(csv_of(*rows))
    second = report_of(csv_of(*(rows[i] for i in order)))
    assert first.decision.decision is second.decision.decision
    assert first.decision.variant == second.decision.variant
    assert first.decision.rule is second.decision.rule
    if first.primary is not None and second.primary is not None:
        by_name = {c.variant: c for c in second.primary.comparisons}
        for c in first.primary.comparisons:
            assert by_name[c.variant].ci == c.ci
            assert by_name[c.variant].p_corrected == c.p_corrected
