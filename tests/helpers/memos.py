"""Reports whose memos are kept in tests/expected/memo, one for every way a memo can read."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from experimentos_core.charter import Charter, GuardrailPlan, PrimaryPlan, SizePlan
from experimentos_core.charter.chain import CharterChain, amend, lock
from experimentos_core.experiment import Report, run_experiment
from experimentos_core.foundation.values import Correction, Direction, GuardrailRule, Verdict
from experimentos_core.samples import all_samples
from experimentos_core.taken import DecisionTaken
from tests.helpers.experiments import csv_of, report_of, table_at, table_of, two_arms

EXPECTED = Path(__file__).parents[1] / "expected" / "memo"

# Upworthy Research Archive, exploratory packages of 12 March 2020 (Matias, Munger, Le Quere,
# Ebersole 2021), CC BY 4.0; the archive names no control, the first package is taken.
ELEVEN_HEADLINES = csv_of(
    ("control", 3138, 185),
    ("package_1", 3141, 153),
    ("package_2", 3172, 137),
    ("package_3", 3110, 151),
    ("package_4", 3147, 147),
    ("package_5", 3172, 147),
    ("package_6", 3148, 136),
    ("package_7", 3167, 134),
    ("package_8", 3236, 135),
    ("package_9", 3229, 140),
    ("package_10", 3284, 128),
)

# MineThatData e-mail challenge (Hillstrom 2008): spend of the customers who ordered, by campaign.
HILLSTROM_ORDERS = csv_of(
    ("No E-Mail", 21306, 122, 122, "13908.33", "2870050.3621"),
    ("Mens E-Mail", 21307, 267, 267, "30311.69", "6759024.4973"),
    ("Womens E-Mail", 21387, 189, 189, "23038.11", "4911446.5763"),
    header="variant,users,conversions,orders,aov_sum,aov_sum_sq",
)


def sample_report(sample_id: str) -> Report:
    """Return the report of a sample experiment."""
    sample = next(sample for sample in all_samples() if sample.id == sample_id)
    return report_of(table_at(sample.path), sample.charter)


def launch_with_guardrails() -> Report:
    """Return a win with one guardrail shown safe and one that is not settled."""
    guardrails = (
        GuardrailPlan(name="errors"),
        GuardrailPlan(name="day_7_active", direction=Direction.DOWN, severe_margin=0.01),
    )
    charter = Charter(
        name="One-page checkout",
        owner="Dana",
        hypothesis="Fewer steps bring more orders.",
        primary=PrimaryPlan(metric="orders"),
        guardrails=guardrails,
    )
    table = two_arms((10000, 10000), (1000, 1200), errors=(10, 15), day_7_active=(4000, 4010))
    return report_of(table, charter)


def severe_guardrail() -> Report:
    """Return a win that is rolled back for its crashes, with guardrails nobody planned."""
    return report_of(two_arms((10000, 10000), (1000, 1200), crashes=(10, 50), refunds=(200, 205)))


def worsened_guardrail() -> Report:
    """Return a win held back by a guardrail."""
    return report_of(two_arms((10000, 10000), (1000, 1200), errors=(10, 30)))


def missing_guardrail() -> Report:
    """Return a win held back by a planned guardrail that is not in the data."""
    charter = Charter(name="Checkout", guardrails=(GuardrailPlan(name="refunds"),))
    return report_of(two_arms((10000, 10000), (1000, 1200)), charter)


def sparse_and_small() -> Report:
    """Return a tiny experiment whose control did not convert at all."""
    return report_of(two_arms((60, 50), (0, 4)))


def suspicious_split() -> Report:
    """Return a win on a split that is off, but not beyond doubt."""
    return report_of(two_arms((10000, 10500), (1000, 1300)), Charter(name="Onboarding"))


def eleven_arms() -> Report:
    """Return eleven headlines of which most are worse than the control."""
    return report_of(ELEVEN_HEADLINES, Charter(name="Eleven headlines", guardrails=()))


def arms_with_guardrails() -> Report:
    """Return three treatments: one to launch, one to stop, one unclear; corrected by Holm."""
    table = table_of(
        csv_of(
            ("control", 20000, 2000, 100, 60),
            ("blue", 20000, 2400, 110, 61),
            ("green", 20000, 2500, 300, 58),
            ("red", 20000, 2050, 102, 64),
            header="variant,users,conversions,errors,refunds",
        )
    )
    charter = Charter(
        name="Button colours",
        owner="Sam",
        correction=Correction.HOLM,
        split={"control": 1, "blue": 1, "green": 1, "red": 1},
    )
    return report_of(table, charter)


def broken_cells() -> Report:
    """Return data with a finding of nearly every kind."""
    rows = (
        ("control", "10000", "12000", ""),
        ("treatment", "-100", "n/a", "inf"),
        ("treatment ", "1000.5", "90", "7"),
    )
    return report_of(csv_of(*rows, header="variant,users,conversions,errors"))


def of_means(name: str, n: int, *arms: tuple[int, int]) -> dict[str, tuple[int, ...]]:
    """Return the columns of a continuous metric with n values of each mean and deviation."""
    return {
        f"{name}_sum": tuple(n * mean for mean, _ in arms),
        f"{name}_sum_sq": tuple((n - 1) * sd * sd + n * mean * mean for mean, sd in arms),
    }


def mean_primary() -> Report:
    """Return a mean that wins, a rate and a mean as guardrails, one more metric beside them."""
    columns = {
        "errors": (100, 104),
        **of_means("revenue", 10000, (20, 30), (22, 33)),
        **of_means("minutes", 10000, (50, 40), (51, 40)),
        **of_means("pages", 10000, (7, 6), (7, 6)),
    }
    charter = Charter(
        name="Bundle offer",
        owner="Kim",
        hypothesis="A bundle raises what a visitor spends.",
        primary=PrimaryPlan(metric="revenue"),
        split={"control": 1, "treatment": 1},
        guardrails=(
            GuardrailPlan(name="errors", severe_margin=0.005),
            GuardrailPlan(name="minutes", direction=Direction.DOWN),
        ),
    )
    return report_of(two_arms((10000, 10000), (1000, 1020), **columns), charter)


def mean_of_orders() -> Report:
    """Return three arms of real data whose value per order decides, the orders differing."""
    charter = Charter(
        name="E-mail campaigns, value of an order",
        control="No E-Mail",
        primary=PrimaryPlan(metric="aov"),
    )
    return report_of(HILLSTROM_ORDERS, charter)


def mean_guardrails() -> Report:
    """Return a win held back: one mean got slower in its own unit, another cannot be judged."""
    columns = {
        **of_means("load_ms", 10000, (800, 200), (812, 200)),
        **of_means("tickets", 10000, (1, 0), (1, 0)),
    }
    charter = Charter(
        name="Richer product page",
        guardrails=(
            GuardrailPlan(name="load_ms", worsened_margin=10.0, severe_margin=40.0),
            GuardrailPlan(name="tickets"),
        ),
    )
    return report_of(two_arms((10000, 10000), (1000, 1200), **columns), charter)


def severe_mean() -> Report:
    """Return a win rolled back: a mean got worse by more than the share that was promised."""
    columns = of_means("basket", 10000, (40, 30), (36, 30))
    charter = Charter(guardrails=(GuardrailPlan(name="basket", direction=Direction.DOWN),))
    return report_of(two_arms((10000, 10000), (1000, 1200), **columns), charter)


def secondary_means() -> Report:
    """Return a rate that decides, beside it a mean that moved and one that cannot be tested."""
    columns = {
        **of_means("revenue", 10000, (20, 30), (22, 33)),
        **of_means("visits", 10000, (2, 0), (2, 0)),
    }
    return report_of(
        two_arms((10000, 10000), (1000, 1030), **columns), Charter(name="Gift wrap", guardrails=())
    )


def untestable_mean() -> Report:
    """Return a mean that was to decide and is the same for everyone."""
    columns = of_means("price", 10000, (30, 0), (31, 0))
    charter = Charter(primary=PrimaryPlan(metric="price"), guardrails=())
    return report_of(two_arms((10000, 10000), (1000, 1030), **columns), charter)


def locked(charter: Charter, *amended: tuple[int, Charter, str], day: int = 1) -> CharterChain:
    """Return a charter locked in March 2026, amended on the days given."""
    chain = lock(charter, lambda: datetime(2026, 3, day, 9, 30, tzinfo=UTC))
    for later, changed, reason in amended:
        chain = amend(
            chain, changed, reason, lambda at=later: datetime(2026, 3, at, 14, tzinfo=UTC)
        )
    return chain


LOCKED_PLAN = Charter(
    name="Shorter form",
    owner="Noor",
    hypothesis="Fewer fields bring more sign-ups.",
    primary=PrimaryPlan(metric="sign-ups"),
    split={"control": 1, "treatment": 1},
    guardrails=(GuardrailPlan(name="errors", worsened_margin=0.002, severe_margin=0.006),),
    size=SizePlan(
        baseline=0.1,
        mde=0.0125,
        power=0.8,
        n_control=9_800,
        n_treatment=9_800,
        daily_traffic=2_800.0,
        share_exposed=0.5,
        start="2026-03-02",
        end="2026-03-15",
    ),
)


def locked_and_kept() -> Report:
    """Return a win whose plan was locked before the data, amended in time, and kept."""
    first = replace(LOCKED_PLAN, alpha=0.1)
    chain = locked(first, (1, LOCKED_PLAN, "The usual level was meant."))
    table = two_arms((10000, 10000), (1000, 1200), errors=(100, 104))
    return run_experiment(table, LOCKED_PLAN, chain=chain)


def locked_and_broken() -> Report:
    """Return a win at another level, with another margin, fewer users and a late amendment."""
    lenient = replace(
        LOCKED_PLAN,
        alpha=0.1,
        guardrail_rule=GuardrailRule.POINT,
        guardrails=(GuardrailPlan(name="errors", worsened_margin=0.004, severe_margin=0.006),),
    )
    chain = locked(LOCKED_PLAN, (9, lenient, "A looser level, since traffic fell behind."))
    table = two_arms((7000, 7050), (700, 800), errors=(70, 72))
    return run_experiment(table, lenient, chain=chain)


def locked_mean() -> Report:
    """Return a mean of three arms whose plan was locked after the data had begun."""
    charter = Charter(
        name="E-mail campaigns, value of an order",
        control="No E-Mail",
        primary=PrimaryPlan(metric="aov"),
        guardrails=(),
        size=SizePlan(sd=100.0, mde=25.0, n_control=400, n_treatment=200, start="2026-03-02"),
    )
    return run_experiment(table_of(HILLSTROM_ORDERS), charter, chain=locked(charter, day=4))


def locked_and_unusable() -> Report:
    """Return a locked plan whose data cannot be used."""
    table = two_arms((10000, 0), (1000, 0), errors=(100, 0))
    return run_experiment(table, LOCKED_PLAN, chain=locked(LOCKED_PLAN))


TAKEN = DecisionTaken(
    recommended=Verdict.HOLD,
    decision=Verdict.LAUNCH,
    variant="treatment",
    by="Dana <Lead>",
    at="2026-11-30T18:45:00Z",
    reason="The contract ends on 1 December; 30 errors in 10,000 visits are *bearable*.",
    approvers=("Kim", "Lee | Legal"),
    follow_up="2026-12-24",
    note="Errors are watched daily.",
)


def taken_against_the_rules() -> Report:
    """Return a Hold that was launched all the same."""
    return replace(worsened_guardrail(), taken=TAKEN)


def taken_as_recommended() -> Report:
    """Return a Rollback that was rolled back."""
    taken = replace(
        TAKEN,
        recommended=Verdict.ROLLBACK,
        decision=Verdict.ROLLBACK,
        variant=None,
        reason="",
        approvers=(),
        note="",
    )
    return replace(severe_guardrail(), taken=taken)


CANONICAL: dict[str, Callable[[], Report]] = {
    **{s.id: (lambda s=s: sample_report(s.id)) for s in all_samples()},
    "launch_with_guardrails": launch_with_guardrails,
    "severe_guardrail": severe_guardrail,
    "worsened_guardrail": worsened_guardrail,
    "missing_guardrail": missing_guardrail,
    "sparse_and_small": sparse_and_small,
    "suspicious_split": suspicious_split,
    "eleven_arms": eleven_arms,
    "arms_with_guardrails": arms_with_guardrails,
    "broken_cells": broken_cells,
    "mean_primary": mean_primary,
    "mean_of_orders": mean_of_orders,
    "mean_guardrails": mean_guardrails,
    "severe_mean": severe_mean,
    "secondary_means": secondary_means,
    "untestable_mean": untestable_mean,
    "locked_and_kept": locked_and_kept,
    "locked_and_broken": locked_and_broken,
    "locked_mean": locked_mean,
    "locked_and_unusable": locked_and_unusable,
    "taken_against_the_rules": taken_against_the_rules,
    "taken_as_recommended": taken_as_recommended,
}


@cache
def canonical_report(name: str) -> Report:
    """Return the report of a kept memo, made once."""
    return CANONICAL[name]()
