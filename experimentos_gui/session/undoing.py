"""What is needed to take a step of the data page back, or the opening of another file."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from experimentos_core.charter import Charter
    from experimentos_core.charter.chain import CharterChain
    from experimentos_core.experiment import Report
    from experimentos_core.reading.choices import Choices
    from experimentos_core.reading.columns.roles import ColumnRoles
    from experimentos_gui.session.work import Opened, Reading


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
        for field in ("control", "split", "primary", "guardrails"):
            if getattr(charter, field) == getattr(self.after, field):
                charter = replace(charter, **{field: getattr(self.before, field)})
        return charter


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """All the work on one experiment, to come back should another take its place by mistake.

    Attributes:
        opened: The file; None for a plan without data.
        reading: How it was read; likewise.
        charter: The plan.
        is_planning: Whether the plan came before the data.
        chain: Every version of it, where it is locked.
        uid: Its name in the history; empty where nothing of it is kept.
        typed: The plan as it stood in the fields, where that was not a possible one.
        steps: What could be undone.
        source_path: Where it lies; None where it was pasted.
        last: The last report and all it was made by, if there is one.
        report: The report that was valid; None where there was none.
    """

    opened: "Opened | None"
    reading: "Reading | None"
    charter: "Charter"
    is_planning: bool
    chain: "CharterChain | None"
    uid: str
    typed: str
    steps: tuple[Step, ...]
    source_path: "Path | None"
    last: "tuple[Choices, Charter, Reading, ColumnRoles, Report] | None"
    report: "Report | None"
