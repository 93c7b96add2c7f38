"""The Bayesian view in plain words, before any table."""

from experimentos_core.bayesian import BayesianView
from experimentos_core.foundation.formatting import count, level
from experimentos_core.memo.bayesian_words import (
    chance_to_be_best,
    chance_to_be_better,
    expected_loss,
    lift_interval,
)
from experimentos_core.memo.wording import name
from experimentos_gui.results.belief_rows import primary_rows


def headline(view: BayesianView) -> str:
    """Return the chance that matters: to beat the control, or of several to be the best."""
    rows = primary_rows(view)
    metric, control = name(view.beliefs[0].metric), name(view.beliefs[0].arms[0].variant)
    known = [row.told for row in rows if row.told and row.told.prob_beats_control is not None]
    if not known:
        return f"Nothing can be said of {metric}, because it could not be tested."
    if len(known) < len(rows):
        return (
            f"Not every variant could be tested on {metric}, so none can be called the likeliest "
            "best."
        )
    if len(rows) == 1:
        chance = chance_to_be_better(known[0])
        return (
            f"The chance that {name(known[0].variant)} is better than {control} on {metric} is "
            f"{chance}."
        )
    best = likeliest(view)
    return (
        f"The variant most likely to be the best on {metric} is {name(best)}: the chance is "
        f"{chance_to_be_best(view, best)}."
    )


def explanation(view: BayesianView) -> str:
    """Return what the change may be and what choosing costs; of several treatments, the best's.

    Empty where the control is the likeliest best, or not everything is known.
    """
    rows = primary_rows(view)
    if any(row.told is None or row.told.prob_beats_control is None for row in rows):
        return ""
    best = rows[0].variant if len(rows) == 1 else likeliest(view)
    row = next((row for row in rows if row.variant == best), None)
    if row is None or row.told is None:
        return ""
    return (
        f"With a chance of {level(view.confidence)}, its change against the control lies within "
        f"{lift_interval(row.told, row.unit)}. Choosing {name(best)} loses "
        f"{expected_loss(row.told, row.unit)} on average, counting what it costs where it is worse "
        "and nothing where it is better."
    )


def anything_known(view: BayesianView) -> bool:
    """Whether there is a chance to tell of any treatment, on any metric."""
    told = (*view.conversion, *view.continuous)
    return any(one.prob_beats_control is not None for one in told)


def likeliest(view: BayesianView) -> str:
    """Return the arm most likely to be the best on the primary metric; all must be known."""
    return max(view.prob_best, key=lambda variant: view.prob_best[variant])


def method_line(view: BayesianView) -> str:
    """Say how the figures were made, so that anyone can make them again."""
    return (
        f"{level(view.confidence)} credible intervals. Before the data every rate counts as "
        "equally likely (Beta(1, 1)), and nothing is known of means and spreads (Jeffreys). "
        f"Simulated with {count(view.draws)} draws for each variant from seed {view.seed}: the "
        "same data always gives the same figures. Below a figure: how far simulation may be off "
        "(one standard error)."
    )
