"""The verdict card: what the verdict is about, and how much it says of many variants."""

import pytest

from experimentos_core.charter import Charter, PrimaryPlan
from experimentos_gui.results.verdict_card import VerdictCard
from tests.gui.results.conftest import words_in
from tests.helpers.experiments import report_of

CONSTANT = (
    "variant,users,conversions,x_sum,x_sum_sq",
    "control,100,10,200,400",
    "b,100,10,200,400",
    "c,100,10,210,470",
)
VARYING = (CONSTANT[0], "control,100,10,210,470", *CONSTANT[2:])
HEAD = ("variant,users,conversions,errors", "control,10000,1000,10")


@pytest.fixture
def card(qtbot, theme) -> VerdictCard:
    made = VerdictCard()
    qtbot.addWidget(made)
    return made


@pytest.mark.parametrize(
    ("lines", "subject"),
    [
        (CONSTANT[:3], "Cannot be tested"),
        (VARYING, "Not clear yet"),
        (("variant,users,conversions", "a,900,90", "b,900,95"), "Not clear yet"),
    ],
)
def test_what_cannot_be_tested_is_not_called_unclear(card, lines, subject) -> None:
    is_mean = "x_sum" in lines[0]
    charter = Charter(primary=PrimaryPlan(metric="x"), guardrails=()) if is_mean else None
    card.set_report(report_of("\n".join(lines), charter))
    assert card._variant.accessibleName() == subject


def test_of_many_variants_it_tells_three_those_to_stop_first(card) -> None:
    arms = [f"arm{i},10000,{1000 + 15 * i},{90 if i == 7 else 10}" for i in range(10)]
    report = report_of("\n".join((*HEAD, *arms)))
    card.set_report(report)
    details = report.decision.details
    said = words_in(card)
    told = [detail for detail in details if f"\u00b7 {detail}" in said]
    assert told == list(details[:3])
    assert told[0].startswith("Stop arm7")
    assert f"\u00b7 And {len(details) - 3} more, see the table and the memo." in said


def test_few_variants_are_all_told(card) -> None:
    report = report_of("\n".join((*HEAD, "b,10000,1010,10", "c,10000,1020,11")))
    card.set_report(report)
    assert all(f"\u00b7 {detail}" in words_in(card) for detail in report.decision.details)
    assert "more, see" not in words_in(card)
