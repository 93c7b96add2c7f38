"""What one step of the check found."""

from dataclasses import dataclass

from experimentos_core.memo_check.records import Difference


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one step found.

    Attributes:
        name: What was looked at.
        outcome: What came of it, in a few words.
        differences: Everything that differs.
        remarks: What must be known beside them, a sentence each.
    """

    name: str
    outcome: str
    differences: tuple[Difference, ...] = ()
    remarks: tuple[str, ...] = ()
