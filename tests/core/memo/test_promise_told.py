"""The memo says what was promised, when, and everything that became of it."""

from dataclasses import replace

import pytest

from experimentos_core.charter import Charter, GuardrailPlan, PrimaryPlan, SizePlan
from experimentos_core.charter.chain import CharterChain
from experimentos_core.experiment import Report, run_experiment
from experimentos_core.foundation.values import (
    Correction,
    Direction,
    GuardrailRule,
    MetricKind,
    RuleCode,
)
from experimentos_core.memo import generate_memo
from experimentos_core.memo.planned_words import achieved_in_words
from experimentos_core.promise import Subject
from experimentos_core.reading.interpret import interpret_content
from tests.core.memo.test_hostile import ATTACKS
from tests.core.memo.test_html import assert_inert
from tests.helpers.experiments import content_of, csv_of, report_of, two_arms
from tests.helpers.memo_reading import markdown_of, markdown_text, memo_text, section_of
from tests.helpers.memos import (
    LOCKED_PLAN,
    locked,
    locked_and_broken,
    locked_and_kept,
    locked_and_unusable,
    locked_mean,
    severe_guardrail,
)

TABLE = two_arms((10_000, 10_000), (1000, 1200), errors=(100, 104))


def promised(report: Report) -> str:
    return section_of(report, "What was promised")


def verdict(report: Report) -> str:
    return markdown_of(report).split("\n## ")[0]


def followed(used: Charter, chain: CharterChain | None = None) -> Report:
    return run_experiment(TABLE, used, chain=chain or locked(LOCKED_PLAN))


def test_a_kept_promise_is_confirmatory_in_the_verdict_and_in_the_plan() -> None:
    report = locked_and_kept()
    assert "**Confirmatory:** planned before the data, nothing deviates." in verdict(report)
    told = promised(report)
    assert "**Confirmatory:** The plan was locked on 2026-03-01, before the first data." in told
    assert "Nothing deviates from it." in told
    assert "Deviations" not in told
    seal = report.promise.sha256
    assert f"version 2 of 2, 2026-03-01 14:00 UTC, seal {seal[:12]} |" in told
    assert seal not in told
    assert f"**Locked plan:** version 2, SHA-256 {seal}." in section_of(report, "Provenance")
    assert "version 2, 2026-03-01 14:00 UTC: The usual level was meant." in told
    assert "exploratory" not in memo_text(report)


def test_a_broken_promise_is_exploratory_and_lists_what_deviates() -> None:
    report = locked_and_broken()
    assert "**Exploratory:** The plan was locked before the first data, but" in verdict(report)
    told = promised(report)
    assert "Nothing deviates" not in told
    for line in (
        "- **significance level:** 0.05 \u2192 0.1",
        "- **guardrail rule:** evidence \u2192 point",
        "- **guardrail:** errors: harm is up, margins 0.002 and 0.006 \u2192 harm is up, ",
        f"- **{Subject.SIZE.value}:** control: 9,800 \u2192 7,000",
        f"- **{Subject.SIZE.value}:** treatment: 9,800 \u2192 7,050",
    ):
        assert line in told
    assert "(after the data began, so it does not count): A looser level" in told
    assert "tested at the 0.05 level" in told
    assert "evidence (harm not proven" in told
    assert "worsened from 0.20 pp" in told
    assert "to confirm it, lock a plan" in section_of(report, "Next actions")


def test_a_lock_that_came_too_late_says_when() -> None:
    report = locked_mean()
    assert "**Exploratory:** The plan was locked on 2026-03-04, after the data" in verdict(report)
    assert "400 orders in the control, 200 orders in each treatment" in promised(report)


def test_a_lock_without_a_first_day_is_exploratory_although_nothing_deviates() -> None:
    charter = replace(LOCKED_PLAN, size=SizePlan())
    report = followed(charter, locked(charter))
    assert "neither the plan nor the data names a first day. Nothing deviates from it." in promised(
        report
    )
    assert "**Exploratory:**" in verdict(report)


CHANGES = {
    Subject.PRIMARY: replace(LOCKED_PLAN, primary=PrimaryPlan(metric="orders")),
    Subject.DIRECTION: replace(
        LOCKED_PLAN, primary=PrimaryPlan(metric="sign-ups", direction=Direction.DOWN)
    ),
    Subject.ALPHA: replace(LOCKED_PLAN, alpha=0.01),
    Subject.SPLIT: replace(LOCKED_PLAN, split={"control": 1.0, "treatment": 1.01}),
    Subject.CORRECTION: replace(LOCKED_PLAN, correction=Correction.NONE),
    Subject.GUARDRAIL_RULE: replace(LOCKED_PLAN, guardrail_rule=GuardrailRule.STRICT),
    Subject.GUARDRAIL: replace(LOCKED_PLAN, guardrails=()),
}


@pytest.mark.parametrize("subject", CHANGES)
def test_every_change_of_the_plan_is_told(subject: Subject) -> None:
    report = followed(CHANGES[subject])
    (deviation,) = report.promise.deviations
    assert deviation.subject is subject
    happened = deviation.happened.removeprefix("errors: ")
    line = f"- **{subject.value}:** {deviation.promised} \u2192 {happened}"
    assert line in promised(report)


def test_another_control_other_days_and_other_users_are_told() -> None:
    rows = [
        (day, name, 5000, 500) for day in ("2026-03-03", "2026-03-09") for name in ("old", "new")
    ]
    text = csv_of(*rows, header="date,variant,users,conversions")
    table = interpret_content(content_of(text)).table
    plan = replace(
        LOCKED_PLAN,
        split=None,
        guardrails=(),
        control="new",
        size=SizePlan(n_control=20_000, start="2026-03-02", end="2026-03-08"),
    )
    report = run_experiment(table, replace(plan, control="old"), chain=locked(plan))
    told = promised(report)
    for line in (
        "- **control:** new \u2192 old",
        f"- **{Subject.SIZE.value}:** old: 20,000 \u2192 10,000",
        "- **start:** 2026-03-02 \u2192 2026-03-03",
        "- **end:** 2026-03-08 \u2192 2026-03-09",
    ):
        assert line in told
    told_of = {deviation.subject for deviation in report.promise.deviations} | set(CHANGES)
    assert told_of == set(Subject) - {Subject.ARRIVAL}


def test_a_split_that_broke_is_told_as_a_deviation_and_confirms_nothing() -> None:
    plan = replace(LOCKED_PLAN, guardrails=(), size=SizePlan(start="2026-03-02"))
    table = two_arms((10_000, 10_600), (1000, 1100))
    report = run_experiment(table, plan, chain=locked(plan))
    assert "**Exploratory:** Users did not arrive in the planned split" in verdict(report)
    assert "- **users as they came:** equal shares \u2192 control 48.54%" in promised(report)


def test_a_lock_on_the_first_day_is_told_as_what_it_is() -> None:
    plan = replace(LOCKED_PLAN, guardrails=(), size=SizePlan(start="2026-03-01"))
    report = run_experiment(two_arms((10_000, 10_000), (1000, 1100)), plan, chain=locked(plan))
    said = "the day the data began, and nothing tells the hour: that is taken as before the data."
    assert f"**Confirmatory:** The plan was locked on 2026-03-01, {said}" in verdict(report)


def test_a_metric_that_was_not_promised_does_not_pose_as_promised() -> None:
    told = promised(followed(CHANGES[Subject.PRIMARY]))
    assert "| sign-ups, better when it goes up" in told
    assert "with the usual power" not in told


def test_without_a_lock_it_is_exploratory_and_says_so_once() -> None:
    report = severe_guardrail()
    text = memo_text(report)
    assert text.count("The plan was not locked, so the result is exploratory.") == 1
    assert text.count("xploratory") == 1
    assert "Locked" not in text
    assert "seal" not in text
    assert "When the plan was written" not in text


def test_unusable_data_tells_the_lock_and_no_effect() -> None:
    report = locked_and_unusable()
    assert report.decision.rule is RuleCode.HEALTH_BLOCKED
    text, told = memo_text(report), promised(report)
    assert "The plan was locked, but unusable data gives no result to hold to it." in told
    assert f"version 1, 2026-03-01 09:30 UTC, seal {report.lock[0].sha256[:12]}" in told
    assert report.lock[0].sha256 in section_of(report, "Provenance")
    assert "onfirmatory" not in text
    assert "xploratory" not in text
    assert "would have been found" not in text
    assert achieved_in_words(report) == ""
    unlocked = report_of(two_arms((10, 0), (1, 0)))
    assert "The plan was not locked.\n" in promised(unlocked)


def test_a_broken_split_is_not_asked_to_be_confirmed() -> None:
    table = two_arms((10_000, 10_500), (1000, 1300), errors=(1, 1))
    report = run_experiment(table, replace(LOCKED_PLAN, alpha=0.1), chain=locked(LOCKED_PLAN))
    assert report.decision.rule is RuleCode.SRM
    assert "to confirm it" not in section_of(report, "Next actions")


def test_the_planned_size_is_told_as_far_as_it_was_set() -> None:
    assert (
        "| smallest change worth finding 1.25 pp from 10.00%, power 80%, 9,800 users in each "
        "variant, 2,800 users a day, 50% of the traffic exposed, 2026-03-02 to 2026-03-15 "
        "(14 days) |"
    ) in promised(locked_and_kept())
    assert "; size N/A |" in promised(severe_guardrail())


@pytest.mark.parametrize(
    ("size", "told"),
    [
        (SizePlan(baseline=0.1), "10.00% expected without the change"),
        (SizePlan(mde=0.02), "smallest change worth finding 2.00 pp, power 80%"),
        (SizePlan(n_treatment=500), "500 users in each treatment"),
        (
            SizePlan(n_control=8, n_treatment=9),
            "power 80%, 8 users in the control, 9 users in each",
        ),
        (SizePlan(power=0.9), "power 90%"),
        (SizePlan(start="2026-03-02"), "from 2026-03-02"),
        (SizePlan(end="2026-03-02"), "until 2026-03-02"),
        (SizePlan(start="2026-03-02", end="2026-03-02"), "2026-03-02 to 2026-03-02 (1 day)"),
        (
            SizePlan(n_control=1000, daily_traffic=99.5, share_exposed=0.5),
            (
                "power 80%, 1,000 users in each variant, 99.50 users a day, "
                "50% of the traffic exposed, 41 days"
            ),
        ),
        (
            SizePlan(baseline=1e300, mde=1e300),
            "smallest change worth finding 1.00e+300 from 1.00e+300, power",
        ),
        (
            SizePlan(mde=12.0, sd=40.0),
            "smallest change worth finding 12.00, standard deviation 40.00",
        ),
    ],
)
def test_every_part_of_a_planned_size_reads_by_itself(size: SizePlan, told: str) -> None:
    report = report_of(TABLE, Charter(guardrails=(), size=size))
    assert f"| **Planned size** | {told}" in promised(report)
    unusable = two_arms((100, 0), (1, 0))
    blocked = report_of(unusable, Charter(guardrails=(), size=size))
    assert f"| **Planned size** | {told.removesuffix(', 41 days')}" in promised(blocked)


def test_days_count_the_treatments_of_the_plan() -> None:
    size = SizePlan(n_control=1000, n_treatment=500, daily_traffic=100.0)
    split = {"control": 2.0, "treatment": 1.0, "later": 1.0, "never": 0.0}
    told = promised(report_of(two_arms((100, 0), (1, 0)), Charter(split=split, size=size)))
    assert "100 users a day, 20 days |" in told


def test_a_plan_says_what_its_metric_is_where_the_data_cannot() -> None:
    unusable = two_arms((100, 0), (1, 0))
    for kind, told in (
        (MetricKind.MEAN, "0.50"),
        (MetricKind.RATE, "50.00 pp"),
        (None, "50.00 pp"),
    ):
        plan = PrimaryPlan(metric="spend", kind=kind)
        charter = Charter(primary=plan, guardrails=(), size=SizePlan(mde=0.5))
        assert f"change worth finding {told}, power" in promised(report_of(unusable, charter))


def test_what_the_users_could_show_stands_beside_what_was_planned() -> None:
    assert (
        "With the users that came, a rise of 1.22 pp from 10.00% would have been found with the "
        "planned power of 80% (planned: 1.25 pp). For information: it did not influence the "
        "decision."
    ) in promised(locked_and_kept())
    assert "With the orders that came to the smallest treatment, Womens E-Mail, a change of" in (
        promised(locked_mean())
    )
    assert "observed power" not in memo_text(locked_and_kept())


def test_where_nothing_was_planned_it_stands_among_the_methods() -> None:
    report = severe_guardrail()
    assert "would have been found" not in promised(report)
    told = section_of(report, "Assumptions")
    assert "**Size:** With the users that came, a rise of 1.22 pp from 10.00% would" in told
    assert "with the usual power of 80%. For information" in told


@pytest.mark.parametrize(
    ("mde", "found", "planned"),
    [
        (0.0122, "1.2197 pp", "1.22 pp"),
        (0.01216, "1.22 pp", "1.216 pp"),
        (3.0, "1.22 pp", "3.00"),
    ],
)
def test_a_change_never_reads_as_the_planned_one_it_misses(mde, found, planned) -> None:
    size = SizePlan(baseline=0.1, mde=mde)
    told = promised(report_of(TABLE, Charter(guardrails=(), size=size)))
    assert f"a rise of {found} from 10.00% would" in told
    assert f"(planned: {planned})" in told


def test_guardrails_the_plan_left_open_are_not_called_promised() -> None:
    open_plan = replace(LOCKED_PLAN, guardrails=None)
    proposed = followed(open_plan, locked(open_plan))
    assert "taken from the columns of the data, not promised beforehand" in promised(proposed)
    named = replace(open_plan, guardrails=(GuardrailPlan(name="errors"),))
    told = promised(followed(named, locked(open_plan)))
    assert "named for this analysis, not promised beforehand" in told


def test_what_options_changed_is_set_for_this_analysis_under_a_lock() -> None:
    plan = replace(LOCKED_PLAN, alpha=0.1)
    made = run_experiment(TABLE, plan, overrides=("alpha: 0.1",), chain=locked(LOCKED_PLAN))
    assert "| **Set for this analysis** | alpha: 0.1 |" in promised(made)
    unlocked = run_experiment(TABLE, plan, overrides=("alpha: 0.1",))
    assert "| **Not as planned** | alpha: 0.1 |" in promised(unlocked)


def test_many_amendments_and_deviations_are_cut_with_a_word() -> None:
    plans = [replace(LOCKED_PLAN, alpha=0.01 + 0.001 * i) for i in range(9)]
    chain = locked(plans[0], *((2, plan, f"change {i}") for i, plan in enumerate(plans[1:], 1)))
    told = promised(followed(plans[-1], chain))
    assert "| **Amended** | 3 more times; see the report's data |" in told
    assert "change 3" not in told
    assert "change 4" in told
    assert "change 8" in told
    guardrails = tuple(GuardrailPlan(name=f"g{i}") for i in range(50))
    many = followed(LOCKED_PLAN, locked(replace(LOCKED_PLAN, guardrails=guardrails)))
    assert "11 more deviations are in the report's data." in promised(many)


def test_a_long_deviation_keeps_the_end_that_deviates() -> None:
    long = "e" * 3000
    before, after = (
        replace(LOCKED_PLAN, guardrails=(GuardrailPlan(name=long, severe_margin=margin),))
        for margin in (0.01, 0.02)
    )
    told = promised(followed(after, locked(before)))
    assert "\u2026" in told
    assert "margins 0.001 and 0.01 \u2192 harm is up, margins 0.001 and 0.02\n" in told


@pytest.mark.parametrize("text", ATTACKS)
def test_hostile_reasons_and_deviations_are_quoted(text: str) -> None:
    plan = replace(
        LOCKED_PLAN,
        primary=PrimaryPlan(metric=text),
        guardrails=(GuardrailPlan(name=text[:9000]),),
        control=text,
    )
    used = replace(LOCKED_PLAN, hypothesis="changed")
    report = run_experiment(TABLE, used, chain=locked(plan, (9, used, text[:1900])))
    assert {Subject.PRIMARY, Subject.GUARDRAIL, Subject.CONTROL} <= {
        deviation.subject for deviation in report.promise.deviations
    }
    memo = generate_memo(replace(report, promise=replace(report.promise, reason=text)))
    page = assert_inert(memo.html)
    assert page.text == markdown_text(memo.markdown)
    assert len(memo.markdown) < 60_000


def test_a_tampered_report_is_still_told() -> None:
    report = replace(locked_and_kept(), lock=())
    told = promised(report)
    assert "**Confirmatory:**" in told
    assert "seal" not in told
