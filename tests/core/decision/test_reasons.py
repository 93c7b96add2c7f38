"""Every sentence of a verdict, word for word: what fired, and what would change it."""

import pytest

from experimentos_core.charter import Charter, PrimaryPlan
from experimentos_core.decision.reasons import explain_arms, explain_health
from experimentos_core.foundation.values import Correction, MetricKind, RuleCode, Verdict
from experimentos_core.healthcheck import HealthReport
from tests.helpers.experiments import csv_of, report_of, two_arms

GAIN = (
    "Conversions went from 10.00% to 12.00% with treatment (+2.00 pp, interval +1.13 to +2.87 pp, "
    "p = 6.2e-06): a significant gain."
)
SMALL = (10_000, 10_000), (1000, 1200)
LARGE = (1_000_000, 1_000_000), (100_000, 110_000)
LARGE_GAIN = (
    "Conversions went from 10.00% to 11.00% with treatment (+1.00 pp, interval +0.92 to +1.08 pp, "
    "p = 1.01e-117): a significant gain."
)
NOTHING_WITHIN = "Nothing in this data; a guardrail found to worsen by its margin would."


@pytest.mark.parametrize(
    ("table", "reason", "would_change"),
    [
        (
            two_arms(*SMALL),
            f"{GAIN} No guardrails were set.",
            "Nothing in this data; no guardrail was watched.",
        ),
        (
            two_arms(*SMALL, errors=(100, 20)),
            f"{GAIN[:-1]}, and no guardrail stands against it.",
            "Nothing in this data; a guardrail found to worsen would.",
        ),
        (
            two_arms(*SMALL, errors=(100, 110)),
            f"{GAIN} No guardrail is shown to worsen by its margin, but errors is not settled.",
            "More users could show that errors worsened.",
        ),
        (
            two_arms(*SMALL, errors=(100, 110), refunds=(100, 105)),
            (
                f"{GAIN} No guardrail is shown to worsen by its margin, but errors and refunds are "
                "not settled."
            ),
            "More users could show that errors and refunds worsened.",
        ),
        (
            two_arms(*LARGE, errors=(10_000, 10_500), refunds=(10_000, 10_010)),
            f"{LARGE_GAIN} errors is worse, within the margin. No guardrail stands against it.",
            NOTHING_WITHIN,
        ),
        (
            two_arms(*LARGE, errors=(10_000, 10_500), refunds=(10_000, 10_510)),
            (
                f"{LARGE_GAIN} errors and refunds are worse, within the margin. No guardrail "
                "stands against it."
            ),
            NOTHING_WITHIN,
        ),
        (
            two_arms(*SMALL, errors=(100, 300), refunds=(100, 290), crashes=(100, 90)),
            (
                "Guardrail errors: worse by 2.00 pp, at or over the severe margin of 0.30 pp, and "
                "proven (1.62 pp or more). Guardrail refunds: worse by 1.90 pp, at or over the "
                "severe margin of 0.30 pp, and proven (1.52 pp or more)."
            ),
            (
                "A version of the change that does not worsen errors and refunds, tested in a new "
                "experiment."
            ),
        ),
        (
            two_arms((100_000, 100_000), (10_000, 12_000), errors=(1000, 1200)),
            (
                "Conversions went from 10.00% to 12.00% with treatment (+2.00 pp, interval +1.73 "
                "to +2.27 pp, p = 2.4e-46): a significant gain. Guardrail errors: worse by "
                "0.20 pp, at or over the margin of 0.10 pp."
            ),
            "Evidence that errors is not worse by the margin or more.",
        ),
        (
            two_arms((10_000, 10_000), (1200, 1000)),
            (
                "Conversions went from 12.00% to 10.00% with treatment (\u22122.00 pp, interval "
                "\u22122.87 to \u22121.13 pp, p = 6.2e-06): a significant change in the harmful "
                "direction."
            ),
            "A changed design, tested in a new experiment.",
        ),
        (
            two_arms((10_000, 10_000), (1000, 1010)),
            (
                "Conversions went from 10.00% to 10.10% with treatment (+0.10 pp, interval "
                "\u22120.73 to +0.93 pp, p = 0.81): not a significant change at the 0.05 level."
            ),
            "A new, larger experiment, if an effect that fits this data would be worth having.",
        ),
        (
            two_arms((10_000, 10_540), (1000, 1400)),
            "Users did not arrive in the planned split (p = 1.6e-04), so no effect can be trusted.",
            "Find out why users are missing in one variant, then run it again.",
        ),
    ],
)
def test_one_treatment(table, reason, would_change):
    decision = report_of(table).decision
    assert decision.reason == reason
    assert decision.would_change == would_change
    (arm,) = decision.arms
    assert (arm.reason, arm.would_change) == (reason, would_change)
    assert (arm.verdict, arm.rule) == (decision.decision, decision.rule)


MEND = "Mend the findings of the health check and analyse again."
FIND_OUT = "Find out why users are missing in one variant, then run the experiment again."


@pytest.mark.parametrize(
    ("rows", "reason", "would_change"),
    [
        (
            (("control", 100, -5), ("b", 100, 10)),
            "conversions '-5' is negative (row 2, variant 'control').",
            MEND,
        ),
        (
            (("control", 100, -5), ("b", 100, 1000)),
            (
                "conversions '-5' is negative (row 2, variant 'control'). One more finding also "
                "blocks."
            ),
            MEND,
        ),
        (
            (("control", 100, -5), ("b", 100, 1000), ("c", -3, 1)),
            "users '-3' is negative (row 4, variant 'c'). 2 more findings also block.",
            MEND,
        ),
        (
            (("control", 10_000, 900), ("b", 11_540, 1000)),
            (
                "The arms are not of equal size, and no other split was planned: "
                "10,000 / 11,540 users came, 10,770 / 10,770 were expected (p = 9.3e-26)."
            ),
            FIND_OUT,
        ),
        (
            (("control", 10_000, 500), ("b", 12_000, 13_000)),
            (
                "conversions is 13,000 for 'b' (row 3), more than its 12,000 users. One more "
                "finding also blocks."
            ),
            MEND,
        ),
    ],
)
def test_data_that_cannot_be_used(rows, reason, would_change):
    decision = report_of(csv_of(*rows)).decision
    assert (decision.decision, decision.rule) == (Verdict.HOLD, RuleCode.HEALTH_BLOCKED)
    assert decision.reason == f"The data cannot be used. {reason}"
    assert decision.would_change == would_change
    assert (decision.details, decision.variant, decision.arms) == ((), None, ())


def test_data_that_cannot_be_used_without_a_finding():
    health = report_of(two_arms(*SMALL)).health
    assert isinstance(health, HealthReport)
    reasons = explain_health(health)
    assert reasons.reason == "The data cannot be used. The data could not be analysed."
    assert reasons.would_change == MEND


def three_arms(control, b, c, **charter):
    rows = (("control", 20_000, control), ("b", 20_000, b), ("c", 20_000, c))
    return report_of(csv_of(*rows), Charter(**charter)).decision


B_GAINS = (
    "Conversions went from 10.00% to 11.50% with b (+1.50 pp, interval +0.81 to +2.19 pp, p = "
    "2.6e-06 corrected): a significant gain. No guardrails were set."
)
C_GAINS_MORE = (
    "Conversions went from 10.00% to 12.00% with c (+2.00 pp, interval +1.30 to +2.70 pp, p = "
    "3.3e-10 corrected): a significant gain. No guardrails were set."
)


def test_two_treatments_that_earn_a_launch():
    decision = three_arms(2000, 2300, 2400)
    assert (decision.variant, decision.reason) == ("c", C_GAINS_MORE)
    assert decision.details == (
        f"b earns a launch too, its gain is not larger (LAUNCH). {B_GAINS}",
    )
    assert [arm.variant for arm in decision.arms] == ["b", "c"]


def test_equal_gains_are_told_apart_by_name_in_whatever_order_they_stand():
    for names in (("b", "c"), ("c", "b")):
        rows = [("control", 20_000, 2000), *((name, 20_000, 2300) for name in names)]
        decision = report_of(csv_of(*rows)).decision
        assert (decision.variant, decision.reason) == ("b", B_GAINS)
        (detail,) = decision.details
        assert detail.startswith("c earns a launch too")


def test_a_launch_beside_an_arm_that_is_to_stop_and_one_that_stays():
    rows = [
        ("control", 20_000, 2000),
        ("b", 20_000, 2300),
        ("c", 20_000, 2010),
        ("d", 20_000, 1700),
    ]
    decision = report_of(csv_of(*rows)).decision
    assert (decision.decision, decision.variant) == (Verdict.LAUNCH, "b")
    assert [detail.partition(". ")[0] for detail in decision.details] == [
        "Stop d (PRIMARY_HARM)",
        "c: Hold (NOT_SIGNIFICANT)",
    ]


def test_no_treatment_earns_a_launch():
    decision = three_arms(2000, 2010, 2020)
    assert decision.reason == "No variant earns a launch."
    assert [detail.partition(". ")[0] for detail in decision.details] == [
        "b: Hold (NOT_SIGNIFICANT)",
        "c: Hold (NOT_SIGNIFICANT)",
    ]
    assert decision.variant is None


def test_a_gain_that_a_guardrail_holds_back_is_told_as_a_hold():
    header = "variant,users,conversions,errors"
    rows = [("control", 100_000, 10_000, 1000), ("b", 100_000, 12_000, 1250)]
    rows.append(("c", 100_000, 10_010, 1000))
    decision = report_of(csv_of(*rows, header=header)).decision
    assert (decision.decision, decision.rule) == (Verdict.HOLD, RuleCode.GUARDRAIL_WORSENED)
    assert decision.reason == "No variant earns a launch."
    assert decision.details[0].startswith("b: Hold (GUARDRAIL_WORSENED). Conversions went")


def test_every_treatment_earns_a_rollback():
    decision = three_arms(2400, 2000, 1900)
    assert (decision.decision, decision.rule) == (Verdict.ROLLBACK, RuleCode.PRIMARY_HARM)
    assert decision.reason == "Every variant earns a rollback: b, c."
    assert decision.would_change == "A changed design, tested in a new experiment."
    assert [detail.partition(". ")[0] for detail in decision.details] == [
        "b: Rollback (PRIMARY_HARM)",
        "c: Rollback (PRIMARY_HARM)",
    ]
    assert explain_arms(Verdict.HOLD, ["b", "c"]) == "No variant earns a launch. Stop b, c."


@pytest.mark.parametrize(
    ("correction", "is_said"),
    [
        (Correction.NONE, False),
        (Correction.BONFERRONI, True),
        (Correction.HOLM, True),
        (Correction.FDR_BH, True),
    ],
)
def test_corrected_p_values_are_called_so(correction, is_said):
    decision = three_arms(2000, 2300, 2010, correction=correction)
    assert ("corrected)" in decision.reason) is is_said
    one = report_of(two_arms(*SMALL), Charter(correction=correction)).decision
    assert one.reason.startswith(GAIN)


def test_a_split_warning_speaks_for_all_treatments():
    rows = [("control", 10_000, 1000), ("b", 10_000, 1400), ("c", 10_500, 1500)]
    decision = report_of(csv_of(*rows)).decision
    assert (decision.rule, decision.details) == (RuleCode.SRM, ())
    assert decision.reason.startswith("Users did not arrive in the planned split (p = ")


HEADER = "variant,users,revenue_sum,revenue_sum_sq"
MEAN = Charter(primary=PrimaryPlan(metric="revenue", kind=MetricKind.MEAN))


def test_a_mean_is_told_with_what_it_is_of():
    rows = (("control", 1000, 5000, 30_000), ("b", 1000, 5500, 36_000))
    decision = report_of(csv_of(*rows, header=HEADER), MEAN).decision
    assert decision.reason == (
        "Revenue per user went from 5.00 to 5.50 with b (+0.50, interval +0.30 to +0.70, p = "
        "1.5e-06): a significant gain. No guardrails were set."
    )


def test_a_mean_that_cannot_be_tested_says_why_and_what_is_lacking():
    rows = (("control", 1000, 5000, 25_000), ("b", 1000, 6000, 36_000))
    decision = report_of(csv_of(*rows, header=HEADER), MEAN).decision
    assert (decision.decision, decision.rule) == (Verdict.HOLD, RuleCode.NOT_SIGNIFICANT)
    assert decision.reason == (
        "Revenue cannot be tested for b, because all values are equal within a variant, as far as "
        "the digits tell."
    )
    assert decision.would_change == (
        "Data in which this metric can be tested; the health check says what is lacking."
    )
