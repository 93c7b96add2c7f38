"""What the session asks of whatever remembers how headers were read."""

from collections.abc import Mapping
from typing import Protocol


class ReadingMemory(Protocol):
    """What remembers how the columns of a header were read."""

    @property
    def readings(self) -> Mapping[str, tuple[str, ...]]:
        """The options of each header that is remembered."""

    def remember_reading(self, header_key: str, options: tuple[str, ...]) -> None:
        """Keep the options of a header; none forget it."""
