"""What makes a usable experiment doubtful: each border from both sides, each warning in full."""

import pytest

from experimentos_core.charter import Charter, PrimaryPlan
from experimentos_core.foundation.values import MetricKind, Severity
from experimentos_core.healthcheck.findings import Finding, Place
from tests.helpers.experiments import csv_of, report_of, two_arms

TWYMAN = "Check tracking and the export before you believe it (Twyman's law)."


def of_code(code: str, text: object, charter: Charter | None = None) -> list[Finding]:
    return [one for one in report_of(text, charter).health.issues if one.code == code]


@pytest.mark.parametrize(("n", "warns"), [(99, True), (100, False)])
def test_small_arms(n: int, warns: bool) -> None:
    found = of_code("SMALL_SAMPLE", two_arms((n, n), (50, 49)))
    assert [one.place for one in found] == [
        Place(variant=name) for name in ("control", "treatment") if warns
    ]
    if warns:
        assert found[0].message == "The variant 'control' has only 99 users."
        assert found[0].hint == "Collect more users before you trust a small difference."
        assert found[0].severity is Severity.WARNING


@pytest.mark.parametrize(
    ("users", "conversions", "expected"),
    [
        ((1000, 1000), (4, 5), "4.5"),
        ((1000, 1000), (4, 6), None),
        ((1000, 1000), (996, 995), "4.5"),
        ((1000, 1000), (996, 994), None),
        ((3000, 1000), (15, 4), "4.8"),
        ((3000, 1000), (15, 5), None),
        ((1000, 3000), (5, 15), None),
        ((1000, 3000), (4, 15), "4.8"),
    ],
)
def test_few_events(users, conversions, expected) -> None:
    split = {"control": users[0], "treatment": users[1]}
    found = of_code("FEW_EVENTS", two_arms(users, conversions), Charter(split=split))
    assert len(found) == (expected is not None)
    for one in found:
        assert one.message == (
            "conversions is so rare or so common in 'control' and 'treatment' that the usual test "
            f"is rough ({expected} expected in one cell)."
        )
        assert one.hint == "Read the exact test beside it, and collect more data."
        assert (one.place, one.severity) == (Place(variant="treatment"), Severity.WARNING)


def test_few_events_are_told_of_each_treatment() -> None:
    rows = (("control", 1000, 4), ("b", 1000, 4), ("c", 1000, 40), ("d", 1000, 3))
    found = of_code("FEW_EVENTS", csv_of(*rows))
    assert [one.place for one in found] == [Place(variant="b"), Place(variant="d")]


SURPRISING = (
    "{} changed {} for 'treatment': a change this large is more often a fault in the data than an "
    "effect."
)


@pytest.mark.parametrize(
    ("users", "conversions", "change"),
    [
        (2000, (100, 151), "by +51.0%"),
        (2000, (100, 150), None),
        (2000, (100, 49), "by \u221251.0%"),
        (2000, (100, 50), None),
        (2000, (0, 10), "from none at all"),
        (2000, (10, 0), "by \u2212100.0%"),
        (2000, (0, 0), None),
        (1001, (100, 200), "by +100.0%"),
        (1000, (100, 200), None),
    ],
)
def test_a_rate_that_changed_too_much(users, conversions, change) -> None:
    found = of_code("SURPRISING_CHANGE", two_arms((users, users), conversions))
    assert [one.message for one in found] == (
        [] if change is None else [SURPRISING.format("conversions", change)]
    )
    for one in found:
        assert (one.hint, one.severity) == (TWYMAN, Severity.WARNING)
        assert one.place == Place(variant="treatment")


@pytest.mark.parametrize("users", [(1000, 5000), (5000, 1000)])
def test_a_rate_of_one_small_arm_may_change(users: tuple[int, int]) -> None:
    split = {"control": users[0], "treatment": users[1]}
    conversions = (users[0] // 10, users[1] // 5)
    assert of_code("SURPRISING_CHANGE", two_arms(users, conversions), Charter(split=split)) == []


@pytest.mark.parametrize(
    ("n", "totals", "change"),
    [
        ((2000, 2000), (10_000, 15_100), "by +51.0%"),
        ((2000, 2000), (10_000, 15_000), None),
        ((2000, 2000), (10_000, 4_900), "by \u221251.0%"),
        ((2000, 2000), (10_000, 5_000), None),
        ((2000, 4000), (10_000, 30_200), "by +51.0%"),
        ((2000, 2000), (1, 3), "by +200.0%"),
        ((2000, 2000), (0, 10_000), None),
        ((2000, 2000), (-10_000, 10_000), None),
        ((1001, 2000), (5_005, 20_000), "by +100.0%"),
        ((1000, 2000), (5_000, 20_000), None),
        ((2000, 1000), (10_000, 10_000), None),
    ],
)
def test_a_mean_that_changed_too_much(n, totals, change) -> None:
    header = "variant,users,revenue_sum,revenue_sum_sq"
    rows = [
        (name, size, total, 1_000_000)
        for name, size, total in zip(("control", "treatment"), n, totals, strict=True)
    ]
    charter = Charter(
        primary=PrimaryPlan(metric="revenue", kind=MetricKind.MEAN),
        split={"control": n[0], "treatment": n[1]},
    )
    found = of_code("SURPRISING_CHANGE", csv_of(*rows, header=header), charter)
    assert [one.message for one in found] == (
        [] if change is None else [SURPRISING.format("revenue", change)]
    )
