"""How figures and places of the grid are said in a sentence."""

from collections.abc import Callable, Iterable, Sequence

from tools.calibration.means import MeanRow
from tools.calibration.outcomes import Share
from tools.calibration.plan import split_name
from tools.calibration.proportions import ProportionRow
from tools.calibration.several_means import ArmsMeansRow

_NAMED = 6


def place(row: ProportionRow) -> str:
    """Users, split and rate."""
    cell = row.cell
    return f"{cell.users:,} users {split_name(cell.split)} at {100 * cell.rate:g} %"


def values(row: MeanRow | ArmsMeansRow) -> str:
    """Values, split and distribution."""
    return f"{row.users:,} values {split_name(row.split)} ({row.shape})"


def span(shares: Iterable[Share], digits: int = 2) -> str:
    """Smallest to largest, in per cent."""
    figures = [100.0 * share.value for share in shares]
    if not figures:
        return "not measured"
    return f"{min(figures):.{digits}f} to {max(figures):.{digits}f} %"


def most(shares: Iterable[Share]) -> str:
    """The largest, in per cent."""
    figures = [share.value for share in shares]
    return f"{100 * max(figures):.2f} %" if figures else "none"


def tally[Row](rows: Iterable[Row], holds: Callable[[Row], bool]) -> int:
    """How many."""
    return sum(holds(row) for row in rows)


def listed(names: Sequence[str]) -> str:
    """The first of them by name, and how many more."""
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return "; ".join(names[:_NAMED]) + more
