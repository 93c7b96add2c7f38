"""Guardrails: rates and means in one table, each in the unit it is judged in."""

from experimentos_core.charter import Charter, GuardrailPlan
from experimentos_core.foundation.values import Direction, MarginScale
from tests.gui.results.conftest import rows_in, words_in

DATA = (
    "variant,users,conversions,errors,latency_sum,latency_sum_sq",
    "control,10000,1000,10,2000000,410000000",
    "b,10000,1130,15,2012000,415000000",
)
TAB = 1


def watch(*plans: GuardrailPlan) -> Charter:
    return Charter(guardrails=plans)


def test_a_mean_has_its_change_both_ways_and_margins_in_percent(results, show_report) -> None:
    charter = watch(GuardrailPlan(name="latency", direction=Direction.UP))
    report = show_report(*DATA, charter=charter, tab=TAB)
    (row,) = rows_in(results._guardrails)
    assert row["Guardrail"] == "latency per user harm is up"
    assert (row["Control"], row["Treatment"]) == ("200.00", "201.20")
    assert row["Change"].startswith("+1.20 (+0.60%) +0.32 to +2.08\n+0.2% to +1.0%")
    assert row["Margins"] == "worsened 1.0%\nsevere 3.0%"
    assert row["Why"] == report.guardrails[0].reason
    assert "Welch intervals" in words_in(results._guardrails)
    assert "score intervals" not in words_in(results._guardrails)


def test_margins_in_the_metrics_own_unit_are_said_so(results, show_report) -> None:
    plan = GuardrailPlan(
        name="latency",
        direction=Direction.UP,
        worsened_margin=0.5,
        severe_margin=2.5,
        scale=MarginScale.ABSOLUTE,
    )
    show_report(*DATA, charter=watch(plan), tab=TAB)
    (row,) = rows_in(results._guardrails)
    assert row["Margins"] == "worsened 0.50\nsevere 2.50"
    assert row["Change"] == "+1.20 +0.32 to +2.08"
    assert row["Status"] == "! Worsened"


def test_rates_stay_in_percentage_points(results, show_report) -> None:
    charter = watch(GuardrailPlan(name="errors", direction=Direction.UP))
    show_report(*DATA, charter=charter, tab=TAB)
    (row,) = rows_in(results._guardrails)
    assert (row["Control"], row["Treatment"]) == ("0.10%", "0.15%")
    assert row["Margins"] == "worsened 0.10 pp\nsevere 0.30 pp"
    assert "score intervals" in words_in(results._guardrails)


def test_one_that_cannot_be_computed_has_no_numbers_and_never_passes(results, show_report) -> None:
    charter = watch(GuardrailPlan(name="latency", direction=Direction.UP))
    lines = (DATA[0], "control,10000,1000,10,20000,40000", "b,10000,1130,15,20000,40000")
    report = show_report(*lines, charter=charter, tab=TAB)
    (row,) = rows_in(results._guardrails)
    assert row["Status"] == "! Worsened"
    assert row["Why"] == report.guardrails[0].reason
    assert "%" not in row["Change"].replace("0.0%", "")
