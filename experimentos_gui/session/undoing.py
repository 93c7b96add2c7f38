"""What is needed to take a step of the data page back."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from experimentos_core.charter import Charter
    from experimentos_core.reading.choices import Choices


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing done to the data.

    Attributes:
        choices: What was chosen about the reading before it.
        before: The plan before it.
        after: The plan right after it.
    """

    choices: "Choices"
    before: "Charter"
    after: "Charter"

    def undo(self, charter: "Charter") -> "Charter":
        """Return the plan without what this step changed; what was typed since then stays."""
        for field in ("control", "split", "guardrails"):
            if getattr(charter, field) == getattr(self.after, field):
                charter = replace(charter, **{field: getattr(self.before, field)})
        return charter
