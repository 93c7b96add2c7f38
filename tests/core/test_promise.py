"""What was promised is held against what was done; nothing is confirmatory by chance."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from experimentos_core.charter import Charter, GuardrailPlan, PrimaryPlan, SizePlan
from experimentos_core.charter.chain import CharterChain, amend, lock, write_chain
from experimentos_core.cli import main
from experimentos_core.experiment import Report, run_experiment
from experimentos_core.foundation.codec import from_json, to_json
from experimentos_core.foundation.errors import CharterError
from experimentos_core.foundation.values import Correction, Direction, GuardrailRule
from experimentos_core.promise import Standing, Subject
from experimentos_core.reading.choices import Choices
from experimentos_core.reading.interpret import interpret_content
from tests.helpers.experiments import content_of, csv_of, two_arms, write

TABLE = two_arms((10_000, 10_000), (1000, 1100), errors=(20, 21))
ERRORS = GuardrailPlan(name="errors")
PLAN = Charter(
    guardrails=(ERRORS,),
    size=SizePlan(n_control=10_000, n_treatment=10_000, start="2026-03-05"),
)


def locked(charter: Charter = PLAN, day: int = 1) -> CharterChain:
    return lock(charter, lambda: datetime(2026, 3, day, 9, tzinfo=UTC))


def report(used: Charter = PLAN, chain: CharterChain | None = None) -> Report:
    return run_experiment(TABLE, used, chain=chain or locked())


def test_a_plan_locked_before_the_data_and_kept_is_confirmatory() -> None:
    made = report()
    assert made.promise.standing is Standing.CONFIRMATORY
    assert made.promise.deviations == ()
    assert (made.promise.version, made.promise.locked_at[:10]) == (1, "2026-03-01")
    assert made.lock == locked().versions
    assert from_json(Report, to_json(made)) == made


@pytest.mark.parametrize(
    ("used", "subject", "promised", "happened"),
    [
        (replace(PLAN, alpha=0.1), Subject.ALPHA, "0.05", "0.1"),
        (replace(PLAN, primary=PrimaryPlan(metric="sales")), Subject.PRIMARY, "none", "sales"),
        (
            replace(PLAN, primary=PrimaryPlan(direction=Direction.DOWN)),
            Subject.DIRECTION,
            "up",
            "down",
        ),
        (
            replace(PLAN, split={"control": 1.0, "treatment": 1.02}),
            Subject.SPLIT,
            "equal shares",
            "control 49.50%, treatment 50.50%",
        ),
        (replace(PLAN, correction=Correction.NONE), Subject.CORRECTION, "bonferroni", "none"),
        (
            replace(PLAN, guardrail_rule=GuardrailRule.POINT),
            Subject.GUARDRAIL_RULE,
            "evidence",
            "point",
        ),
        (
            replace(PLAN, guardrails=()),
            Subject.GUARDRAIL,
            "errors: harm is up, margins 0.001 and 0.003",
            "errors: not watched",
        ),
        (
            replace(PLAN, guardrails=(replace(ERRORS, severe_margin=0.01),)),
            Subject.GUARDRAIL,
            "errors: harm is up, margins 0.001 and 0.003",
            "errors: harm is up, margins 0.001 and 0.01",
        ),
    ],
)
def test_every_deviation_is_named(used, subject, promised, happened) -> None:
    promise = report(used).promise
    (deviation,) = promise.deviations
    assert (deviation.subject, deviation.promised, deviation.happened) == (
        subject,
        promised,
        happened,
    )
    assert promise.standing is Standing.EXPLORATORY


@pytest.mark.parametrize(
    "used",
    [
        replace(PLAN, split={"control": 50.0, "treatment": 50.0}),
        replace(PLAN, control="control"),
        replace(PLAN, name="Another name", owner="Mia"),
        replace(PLAN, guardrails=(replace(ERRORS, worsened_margin=0.001),)),
    ],
)
def test_what_is_the_same_promise_in_other_words_is_kept(used) -> None:
    assert report(used).promise.standing is Standing.CONFIRMATORY


# 5 % more or fewer than planned go unremarked
@pytest.mark.parametrize(("planned", "deviates"), [(9_524, False), (9_523, True), (10_527, True)])
def test_users_that_came_are_held_against_those_planned(planned: int, deviates: bool) -> None:
    charter = replace(PLAN, size=replace(PLAN.size, n_control=planned, n_treatment=10_000))
    promise = report(charter, locked(charter)).promise
    assert [d.subject for d in promise.deviations] == [Subject.SIZE] * deviates
    assert all(d.happened == "control: 10,000" for d in promise.deviations)


def test_a_larger_treatment_is_planned_with_more_users() -> None:
    rows = (("control", 7000, 700), ("a", 3000, 300), ("b", 1000, 100))
    text = csv_of(*rows, header="variant,users,conversions")
    split = {"b": 1.0, "control": 7.0, "a": 3.0}
    size = SizePlan(n_control=7000, n_treatment=1000, start="2026-03-05")
    charter = Charter(split=split, guardrails=(), size=size)
    table = interpret_content(content_of(text)).table
    assert run_experiment(table, charter, chain=locked(charter)).promise.deviations == ()
    fewer = replace(charter, size=replace(size, n_treatment=900))
    deviations = run_experiment(table, fewer, chain=locked(fewer)).promise.deviations
    assert [d.promised for d in deviations] == ["a: 2,700", "b: 900"]


@pytest.mark.parametrize(
    ("day", "standing"),
    [(4, "confirmatory"), (5, "confirmatory"), (6, "exploratory")],
)
def test_a_lock_after_the_start_confirms_nothing(day: int, standing: str) -> None:
    promise = report(chain=locked(day=day)).promise
    assert promise.standing == standing
    assert promise.is_same_day is (day == 5)
    assert ("nothing tells the hour" in promise.reason) is (day == 5)


def test_without_any_date_nobody_can_tell_which_came_first() -> None:
    charter = replace(PLAN, size=SizePlan())
    promise = report(charter, locked(charter)).promise
    assert promise.standing is Standing.EXPLORATORY
    assert promise.reason.startswith("It cannot be told whether the plan was locked before the fir")
    assert promise.first_day == ""


def test_an_amendment_after_the_start_does_not_move_the_promise() -> None:
    changed = replace(PLAN, alpha=0.1)
    late = amend(locked(), changed, "More lenient.", lambda: datetime(2026, 3, 9, tzinfo=UTC))
    promise = report(changed, late).promise
    assert (promise.version, promise.amendments) == (1, 1)
    assert [d.subject for d in promise.deviations] == [Subject.ALPHA]
    early = amend(locked(), changed, "Stricter.", lambda: datetime(2026, 3, 4, tzinfo=UTC))
    assert report(changed, early).promise.standing is Standing.CONFIRMATORY
    assert report(changed, early).promise.version == 2


def test_a_start_that_was_put_off_in_time_counts_and_one_put_off_late_does_not() -> None:
    later = replace(PLAN, size=replace(PLAN.size, start="2026-03-20"))

    def promise(first: int, second: int):
        chain = amend(
            locked(day=1), later, "Put off.", lambda: datetime(2026, 3, first, tzinfo=UTC)
        )
        changed = replace(later, alpha=0.01)
        chain = amend(chain, changed, "Surer.", lambda: datetime(2026, 3, second, tzinfo=UTC))
        return report(changed, chain).promise

    assert (promise(4, 18).version, promise(4, 18).first_day) == (3, "2026-03-20")
    assert promise(4, 21).version == 2
    assert (promise(6, 7).version, promise(6, 7).first_day) == (1, "2026-03-05")


def test_a_clock_that_was_set_back_moves_no_promise() -> None:
    changed = replace(PLAN, alpha=0.1)
    late = locked(day=9)
    with pytest.raises(CharterError, match="clock of this computer"):
        amend(late, changed, "Back.", lambda: datetime(2026, 3, 1, tzinfo=UTC))
    forged = CharterChain(versions=(*late.versions, *locked(changed, day=1).versions))
    promise = report(changed, forged).promise
    assert (promise.version, promise.standing) == (1, Standing.EXPLORATORY)
    assert "after the data began" in promise.reason


def test_a_broken_split_confirms_nothing() -> None:
    table = two_arms((10_000, 10_600), (1000, 1100), errors=(20, 21))
    charter = replace(PLAN, size=SizePlan(start="2026-03-05"))
    made = run_experiment(table, charter, chain=locked(charter))
    assert made.decision.rule == "SRM"
    assert made.promise.standing is Standing.EXPLORATORY
    assert "did not arrive in the planned split" in made.promise.reason
    (deviation,) = made.promise.deviations
    assert (deviation.subject, deviation.promised, deviation.happened) == (
        Subject.ARRIVAL,
        "equal shares",
        "control 48.54%, treatment 51.46%",
    )


def test_days_of_the_data_say_when_it_began_and_ended() -> None:
    rows = [
        (day, name, 1000, 100 + i)
        for day in ("2026-03-03", "2026-03-04")
        for i, name in enumerate(("control", "b"))
    ]
    text = csv_of(*rows, header="date,variant,users,conversions")
    table = interpret_content(content_of(text)).table
    charter = Charter(guardrails=(), size=SizePlan(start="2026-03-03", end="2026-03-08"))
    promise = run_experiment(table, charter, chain=locked(charter, day=2)).promise
    (deviation,) = promise.deviations
    assert (deviation.subject, deviation.promised, deviation.happened) == (
        Subject.END,
        "2026-03-08",
        "2026-03-04",
    )
    assert run_experiment(table, charter, chain=locked(charter, day=4)).promise.standing == (
        "exploratory"
    )


COUNTS = st.tuples(*(st.integers(0, 4000) for _ in range(4)))
SIZES = st.builds(
    SizePlan,
    baseline=st.none() | st.floats(0.01, 0.99),
    mde=st.none() | st.floats(1e-6, 1.0),
    sd=st.none() | st.floats(0.1, 10),
    power=st.floats(0.01, 0.99),
    n_control=st.none() | st.integers(1, 10**9),
    daily_traffic=st.none() | st.floats(1, 1e9),
    start=st.sampled_from(["", "2026-01-01", "2026-03-01", "2026-12-31"]),
)


TEXTS = st.fixed_dictionaries({field: st.text() for field in ("name", "owner", "hypothesis")})


@settings(max_examples=30)
@given(COUNTS, TEXTS, SIZES, st.booleans())
def test_neither_texts_nor_size_nor_lock_decide(counts, texts, size, is_locked: bool) -> None:
    table = two_arms((4000, 4000), counts[:2], errors=counts[2:])
    told = replace(PLAN, size=size, **texts)
    chain = locked(told) if is_locked else None
    plain = run_experiment(table, replace(PLAN, size=SizePlan()))
    assert run_experiment(table, told, chain=chain).decision == plain.decision


def test_texts_of_the_charter_change_no_decision() -> None:
    plain = run_experiment(TABLE, PLAN)
    told = replace(PLAN, name="x", owner="y", hypothesis="z", size=SizePlan(baseline=0.5, mde=0.1))
    assert run_experiment(TABLE, told, chain=locked(told)).decision == plain.decision


def test_the_command_line_takes_a_locked_charter(tmp_path: Path, capsys) -> None:
    data = write(tmp_path / "d.csv", csv_of(("control", 10_000, 1000), ("b", 10_000, 1100)))
    plan = replace(PLAN, guardrails=())
    path = tmp_path / "plan.charter.json"
    path.write_bytes(write_chain(locked(plan)))
    assert main(["analyze", str(data), "--charter", str(path), "--json", "-"]) == 0
    made = json.loads(capsys.readouterr().out)
    assert made["promise"]["standing"] == "confirmatory"
    assert main(["analyze", str(data), "--charter", str(path), "--alpha", "0.2"]) == 0
    out = capsys.readouterr().out
    assert "This result is exploratory" in out
    assert "significance level: promised 0.05; now 0.2" in out
    path.write_bytes(path.read_bytes().replace(b'"alpha": 0.05', b'"alpha": 0.06'))
    assert main(["analyze", str(data), "--charter", str(path)]) == 2
    assert "Version 1 of the charter was changed" in capsys.readouterr().err


MEANS = csv_of(
    ("control", 10_000, 1000, 1000, "50000.00", "2600000.00"),
    ("b", 10_000, 1010, 1010, "51000.00", "2700000.00"),
    header="variant,users,conversions,orders,aov_sum,aov_sum_sq",
)


@pytest.mark.parametrize(
    "plan",
    [
        GuardrailPlan(name="aov", direction=Direction.DOWN, worsened_margin=0.5),
        GuardrailPlan(name="aov", direction=Direction.DOWN, severe_margin=0.5),
        GuardrailPlan(name="aov_sum", direction=Direction.DOWN),
        GuardrailPlan(name="latency", worsened_margin=0.5),
    ],
)
def test_a_guardrail_of_a_mean_is_the_same_promise_however_it_is_written(plan) -> None:
    charter = Charter(guardrails=(plan,), size=SizePlan(start="2026-03-05"))
    table = interpret_content(content_of(MEANS)).table
    assert run_experiment(table, charter, chain=locked(charter)).promise.deviations == ()


@pytest.mark.parametrize(
    ("charter", "subject", "promised", "happened"),
    [
        (
            Charter(primary=PrimaryPlan(metric="aov"), guardrails=()),
            Subject.PRIMARY,
            "aov (mean per orders)",
            "aov (mean per users)",
        ),
        (
            Charter(guardrails=(GuardrailPlan(name="aov", direction=Direction.DOWN),)),
            Subject.GUARDRAIL,
            "aov: mean per orders, harm is down, margins 1% and 3%",
            "aov: mean per users, harm is down, margins 1% and 3%",
        ),
    ],
)
def test_an_n_chosen_once_the_data_was_there_deviates(charter, subject, promised, happened) -> None:
    charter = replace(charter, size=SizePlan(start="2026-03-05"))
    usual = interpret_content(content_of(MEANS)).table
    assert run_experiment(usual, charter, chain=locked(charter)).promise.deviations == ()
    chosen = interpret_content(content_of(MEANS), Choices.parse(("n:aov=users",))).table
    (deviation,) = run_experiment(chosen, charter, chain=locked(charter)).promise.deviations
    assert (deviation.subject, deviation.promised, deviation.happened) == (
        subject,
        promised,
        happened,
    )
    same = interpret_content(content_of(MEANS), Choices.parse(("n:aov=orders",))).table
    assert run_experiment(same, charter, chain=locked(charter)).promise.deviations == ()


def test_a_mean_in_place_of_a_rate_is_another_primary() -> None:
    charter = Charter(
        primary=PrimaryPlan(metric="sales"), guardrails=(), size=SizePlan(start="2026-03-05")
    )
    used = replace(charter, primary=PrimaryPlan(metric="aov"))
    table = interpret_content(content_of(MEANS)).table
    (deviation,) = run_experiment(table, used, chain=locked(charter)).promise.deviations
    assert (deviation.promised, deviation.happened) == ("sales", "aov (mean per orders)")
