"""The Bayesian view in two lines: what is believed of the primary metric, for information."""

from experimentos_core.bayesian import BayesianComparison, BayesianView, MetricBelief
from experimentos_core.experiment import Report
from experimentos_core.foundation.formatting import count, level
from experimentos_core.memo.bayesian_words import (
    belief_unit,
    chance_error,
    chance_to_be_best,
    chance_to_be_better,
    expected_loss,
    lift_interval,
)
from experimentos_core.memo.blocks import (
    Block,
    Heading,
    Line,
    Paragraph,
    Section,
    SectionName,
    Table,
)
from experimentos_core.memo.wording import MOST_ROWS, broken_split, control_name, metric_title, name

DECIDES_NOTHING = "For information: this view did not influence the decision."
_PLUS_MINUS = "\u00b1"
_ERROR = f"{_PLUS_MINUS} is the standard error of the simulation."


def bayesian_section(report: Report) -> Section:
    """Return what is believed of every treatment on the primary metric.

    Raises:
        ValueError: For a report without a Bayesian view.
    """
    view = report.bayesian
    if view is None or report.primary is None:
        message = "a report on unusable data has no Bayesian view"
        raise ValueError(message)
    belief = view.beliefs[0]
    told = _of_primary(view, belief)
    has_error = any(_PLUS_MINUS in _probability(one) for one in told[:MOST_ROWS])
    closing = f"{DECIDES_NOTHING} {_ERROR}" if has_error else DECIDES_NOTHING
    blocks: tuple[Block, ...]
    if len(told) == 1:
        blocks = (Paragraph((*_sentences(report, view, belief, told[0]), closing)),)
    else:
        left_out = len(told) - MOST_ROWS
        if left_out > 0:
            closing = f"{closing} {count(left_out)} more treatments are in the report's data."
        blocks = (_table(report, view, belief, told[:MOST_ROWS]), Paragraph(closing))
    title = metric_title(report.primary.metric, report.primary.per)
    heading = Heading(f"Bayesian view: {title}")
    return Section(name=SectionName.BAYESIAN, blocks=(heading, *broken_split(report), *blocks))


def _of_primary(view: BayesianView, belief: MetricBelief) -> tuple[BayesianComparison, ...]:
    treatments = len(belief.arms) - 1
    return view.conversion or view.continuous[:treatments]


def _sentences(
    report: Report, view: BayesianView, belief: MetricBelief, told: BayesianComparison
) -> tuple[str, ...]:
    if told.prob_beats_control is None:
        return ("Nothing can be said: the data do not tell how much the values vary.",)
    unit = belief_unit(belief)
    arms = f"{name(told.variant)} is better than {control_name(report)}"
    return (
        f"The chance that {arms} is {_probability(told)}.",
        f"{level(view.confidence)} credible interval of its lift: {lift_interval(told, unit)}.",
        f"Expected loss if it is chosen: {expected_loss(told, unit)}.",
    )


def _probability(told: BayesianComparison) -> str:
    """Return the chance to be better with its error, which one near 0 or 1 already allows for."""
    text = chance_to_be_better(told)
    is_bound = text.startswith(("over", "under"))
    return text if told.mc_error is None or is_bound else f"{text} {chance_error(told.mc_error)}"


def _table(
    report: Report,
    view: BayesianView,
    belief: MetricBelief,
    shown: tuple[BayesianComparison, ...],
) -> Table:
    header = (
        "Variant",
        "Chance to beat the control",
        "Chance to be best",
        f"{level(view.confidence)} credible interval of the lift",
        "Expected loss if chosen",
    )
    control, unit = belief.arms[0].variant, belief_unit(belief)
    rows: list[tuple[Line, ...]] = [
        (control_name(report), "", chance_to_be_best(view, control), "", "")
    ]
    rows += [
        (
            name(told.variant),
            _probability(told),
            chance_to_be_best(view, told.variant),
            lift_interval(told, unit),
            expected_loss(told, unit),
        )
        for told in shown
    ]
    return Table(header=header, rows=tuple(rows), numeric=frozenset(range(1, len(header))))
