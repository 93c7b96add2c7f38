"""What comes of computing a stored report anew."""

from dataclasses import dataclass
from enum import StrEnum


class CauseKind(StrEnum):
    """What may have changed since a report was made."""

    PROGRAM = "program"
    LIBRARY = "library"
    THRESHOLD = "threshold"
    FORMAT = "format"
    UNKNOWN = "unknown"
    """Nothing known to have changed accounts for it."""


class FileOutcome(StrEnum):
    """What reading the stored file again came to."""

    EQUAL = "equal"
    DIFFERENT = "different"
    UNREADABLE = "unreadable"
    NOT_KEPT = "not kept"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """Something that changed since the report was made, whether or not a figure moved.

    Attributes:
        kind: What.
        name: Which.
        then: As it was; empty where it is not known.
        now: As it is.
    """

    kind: CauseKind
    name: str
    then: str
    now: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RerunDifference:
    """One thing that comes out otherwise now.

    Attributes:
        where: The part of the report, in words.
        then: What the report says there; empty where nothing stands there.
        now: What it comes to now; likewise.
        causes: What it may come from; several where they cannot be told apart.
        sentence: All of it as one sentence.
    """

    where: str
    then: str
    now: str
    causes: tuple[CauseKind, ...]
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rerun:
    """A stored report computed anew from its own table, plan and choices.

    Attributes:
        uid: The experiment.
        number: The report, by its number.
        file_name: The export it is of.
        made_at: When it was made, UTC.
        is_equal: Whether everything comes out as it did.
        figures: How many figures were compared.
        file: What reading the stored file again came to.
        differences: Everything that comes out otherwise.
        changed: Everything known to have changed since, whether or not it moved a figure.
        remarks: What must be known beside them, a sentence each.
    """

    uid: str
    number: int
    file_name: str
    made_at: str
    is_equal: bool
    figures: int
    file: FileOutcome
    differences: tuple[RerunDifference, ...]
    changed: tuple[Cause, ...]
    remarks: tuple[str, ...]
