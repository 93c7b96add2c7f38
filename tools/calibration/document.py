"""docs/calibration.md as a whole: the reading, the promises, then every figure."""

from collections.abc import Iterable

from tools.calibration import page
from tools.calibration.plan import SEED
from tools.calibration.promise import Promise
from tools.calibration.promises import promises
from tools.calibration.reading import reading
from tools.calibration.results import MeansResults, Results

_HEAD = """# Calibration

How often each method of `experimentos_core/stats` errs, finds and covers, measured on the
functions the product itself calls. Everything on this page, sentences included, is written by
`make calibrate` (seed {seed}); a second run gives the same bytes."""

HOW = """## How to read the figures

All are per cent, and what is nominal is 5 % unless a column says otherwise. A figure without ± is
exact: all possible tables were added up with their probabilities. One with ± was simulated, and ±
is its Monte Carlo standard error. *False +*: p < 0.05 without an effect. *Misses*: a 95 %
interval does not hold the truth, here with the effect named in the row; without an effect an
interval misses exactly when the test is wrong. *Found* is the power for that effect (p < 0.05
and the right sign), *formula* what the normal formula says (either sign); effects are chosen for
80 % where one of at most 95 % conversions, or four times the mean, has that.

*Warned* is the share of experiments in which the health check raises SMALL_SAMPLE or, of rates,
FEW_EVENTS, of means, SKEWED_VALUES or NO_SPREAD; *unwarned* errors come in the others, as shares of
all experiments, to be read against the same 5 %.
**LIBERAL** marks a figure above 6 %, *cautious* one below 4 % (Cochran 1952), simulated ones by 3
Monte Carlo errors more. Without any conversion, or with a control mean of 0, there is no relative
interval; that counts as no miss. In the split 90:10 the treatment is the small arm."""

_PROMISES = """| promise | measured | kept |
| --- | --- | --- |"""

_RARE = """Both arms have the same rate and at least 100 users, and the smaller one expects fewer
than 5 events. Of a hundred rates from 0.02 expected events on, the one at which z errs most is
shown, and the one at which it errs most on one side (2.5 % is nominal). *z alone*: p < 0.05 of z
in a table not sparse enough to have Fisher's p beside it, at the rate with most of these."""

_ARMS_MEANS = """All means are equal. Spreads of normal data are those of the control and both
treatments, means 1; the skewed values are those drawn for two arms, cut in three."""

_BAYES = """True rates come from the flat prior, data from them, and experiments with |z| < 3 are
kept (a posterior is calibrated given any data; most pairs of rates are too far apart to leave a
question). The last columns group experiments by the stated probability that the treatment is
better: mean stated, then how often it was."""


MEANS = "## Means: Welch and Fieller"


def document(results: Results) -> str:
    """The page, ending with a newline."""
    return (
        "\n\n".join(
            [
                _HEAD.format(seed=SEED),
                "## In plain words",
                *(f"- {sentence}" for sentence in reading(results)),
                "## What is promised",
                f"{_PROMISES}\n{promise_rows(promises(results))}",
                HOW,
                "## Two rates: pooled z, Mee's and Koopman's intervals",
                page.proportions_table(results.proportions),
                "## Few conversions: Fisher's exact test beside z",
                page.sparse_table(results.sparse),
                "## Guardrails with few events: z at its worst",
                _RARE,
                page.rare_table(results.rare),
                "## Sample ratio test",
                page.splits_table(results.splits),
                "## A control and two treatments",
                page.arms_tables(results.arms),
                means_sections(results),
                "## Bayesian view of rates",
                _BAYES,
                page.rate_beliefs_table(results.rate_beliefs),
                "## Bayesian view of means",
                "Normal data, standard deviations 1 and 2; the mean is the treatment's.",
                page.mean_beliefs_table(results.mean_beliefs),
            ]
        )
        + "\n"
    )


def promise_rows(kept_or_not: Iterable[Promise]) -> str:
    """Lines of the table of promises."""
    return "\n".join(
        f"| {promise.sentence} | {promise.measured} | {'yes' if promise.kept else '**NO**'} |"
        for promise in kept_or_not
    )


def means_sections(results: MeansResults) -> str:
    """Every figure of means, of two arms and of three."""
    return "\n\n".join(
        [
            MEANS,
            page.means_table(results.means),
            "## A control and two treatments: means",
            _ARMS_MEANS,
            page.arms_means_table(results.arms_means),
        ]
    )
