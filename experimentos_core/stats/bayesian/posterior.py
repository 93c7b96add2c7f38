"""What is believed about each arm after the data: a rate is Beta, a mean is Student's t."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt
from scipy.special import betainccinv, betaincinv, betaln, stdtrit, xlog1py, xlogy

from experimentos_core.stats.counts import LARGEST_COUNT, Booleans, Floats, as_floats

_FEWEST_FOR_A_MEAN = 2.0
"""One observation says nothing about the spread."""

_DF_OF_A_FINITE_VARIANCE = 2.0
"""Student's t has a mean above 1 degree of freedom, a variance only above 2."""


class Posterior(Protocol):
    """Posteriors of several arms: arrays of one shape, nan where nothing is known."""

    @property
    def origin(self) -> float:
        """What draws, quantiles and grids of these arms are counted from."""

    @property
    def known(self) -> Booleans:
        """True where the data determine a posterior."""

    @property
    def loss_known(self) -> Booleans:
        """True where an expected loss and its Monte Carlo error exist."""

    def positive(self, alpha: float) -> Booleans:
        """True where an arm can be what others are relative to, at confidence 1 - alpha."""

    def draw(self, arm: int, generator: np.random.Generator, draws: int) -> Floats:
        """Draws from the arm at this position of a one-dimensional posterior."""

    def quantiles(self, tail: npt.ArrayLike) -> tuple[Floats, Floats]:
        """Values with this probability below, and with this probability above."""

    def density(self, values: Floats) -> Floats:
        """Posterior density at values counted from the origin, several per arm (last axis)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BetaPosterior:
    """Rates: Beta(a, b), with a - 1 successes and b - 1 failures on top of a flat prior."""

    a: Floats
    b: Floats

    @property
    def origin(self) -> float:
        """Rates are counted from 0."""
        return 0.0

    @property
    def known(self) -> Booleans:
        """True where there were users and the counts can be."""
        return np.asarray(~np.isnan(self.a))

    @property
    def loss_known(self) -> Booleans:
        """A rate is bounded: its moments always exist."""
        return self.known

    def positive(self, alpha: float) -> Booleans:  # noqa: ARG002 - the same at every level
        """True where a success was seen; without one, a ratio would show the prior and no data."""
        return np.asarray(self.a > 1)

    def draw(self, arm: int, generator: np.random.Generator, draws: int) -> Floats:
        """Draws from the arm at this position."""
        return generator.beta(self.a[arm], self.b[arm], draws)

    def quantiles(self, tail: npt.ArrayLike) -> tuple[Floats, Floats]:
        """Rates with probability `tail` below and above: 11 digits; 7 for few in 1e9 users."""
        share = np.asarray(tail, dtype=np.float64)
        above = np.asarray(betainccinv(self.a, self.b, share))
        return np.asarray(betaincinv(self.a, self.b, share)), above

    def density(self, values: Floats) -> Floats:
        """Density at these rates, points along the last axis; 7 digits at 1e9 users: to draw."""
        a, b = self.a[..., np.newaxis], self.b[..., np.newaxis]
        exponent: Floats = xlogy(a - 1.0, values) + xlog1py(b - 1.0, -values) - betaln(a, b)
        return np.asarray(np.exp(exponent))


@dataclass(frozen=True, slots=True, kw_only=True)
class StudentPosterior:
    """Means: `origin + location + scale * t`, with t of Student's distribution with `df`."""

    location: Floats
    scale: Floats
    df: Floats
    origin: float

    @property
    def known(self) -> Booleans:
        """True where there were two observations that differ."""
        return np.asarray(~np.isnan(self.scale))

    @property
    def loss_known(self) -> Booleans:
        """True from 4 observations on: below, losses have no mean, or their mean no error."""
        return np.asarray(self.df > _DF_OF_A_FINITE_VARIANCE)

    def positive(self, alpha: float) -> Booleans:
        """True where the credible interval of the mean lies above 0 (else a ratio says nothing)."""
        return np.asarray(self.origin + self.quantiles(0.5 * alpha)[0] > 0)

    def draw(self, arm: int, generator: np.random.Generator, draws: int) -> Floats:
        """Draws from the arm at this position, counted from the origin."""
        t = generator.standard_t(self.df[arm], draws)
        return np.asarray(self.location[arm] + self.scale[arm] * t)

    def quantiles(self, tail: npt.ArrayLike) -> tuple[Floats, Floats]:
        """Means, from the origin, with probability `tail` below and above."""
        reach: Floats = self.scale * stdtrit(self.df, np.asarray(tail, dtype=np.float64))
        return self.location + reach, self.location - reach

    def density(self, values: Floats) -> Floats:
        """Density at these means, points along the last axis (Student 1908)."""
        location, scale = self.location[..., np.newaxis], self.scale[..., np.newaxis]
        df = self.df[..., np.newaxis]
        t = (values - location) / scale
        top = -betaln(0.5 * df, 0.5) - 0.5 * np.log(df) - np.log(scale)
        return np.asarray(np.exp(top - 0.5 * (df + 1.0) * np.log1p(t * t / df)))


def proportion_posterior(x: npt.ArrayLike, n: npt.ArrayLike) -> BetaPosterior:
    """Posterior of the rates behind x successes among n users, from the flat prior Beta(1, 1).

    Beta(1 + x, 1 + n - x) (Bayes 1763; Gelman et al., Bayesian Data Analysis, 3rd ed., 2.4).
    x and n broadcast; nan where n is 0, where x > n, and where either is no count up to 2**53.
    """
    successes, users = np.broadcast_arrays(as_floats(x), as_floats(n))
    possible = (users >= 1) & (users <= LARGEST_COUNT) & (successes >= 0) & (successes <= users)
    possible &= (successes == np.floor(successes)) & (users == np.floor(users))
    a = np.where(possible, successes, np.nan) + 1.0
    b = np.where(possible, users, np.nan) - successes + 1.0
    return BetaPosterior(a=a, b=b)


def mean_posterior(
    mean: npt.ArrayLike, variance: npt.ArrayLike, n: npt.ArrayLike, *, origin: float = 0.0
) -> StudentPosterior:
    """Posterior of the means of normal samples, from the prior 1/variance (Jeffreys 1961, 3.4).

    mean + sqrt(variance / n) * t with n - 1 degrees of freedom, variance being the sample's with
    divisor n - 1 (Box & Tiao 1973, eq. 2.4.9; Gelman et al., 3rd ed., 3.2). The arrays broadcast.

    Means that agree in their leading digits are best given as exact differences from an
    `origin`: 1e9 and 1e9 + 1e-6 differ by nothing in float64, 0 and 1e-6 from 1e9 do.
    nan where n < 2, where the variance is 0 or negative, and where a number is missing.
    """
    columns = np.broadcast_arrays(as_floats(mean), as_floats(variance), as_floats(n))
    location, spread, size = columns
    possible = (size >= _FEWEST_FOR_A_MEAN) & (spread > 0)
    possible &= np.isfinite(location) & np.isfinite(spread) & np.isfinite(size)
    location, spread, size = (np.where(possible, column, np.nan) for column in columns)
    return StudentPosterior(
        location=location, scale=np.sqrt(spread / size), df=size - 1.0, origin=origin
    )
