"""The root finder on functions whose roots are known, from starts that are far away."""

import numpy as np
import pytest

from experimentos_core.stats.counts import Floats
from experimentos_core.stats.root_finding import solve_increasing

ROOTS = np.array([1e-12, 1e-6, 0.3, 1.0, 1.5, 7.0, 1e3, 1e8])
FAR = np.array([1e-9, 1e-3, 0.5, 0.999, 1.0, 1.001, 2.0, 40.0, 1e6])


def power(point: Floats, exponent: Floats) -> tuple[Floats, Floats]:
    return point**exponent, exponent * point ** (exponent - 1.0)


def growing(point: Floats, scale: Floats) -> tuple[Floats, Floats]:
    """Flat, then steep: from the right Newton creeps, from the left it flies off."""
    with np.errstate(over="ignore", invalid="ignore"):
        return np.expm1(point / scale), np.exp(point / scale) / scale


def stepping(point: Floats, scale: Floats) -> tuple[Floats, Floats]:
    """Two plateaus with a slope between: Newton's step from a plateau leaves the bracket."""
    x = point / scale
    value = point / scale * 0.01 + 10.0 * x**6 / (1.0 + x**6)
    return value, 0.01 / scale + 60.0 * x**5 / (1.0 + x**6) ** 2 / scale


def bending(point: Floats, scale: Floats) -> tuple[Floats, Floats]:
    x = point / scale
    return x / (1.0 + x), 1.0 / (1.0 + x) ** 2 / scale


def grid() -> tuple[Floats, Floats]:
    roots, far = (column.ravel() for column in np.meshgrid(ROOTS, FAR))
    return roots, roots * far


@pytest.mark.parametrize("ceiling", [np.inf, 1.0, 1.0 + 1e-12, 3.0, 1e5])
@pytest.mark.parametrize(
    ("function", "parameter"),
    [
        (power, 0.2),
        (power, 1.0),
        (power, 2.0),
        (power, 9.0),
        (growing, 0.1),
        (growing, 0.01),
        (growing, 3.0),
        (stepping, 0.5),
        (stepping, 1.0),
        (stepping, 2.0),
        (bending, 0.1),
        (bending, 5.0),
    ],
)
def test_a_known_root_is_found_from_anywhere(function, parameter, ceiling) -> None:
    root, start = grid()
    scale = np.full_like(root, parameter) if function is power else parameter * root
    target = function(root, scale)[0]
    top = ceiling * root
    found = solve_increasing(function, (scale,), target, np.minimum(start, top), top)
    assert np.all(np.abs(found / root - 1.0) < 1e-9)
    for at in range(0, root.size, 17):  # alone as beside the others, to the bit
        alone = (column[at : at + 1] for column in (scale, target, np.minimum(start, top), top))
        own_scale, own_target, own_start, own_top = alone
        single = solve_increasing(function, (own_scale,), own_target, own_start, own_top)
        assert single[0] == found[at]
