"""What the power page's threads work out; the statistics load with the first call, not before."""

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from experimentos_core.foundation.changes import ChangeUnit, change_size
from experimentos_core.foundation.errors import ExperimentError
from experimentos_core.foundation.formatting import (
    count,
    level,
    percent,
    signed_percent,
)
from experimentos_core.foundation.values import Direction
from experimentos_gui.wizard.power_question import AtHand, SizeQuestion

if TYPE_CHECKING:
    from experimentos_core.sizing import SizeAnswer, SizeRequest

_WEEKS: Final = 8
_NOISE: Final = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekRow:
    """The smallest change that can be found after a week.

    Attributes:
        week: Which one, in words.
        users: That have come by then, in words.
        mde: The change, in words.
        relative: The same as a share of today's value; empty where there is none.
    """

    week: str
    users: str
    mde: str
    relative: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PowerCurve:
    """Chance of finding a change, over changes.

    Attributes:
        points: Size of a change and chance, at one size of experiment.
        unit: What the changes are measured in.
        wanted: The chance that is wanted.
        mde: Change at which it is reached; None where none does.
        users: Users of control and smallest treatment, in words.
    """

    points: tuple[tuple[float, float], ...]
    unit: ChangeUnit
    wanted: float
    mde: float | None
    users: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizing:
    """The answer to a question of size, in words and numbers.

    Attributes:
        users: Users of each arm, the control first; empty where no change was given.
        headline: The answer in one line; empty where no change was given.
        detail: What those users find, and by which method.
        trouble: Why there is no answer; empty where there is one.
        weeks: What can be found after each week; empty without traffic.
        at_hand: What the size one has can find; empty where one has none.
        have: Users of each arm at that size, the control first; empty where it finds nothing.
        have_mde: The smallest change found there; None where there is none.
        curve: Chance over changes; None where no size is known.
    """

    users: tuple[int, ...] = ()
    headline: str = ""
    detail: str = ""
    trouble: str = ""
    weeks: tuple[WeekRow, ...] = ()
    at_hand: str = ""
    have: tuple[int, ...] = ()
    have_mde: float | None = None
    curve: PowerCurve | None = None


def work_out(question: SizeQuestion, at_hand: AtHand | None = None) -> Sizing:
    """Answer a question of size; what no experiment could have is said in `trouble`.

    Args:
        question: What is asked.
        at_hand: The size one has, if any.
    """
    try:
        return _work_out(question, at_hand)
    except ExperimentError as error:
        return Sizing(trouble=f"{error.message} {error.hint}".strip())


def _work_out(question: SizeQuestion, at_hand: AtHand | None) -> Sizing:
    from experimentos_core.sizing import size_experiment  # noqa: PLC0415 - loads on the thread

    request = _request(question)
    answer = None
    if question.mde is not None:
        answer = size_experiment(replace(request, daily_traffic=None))
    users = () if answer is None else _users(question, answer)
    curve = None
    if answer is not None:
        curve = _curve(question, (answer.n_control, answer.n_treatment))
    have = at_hand.users if at_hand is not None and at_hand.is_testable else ()
    have_mde = _smallest(question, (have[0], min(have[1:]))) if have else None
    if answer is None and have:
        curve = _curve(question, (have[0], min(have[1:])))
    return Sizing(
        users=users,
        headline=_headline(question, users),
        detail="" if answer is None else _detail(question, answer, sum(users)),
        weeks=_weeks(question),
        at_hand="" if at_hand is None else _at_hand(question, at_hand, have_mde),
        have=have,
        have_mde=have_mde,
        curve=curve,
    )


def _request(question: SizeQuestion) -> "SizeRequest":
    """Return the question as one of a rise.

    A rate that falls is one whose rest rises: Cohen's h of both is the same, and so is what a mean
    needs. Solving for the smallest change then finds that of the good direction.
    """
    from experimentos_core.sizing import SizeRequest  # noqa: PLC0415 - loads on the thread

    baseline = question.baseline
    if baseline is not None and not question.is_mean and question.direction is Direction.DOWN:
        baseline = 1.0 - baseline
    return SizeRequest(
        baseline=baseline,
        sd=question.sd,
        mde=question.mde,
        alpha=question.alpha,
        power=question.power,
        ratio=question.ratio,
        arms=len(question.shares),
        correction=question.correction,
    )


def _users(question: SizeQuestion, answer: "SizeAnswer") -> tuple[int, ...]:
    """Return the users of each arm: the smallest treatment decides, larger ones get their share."""
    control, smallest = question.shares[0], min(question.shares[1:])
    return (
        answer.n_control,
        *(
            answer.n_treatment
            if share == smallest
            else math.ceil(answer.n_control * share / control - _NOISE)
            for share in question.shares[1:]
        ),
    )


def _headline(question: SizeQuestion, users: tuple[int, ...]) -> str:
    if not users:
        return ""
    control, *treatments = users
    if set(treatments) == {control}:
        said = f"{count(control)} {question.what} per variant"
    elif len(set(treatments)) == 1:
        where = "the treatment" if len(treatments) == 1 else "each treatment"
        said = f"{count(control)} {question.what} in the control, {count(treatments[0])} in {where}"
    else:
        *others, last = (count(one) for one in treatments)
        listed = f"{'; '.join(others)} and {last}"
        said = f"{count(control)} {question.what} in the control, {listed} in the treatments"
    if question.daily_traffic is None:
        return said
    from experimentos_core.stats.power import days_needed  # noqa: PLC0415 - loads on the thread

    days = days_needed(sum(users), question.daily_traffic, question.share_exposed)
    return f"{said}, {count(days)} {'day' if days == 1 else 'days'}"


def _detail(question: SizeQuestion, answer: "SizeAnswer", total: int) -> str:
    way = "rise" if question.direction is Direction.UP else "fall"
    found = change_size(question.mde or 0.0, _unit(question))
    chance = percent(answer.power or 0.0, 1)
    share = _relative(question, question.mde)
    beside = f" ({share} of today)" if share else ""
    return (
        f"{count(total)} {question.what} in all. A true {way} of {found}{beside} is then found "
        f"with a chance of {chance}, at the level {answer.alpha:.4g} of each comparison. "
        f"Method: {answer.method}."
    )


def _weeks(question: SizeQuestion) -> tuple[WeekRow, ...]:
    from experimentos_core.sizing import mde_by_week  # noqa: PLC0415 - loads on the thread

    if question.daily_traffic is None:
        return ()
    reaching = _reaching(question)
    request = replace(
        _request(question),
        daily_traffic=question.daily_traffic * reaching,
        share_exposed=question.share_exposed,
    )
    rows: list[WeekRow] = []
    for answer in mde_by_week(request, _WEEKS):
        come = question.daily_traffic * question.share_exposed * (answer.days or 0)
        rows.append(
            WeekRow(
                week=str((answer.days or 0) // 7),
                users=count(int(come)),
                mde=_change(question, answer.mde),
                relative=_relative(question, answer.mde),
            )
        )
    return tuple(rows)


def _reaching(question: SizeQuestion) -> float:
    """Share of the users that would come if every treatment were as small as the smallest."""
    alike = question.shares[0] + (len(question.shares) - 1) * min(question.shares[1:])
    total = sum(question.shares)
    return 1.0 if abs(total - alike) <= _NOISE * total else alike / total


def _at_hand(question: SizeQuestion, at_hand: AtHand, found: float | None) -> str:
    """Say what the size one has can find, and how sure it finds what is worth finding."""
    what = question.what
    if not at_hand.is_testable:
        return "The size you have is too small to find any change."
    control, treatment = at_hand.users[0], min(at_hand.users[1:])
    which = "the smallest treatment" if at_hand.users[2:] else "the treatment"
    whose = f"the {what} you have" if at_hand.is_typed else f"the {what} of the open data"
    said = f"With {whose} ({count(control)} in the control, {count(treatment)} in {which})"
    if found is None:
        return f"{said} not even the largest change is found with a chance of {_chance(question)}."
    share = _relative(question, found)
    beside = f" ({share} of today)" if share else ""
    sentence = (
        f"{said} the smallest change found with a chance of {_chance(question)} is "
        f"{_change(question, found)}{beside}."
    )
    if question.mde is None:
        return sentence
    chance = percent(_power_at(question, (control, treatment)), 1)
    return (
        f"{sentence} One of {_change(question, question.mde)} is found with a chance of {chance}."
    )


def _power_at(question: SizeQuestion, users: tuple[int, int]) -> float:
    from experimentos_core.sizing import size_experiment  # noqa: PLC0415 - loads on the thread

    control, treatment = users
    request = replace(_request(question), ratio=treatment / control, n_control=control)
    return size_experiment(request).power or 0.0


def _smallest(question: SizeQuestion, users: tuple[int, int]) -> float | None:
    from experimentos_core.sizing import size_experiment  # noqa: PLC0415 - loads on the thread

    control, treatment = users
    request = replace(_request(question), ratio=treatment / control, n_control=control, mde=None)
    return size_experiment(request).mde


def _curve(question: SizeQuestion, users: tuple[int, int]) -> PowerCurve:
    from experimentos_core.sizing import power_curve  # noqa: PLC0415 - loads on the thread

    control, treatment = users
    request = replace(_request(question), ratio=treatment / control)
    both = count(control) if control == treatment else f"{count(control)} and {count(treatment)}"
    return PowerCurve(
        points=power_curve(request, control),
        unit=_unit(question),
        wanted=question.power,
        mde=question.mde or _smallest(question, users),
        users=f"{both} {question.what} per variant"
        if control == treatment
        else f"{both} {question.what}",
    )


def _unit(question: SizeQuestion) -> ChangeUnit:
    return ChangeUnit.AMOUNT if question.is_mean else ChangeUnit.POINTS


def _change(question: SizeQuestion, change: float | None) -> str:
    return "none" if change is None else change_size(change, _unit(question))


def _relative(question: SizeQuestion, change: float | None) -> str:
    """A change as a share of today's value; empty where that is not known, or not above 0."""
    if change is None or question.baseline is None or question.baseline <= 0:
        return ""
    return signed_percent(abs(change) / question.baseline).removeprefix("+")


def _chance(question: SizeQuestion) -> str:
    return level(question.power)
