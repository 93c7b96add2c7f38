"""What the health check finds beyond the acceptance table."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from experimentos_core.charter import Charter, GuardrailPlan
from experimentos_core.foundation.values import HealthStatus, MetricKind
from experimentos_core.reading.columns.roles import ColumnRoles
from tests.helpers.experiments import codes_of, csv_of, report_of, table_of, two_arms

OK_ROWS = (("control", 10_000, 1000), ("b", 10_000, 1010))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("variant,users,conversions\n", "TOO_FEW_ROWS"),
        (csv_of(OK_ROWS[0]), "TOO_FEW_ROWS"),
        (csv_of(*OK_ROWS, OK_ROWS[1]), "VARIANT_DUPLICATE"),
        (csv_of(*OK_ROWS, ("  B ", 10_000, 1000)), "VARIANT_DUPLICATE"),
        (csv_of(*OK_ROWS, ("", 10_000, 1000)), "VARIANT_BLANK"),
        (csv_of(("x", 10_000, 1000), ("y", 10_000, 1000)), "CONTROL_MISSING"),
        (csv_of(("control", 10_000, 1), ("Control", 10_000, 1)), "TREATMENT_MISSING"),
        ("variant,users,users,conversions\ncontrol,5,5,1\nb,5,5,1\n", "COLUMN_DUPLICATE"),
        ("variant,users,conversions,e,E\ncontrol,5,1,1,1\nb,5,1,1,1\n", "COLUMN_DUPLICATE"),
        ("variant,users,conversions\ncontrol,10,234,1000\nb,10000,1000\n", "ROW_LENGTH"),
        ("variant,users,conversions\ncontrol,10000\nb,10000,1000\n", "ROW_LENGTH"),
        (csv_of(*OK_ROWS, ("Total", 25_000, 2010)), "TOTALS_ROW_UNCLEAR"),
        (csv_of(("control", "1e13", 5), ("b", "1e13", 5)), "CELL_TOO_LARGE"),
    ],
)
def test_structure_that_blocks(text: str, code: str) -> None:
    report = report_of(text)
    assert report.health.overall_status is HealthStatus.BLOCKED
    assert code in codes_of(report)
    assert report.primary is None


def test_a_totals_row_is_left_out_with_a_note() -> None:
    report = report_of(csv_of(*OK_ROWS, ("Total", 20_000, 2010)))
    assert report.health.overall_status is HealthStatus.HEALTHY
    assert codes_of(report) == ["TOTALS_ROW"]
    assert report.primary is not None
    assert [c.variant for c in report.primary.comparisons] == ["b"]


def test_mended_labels_recognised_controls_and_unused_columns_are_noted() -> None:
    text = "variant,users,conversions,comment\nBaseline ,10000,1000,x\nb,10000,1010,y\n"
    report = report_of(text)
    assert report.health.overall_status is HealthStatus.HEALTHY
    assert set(codes_of(report)) == {"LABEL_MENDED", "CONTROL_RECOGNISED", "COLUMN_UNUSED"}


def test_a_proposed_guardrail_that_is_declined_is_noted() -> None:
    report = report_of(
        two_arms((10_000, 10_000), (900, 910), errors=(1, 2)), Charter(guardrails=())
    )
    (issue,) = report.health.issues
    assert (issue.code, issue.severity) == ("COLUMN_UNUSED", "Note")
    assert report.guardrails == ()


def test_proposed_guardrails_are_listed_in_the_charter_of_the_report() -> None:
    report = report_of(two_arms((10_000, 10_000), (900, 910), errors=(1, 2)))
    (plan,) = report.charter.guardrails or ()
    assert plan == GuardrailPlan(name="errors").settled(MetricKind.RATE)
    assert (plan.worsened_margin, plan.severe_margin, plan.scale) == (0.001, 0.003, "absolute")


@pytest.mark.parametrize(
    ("split", "code"),
    [
        ({"control": 1, "c": 1}, "SPLIT_VARIANT_UNKNOWN"),
        ({"control": 1, "b": 1, "c": 1}, "SPLIT_VARIANT_ABSENT"),
        ({"control": 1, "b": 0}, "SPLIT_ZERO_SHARE"),
    ],
)
def test_a_split_that_does_not_fit_the_data_blocks(split: dict[str, float], code: str) -> None:
    report = report_of(csv_of(*OK_ROWS), Charter(split=split))
    assert code in codes_of(report)
    assert report.primary is None


def test_an_absent_variant_planned_with_no_share_is_fine() -> None:
    report = report_of(csv_of(*OK_ROWS), Charter(split={"Control": 50, "B": 50, "old": 0}))
    assert report.health.overall_status is HealthStatus.HEALTHY


def test_a_leak_into_an_arm_without_share_blocks_and_keeps_the_degrees_of_freedom() -> None:
    rows = (("control", 5100, 500), ("b", 4900, 500), ("c", 300, 30))
    report = report_of(csv_of(*rows), Charter(split={"control": 1, "b": 1, "c": 0}))
    assert report.health.srm is not None
    assert report.health.srm.df == 1
    assert report.health.srm.p_value == pytest.approx(0.0455, abs=5e-5)
    assert "SPLIT_ZERO_SHARE" in codes_of(report)


@pytest.mark.parametrize(("p_side", "status"), [(0, "Healthy"), (1, "Warning"), (2, "Blocked")])
def test_split_thresholds(p_side: int, status: str) -> None:
    # chi2 = d^2 / n for n users in all and a surplus of d: p = .001 at 10.83, p = .00001 at 19.51
    surplus = (460, 480, 640)[p_side]
    users = (10_000 - surplus // 2, 10_000 + surplus // 2)
    srm = report_of(two_arms(users, (500, 500))).health.srm
    assert srm is not None
    assert srm.status.value == status


def test_a_change_too_good_to_be_true_warns_only_on_large_arms() -> None:
    assert codes_of(report_of(two_arms((1001, 1001), (100, 151)))) == ["SURPRISING_CHANGE"]
    assert codes_of(report_of(two_arms((1001, 1001), (100, 150)))) == []
    assert codes_of(report_of(two_arms((1000, 1000), (100, 151)))) == []


def test_few_events_warn_and_bring_the_exact_test() -> None:
    report = report_of(two_arms((1000, 1000), (1, 6)))
    assert codes_of(report) == ["FEW_EVENTS"]
    assert report.primary is not None
    assert report.primary.comparisons[0].fisher_p == pytest.approx(0.1240, abs=5e-4)
    full = report_of(two_arms((1000, 1000), (999, 994)))
    assert codes_of(full) == ["FEW_EVENTS"]
    plenty = report_of(two_arms((1000, 1000), (5, 6)))
    assert codes_of(plenty) == []
    assert plenty.primary is not None
    assert plenty.primary.comparisons[0].fisher_p is None


def test_a_guardrail_that_is_the_primary_blocks() -> None:
    charter = Charter(guardrails=(GuardrailPlan(name="conversions"),))
    assert "GUARDRAIL_IS_PRIMARY" in codes_of(report_of(csv_of(*OK_ROWS), charter))


def test_blocked_data_shows_no_effect_in_any_finding() -> None:
    report = report_of(two_arms((5000, 10_000), (500, 5000)))
    assert "SURPRISING_CHANGE" not in codes_of(report)


def test_findings_come_worst_first() -> None:
    text = "variant,users,conversions,comment\ncontrol,50,5,x\nb,50,99,y\n"
    severities = [issue.severity.value for issue in report_of(text).health.issues]
    assert severities == sorted(severities, key=["Blocked", "Warning", "Note"].index)


def test_columns_may_be_named_in_any_case_and_with_spaces() -> None:
    report = report_of("Variant , USERS,Conversions\ncontrol,10000,1000\nb,10000,1200\n")
    assert report.decision.decision.value == "Launch"


CELLS = st.one_of(
    st.sampled_from(
        ["", "control", "b", "0", "10", "10000", "-1", "1e3", "inf", "nan", "5.5", "Total"]
    ),
    st.text(max_size=8),
)
HEADERS = st.sampled_from(
    ["variant", "users", "conversions", "errors", "orders", "", "id", "users "]
)


@given(
    st.lists(HEADERS, min_size=1, max_size=6),
    st.lists(st.lists(CELLS, max_size=7), max_size=5),
    st.one_of(st.none(), st.just({"control": 1.0, "b": 1.0})),
)
def test_no_table_however_broken_gives_a_traceback(
    header: list[str], rows: list[list[str]], split: dict[str, float] | None
) -> None:
    table = table_of("variant,users\n")
    table = type(table)(
        header=tuple(header),
        rows=tuple(tuple(row) for row in rows),
        row_numbers=tuple(range(2, len(rows) + 2)),
        source=table.source,
    )
    report = report_of(table, Charter(split=split), ColumnRoles())
    blocked = report.health.overall_status is HealthStatus.BLOCKED
    assert blocked == (report.primary is None)
    if blocked:
        assert report.decision.rule.value == "HEALTH_BLOCKED"
        assert report.decision.decision.value == "Hold"
