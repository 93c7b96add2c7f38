"""The measured figures as Markdown tables."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from experimentos_core.foundation.formatting import count
from tools.calibration.beliefs import EDGES, Group, MeanBeliefRow, RateBeliefRow
from tools.calibration.means import MeanRow
from tools.calibration.outcomes import Share
from tools.calibration.plan import split_name
from tools.calibration.proportions import ProportionRow
from tools.calibration.rare_events import RareRow
from tools.calibration.several_arms import ArmsRow
from tools.calibration.several_means import ArmsMeansRow
from tools.calibration.sparse import SparseRow
from tools.calibration.split_test import LEVELS, SplitRow
from tools.calibration.verdict import Mark, warns_of_size


def percent(share: Share, digits: int = 2) -> str:
    """In per cent, with its Monte Carlo standard error where it was simulated."""
    value = f"{100.0 * share.value:.{digits}f}"
    return f"{value} ± {100.0 * share.error:.{max(digits, 2)}f}" if share.error else value


def plain(value: float) -> str:
    """A rate or lift in per cent, as people write it."""
    return f"{100.0 * value:.4g} %"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table, figures to the right."""
    lines = [head, ["---:"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def proportions_table(rows: Iterable[ProportionRow]) -> str:
    """Pooled z, Mee, Koopman."""
    head = (
        *("users", "split", "rate", "false +", "of which gain", "harm", "unwarned false +"),
        *("warned", "treatment", "found", "formula", "Mee misses", "Koopman misses"),
        *("warned there", "off"),
    )
    return table(head, (_proportion(row) for row in rows))


def _proportion(row: ProportionRow) -> Sequence[str]:
    return (
        count(row.cell.users),
        split_name(row.cell.split),
        plain(row.cell.rate),
        percent(row.false_positive),
        percent(row.false_gain),
        percent(row.false_harm),
        percent(row.unwarned),
        percent(row.warned, 1),
        plain(row.rate_t),
        percent(row.power, 1),
        f"{100.0 * row.power_formula:.1f}",
        percent(row.missed_difference),
        percent(row.missed_lift),
        percent(row.warned_effect, 1),
        _named(zip(("z", "Mee", "Koopman"), row.marks, strict=True)),
    )


def sparse_table(rows: Iterable[SparseRow]) -> str:
    """Fisher beside z."""
    head = ("users", "split", "rate", "false +, Fisher", "false +, z", "treatment")
    return table(
        (*head, "p < 0.05, Fisher", "p < 0.05, z"),
        (
            (
                count(row.cell.users),
                split_name(row.cell.split),
                plain(row.cell.rate),
                percent(row.false_fisher),
                percent(row.false_z),
                plain(row.rate_t),
                percent(row.power_fisher, 1),
                percent(row.power_z, 1),
            )
            for row in rows
        ),
    )


def rare_table(rows: Iterable[RareRow]) -> str:
    """Where z errs most about a guardrail with few events."""
    head = ("users", "split", "worst rate", "false +, z", "of which higher", "lower")
    return table(
        (*head, "false +, Fisher", "z alone, any rate", "worst rate, one side", "one side, z"),
        (
            (
                count(row.cell.users),
                split_name(row.cell.split),
                _exact(row.worst.rate),
                percent(row.worst.any_side),
                percent(row.worst.higher),
                percent(row.worst.lower),
                percent(row.false_fisher),
                percent(row.alone),
                _exact(row.worst_side.rate),
                percent(row.worst_side.one_side),
            )
            for row in rows
        ),
    )


def _exact(rate: float) -> str:
    """A rate however small, in per cent without an exponent."""
    return f"{Decimal(f'{100.0 * rate:.2g}'):f} %"


def splits_table(rows: Iterable[SplitRow]) -> str:
    """Sample ratio test."""
    levels = [f"p < {level:.5f}".rstrip("0") for level in LEVELS]
    head = ("users", "planned split", *levels, "true control", "found, p < 0.001", "formula")
    return table(
        head,
        (
            (
                count(row.cell.users),
                split_name(row.cell.split),
                *(percent(share, 2 + 2 * place) for place, share in enumerate(row.false_alarms)),
                plain(row.true_control),
                percent(row.power, 1),
                f"{100.0 * row.power_formula:.1f}",
            )
            for row in rows
        ),
    )


def arms_tables(rows: Sequence[ArmsRow]) -> str:
    """Corrections: first with equal rates, then with one effect."""
    place = ("users", "split", "rate")
    names = ("Bonferroni", "Holm", "BH")
    equal = table(
        (*place, "overall chi-square", *(f"any false +, {name}" for name in names)),
        (
            (*_place(row), percent(row.overall), *(percent(share) for share in row.family))
            for row in rows
        ),
    )
    head = [f"{figure}, {name}" for figure in ("found", "false +", "missing") for name in names]
    head.insert(6, "false discoveries, BH")
    one = table(
        (*place, "first treatment", *head),
        (
            (
                *_place(row),
                plain(row.rate_t),
                *(percent(share, 1) for share in row.power),
                *(percent(share) for share in row.false_second),
                percent(row.discoveries[2]),
                *(percent(share) for share in row.missed_any),
            )
            for row in rows
        ),
    )
    return f"All rates equal:\n\n{equal}\n\nThe first treatment better, the second not:\n\n{one}"


def _place(row: ArmsRow) -> tuple[str, str, str]:
    return count(row.cell.users), split_name(row.cell.split), plain(row.cell.rate)


def means_table(rows: Iterable[MeanRow]) -> str:
    """Welch and Fieller."""
    head = (
        *("metric", "values", "split", "false +", "of which gain", "harm", "unwarned false +"),
        *("warned", "lift", "found", "formula", "Welch misses", "unwarned misses"),
        *("Fieller misses", "unwarned misses", "unbounded", "off"),
    )
    return table(head, (_mean(row) for row in rows))


def _mean(row: MeanRow) -> Sequence[str]:
    return (
        row.shape,
        count(row.users),
        split_name(row.split),
        percent(row.false_positive),
        percent(row.false_gain),
        percent(row.false_harm),
        percent(row.unwarned),
        _warned(row.n_t, row.warned),
        plain(row.lift),
        percent(row.power, 1),
        f"{100.0 * row.power_formula:.1f}",
        percent(row.missed_difference),
        percent(row.unwarned_difference),
        percent(row.missed_lift),
        percent(row.unwarned_lift),
        percent(row.unbounded, 1),
        _named(zip(("t", "Welch", "Fieller"), row.marks, strict=True)),
    )


def arms_means_table(rows: Iterable[ArmsMeansRow]) -> str:
    """The overall test of means, and the corrections on Welch's tests."""
    names = ("Bonferroni", "Holm", "BH")
    head = ("metric", "values", "split", "overall test", "unwarned", "warned")
    return table(
        (*head, *(f"any false +, {name}" for name in names), "overall test off"),
        (
            (
                row.shape,
                count(row.users),
                split_name(row.split),
                percent(row.overall),
                percent(row.unwarned),
                _warned(row.smallest, row.warned),
                *(percent(share) for share in row.family),
                row.mark,
            )
            for row in rows
        ),
    )


def _warned(smallest: int, share: Share) -> str:
    return "always" if warns_of_size(smallest) else percent(share, 1)


def rate_beliefs_table(rows: Iterable[RateBeliefRow]) -> str:
    """Credible intervals of rates, and stated against happened."""
    groups = [f"said {100 * low:g} to {100 * EDGES[i + 1]:g} %" for i, low in enumerate(EDGES[:-1])]
    head = ("users", "split", "rate missed", "lift missed", "relative lift missed", *groups)
    return table(
        head,
        (
            (
                count(row.cell.users),
                split_name(row.cell.split),
                percent(row.missed_rate),
                percent(row.missed_lift),
                percent(row.missed_relative),
                *(_group(group) for group in row.groups),
            )
            for row in rows
        ),
    )


def mean_beliefs_table(rows: Iterable[MeanBeliefRow]) -> str:
    """Credible intervals of means."""
    return table(
        ("values", "split", "mean missed", "lift missed"),
        (
            (
                count(row.cell.users),
                split_name(row.cell.split),
                percent(row.missed_mean),
                percent(row.missed_lift),
            )
            for row in rows
        ),
    )


def _group(group: Group) -> str:
    return f"{100.0 * group.said:.1f}: {percent(group.happened, 1)}" if group.size else "none"


def _named(marks: Iterable[tuple[str, Mark]]) -> str:
    return ", ".join(f"{mark}: {name}" for name, mark in marks if mark is not Mark.FINE)
