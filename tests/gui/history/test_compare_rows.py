"""Two experiments row by row: what differs is marked, whatever either of them lacks."""

import pytest

from experimentos_core.foundation.values import Verdict
from experimentos_core.history.database import Database
from experimentos_core.history.decisions import keep_decision
from experimentos_core.taken import decide
from experimentos_gui.history.compare_facts import Fact, Side, load_side
from experimentos_gui.history.compare_rows import (
    columns_for,
    compare,
    only_different,
    summary_words,
)
from tests.helpers.experiment_rows import drafts
from tests.helpers.experiments import csv_of
from tests.helpers.histories import HARMFUL, LAUNCHING, clock, kept

GUARDED = "variant,users,conversions,refunds\ncontrol,10000,1000,120\ntreatment,10000,1200,160\n"
THREE = csv_of(("control", 10000, 1000), ("b", 10000, 1200), ("c", 10000, 1010))


@pytest.fixture
def database(tmp_path) -> Database:
    return Database(tmp_path / "history.sqlite3")


def side(**texts: str) -> Side:
    facts = tuple(Fact(group="Result", title=title, text=text) for title, text in texts.items())
    return Side(uid="u", name="n", facts=facts)


def test_what_only_one_says_differs_and_keeps_its_place():
    rows = compare(side(a="1", b="2"), side(a="1", c="3"))
    assert [(row.title, row.left, row.right, row.differs) for row in rows] == [
        ("a", "1", "1", False),
        ("b", "2", "\u2013", True),
        ("c", "\u2013", "3", True),
    ]
    assert [row.group for row in rows] == ["Result", "", ""]
    assert [row.group for row in only_different(rows)] == ["Result", ""]
    assert summary_words(rows) == "2 of 3 lines differ, marked \u2260."
    assert summary_words(rows[:1]) == "Nothing differs in 1 line."


def test_a_launch_and_a_rollback_are_told_apart(database):
    first, second = kept(database, LAUNCHING), kept(database, HARMFUL)
    rows = compare(load_side(database, first), load_side(database, second))
    told = {row.title: (row.left, row.right) for row in rows}
    assert told["Verdict"] == ("\u25b2 Launch: treatment", "\u25bc Rollback")
    assert told["Rule"] == (
        "The primary metric gained significantly and no guardrail stands against it",
        "The primary metric changed significantly for the worse",
    )
    rule = next(row for row in rows if row.title == "Rule")
    assert (rule.left_small, rule.right_small) == ("LAUNCH", "PRIMARY_HARM")
    assert columns_for("a", "b")[1].detail(rule) == "LAUNCH"
    assert [row for row in rows if row.left_small] == [rule]
    assert told["Values"] == ("10.00% \u2192 12.00%", "12.00% \u2192 10.00%")
    assert told["Effect"][0].startswith("+2.00 pp (+20.0%), 95% interval +1.13 to +2.87 pp")
    assert told["Users"] == ("10,000 + 10,000", "10,000 + 10,000")
    assert "tested at the 0.05 level" in told["Primary metric"][0]
    assert told["Owner"] == ("Ada", "Ada")


def test_findings_of_one_kind_are_all_compared_each_beside_its_like(database):
    bad = "variant,users,conversions,errors,late\ncontrol,1000,100,10,2\nb,1000,120,9,-3\n"
    worse = bad.replace("100,10,2", "100,-4,-2")
    rows = compare(
        load_side(database, kept(database, bad)), load_side(database, kept(database, worse))
    )
    findings = [row for row in rows if row.title == "Finding" and "NEGATIVE" in row.right_small]
    assert [row.left_small for row in findings] == ["CELL_NEGATIVE", "", ""]
    assert [row.differs for row in findings] == [False, True, True]
    assert findings[0].left.startswith("\u2715 Blocked: ")


def test_a_difference_beyond_what_is_shown_is_marked():
    (row,) = compare(side(a="x" * 700 + "1"), side(a="x" * 700 + "2"))
    assert row.left == row.right
    assert row.differs


def test_an_experiment_differs_from_itself_in_nothing(database):
    one = load_side(database, kept(database, GUARDED))
    assert only_different(compare(one, one)) == ()


def test_guardrails_and_several_treatments_are_compared_by_name(database):
    first, second = kept(database, GUARDED), kept(database, THREE)
    told = {
        row.title: (row.left, row.right)
        for row in compare(load_side(database, first), load_side(database, second))
    }
    assert told["refunds"][0].startswith("\u2715 Severe, +0.40 pp")
    assert told["refunds"][1] == "\u2013"
    assert told["Effect of b"][1].startswith("+2.00 pp")
    assert told["Effect of c"][0] == "\u2013"


def test_without_a_report_it_is_said(database):
    (first,) = drafts(database, "Draft")
    told = {fact.title: fact.text for fact in load_side(database, first).facts}
    assert told["Verdict"] == "Not analysed yet"
    assert told["Data"] == "N/A"


def test_the_decision_that_was_taken_and_its_reason_are_compared(database):
    uid = kept(database, HARMFUL)
    taken = decide(
        Verdict.ROLLBACK, Verdict.LAUNCH, clock(), by="Ada", reason="Contract.", approvers=("Bo",)
    )
    keep_decision(database, uid, 1, taken, clock())
    told = {fact.title: fact.text for fact in load_side(database, uid).facts}
    assert told["Decision taken"] == "Decided: Launch, by Ada, although Rollback was recommended"
    assert told["Reason given"] == "Contract. Approved by Bo."
