"""Columns beyond the required ones: proposed as guardrails, or left out with a reason."""

import pytest

from experimentos_core.reading.columns.labels import guess_control, is_total_name
from experimentos_core.reading.columns.roles import ColumnRoles, propose_columns
from tests.helpers.experiments import table_of


def use_of(column: str, cells: tuple[str, str]) -> tuple[bool, str]:
    text = f'"{column}",variant,users,conversions\n{cells[0]},control,100,1\n{cells[1]},b,100,1\n'
    (use,) = propose_columns(table_of(text), ColumnRoles())
    return use.is_guardrail, use.reason


@pytest.mark.parametrize(
    "column",
    ["guardrail_cancel", "error_count", "retention_7", "time_outs", "meaningful_errors", "refunds"],
)
def test_counts_are_proposed(column: str) -> None:
    assert use_of(column, ("5", "6"))[0]


@pytest.mark.parametrize(
    "cells", [("5", ""), ("5", "n/a"), ("inf", "inf"), ("5", "-1"), ("5", "1.5")]
)
def test_a_broken_cell_does_not_hide_a_guardrail(cells: tuple[str, str]) -> None:
    assert use_of("errors", cells)[0]


@pytest.mark.parametrize(
    ("column", "cells", "reason"),
    [
        ("load_p75", ("5", "6"), "average"),
        ("p90_errors", ("5", "6"), "average"),
        ("pages_per_session", ("5", "6"), "average"),
        ("errors_per_user_total", ("5", "6"), "average"),
        ("orders_avg_7d", ("5", "6"), "average"),
        ("retention median days", ("5", "6"), "average"),
        ("orders", ("5", "6"), "sample size"),
        ("n", ("5", "6"), "sample size"),
        ("revenue_n", ("5", "6"), "sample size"),
        ("revenue_sum", ("5", "6"), "continuous"),
        ("revenue_sum_sq", ("5", "6"), "continuous"),
        ("id", ("5", "6"), "identifier"),
        ("segment_id", ("5", "6"), "identifier"),
        ("conversion_rate", ("5", "6"), "rate"),
        ("CTR %", ("5", "6"), "rate"),
        ("date", ("20260101", "20260102"), "date"),
        ("revenue", ("5", "6"), "amount"),
        ("", ("5", "6"), "no name"),
        ("errors", ("0.5", "0.6"), "no whole numbers"),
        ("comment", ("good", "bad"), "text"),
        ("comment", ("", ""), "empty"),
    ],
)
def test_what_is_no_guardrail_says_why(column: str, cells: tuple[str, str], reason: str) -> None:
    proposed, said = use_of(column, cells)
    assert not proposed
    assert reason in said


@pytest.mark.parametrize(
    ("labels", "control"),
    [
        (("Control", "b"), "Control"),
        (("a", "control"), "control"),
        (("B", "A"), "A"),
        (("1", "0"), "0"),
        (("Placebo", "drug"), "Placebo"),
        (("gate_30", "gate_40"), None),
    ],
)
def test_the_control_is_recognised_by_its_name(labels: tuple[str, ...], control: str) -> None:
    assert guess_control(labels) == control


def test_totals_are_recognised_by_their_name() -> None:
    assert is_total_name(" Grand  TOTAL ")
    assert not is_total_name("totality")
