"""Moments as they are kept: UTC in ISO 8601, whatever the clock of the machine shows."""

from collections.abc import Callable
from datetime import UTC, datetime

type Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """Return this moment."""
    return datetime.now(UTC)


def utc_text(moment: datetime) -> str:
    """Return a moment to the second: '2026-03-01T09:30:00Z'."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
