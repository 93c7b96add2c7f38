"""From arrays to records: what is undefined or unbounded becomes None."""

import math

type Bounds = tuple[float | None, float | None]


def defined(value: float) -> float | None:
    """Return a plain float, or None for nan and infinities."""
    plain = float(value)
    return plain if math.isfinite(plain) else None


def bounds(low: float, high: float) -> Bounds:
    """Return an interval whose unbounded or undefined ends are None."""
    return (defined(low), defined(high))
