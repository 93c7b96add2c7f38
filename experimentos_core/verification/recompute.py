"""From a case to its figures, by the functions the analysis itself calls."""

import math
from collections.abc import Callable

from experimentos_core.stats.bayesian import compare_rates_exactly, proportion_posterior
from experimentos_core.stats.continuous_analysis import (
    ContinuousAnalysis,
    RelativeReason,
    analyze_continuous_from_sufficient_stats,
)
from experimentos_core.stats.exact import fisher_p
from experimentos_core.stats.exact_variance import variance_of_sums
from experimentos_core.stats.multiplicity import adjust_p_values
from experimentos_core.stats.proportions import (
    compare_proportions,
    difference_interval,
    overall_chi_square,
    pooled_z_test,
    relative_interval,
)
from experimentos_core.stats.srm import srm_test
from experimentos_core.verification.cases import Method, ReferenceCase
from experimentos_core.verification.figures import UNBOUNDED, UNDEFINED, Figures
from experimentos_core.verification.given import Given
from experimentos_core.verification.other_intervals import OTHER_INTERVALS

REFUSED = "refused"
_ANY_ALPHA = 0.05
"""For figures that no significance level enters."""

_CREDIBLE_TAIL = 0.025
_CORRECTIONS = {"Bonferroni": "bonferroni", "Holm": "holm", "Benjamini-Hochberg": "fdr_bh"}


def recompute(case: ReferenceCase) -> Figures:
    """All figures the case's method gives; where the input is refused, "refused" for each.

    Raises:
        VerificationError: When the case does not give what its method needs.
    """
    try:
        return _METHODS[case.method](Given(case))
    except ValueError:
        return dict.fromkeys(case.figures, REFUSED)


def _pooled_z(given: Given) -> Figures:
    test = compare_proportions(*given.two_arms(), _ANY_ALPHA)
    return {
        "control rate": float(test.rate_c),
        "treatment rate": float(test.rate_t),
        "difference": float(test.difference),
        "relative lift": float(test.relative_lift),
        "z": float(test.z),
        "p-value": float(test.p_value),
    }


def _difference(given: Given) -> Figures:
    limits = difference_interval(*given.two_arms(), given.alpha())
    return {"lower limit": float(limits.low), "upper limit": float(limits.high)}


def _relative(given: Given) -> Figures:
    limits = relative_interval(*given.two_arms(), given.alpha())
    return {"lower limit": float(limits.low), "upper limit": float(limits.high)}


def _fisher(given: Given) -> Figures:
    return {"p-value": fisher_p(*given.two_arms())}


def _sample_ratio(given: Given) -> Figures:
    test = srm_test(given.whole("users"), given.floats("shares"))
    return {"chi-square": float(test.chi2), "df": float(test.df), "p-value": float(test.p_value)}


def _several_arms(given: Given) -> Figures:
    """The overall test, and every arm against the first with its corrected p-values."""
    users = given.whole("users")
    conversions = given.whole("conversions", len(users))
    overall = overall_chi_square(conversions, users)
    single = pooled_z_test(conversions[0], users[0], conversions[1:], users[1:]).p_value
    figures: Figures = {
        "chi-square": float(overall.chi2),
        "df": float(overall.df),
        "p-value": float(overall.p_value),
    }
    columns = {"p": single} | {
        f"{name} p": adjust_p_values(single, method) for name, method in _CORRECTIONS.items()
    }
    for name, values in columns.items():
        figures |= {f"{name}, arm {arm}": float(p) for arm, p in enumerate(values, start=2)}
    return figures


def _corrections(given: Given) -> Figures:
    """Adjusted p-values in the order given, and how many lie below alpha."""
    p_values, alpha = given.floats("p"), given.alpha()
    figures: Figures = {}
    for name, method in _CORRECTIONS.items():
        adjusted = [float(p) for p in adjust_p_values(p_values, method)]
        figures |= {f"{name} p, {place}": p for place, p in enumerate(adjusted, start=1)}
        figures[f"{name}, rejected"] = float(sum(p < alpha for p in adjusted))
    return figures


def _sums(given: Given) -> Figures:
    (n,), (total,), (total_sq,) = (
        given.whole("n", 1),
        given.exact("sum", 1),
        given.exact("sum_sq", 1),
    )
    moments = variance_of_sums(n, total, total_sq)
    variance = math.nan if moments.variance is None else moments.variance
    return {
        "mean": math.nan if moments.mean is None else moments.mean,
        "variance": variance,
        "standard deviation": math.sqrt(variance),
    }


def _analysis(given: Given) -> ContinuousAnalysis:
    n, sums, squares = given.whole("n", 2), given.exact("sum", 2), given.exact("sum_sq", 2)
    return analyze_continuous_from_sufficient_stats(
        n[0], sums[0], squares[0], n[1], sums[1], squares[1], given.alpha()
    )


def _welch(given: Given) -> Figures:
    result = _analysis(given)
    return {
        "control mean": _known(result.control_mean),
        "treatment mean": _known(result.treatment_mean),
        "difference": _known(result.absolute_lift),
        "t": _known(result.t),
        "df": _known(result.df),
        "p-value": _known(result.p_value),
        "lower limit": _known(result.absolute_low),
        "upper limit": _known(result.absolute_high),
        "relative lift": _known(result.relative_lift),
        "reason": "none" if result.reason is None else result.reason.value,
    }


def _fieller(given: Given) -> Figures:
    result = _analysis(given)
    is_open = result.relative_reason is RelativeReason.UNBOUNDED
    absent = UNBOUNDED if is_open else UNDEFINED
    return {
        "lower limit": absent if result.relative_low is None else result.relative_low,
        "upper limit": absent if result.relative_high is None else result.relative_high,
    }


def _beta(given: Given) -> Figures:
    x_c, n_c, x_t, n_t = given.two_arms()
    control, treatment = proportion_posterior(x_c, n_c), proportion_posterior(x_t, n_t)
    comparison = compare_rates_exactly(control, treatment)
    figures: Figures = {
        "P(treatment better)": float(comparison.prob_better),
        "loss of the treatment": float(comparison.loss_treatment),
        "loss of the control": float(comparison.loss_control),
    }
    for name, posterior in (("control", control), ("treatment", treatment)):
        low, high = posterior.quantiles(_CREDIBLE_TAIL)
        figures |= {f"{name} lower limit": float(low), f"{name} upper limit": float(high)}
    return figures


def _known(value: float | None) -> float:
    return math.nan if value is None else value


_METHODS: dict[Method, Callable[[Given], Figures]] = {
    Method.POOLED_Z: _pooled_z,
    Method.DIFFERENCE: _difference,
    Method.RELATIVE: _relative,
    Method.FISHER: _fisher,
    Method.SAMPLE_RATIO: _sample_ratio,
    Method.SEVERAL_ARMS: _several_arms,
    Method.CORRECTIONS: _corrections,
    Method.SUMS: _sums,
    Method.WELCH: _welch,
    Method.FIELLER: _fieller,
    Method.BETA: _beta,
    **OTHER_INTERVALS,
}
