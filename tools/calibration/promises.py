"""What is promised of each method, and the range that was measured of it."""

from collections.abc import Sequence

from experimentos_core.foundation.config import DEFAULT_THRESHOLDS
from tools.calibration.outcomes import Share
from tools.calibration.plan import ALPHA, arm_sizes
from tools.calibration.promise import Promise, all_within, not_liberal, not_off
from tools.calibration.promises_of_means import promises_of_means
from tools.calibration.proportions import ProportionRow
from tools.calibration.results import Results
from tools.calibration.several_arms import CORRECTIONS, ArmsRow
from tools.calibration.verdict import exceeds, strays, warns_of_size

SILENT = 0.01
"""Share of experiments below which a warning at a place of the grid counts as none."""

ENOUGH_TO_SPLIT = 1_000
"""Users from which the tail of the sample ratio test is held to a bound."""

_SEVERAL = 2.0
_PLENTIFUL = 0.002
_MANY_USERS, _MANY_CONVERSIONS = 10_000, 50


def promises(results: Results) -> list[Promise]:
    """All of them."""
    return [
        *_two_rates(results.proportions),
        all_within(
            "Fisher's test: at most 5 % false positives at every place, without exception.",
            [
                *(row.false_fisher for row in results.sparse),
                *(row.false_fisher for row in results.rare),
            ],
            lambda share: not exceeds(share, ALPHA),
        ),
        *_splits(results),
        *_several_arms([row for row in results.arms if expects_enough(row)]),
        *promises_of_means(results),
        *_beliefs(results),
    ]


def is_silent(warned: Share) -> bool:
    """Whether the health check warns of next to no experiment."""
    return warned.value < SILENT


def expects_enough(row: ArmsRow) -> bool:
    """Whether every arm has 100 users or more and twice the conversions FEW_EVENTS asks for."""
    smallest = min(arm_sizes(row.cell.users, row.cell.split))
    expected = smallest * row.cell.rate
    return not warns_of_size(smallest) and expected >= _SEVERAL * DEFAULT_THRESHOLDS.sparse_expected


def _two_rates(rows: Sequence[ProportionRow]) -> list[Promise]:
    silent = [row for row in rows if is_silent(row.warned)]
    shown = [row for row in rows if is_silent(row.warned_effect)]
    where = "where the health check is silent"
    return [
        all_within(
            f"z test: 4 to 6 % false positives {where}.",
            [row.false_positive for row in silent],
            not_off,
        ),
        all_within(
            f"Mee's interval: misses in 4 to 6 % {where}.",
            [row.missed_difference for row in shown],
            not_off,
        ),
        all_within(
            f"Koopman's interval: misses in 4 to 6 % {where}.",
            [row.missed_lift for row in shown],
            not_off,
        ),
        all_within(
            "z test, Mee, Koopman: at no place more than 6 % errors without a warning (beside a "
            "guardrail: Fisher's p in place of FEW_EVENTS).",
            [
                share
                for row in rows
                for share in (row.unwarned, row.unwarned_difference, row.unwarned_lift)
            ],
            not_liberal,
        ),
        all_within(
            "z test, Mee, Koopman: 4.8 to 5.2 % errors from 10,000 users on where each arm expects "
            "50 conversions.",
            [
                share
                for row in rows
                if _is_plentiful(row)
                for share in (row.false_positive, row.missed_difference, row.missed_lift)
            ],
            lambda share: not strays(share, ALPHA, _PLENTIFUL),
        ),
    ]


def _is_plentiful(row: ProportionRow) -> bool:
    cell = row.cell
    expected = cell.rate * min(arm_sizes(cell.users, cell.split))
    return cell.users >= _MANY_USERS and expected >= _MANY_CONVERSIONS


def _splits(results: Results) -> list[Promise]:
    large = [row for row in results.splits if row.cell.users >= ENOUGH_TO_SPLIT]
    level = DEFAULT_THRESHOLDS.srm_warning_p
    return [
        all_within(
            "Sample ratio test, p < 0.05: 4 to 6 % false alarms from 1,000 users on.",
            [row.false_alarms[0] for row in large],
            not_off,
        ),
        all_within(
            "Sample ratio test, p < 0.001: 0.05 to 0.2 % false alarms from 1,000 users on.",
            [row.false_alarms[1] for row in large],
            lambda share: (
                0.5 * level <= share.value + 4.0 * share.error and not exceeds(share, 2.0 * level)
            ),
            3,
        ),
    ]


def _several_arms(rows: list[ArmsRow]) -> list[Promise]:
    where = "where each arm expects 10 conversions"
    bonferroni, holm, discovery = range(len(CORRECTIONS))
    return [
        all_within(
            f"Bonferroni and Holm: at most 5 % (6 % for discreteness) any false positive {where}.",
            [share for row in rows for share in row.family[:discovery]]
            + [row.false_second[holm] for row in rows],
            not_liberal,
        ),
        all_within(
            f"Benjamini-Hochberg: at most 5 % (6 %) false discoveries {where}.",
            [
                share
                for row in rows
                for share in (row.family[discovery], row.discoveries[discovery])
            ],
            not_liberal,
        ),
        all_within(
            f"Bonferroni intervals: any miss in at most 5 % (6 %) {where}.",
            [row.missed_any[bonferroni] for row in rows],
            not_liberal,
        ),
        all_within(
            f"Benjamini-Hochberg intervals: at most 5 % (6 %) of those selected miss {where}.",
            [row.missed_any[discovery] for row in rows],
            not_liberal,
        ),
    ]


def _beliefs(results: Results) -> list[Promise]:
    rates, means = results.rate_beliefs, results.mean_beliefs
    groups = [group for row in rates for group in row.groups if group.size]
    gaps = [abs(group.happened.value - group.said) for group in groups]
    fair = all(gap <= 4.0 * group.happened.error for gap, group in zip(gaps, groups, strict=True))
    return [
        all_within(
            "Credible intervals of rate, lift and relative lift: 5 % misses under the prior.",
            [
                share
                for row in rates
                for share in (row.missed_rate, row.missed_lift, row.missed_relative)
            ],
            lambda share: not strays(share, ALPHA),
        ),
        Promise(
            sentence="P(better): happens as often as it says, within 4 Monte Carlo errors.",
            kept=fair,
            measured=f"{len(groups)} groups, at most {100 * max(gaps, default=0.0):.1f} points off",
        ),
        all_within(
            "Credible interval of a mean: 5 % misses on normal data.",
            [row.missed_mean for row in means],
            lambda share: not strays(share, ALPHA),
        ),
        all_within(
            "Credible interval of the difference of means: at most 5 % misses on normal data.",
            [row.missed_lift for row in means],
            lambda share: not exceeds(share, ALPHA),
        ),
    ]
