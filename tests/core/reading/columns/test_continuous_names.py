"""What the name of a continuous metric says of harm, and that many of them are found in time."""

import time

import pytest

from experimentos_core.charter import GuardrailPlan, propose_guardrail
from experimentos_core.foundation.values import Direction, MetricKind
from experimentos_core.reading.columns.measures import find_measures
from experimentos_core.reading.columns.roles import ColumnRoles, guess_mean_harm
from tests.helpers.experiments import table_of

_METRICS = 900


@pytest.mark.parametrize(
    "name",
    [
        *("revenue", "aov", "gamerounds", "Spend", "profit per user", "time_on_site"),
        *("session_duration", "watch time", "items", "milestones", "active minutes"),
    ],
)
def test_less_of_most_means_is_harm(name: str) -> None:
    assert guess_mean_harm(name) is Direction.DOWN


@pytest.mark.parametrize(
    "name",
    [
        *("load_time", "page_load_time", "Latency (ms)", "response_time", "time_to_checkout"),
        *("duration", "cost", "support-costs", "errors", "refund_amount", "wait", "ttfb"),
        *("session_crashes", "load_time_on_site"),
    ],
)
def test_more_time_cost_or_trouble_is_harm(name: str) -> None:
    assert guess_mean_harm(name) is Direction.UP


def test_a_proposed_guardrail_guesses_by_its_kind() -> None:
    assert propose_guardrail("revenue") == GuardrailPlan(name="revenue", direction=Direction.UP)
    mean = propose_guardrail("revenue", MetricKind.MEAN)
    assert mean == GuardrailPlan(name="revenue", direction=Direction.DOWN)


def test_a_file_full_of_metrics_is_read_in_time() -> None:
    """Once this took a time that grew with the square of the number of columns."""
    header = ",".join(f"m{i}_sum,m{i}_sum_sq" for i in range(_METRICS))
    row = ",".join(["5"] * 2 * _METRICS)
    table = table_of(f"variant,users,conversions,m7_n,{header}\na,9,1,8,{row}\nb,9,1,8,{row}\n")
    begun = time.perf_counter()
    found = find_measures(table, ColumnRoles())
    assert time.perf_counter() - begun < 2
    assert len(found) == _METRICS
    assert {m.size for m in found if m.metric != "m7"} == {"users"}
    assert next(m.size for m in found if m.metric == "m7") == "m7_n"
