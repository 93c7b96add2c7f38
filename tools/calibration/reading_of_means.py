"""What the figures of means say, in sentences whose numbers are those just measured."""

from collections.abc import Callable, Sequence

from experimentos_core.foundation.config import DEFAULT_THRESHOLDS
from tools.calibration.means import MeanRow
from tools.calibration.phrases import listed, most, span, tally, values
from tools.calibration.plan import SPLITS
from tools.calibration.promises_of_means import has_cochrans_size
from tools.calibration.results import MeansResults
from tools.calibration.several_means import ArmsMeansRow
from tools.calibration.verdict import HIGHEST, Mark, judged, warns_of_size

_NEARLY_ALWAYS, _MOSTLY = 0.99, 0.5


def reading_of_means(results: MeansResults) -> list[str]:
    """One paragraph a question."""
    skewed = [row for row in results.means if row.skewness]
    normal = [row for row in results.means if not row.skewness]
    return [
        _normal(normal),
        _skewed(skewed),
        _warning(skewed),
        _what_warning_misses(skewed),
        _price_of_warning(skewed, normal),
        _several(results.arms_means),
    ]


def _normal(normal: Sequence[MeanRow]) -> str:
    large = [row for row in normal if not warns_of_size(row.n_t)]
    small = [row for row in normal if warns_of_size(row.n_t) and row.mark is Mark.LIBERAL]
    return (
        "**Means of normal data**, equal spread or three times as large in either arm: from 100 "
        f"values an arm on Welch's test is wrong in {span(row.false_positive for row in large)}, "
        f"its interval misses in {span(row.missed_difference for row in large)}, Fieller's in "
        f"{span(row.missed_lift for row in large)}. Liberal with fewer (SMALL_SAMPLE warns of "
        f"all): {listed([values(row) for row in small]) or 'nowhere'}; a handful of values does "
        "not tell its own spread."
    )


def _skewed(skewed: Sequence[MeanRow]) -> str:
    equal = [row for row in skewed if row.split == SPLITS[0]]
    unequal = [row for row in skewed if row.split != SPLITS[0]]
    return (
        "**Means of skewed data, as revenue is.** Theory promises nothing here at a given size, "
        "and the figures show it. Equal arms: false positives "
        f"{span(row.false_positive for row in equal)} (skewness cancels: cautious, not "
        "misleading; the figures of the largest size have an error of half a point), but the "
        "interval of a large effect can miss in up to "
        f"{most(row.missed_difference for row in equal)}. Unequal arms: up to "
        f"{most(row.false_positive for row in unequal)}, nearly all of them *false harms* when "
        "the small arm is the treatment (false gains at most "
        f"{most(row.false_gain for row in unequal)}); with the arms the other way round they "
        "would be false gains."
    )


def _warning(skewed: Sequence[MeanRow]) -> str:
    liberal = [row for row in skewed if row.mark is Mark.LIBERAL]
    others = [row for row in liberal if not warns_of_size(row.n_t)]
    nearly_always = tally(others, lambda row: row.warned.value >= _NEARLY_ALWAYS)
    less = [row for row in others if row.warned.value < _NEARLY_ALWAYS]
    per_squared_spread = DEFAULT_THRESHOLDS.values_per_squared_spread
    per_squared_skewness = DEFAULT_THRESHOLDS.values_per_squared_skewness
    return (
        "**The warning of skewness.** An aggregated export holds no third moment, so the health "
        "check judges by the spread. SKEWED_VALUES comes where the smaller arm has fewer values "
        f"than {per_squared_spread:g} times the squared coefficient of variation, and where the "
        "difference of two means of lognormal values with that coefficient would have a squared "
        f"skewness above 1/{per_squared_skewness:g}: nowhere in equal arms, and in very unequal "
        "ones where Cochran's rule asks for more values. The test or an interval is liberal at "
        f"{len(liberal)} of {len(skewed)} skewed places. SMALL_SAMPLE warns at "
        f"{len(liberal) - len(others)} of them. Of the other {len(others)}, the health check warns "
        f"at {nearly_always} in at least 99 % of experiments; in fewer at: "
        f"{_named(less, _warned_share)}."
    )


def _what_warning_misses(skewed: Sequence[MeanRow]) -> str:
    tests = [row for row in skewed if judged(row.unwarned) is Mark.LIBERAL]
    intervals = [
        row
        for row in skewed
        if Mark.LIBERAL in {judged(share) for share in row.unwarned_errors[1:]} and row not in tests
    ]
    enough = [row for row in skewed if has_cochrans_size(row)]
    return (
        "**What that warning misses.** Errors without a warning exceed 6 % at "
        f"{len(tests) + len(intervals)} places. False positives: {_named(tests, _false_alone)}. "
        f"Misses of an interval only: {_named(intervals, _misses_alone)}. {_open(skewed)} The true "
        f"skewness is {_times_the_spread(skewed)} times the coefficient of variation; the spread "
        "of a sample understates it, and values rarer and larger than these would be missed. "
        "Cochran's rule (smaller arm above 25 times the squared skewness), which needs the values "
        f"themselves, is met at {len(enough)} places; of these "
        f"{tally(enough, lambda row: row.mark is Mark.LIBERAL)} are liberal. With unequal arms and "
        "a few customers who spend most, cap the values before they are summed."
    )


def _open(skewed: Sequence[MeanRow]) -> str:
    """Figures that look off and may be chance."""
    rows = [
        row
        for row in skewed
        if max(row.unwarned_errors).value > HIGHEST
        and all(judged(share) is not Mark.LIBERAL for share in row.unwarned_errors)
    ]
    if not rows:
        return "No other figure is above 6 %."
    highest = max(rows, key=lambda row: max(row.unwarned_errors))
    return (
        f"At {len(rows)} more a figure is above 6 % by less than 3 Monte Carlo errors (the "
        f"highest: {most(highest.unwarned_errors)}, {values(highest)}), which neither shows nor "
        "excludes it."
    )


def _times_the_spread(skewed: Sequence[MeanRow]) -> str:
    times = {row.shape: f"{row.skewness / row.variation:.1f}" for row in skewed}
    return ", ".join(f"{ratio} ({shape})" for shape, ratio in times.items())


def _warned_share(row: MeanRow) -> str:
    return f"{values(row)} {most([row.warned])}"


def _false_alone(row: MeanRow) -> str:
    return f"{values(row)} {most([row.unwarned])}"


def _misses_alone(row: MeanRow) -> str:
    return f"{values(row)} {most(row.unwarned_errors[1:])}"


def _named[Row](rows: Sequence[Row], name: Callable[[Row], str]) -> str:
    """Every one of them: the reader must know where."""
    return "; ".join(name(row) for row in rows) or "nowhere"


def _price_of_warning(skewed: Sequence[MeanRow], normal: Sequence[MeanRow]) -> str:
    fine = _large_and_not_liberal(skewed)
    plain = _large_and_not_liberal(normal)
    needless = _mostly_warned(fine)
    return (
        "**What it costs.** Where both arms have 100 values and nothing is liberal, it comes in "
        f"most experiments at {len(needless)} of {len(fine)} places of skewed data: "
        f"{_named(needless, _worst_error)} (in brackets the largest error measured). The sums "
        "cannot tell values that are mostly 0 from a long tail with the same spread. Of normal "
        f"data, which need no warning, it comes at {len(_mostly_warned(plain))} of {len(plain)}, "
        "nearly all with a standard deviation three times the mean. It is a warning and stops "
        "nothing."
    )


def _worst_error(row: MeanRow) -> str:
    return f"{values(row)} [{most(row.errors)}]"


def _large_and_not_liberal(rows: Sequence[MeanRow]) -> list[MeanRow]:
    return [row for row in rows if not warns_of_size(row.n_t) and row.mark is not Mark.LIBERAL]


def _mostly_warned(rows: Sequence[MeanRow]) -> list[MeanRow]:
    return [row for row in rows if row.warned.value >= _MOSTLY]


def _several(rows: Sequence[ArmsMeansRow]) -> str:
    normal = [row for row in rows if not row.skewness]
    skewed = [row for row in rows if row.skewness]
    large = [row for row in normal if not warns_of_size(row.smallest)]
    small = [row for row in normal if warns_of_size(row.smallest)]
    silent = [row for row in skewed if judged(row.unwarned) is Mark.LIBERAL]
    unmarked = [row for row in skewed if row.mark is not Mark.LIBERAL]
    fine = [row for row in unmarked if not warns_of_size(row.smallest)]
    named = _named(silent, lambda row: f"{values(row)} {most([row.unwarned])}")
    return (
        "**Several means**, a control and two treatments without an effect. Normal data from 100 "
        "values an arm on: Welch's overall test is wrong in "
        f"{span(row.overall for row in large)}; any false positive of Welch's tests with "
        f"Bonferroni {span(row.family[0] for row in large)}, Holm "
        f"{span(row.family[1] for row in large)}, Benjamini-Hochberg "
        f"{span(row.family[2] for row in large)}. With fewer values (SMALL_SAMPLE warns of all) "
        f"the overall test reaches {most(row.overall for row in small)}, Bonferroni "
        f"{most(row.family[0] for row in small)}. Skewed data in unequal arms: the overall test "
        f"is liberal at {tally(skewed, lambda row: row.mark is Mark.LIBERAL)} of {len(skewed)} "
        f"places (at most {most(row.overall for row in skewed)}); without a warning "
        f"above 6 % at these: {named}. Where every arm has 100 values and it is not liberal, "
        "the warning comes in most experiments at "
        f"{tally(fine, lambda row: row.warned.value >= _MOSTLY)} of {len(fine)} places."
    )
