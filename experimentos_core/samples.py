"""Real, published experiments that come with the program."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from experimentos_core.charter import Charter
from experimentos_core.foundation.codec import from_plain
from experimentos_core.foundation.paths import RESOURCES

SAMPLES = RESOURCES / "samples"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One sample experiment.

    Attributes:
        id: Stable name; also the name of its CSV without the ending.
        title: What was tried, in a few words.
        teaches: What it shows about deciding.
        source: Where the figures were published.
        charter: The plan, as far as it is known.
    """

    id: str
    title: str
    teaches: str
    source: str
    charter: Charter

    @property
    def path(self) -> Path:
        """Its CSV."""
        return SAMPLES / f"{self.id}.csv"


@cache
def all_samples() -> tuple[Sample, ...]:
    """Return the samples in the order they are shown."""
    entries = json.loads((SAMPLES / "samples.json").read_text(encoding="utf-8"))
    return tuple(from_plain(Sample, entry, f"sample {i}") for i, entry in enumerate(entries))


def sample_at(path: Path) -> Sample | None:
    """Return the sample whose CSV this is, or None."""
    try:
        resolved = path.resolve()
    except (OSError, ValueError):
        return None
    return next((s for s in all_samples() if s.path.resolve() == resolved), None)
