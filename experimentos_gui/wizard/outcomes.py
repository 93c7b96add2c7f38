"""What the data says in words, one line a variant; no rate unless the data is usable; no Qt."""

from typing import TYPE_CHECKING, Final

from experimentos_core.foundation import formatting
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
    counts = zip(dataset.variants, dataset.users, dataset.primary.counts, strict=True)
    return tuple(
        (name, f"{_users(users)}, {formatting.percent(converted / users)} converted")
        for name, users, converted in list(counts)[:MOST_LINES]
    )


def _users(users: int | None) -> str:
    if users is None:
        return "users cannot be read"
    return f"{formatting.count(users)} {'user' if users == 1 else 'users'}"
