"""Several comparisons at once: adjusted p-values, and the interval levels that agree with them."""

import numpy as np
import numpy.typing as npt

from experimentos_core.stats.counts import Booleans, Floats, as_alpha, as_floats

METHODS = ("bonferroni", "holm", "fdr_bh", "none")


def adjust_p_values(p: npt.ArrayLike, method: str, axis: int = -1) -> Floats:
    """Adjusted p-values of the k comparisons along `axis`, as R's p.adjust gives them.

    Bonferroni; Holm (1979); Benjamini & Hochberg (1995); "none" leaves them as they are. A nan
    p-value (undefined) counts as 1. Raises ValueError for an unknown method and for p outside
    [0, 1].
    """
    _check_method(method)
    ordered, ranks = _sorted_along_last(p, axis)
    return _unsorted(_adjusted(ordered, method), ranks, axis)


def interval_alphas(p: npt.ArrayLike, alpha: npt.ArrayLike, method: str, axis: int = -1) -> Floats:
    """Level at which to draw each comparison's interval so that it agrees with its adjusted p.

    `p < level` holds exactly when `adjust_p_values(p, method) < alpha`: the adjusted p-value is
    the master and the level gives way by the last bit where the two would differ.

    Bonferroni: alpha / k. Holm, R of k rejected: alpha / (k - i + 1) for the i-th smallest p if
    rejected (equal p-values share the smallest i), else alpha / (k - R). Benjamini & Hochberg:
    alpha * R / k if rejected (false coverage rate of Benjamini & Yekutieli 2005), else
    alpha * (R + 1) / k. `alpha` broadcasts against p without `axis`.
    """
    _check_method(method)
    wanted = as_alpha(alpha)[..., np.newaxis]
    ordered, ranks = _sorted_along_last(p, axis)
    rejected = _adjusted(ordered, method) < wanted
    level = _formula(ordered, rejected, wanted, method)
    level = np.where(rejected & (ordered >= level), np.nextafter(ordered, 1.0), level)
    level = np.where(~rejected & (ordered < level), ordered, level)
    return _unsorted(level, np.broadcast_to(ranks, level.shape), axis)


def _check_method(method: str) -> None:
    if method not in METHODS:
        raise ValueError(f"Unknown correction {method!r}: use one of {', '.join(METHODS)}.")


def _sorted_along_last(p: npt.ArrayLike, axis: int) -> tuple[Floats, npt.NDArray[np.int64]]:
    """p-values ascending along the last axis, and where each original one now stands."""
    values = as_floats(p)
    values = np.moveaxis(np.where(np.isnan(values), 1.0, values), axis, -1)
    if not np.all((values >= 0) & (values <= 1)):
        raise ValueError("A p-value must lie between 0 and 1.")
    order = np.argsort(values, axis=-1, kind="stable")
    ordered = np.take_along_axis(values, order, axis=-1)
    return np.asarray(ordered), np.argsort(order, axis=-1, kind="stable")


def _unsorted(ordered: Floats, ranks: npt.NDArray[np.int64], axis: int) -> Floats:
    return np.asarray(np.moveaxis(np.take_along_axis(ordered, ranks, axis=-1), -1, axis))


def _adjusted(ordered: Floats, method: str) -> Floats:
    k = ordered.shape[-1]
    if method == "none":
        return ordered
    if method == "bonferroni":
        return np.asarray(np.minimum(k * ordered, 1.0))
    if method == "holm":
        climbing = np.maximum.accumulate(np.arange(k, 0, -1) * ordered, axis=-1)
        return np.asarray(np.minimum(climbing, 1.0))
    scaled = np.flip(k / np.arange(1, k + 1) * ordered, axis=-1)
    return np.asarray(np.minimum(np.flip(np.minimum.accumulate(scaled, axis=-1), axis=-1), 1.0))


def _formula(ordered: Floats, rejected: Booleans, alpha: Floats, method: str) -> Floats:
    k = max(ordered.shape[-1], 1)
    shape = np.broadcast_shapes(ordered.shape, alpha.shape)
    if method in {"none", "bonferroni"}:
        return np.asarray(np.broadcast_to(alpha if method == "none" else alpha / k, shape))
    count = np.count_nonzero(rejected, axis=-1, keepdims=True)
    if method == "holm":
        divisor = np.where(rejected, k - _first_of_ties(ordered), np.maximum(k - count, 1))
        return np.asarray(alpha / divisor)
    return np.asarray(alpha * np.where(rejected, count, np.minimum(count + 1, k)) / k)


def _first_of_ties(ordered: Floats) -> npt.NDArray[np.int64]:
    """Index (from 0) of the first of each run of equal values."""
    starts = np.ones(ordered.shape, dtype=bool)
    starts[..., 1:] = ordered[..., 1:] != ordered[..., :-1]
    index = np.where(starts, np.arange(ordered.shape[-1]), 0)
    return np.asarray(np.maximum.accumulate(index, axis=-1))
