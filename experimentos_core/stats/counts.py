"""First step of every proportion routine: counts are checked once and become float64 arrays."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

type Floats = npt.NDArray[np.float64]
type Booleans = npt.NDArray[np.bool_]

LARGEST_COUNT = 2.0**53
"""Above this a float64 no longer holds every whole number."""

_VELTKAMP = 2.0**27 + 1.0


class TwoArms(NamedTuple):
    """Successes and sizes of control and treatment, all of one shape, whole numbers in float64."""

    x_c: Floats
    n_c: Floats
    x_t: Floats
    n_t: Floats

    def swapped(self) -> "TwoArms":
        """Control and treatment exchanged."""
        return TwoArms(self.x_t, self.n_t, self.x_c, self.n_c)

    def rows(self, keep: npt.NDArray[np.int64]) -> "TwoArms":
        """The chosen comparisons only."""
        return TwoArms(*(column[keep] for column in self))


def as_two_arms(
    x_c: npt.ArrayLike, n_c: npt.ArrayLike, x_t: npt.ArrayLike, n_t: npt.ArrayLike
) -> TwoArms:
    """Broadcast the four counts against each other and check them.

    Raises ValueError, in one plain sentence, for sizes below 1, negative or fractional counts,
    more successes than users, nan, infinity, or counts beyond 2**53.
    """
    columns = [as_floats(column) for column in (x_c, n_c, x_t, n_t)]
    check_counts(columns[0], columns[1], "control")
    check_counts(columns[2], columns[3], "treatment")
    return TwoArms(*np.broadcast_arrays(*columns))


def as_floats(values: npt.ArrayLike) -> Floats:
    """float64 array of the values; ValueError for anything that is not a number."""
    try:
        return np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError, OverflowError) as error:
        raise ValueError("Counts, shares and levels must be numbers.") from error


def check_counts(x: Floats, n: Floats, arm: str) -> None:
    """Raise ValueError unless 0 <= x <= n, n >= 1 and all are whole numbers up to 2**53."""
    check_whole(n, f"The number of users ({arm})")
    check_whole(x, f"The number of successes ({arm})")
    if np.any(n < 1):
        raise ValueError(f"The number of users ({arm}) must be at least 1.")
    if np.any(x > n):
        raise ValueError(f"There are more successes than users ({arm}).")


def check_whole(values: Floats, name: str) -> None:
    """Raise ValueError unless all values are whole numbers from 0 to 2**53 (so not nan)."""
    if not np.all((values >= 0) & (values <= LARGEST_COUNT)):
        raise ValueError(f"{name} must be a number from 0 to 2**53.")
    if np.any(values != np.floor(values)):
        raise ValueError(f"{name} must be a whole number.")


def as_alpha(alpha: npt.ArrayLike) -> Floats:
    """The significance level(s) as float64; ValueError unless strictly between 0 and 1."""
    level = as_floats(alpha)
    if not np.all((level > 0) & (level < 1)):
        raise ValueError("The significance level alpha must lie strictly between 0 and 1.")
    return level


def difference_of_products(a: Floats, b: Floats, c: Floats, d: Floats) -> Floats:
    """a*b - c*d without cancellation, for whole numbers up to 2**53.

    Each product is split into its rounded value and the exact rounding error (Dekker 1971), so
    the result keeps nearly full relative accuracy where a*b and c*d agree in every leading
    digit. Exchanging (a, b) with (c, d) changes the sign and not one other bit.
    """
    high_ab, low_ab = _exact_product(a, b)
    high_cd, low_cd = _exact_product(c, d)
    return (high_ab - high_cd) + (low_ab - low_cd)


def _exact_product(a: Floats, b: Floats) -> tuple[Floats, Floats]:
    a_high, a_low = _split(a)
    b_high, b_low = _split(b)
    product = a * b
    error = ((a_high * b_high - product) + a_high * b_low + a_low * b_high) + a_low * b_low
    return product, error


def _split(value: Floats) -> tuple[Floats, Floats]:
    """Veltkamp's split into two halves of at most 26 bits."""
    scaled = _VELTKAMP * value
    high = scaled - (scaled - value)
    return high, value - high
