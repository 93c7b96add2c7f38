"""What is promised of tests and intervals of means."""

from collections.abc import Iterable

from tools.calibration.means import MeanRow
from tools.calibration.outcomes import Share
from tools.calibration.plan import ALPHA, SPLITS
from tools.calibration.promise import Promise, all_within, not_liberal
from tools.calibration.results import MeansResults
from tools.calibration.several_arms import CORRECTIONS
from tools.calibration.several_means import ArmsMeansRow
from tools.calibration.verdict import exceeds, strays, warns_of_size

COCHRAN = 25.0
"""Cochran (1977, section 2.15): a mean needs more than 25 * skewness**2 values."""

_NORMAL = 0.001
"""The approximate degrees of freedom are nearer than this from 100 values an arm on."""


def promises_of_means(results: MeansResults) -> list[Promise]:
    """All of them."""
    normal = [row for row in results.means if not row.skewness]
    skewed = [row for row in results.means if row.skewness]
    return [
        *_normal(normal),
        *_skewed(skewed),
        *_several([row for row in results.arms_means if not row.skewness]),
        all_within(
            "Overall test of three means on skewed data: nowhere more than 6 % false positives "
            "without a warning, beyond 3 Monte Carlo errors.",
            [row.unwarned for row in results.arms_means if row.skewness],
            not_liberal,
        ),
    ]


def has_cochrans_size(row: MeanRow) -> bool:
    """Whether the smaller arm has the values that Cochran asks for."""
    return row.n_t > COCHRAN * row.skewness**2


def _normal(rows: list[MeanRow]) -> list[Promise]:
    large = [row for row in rows if not warns_of_size(row.n_t)]
    return [
        all_within(
            "Welch on normal data: 5 % errors from 100 values an arm on.",
            [share for row in large for share in (row.false_positive, row.missed_difference)],
            lambda share: not strays(share, ALPHA, _NORMAL),
        ),
        all_within(
            "Fieller on normal data: at most 5 % misses from 100 values an arm on.",
            [row.missed_lift for row in large],
            lambda share: not exceeds(share, ALPHA + _NORMAL),
        ),
        all_within(
            "Welch, Fieller on normal data: at no place more than 6 % errors without a warning.",
            [share for row in rows for share in row.unwarned_errors],
            not_liberal,
        ),
    ]


def _skewed(rows: list[MeanRow]) -> list[Promise]:
    return [
        all_within(
            "Welch's test on skewed data in equal arms: nowhere more than 6 % false positives "
            "beyond 3 Monte Carlo errors.",
            [row.false_positive for row in rows if row.split == SPLITS[0]],
            not_liberal,
        ),
        all_within(
            "Welch, Fieller on skewed data: nowhere more than 6 % errors beyond 3 Monte Carlo "
            "errors where the smaller arm has above 25 times the squared skewness (Cochran 1977).",
            _errors(row for row in rows if has_cochrans_size(row)),
            not_liberal,
        ),
        all_within(
            "Welch, Fieller on skewed data: nowhere more than 6 % errors without a warning, beyond "
            "3 Monte Carlo errors.",
            [share for row in rows for share in row.unwarned_errors],
            not_liberal,
        ),
    ]


def _several(rows: list[ArmsMeansRow]) -> list[Promise]:
    large = [row for row in rows if not warns_of_size(row.smallest)]
    return [
        all_within(
            "Overall test of three means on normal data: 5 % false positives from 100 values an "
            "arm on.",
            [row.overall for row in large],
            lambda share: not strays(share, ALPHA, _NORMAL),
        ),
        all_within(
            "Overall test of three means on normal data: at no place more than 6 % false "
            "positives without a warning.",
            [row.unwarned for row in rows],
            not_liberal,
        ),
        all_within(
            "Bonferroni, Holm and Benjamini-Hochberg on normal data: at most 5 % any false "
            "positive from 100 values an arm on.",
            [row.family[method] for row in large for method in range(len(CORRECTIONS))],
            lambda share: not exceeds(share, ALPHA + _NORMAL),
        ),
    ]


def _errors(rows: Iterable[MeanRow]) -> list[Share]:
    return [share for row in rows for share in row.errors]
