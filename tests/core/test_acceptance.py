"""The acceptance table of the main job, row by row."""

import pytest

from experimentos_core.charter import Charter, GuardrailPlan, PrimaryPlan
from experimentos_core.foundation.formatting import p_equals
from experimentos_core.foundation.values import (
    Correction,
    Direction,
    GuardrailRule,
    GuardrailStatus,
    HealthStatus,
    RuleCode,
    Verdict,
)
from experimentos_core.reading.columns.roles import ColumnRoles
from tests.helpers.experiments import codes_of, csv_of, report_of, table_of, two_arms


def test_an_even_split_is_healthy() -> None:
    srm = report_of(two_arms((10_000, 10_000), (1000, 1000))).health.srm
    assert srm is not None
    assert srm.status is HealthStatus.HEALTHY
    assert srm.p_value > 0.05


@pytest.mark.parametrize(
    ("users", "p"),
    [((5000, 10_000), 0.0), ((5500, 6500), 6.9e-20), ((821_588, 815_482), 1.8e-06)],
)
def test_a_broken_split_blocks_and_holds(users: tuple[int, int], p: float) -> None:
    report = report_of(two_arms(users, (500, 700)))
    srm = report.health.srm
    assert srm is not None
    assert srm.status is HealthStatus.BLOCKED
    assert srm.p_value < 1e-5
    assert srm.p_value == pytest.approx(p, rel=0.05, abs=1e-100)
    assert report.decision.decision is Verdict.HOLD
    assert report.decision.rule is RuleCode.HEALTH_BLOCKED
    assert report.primary is None
    assert report.guardrails == ()


def test_a_tiny_split_p_value_keeps_its_digits() -> None:
    report = report_of(two_arms((821_588, 815_482), (500, 700)))
    (issue,) = [issue for issue in report.health.issues if issue.code == "SRM"]
    assert "p = 1.8e-06" in issue.message
    assert report.health.srm is not None
    assert p_equals(report.health.srm.p_value) == "p = 1.8e-06"


@pytest.mark.parametrize("order", [1, -1])
def test_a_planned_split_is_matched_by_name_not_by_row(order: int) -> None:
    rows = [("control", 6000, 600), ("treatment", 4000, 400)][::order]
    charter = Charter(split={"control": 60, "treatment": 40})
    srm = report_of(csv_of(*rows), charter).health.srm
    assert srm is not None
    assert srm.status is HealthStatus.HEALTHY
    assert srm.p_value == 1.0
    assert srm.expected == {"control": 6000.0, "treatment": 4000.0}


BROKEN = [
    ("variant,users,conversions\ncontrol,10000,12000\ntreatment,10000,1000",
     "CONVERSIONS_EXCEED_USERS", 2, "conversions"),
    ("variant,users,conversions\ncontrol,-100,10\ntreatment,10000,1000",
     "CELL_NEGATIVE", 2, "users"),
    ("variant,users\ncontrol,10000\ntreatment,10000", "COLUMN_MISSING", None, "conversions"),
    ("variant,users,conversions\ncontrol,10000,1000\ntreatment,10000,n/a",
     "CELL_NOT_A_NUMBER", 3, "conversions"),
    ("variant,users,conversions\ncontrol,1000.5,100\ntreatment,10000,1000",
     "CELL_FRACTIONAL", 2, "users"),
    ("variant,users,conversions\ncontrol,inf,100\ntreatment,10000,1000",
     "CELL_INFINITE", 2, "users"),
    ("variant,users,conversions,errors\ncontrol,10000,1000,\ntreatment,10000,1000,900",
     "CELL_BLANK", 2, "errors"),
    ("variant,users,conversions,errors\ncontrol,10000,1000,10001\ntreatment,10000,1000,900",
     "GUARDRAIL_EXCEEDS_USERS", 2, "errors"),
    ("variant,users,conversions\ncontrol,0,0\ntreatment,10000,1000", "USERS_ZERO", 2, "users"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code", "row", "column"), BROKEN)
def test_each_defect_blocks_with_its_own_code_and_cell(
    text: str, code: str, row: int | None, column: str
) -> None:
    report = report_of(text)
    blocking = [issue for issue in report.health.issues if issue.severity == "Blocked"]
    (issue,) = [issue for issue in blocking if issue.code != "SRM"]  # nobody in an arm is both
    assert (issue.code.value, issue.place.row, issue.place.column) == (code, row, column)
    assert column in issue.where
    assert issue.message.endswith(".")
    assert issue.hint.endswith(".")
    assert report.decision.rule is RuleCode.HEALTH_BLOCKED


def test_all_defects_are_reported_together() -> None:
    report = report_of(
        "variant,users,conversions,errors,crashes,refunds,calls\n"
        "control,-100,12000,n/a,1000.5,inf,\n"
        "treatment,10000,12000,1,1,1,1\n"
    )
    blocking = {issue.code.value for issue in report.health.issues if issue.severity == "Blocked"}
    assert blocking == {
        *("CELL_NEGATIVE", "CONVERSIONS_EXCEED_USERS", "CELL_NOT_A_NUMBER"),
        *("CELL_FRACTIONAL", "CELL_INFINITE", "CELL_BLANK"),
    }


def test_a_small_sample_warns_but_is_usable() -> None:
    report = report_of(two_arms((50, 50), (5, 7)))
    assert report.health.overall_status is HealthStatus.WARNING
    assert "SMALL_SAMPLE" in codes_of(report)
    assert report.primary is not None
    assert report.decision.rule is RuleCode.NOT_SIGNIFICANT


VERDICTS = [
    ((10_000, 10_000), (1000, 1200), {"errors": (10, 15)}, "Launch", "LAUNCH"),
    ((10_000, 10_000), (1000, 1200), {"crashes": (10, 50)}, "Rollback", "GUARDRAIL_SEVERE"),
    ((10_000, 10_000), (1000, 1050), {}, "Hold", "NOT_SIGNIFICANT"),
    ((20_000, 20_000), (2400, 2000), {}, "Rollback", "PRIMARY_HARM"),
    ((20_000, 20_000), (2400, 2410), {"errors": (100, 1000)}, "Rollback", "GUARDRAIL_SEVERE"),
    ((44_700, 45_489), (8502, 8279), {}, "Rollback", "PRIMARY_HARM"),
]


@pytest.mark.parametrize(("users", "conversions", "guardrails", "verdict", "rule"), VERDICTS)
def test_the_verdicts(
    users: tuple[int, int],
    conversions: tuple[int, int],
    guardrails: dict[str, tuple[int, int]],
    verdict: str,
    rule: str,
) -> None:
    decision = report_of(two_arms(users, conversions, **guardrails)).decision
    assert (decision.decision.value, decision.rule.value) == (verdict, rule)


def test_a_rollback_for_crashes_names_crashes() -> None:
    table = two_arms((10_000, 10_000), (1000, 1200), crashes=(10, 50))
    assert "crashes" in report_of(table).decision.reason


@pytest.mark.parametrize("correction", list(Correction))
def test_a_significant_loser_among_three_arms_is_never_launched(correction: Correction) -> None:
    text = csv_of(("control", 20_000, 2400), ("b", 20_000, 2000), ("c", 20_000, 2410))
    decision = report_of(text, Charter(correction=correction)).decision
    assert decision.decision is Verdict.HOLD
    assert decision.variant is None
    assert any("Stop b" in detail for detail in decision.details)


@pytest.mark.parametrize(("count", "status"), [(19, "OK"), (20, "Worsened"), (40, "Severe")])
def test_the_point_rule_is_inclusive_and_free_of_float_noise(count: int, status: str) -> None:
    table = two_arms((10_000, 10_000), (1000, 1000), errors=(10, count))
    (guardrail,) = report_of(table, Charter(guardrail_rule=GuardrailRule.POINT)).guardrails
    assert guardrail.status.value == status


def test_a_better_retention_is_a_guardrail_that_is_ok() -> None:
    plan = GuardrailPlan(name="retention", direction=Direction.DOWN)
    table = two_arms((10_000, 10_000), (1000, 1200), retention=(4000, 4200))
    report = report_of(table, Charter(guardrails=(plan,)))
    assert report.guardrails[0].status is GuardrailStatus.OK
    assert report.decision.decision is Verdict.LAUNCH


@pytest.mark.parametrize("x", [0, 500, 1000])
def test_equal_empty_and_full_cells_hold_with_p_one_and_an_interval(x: int) -> None:
    report = report_of(two_arms((1000, 1000), (x, x)))
    assert report.primary is not None
    (comparison,) = report.primary.comparisons
    low, high = comparison.ci
    assert comparison.p_value == 1.0
    assert low is not None
    assert high is not None
    assert low < 0 < high
    assert report.decision.decision is Verdict.HOLD


def test_cookie_cats_day_seven_retention() -> None:
    text = csv_of(("gate_30", 44_700, 8502), ("gate_40", 45_489, 8279))
    report = report_of(text, Charter(control="gate_30", primary=PrimaryPlan(metric="retention")))
    assert report.primary is not None
    (comparison,) = report.primary.comparisons
    assert comparison.z == pytest.approx(-3.16, abs=0.005)
    assert comparison.p_value == pytest.approx(0.0016, abs=5e-5)
    assert report.decision.decision is Verdict.ROLLBACK
    assert report.health.overall_status is HealthStatus.HEALTHY


def test_other_column_names_are_mapped_by_roles() -> None:
    text = "group,visitors,orders\ncontrol,10000,1000\nnew,10000,1200\n"
    roles = ColumnRoles(variant="group", users="visitors", conversions="orders")
    report = report_of(table_of(text), roles=roles)
    assert report.decision.decision is Verdict.LAUNCH
    assert report.decision.variant == "new"
