"""What the data says in words, one line a variant; no rate unless the data is usable; no Qt."""

import math
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from experimentos_core.dataset import CountMetric
from experimentos_core.foundation import formatting
from experimentos_core.foundation.amounts import amount
from experimentos_gui.models.variants import Variant

if TYPE_CHECKING:
    from experimentos_core.dataset import Dataset

MOST_LINES: Final = 24


def outcome_lines(
    variants: tuple[Variant, ...], dataset: "Dataset | None"
) -> tuple[tuple[str, str], ...]:
    """Return name and outcome of each variant, the control first where it is known.

    Args:
        variants: The rows that are variants.
        dataset: The checked counts; None while unknown or Blocked, and then only users are said.
    """
    if dataset is None:
        return tuple((variant.label, _users(variant.users)) for variant in variants[:MOST_LINES])
    arms = zip(dataset.variants, dataset.users, _values(dataset), strict=True)
    return tuple(
        (name, f"{_users(users)}, {value}") for name, users, value in list(arms)[:MOST_LINES]
    )


def _values(dataset: "Dataset") -> tuple[str, ...]:
    """Return what each arm did: the share that converted, or the mean that decides."""
    primary = dataset.primary
    if isinstance(primary, CountMetric):
        rates = (n / users for n, users in zip(primary.counts, dataset.users, strict=True))
        return tuple(f"{formatting.percent(rate)} converted" for rate in rates)
    means = [_mean(n, total) for n, total in zip(primary.sizes, primary.sums, strict=True)]
    known = [mean for mean in means if mean is not None]
    return tuple(
        "no mean" if mean is None else f"mean {primary.name} {amount(mean, *known)}"
        for mean in means
    )


def _mean(n: int, total: Decimal) -> float | None:
    mean = float(total / n) if n else math.nan
    return mean if math.isfinite(mean) else None


def _users(users: int | None) -> str:
    if users is None:
        return "users cannot be read"
    return f"{formatting.count(users)} {'user' if users == 1 else 'users'}"
