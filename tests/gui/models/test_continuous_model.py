"""What the window knows of continuous metrics is what the health check knows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from experimentos_core.charter import Charter, GuardrailPlan, PrimaryPlan
from experimentos_core.foundation.values import MetricKind
from experimentos_core.healthcheck import plan_metrics
from experimentos_core.reading.choices import Choices
from experimentos_core.reading.formats.opening import clipboard_content
from experimentos_core.reading.interpret import interpret_content
from experimentos_core.reading.interpretation import Interpretation
from experimentos_gui.models.continuous import (
    ContinuousMetrics,
    find_continuous,
    leave_out,
    use_again,
)

_COLUMNS = (
    *("revenue_sum", "revenue_sum_sq", "aov_sum", "aov_sum_sq", "orders", "revenue", "errors"),
    *("basket_sum", "metric_sum", "sum_sq_metric", "n", "revenue_n", "Sum of visits", "aov"),
)
_NAMES = (*_COLUMNS, "metric", "basket", "visits", "", "REVENUE", "nothing")


def read(header: tuple[str, ...], *options: str) -> Interpretation:
    names = ("variant", "users", "conversions", *header)
    rows = (("control", "10000", "500"), ("b", "10100", "510"))
    lines = ["\t".join(names)]
    lines += ["\t".join((*row, *("700" for _ in header))) for row in rows]
    return interpret_content(clipboard_content("\n".join(lines) + "\n"), Choices.parse(options))


@given(
    st.lists(st.sampled_from(_COLUMNS), unique=True),
    st.sampled_from(_NAMES),
    st.sampled_from([None, *MetricKind]),
)
def test_names_are_found_as_the_health_check_finds_them(header, name, kind) -> None:
    reading = read(tuple(header))
    assert reading.table is not None
    continuous = find_continuous(reading)
    if kind is MetricKind.MEAN and not name:
        return
    primary = PrimaryPlan(metric=name, kind=kind)
    charter = Charter(primary=primary, guardrails=(GuardrailPlan(name=name),))
    planned = plan_metrics(reading.table, reading.roles, charter)
    assert continuous.measures == planned.measures
    assert continuous.deciding(primary) == planned.primary
    assert continuous.find(name) == planned.guardrails[0][1]


@given(st.lists(st.sampled_from(_COLUMNS), unique=True))
def test_every_figure_is_one_of_a_column_of_the_file(header) -> None:
    reading = read(tuple(header))
    continuous = find_continuous(reading)
    keys = {name.casefold() for name in reading.raw.header}
    assert set(continuous.figures) <= keys
    assert continuous.used == set(continuous.figures), "nothing was left out"
    assert {column_of(measure.size) for measure in continuous.complete} == set(continuous.sizes)
    for name in header:
        own = continuous.of_column(name)
        assert (name in own) is (name.casefold() in continuous.figures)


def column_of(name: str) -> str:
    return name.casefold()


def test_what_is_left_out_is_known_and_can_be_used_again() -> None:
    options = ("column:revenue_sum=skip", "column:revenue_sum_sq=skip")
    reading = read(("revenue_sum", "revenue_sum_sq", "aov_sum", "aov_sum_sq"), *options)
    continuous = find_continuous(reading)
    assert [measure.metric for measure in continuous.measures] == ["aov"]
    assert continuous.used == {"aov_sum", "aov_sum_sq"}
    assert continuous.figures["revenue_sum_sq"] == "revenue: sum of squares"
    own = continuous.of_column("Revenue_SUM")
    assert own == ("revenue_sum", "revenue_sum_sq")
    assert tuple(choice.option for choice in leave_out(own)) == options
    back = use_again((*own, "aov_sum"), reading.choices)
    assert [choice.option for choice in back] == [
        "column:revenue_sum=use",
        "column:revenue_sum_sq=use",
    ]


def test_columns_that_hold_no_whole_numbers_are_no_n() -> None:
    text = (
        "variant\tusers\tconversions\torders\tnote\tshare\tx_sum\tx_sum_sq\n"
        "control\t1000\t50\t40\tgood\t0.5\t7\t9\nb\t1000\t51\t41\tbad\t0.25\t7\t9\n"
    )
    reading = interpret_content(clipboard_content(text))
    assert find_continuous(reading).counts == ("users", "conversions", "orders")


@pytest.mark.parametrize(
    ("name", "kind"),
    [("aov", MetricKind.MEAN), ("errors", MetricKind.RATE), ("gone", MetricKind.RATE)],
)
def test_a_guardrail_is_what_the_data_say(name, kind) -> None:
    continuous = find_continuous(read(("aov_sum", "aov_sum_sq", "errors")))
    assert continuous.kind_of(GuardrailPlan(name=name)) is kind


def test_margins_no_rate_could_reach_tell_a_mean_that_is_not_there() -> None:
    plan = GuardrailPlan(name="gone", worsened_margin=5, severe_margin=9)
    continuous = find_continuous(read(("errors",)))
    assert continuous.kind_of(plan) is MetricKind.MEAN


def test_without_a_table_there_is_nothing() -> None:
    assert ContinuousMetrics().deciding(PrimaryPlan(metric="aov")) is None
    assert ContinuousMetrics().complete == ()
