"""What the figures say, in sentences whose numbers are those just measured."""

from collections.abc import Sequence

from tools.calibration.outcomes import Share
from tools.calibration.phrases import listed, most, place, span, tally
from tools.calibration.plan import SPLITS, split_name
from tools.calibration.promises import ENOUGH_TO_SPLIT, expects_enough, is_silent
from tools.calibration.proportions import ProportionRow
from tools.calibration.rare_events import Errors, RareRow
from tools.calibration.reading_of_means import reading_of_means
from tools.calibration.results import Results
from tools.calibration.verdict import Mark, judged

_MOSTLY = 0.5


def reading(results: Results) -> list[str]:
    """One paragraph a family."""
    return [
        *_two_rates(results.proportions),
        _sparse(results),
        _guardrails(results),
        _splits(results),
        _several_arms(results),
        *reading_of_means(results),
        _beliefs(results),
    ]


def _two_rates(rows: Sequence[ProportionRow]) -> list[str]:
    silent = [row for row in rows if is_silent(row.warned)]
    shown = [row for row in rows if is_silent(row.warned_effect)]
    lean = max(silent, key=lambda row: max(row.false_gain.value, row.false_harm.value))
    side = max(lean.false_gain.value, lean.false_harm.value)
    warned = [row for row in rows if row.warned.value >= _MOSTLY]
    fine = [row for row in warned if not _is_liberal(row.false_positive)]
    alone = max(rows, key=lambda row: row.unwarned.value)
    gap = max(abs(row.power.value - row.power_formula) for row in shown)
    where_silent = (
        "**Two rates, where the health check is silent** (it warns in less than 1 % of "
        f"experiments: {len(silent)} of {len(rows)} places without an effect, {len(shown)} with "
        f"one). A z test at 5 % is wrong in {span(row.false_positive for row in silent)}; Mee's "
        f"interval misses in {span(row.missed_difference for row in shown)}, Koopman's in "
        f"{span(row.missed_lift for row in shown)}. {_off_in_silence(silent, shown)} With unequal "
        "arms the errors lean to one side: 2.5 % should be false gains and 2.5 % false harms; the "
        f"worst silent place is {place(lean)}, with {100 * side:.2f} % on one side. Power is "
        f"within {100 * gap:.1f} points of the normal formula."
    )
    where_it_warns = (
        f"**Two rates, where it warns.** {_liberal(rows)} It does not warn at exactly these "
        f"places but at more: of {len(warned)} where most experiments without an effect have a "
        f"warning, the test is liberal at {len(warned) - len(fine)}, within 4 to 6 % at "
        f"{tally(fine, lambda row: _is_fine(row.false_positive))} and cautious at the rest. A "
        "false positive that comes without a warning has at most a chance of "
        f"{100 * alone.unwarned.value:.2f} % ({place(alone)})."
    )
    return [where_silent, where_it_warns]


def _off_in_silence(silent: Sequence[ProportionRow], shown: Sequence[ProportionRow]) -> str:
    off = [
        *(f"z at {place(row)}" for row in silent if not _is_fine(row.false_positive)),
        *(f"Mee at {place(row)}" for row in shown if not _is_fine(row.missed_difference)),
        *(f"Koopman at {place(row)}" for row in shown if not _is_fine(row.missed_lift)),
    ]
    return f"Off there: {listed(off)}." if off else "None is off."


def _liberal(rows: Sequence[ProportionRow]) -> str:
    tests = [row for row in rows if _is_liberal(row.false_positive)]
    mee = [row for row in rows if _is_liberal(row.missed_difference)]
    koopman = [row for row in rows if _is_liberal(row.missed_lift)]
    warned = [row.warned for row in tests] + [row.warned_effect for row in (*mee, *koopman)]
    text = (
        f"Errors above 6 %: z at {len(tests)} places (at most "
        f"{most(row.false_positive for row in tests)}), Mee's interval at {len(mee)} (at most "
        f"{most(row.missed_difference for row in mee)}), Koopman's at {len(koopman)} (at most "
        f"{most(row.missed_lift for row in koopman)})."
    )
    if not warned:
        return text
    often = sum(share.value >= 1.0 - 1e-6 for share in warned)
    least = min(share.value for share in warned)
    return (
        f"{text} Of these {len(warned)}, {often} are warned of in every experiment; the least "
        f"warned of in {100 * least:.1f} %."
    )


def _sparse(results: Results) -> str:
    rows = results.sparse
    return (
        "**Fisher's exact test**, shown where few conversions are expected, is wrong in "
        f"{span(row.false_fisher for row in rows)} of experiments at {len(rows)} such places: "
        "never more than it says, usually far less. z there: "
        f"{span(row.false_z for row in rows)}. The price is power: it finds "
        f"{span((row.power_fisher for row in rows), 0)} where z finds "
        f"{span((row.power_z for row in rows), 0)}."
    )


def _guardrails(results: Results) -> str:
    rows = results.rare
    two_sided = max(rows, key=lambda row: row.worst.any_side)
    one_sided = max(rows, key=lambda row: row.worst_side.one_side)
    equal = [row for row in rows if row.cell.split == SPLITS[0]]
    return (
        "**Guardrails with few events.** FEW_EVENTS looks at the primary metric only; a guardrail "
        "as sparse as that has Fisher's p beside it, which does not decide. With 100 users an arm "
        "or more (SMALL_SAMPLE is silent), and at the rate that is worst for it, z is wrong in "
        f"{span(row.worst.any_side for row in rows)} (largest: {_rare(two_sided, two_sided.worst)})"
        f", Fisher's test there in {span(row.false_fisher for row in rows)}. On one side, where "
        f"2.5 % is nominal: in equal arms at most {most(row.worst_side.one_side for row in equal)},"
        f" elsewhere up to {most(row.worst_side.one_side for row in rows)} "
        f"({_rare(one_sided, one_sided.worst_side)}), on the side *treatment higher* because "
        "the treatment is the small arm: one event there weighs much, and a guardrail that did not "
        "change looks worse where events are bad. Without Fisher's p beside it z is wrong in at "
        f"most {most(row.alone for row in rows)} at any of these rates."
    )


def _rare(row: RareRow, errors: Errors) -> str:
    cell = row.cell
    return f"{cell.users:,} users {split_name(cell.split)} at {100 * errors.rate:.2g} %"


def _splits(results: Results) -> str:
    large = [row for row in results.splits if row.cell.users >= ENOUGH_TO_SPLIT]
    small = [row for row in results.splits if row.cell.users < ENOUGH_TO_SPLIT]
    return (
        "**The sample ratio test** at its warning level (0.1 %) raises a false alarm in "
        f"{span((row.false_alarms[1] for row in large), 3)} from 1,000 users on, and at its "
        f"blocking level (0.001 %) in {span((row.false_alarms[2] for row in large), 4)}: the tail "
        "of chi-square is rougher than its middle where an arm expects few users. Below 1,000 "
        f"users: {span((row.false_alarms[1] for row in small), 3)} and "
        f"{span((row.false_alarms[2] for row in small), 4)}. A false alarm holds a launch back and "
        "never lets one through, and SMALL_SAMPLE warns at nearly all of those places."
    )


def _several_arms(results: Results) -> str:
    rows = [row for row in results.arms if expects_enough(row)]
    sparse = [row for row in results.arms if not expects_enough(row)]
    return (
        "**Several treatments.** Where every arm expects 10 conversions, any false positive: "
        f"Bonferroni {span(row.family[0] for row in rows)}, Holm "
        f"{span(row.family[1] for row in rows)}, Benjamini-Hochberg "
        f"{span(row.family[2] for row in rows)}; overall chi-square "
        f"{span(row.overall for row in rows)}. With one true effect, Holm calls the other "
        f"treatment different in {span(row.false_second[1] for row in rows)}, and "
        f"{span(row.discoveries[2] for row in rows)} of BH's discoveries are false. Bonferroni's "
        f"intervals hold both truths but for {span(row.missed_any[0] for row in rows)}. Holm's "
        "intervals agree with its tests but are no simultaneous 95 % intervals: one of the two "
        f"misses in {span(row.missed_any[1] for row in rows)}. Of BH's intervals that are "
        f"selected, {span(row.missed_any[2] for row in rows)} miss. With fewer conversions "
        f"Bonferroni's family error reaches {most(row.family[0] for row in sparse)}."
    )


def _beliefs(results: Results) -> str:
    rates, means = results.rate_beliefs, results.mean_beliefs
    return (
        "**Bayesian view.** With true rates drawn from the flat prior, 95 % credible intervals "
        f"miss the rate in {span(row.missed_rate for row in rates)}, the lift in "
        f"{span(row.missed_lift for row in rates)}, the relative lift in "
        f"{span(row.missed_relative for row in rates)}, at every size; and what is said to be "
        "better with some probability is better that often (last columns of the table). On "
        f"normal data the interval of a mean misses in {span(row.missed_mean for row in means)}, "
        f"that of the difference in {span(row.missed_lift for row in means)} (cautious for a "
        "handful of values, as the Behrens-Fisher interval is known to be)."
    )


def _is_liberal(share: Share) -> bool:
    return judged(share) is Mark.LIBERAL


def _is_fine(share: Share) -> bool:
    return judged(share) is Mark.FINE
