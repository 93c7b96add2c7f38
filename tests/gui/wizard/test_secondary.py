"""Metrics that are only looked at: typed with commas between, kept as they were planned."""

import pytest

from experimentos_core.charter import Charter, SecondaryPlan
from experimentos_core.foundation.values import Direction
from experimentos_gui.wizard.secondary import secondary_plans, secondary_text

VIEWS = SecondaryPlan(name="page views", direction=Direction.DOWN)
ODD = SecondaryPlan(name="sum, net", direction=Direction.UP)


@pytest.mark.parametrize(
    ("text", "base", "plans"),
    [
        ("", (), ()),
        (" , ,", (), ()),
        ("Page  Views", (VIEWS,), (VIEWS,)),
        ("time on site, load time", (), (("time on site", "up"), ("load time", "down"))),
        ("load time, b, LOAD TIME", (VIEWS,), (("load time", "down"), ("b", "up"))),
        ("sum, net", (ODD,), (ODD,)),
        ("page views, x", (VIEWS, ODD), (VIEWS, ("x", "up"))),
    ],
)
def test_what_is_typed(text: str, base, plans) -> None:
    expected = tuple(
        plan if isinstance(plan, SecondaryPlan) else SecondaryPlan(name=plan[0], direction=plan[1])
        for plan in plans
    )
    assert secondary_plans(text, base) == expected


def test_a_plan_is_shown_as_it_is_typed() -> None:
    assert secondary_text((VIEWS, ODD)) == "page views, sum, net"
    assert secondary_plans(secondary_text((VIEWS, ODD)), (VIEWS, ODD)) == (VIEWS, ODD)


def test_they_reach_the_plan_and_what_is_typed_stays(driver) -> None:
    driver.session.start_plan()
    driver.type_into(driver.form.secondary, "page views, ")
    assert driver.form.secondary.text() == "page views, "
    assert driver.session.charter.secondary == (SecondaryPlan(name="page views"),)
    driver.session.start_plan(Charter(secondary=(VIEWS, ODD)))
    assert driver.form.secondary.text() == "page views, sum, net"
    driver.type_into(driver.form.owner, "Ada")
    assert driver.session.charter.secondary == (VIEWS, ODD)
