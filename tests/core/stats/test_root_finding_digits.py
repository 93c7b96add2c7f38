"""The root finder from starts that underflow or overflow, and to the last digits."""

import numpy as np
import pytest

from experimentos_core.stats.counts import Floats
from experimentos_core.stats.root_finding import solve_increasing


def power(point: Floats, exponent: Floats) -> tuple[Floats, Floats]:
    with np.errstate(over="ignore"):
        return point**exponent, exponent * point ** (exponent - 1.0)


def solved(root: Floats, exponent: float, start: Floats, ceiling: float = np.inf) -> Floats:
    exponents, top = np.full_like(root, exponent), np.full_like(root, ceiling)
    return solve_increasing(power, (exponents,), power(root, exponents)[0], start, top)


@pytest.mark.parametrize("start", [1e-300, 1e-200, 1e-20])
def test_a_value_that_underflows_is_no_root(start) -> None:
    root = np.array([0.5, 1.0, 7.0])
    found = solved(root, 2.0, np.full(3, start), ceiling=100.0)
    np.testing.assert_allclose(found, root, rtol=1e-14)


@pytest.mark.parametrize("start", [1e-15, 1e-13, 1e-7])
@pytest.mark.parametrize("base", [-1e3, 1e3])
def test_nor_is_one_that_cancels_to_nothing(start, base) -> None:
    """The slope is there, the value is 0: Newton's step would be none at all."""

    def above_base(point: Floats, base: Floats) -> tuple[Floats, Floats]:
        return (point + base) - base, np.ones_like(point)

    root = np.array([1e-3, 1.0])
    parameters = (np.full(2, base),)
    found = solve_increasing(above_base, parameters, root, np.full(2, start), np.full(2, 9.0))
    np.testing.assert_allclose(found, root, rtol=1e-9)


@pytest.mark.parametrize("start", [1e-30, 1e-17, 1e-16, 1e17])
@pytest.mark.parametrize("exponent", [1.0, 2.0, 0.5])
def test_a_step_to_infinity_is_not_taken(start, exponent) -> None:
    root = np.array([0.5, 1.0, 7.0])
    np.testing.assert_allclose(solved(root, exponent, start * root), root, rtol=1e-14)


@pytest.mark.parametrize("exponent", [0.2, 0.5, 1.0, 2.0, 9.0])
def test_a_root_has_all_its_digits(exponent) -> None:
    roots = 10.0 ** np.arange(-12.0, 12.0, 3.0) * 1.37
    for far in (1e-6, 0.2, 0.999, 1.0, 1.001, 5.0, 1e6):
        found = solved(roots, exponent, far * roots)
        np.testing.assert_allclose(found, roots, rtol=1e-14 / min(exponent, 1.0))


def bent(point: Floats, scale: Floats) -> tuple[Floats, Floats]:
    """Two plateaus with a steep slope between: Newton alone would go to and fro."""
    x = point / scale
    sixth = x**6
    value = x * 0.01 + 10.0 * sixth / (1.0 + sixth)
    return value, (0.01 + 60.0 * x**5 / (1.0 + sixth) ** 2) / scale


@pytest.mark.parametrize("at", [0.3, 0.9, 1.0, 1.1, 2.5])
@pytest.mark.parametrize("far", [1e-3, 0.1, 0.5, 2.0, 10.0, 1e3])
def test_a_root_between_plateaus_has_all_its_digits(at, far) -> None:
    root = np.array([1e-9, 1.0, 1e9])
    target = bent(root, root / at)[0]
    found = solve_increasing(bent, (root / at,), target, far * root, np.full(3, np.inf))
    np.testing.assert_allclose(found, root, rtol=1e-12)


@pytest.mark.parametrize("at", [0.3, 0.9, 1.0, 1.1, 2.5])
@pytest.mark.parametrize("ceiling", [1.0001, 1.01, 2.0, 100.0])
def test_nothing_is_asked_beyond_the_ceiling(at, ceiling) -> None:
    def bounded(point: Floats, scale: Floats) -> tuple[Floats, Floats]:
        assert ((point > 0) & (point <= ceiling * at * scale)).all()
        return bent(point, scale)

    scale = np.array([1e-9, 1.0, 1e9])
    root = at * scale
    target = bent(root, scale)[0]
    for far in (1e-3, 0.1, 0.5, 0.9, 1.0):
        found = solve_increasing(bounded, (scale,), target, far * root, ceiling * root)
        np.testing.assert_allclose(found, root, rtol=1e-12)


@pytest.mark.parametrize(("far", "most"), [(1.5, 4), (100.0, 7), (1e-8, 18), (1e8, 17)])
def test_few_steps_are_needed(far, most) -> None:
    calls = []

    def counted(point: Floats, exponent: Floats) -> tuple[Floats, Floats]:
        calls.append(point)
        return power(point, exponent)

    root, exponent = np.array([3.0]), np.array([1.7])
    target = power(root, exponent)[0]
    solve_increasing(counted, (exponent,), target, far * root, np.array([np.inf]))
    assert len(calls) <= most


@pytest.mark.parametrize("ceiling", [1.0, 8.0, np.inf])
def test_an_unfinished_root_is_refused(ceiling) -> None:
    def nowhere(point: Floats, _: Floats) -> tuple[Floats, Floats]:
        return np.full_like(point, np.nan), np.full_like(point, np.nan)

    with pytest.raises(ArithmeticError, match="did not converge"):
        solve_increasing(nowhere, (np.ones(1),), np.ones(1), np.ones(1), np.full(1, ceiling))
