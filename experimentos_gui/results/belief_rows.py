"""The rows of the Bayesian table: each metric and treatment, and who is the best."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from experimentos_core.bayesian import BayesianComparison, BayesianView, MetricBelief
from experimentos_core.foundation.changes import ChangeUnit, change_size
from experimentos_core.memo.bayesian_words import (
    belief_unit,
    chance_to_be_best,
    chance_to_be_better,
    error_of_chance,
    expected_loss,
    lift_interval,
    relative_lift_interval,
)
from experimentos_core.memo.wording import name
from experimentos_gui.models.record_table import Column
from experimentos_gui.results.wording import good_direction


@dataclass(frozen=True, slots=True, kw_only=True)
class BeliefRow:
    """What is believed of one arm on one metric.

    Attributes:
        belief: The metric.
        variant: The arm.
        told: The arm against the control; None for the control itself.
        best: The chance that it is the best, in words; empty beside any but the primary metric.
    """

    belief: MetricBelief
    variant: str
    told: BayesianComparison | None
    best: str = ""

    @property
    def unit(self) -> ChangeUnit:
        """What lifts and losses are measured in."""
        return belief_unit(self.belief)


def _of_told(write: Callable[[BayesianComparison], str]) -> Callable[[BeliefRow], str]:
    """A cell of a treatment; empty for the control."""
    return lambda row: "" if row.told is None else write(row.told)


def _loss(row: BeliefRow) -> str:
    return "" if row.told is None else expected_loss(row.told, row.unit)


def _loss_error(row: BeliefRow) -> str:
    error = None if row.told is None else row.told.loss_error
    if not error or not _loss(row)[0].isdigit():
        return ""
    return f"\u00b1 {change_size(error, row.unit)}"


def _change(row: BeliefRow) -> str:
    return "" if row.told is None else lift_interval(row.told, row.unit)


def _relative_change(row: BeliefRow) -> str:
    if row.told is None or row.told.prob_beats_control is None:
        return ""
    return relative_lift_interval(row.told)


_VARIANT: tuple[Column[BeliefRow], ...] = (
    Column(
        title="Metric",
        text=lambda row: name(row.belief.metric),
        detail=lambda row: good_direction(row.belief.better),
    ),
    Column(
        title="Variant",
        text=lambda row: row.variant,
        detail=lambda row: "control" if row.told is None else "",
    ),
)
_BETTER = Column[BeliefRow](
    title="Chance to be better",
    text=_of_told(chance_to_be_better),
    detail=_of_told(error_of_chance),
    is_number=True,
    explanation="How likely the variant is better than the control, given this data; below it, "
    "how far simulation may be off.",
)
_BEST = Column[BeliefRow](
    title="To be the best",
    text=lambda row: row.best,
    is_number=True,
    explanation="How likely no other variant is better on the primary metric.",
)
_CHANGE: tuple[Column[BeliefRow], ...] = (
    Column(
        title="Expected loss",
        text=_loss,
        detail=_loss_error,
        is_number=True,
        explanation="What choosing the variant loses on average: what it costs where it is worse "
        "than the control, nothing where it is better.",
    ),
    Column(
        title="Change",
        text=_change,
        detail=_relative_change,
        is_number=True,
        explanation="Credible interval of treatment minus control; below it the same as a share "
        "of the control's value.",
    ),
)


def belief_columns(view: BayesianView) -> tuple[Column[BeliefRow], ...]:
    """Return the columns; with the chance to be the best where there are several treatments."""
    best = (_BEST,) if _has_several(view) else ()
    return (*_VARIANT, _BETTER, *best, *_CHANGE)


def belief_rows(view: BayesianView) -> tuple[BeliefRow, ...]:
    """Return one row for each metric and treatment, the primary metric first.

    Where there are several treatments it begins with the control, which may be the best.
    """
    told = iter((*view.conversion, *view.continuous))
    rows = tuple(row for belief in view.beliefs for row in _treatments(view, belief, told))
    if not _has_several(view):
        return rows
    control = view.beliefs[0].arms[0].variant
    best = chance_to_be_best(view, control)
    return (BeliefRow(belief=view.beliefs[0], variant=control, told=None, best=best), *rows)


def primary_rows(view: BayesianView) -> tuple[BeliefRow, ...]:
    """Return the rows of the treatments on the primary metric."""
    rows = (row for row in belief_rows(view) if row.told is not None)
    return tuple(row for row in rows if row.belief is view.beliefs[0])


def _treatments(
    view: BayesianView, belief: MetricBelief, told: Iterator[BayesianComparison]
) -> Iterator[BeliefRow]:
    is_primary = belief is view.beliefs[0]
    for arm in belief.arms[1:]:
        best = chance_to_be_best(view, arm.variant) if is_primary else ""
        yield BeliefRow(belief=belief, variant=arm.variant, told=next(told), best=best)


def _has_several(view: BayesianView) -> bool:
    return len(view.beliefs[0].arms) > 2  # noqa: PLR2004 - a control and one treatment
