"""What a history holds, as records."""

from dataclasses import dataclass
from enum import StrEnum

from experimentos_core.charter import Charter
from experimentos_core.charter.chain import CharterChain
from experimentos_core.foundation.values import Verdict


class EventKind(StrEnum):
    """What can happen to an experiment."""

    BEGUN = "begun"
    ANALYSED = "analysed"
    LOCKED = "locked"
    AMENDED = "amended"
    DECIDED = "decided"
    REALISED = "realised"
    NOTED = "noted"
    TAGGED = "tagged"
    TRASHED = "trashed"
    RESTORED = "restored"
    IMPORTED = "imported"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExperimentRow:
    """What a list says of one experiment.

    Attributes:
        uid: Its name in the history; never another's.
        name: Name in the plan, else of the file; may be empty.
        owner: Who answers for it; may be empty.
        verdict: That of the latest report; None before there is one.
        line: One plain sentence on what the report found, or where the work stands.
        taken: What was decided in fact; None where that is not recorded.
        follow_up: Day the decision is to be looked at again, ISO 8601; empty once that was done.
        versions: Locked versions of its plan.
        looks: Uploads that were analysed.
        tags: In the order they were given.
        note: As written.
        created_at: UTC.
        changed_at: UTC; the order of changes is that of `changed`.
        changed: Counts up with every act on any experiment.
        is_trashed: Whether it lies in the trash.
    """

    uid: str
    name: str
    owner: str
    verdict: Verdict | None
    line: str
    taken: Verdict | None
    follow_up: str
    versions: int
    looks: int
    tags: tuple[str, ...]
    note: str
    created_at: str
    changed_at: str
    changed: int
    is_trashed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """An export as it was opened.

    Attributes:
        name: File name without folders.
        kind: What the bytes are, a ContentKind.
        data: The bytes.
        sha256: Their digest.
    """

    name: str
    kind: str
    data: bytes
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The work on one experiment as it stands, possible or not.

    Attributes:
        file_name: The open export; empty where none is.
        options: What was chosen about its reading, as written after `--map`.
        charter: The plan as far as it is possible.
        is_planning: Whether the plan came before the data.
        typed: The plan as it stands in the fields, JSON of the window's own; empty: as `charter`.
        page: Where the person was, a name of the window's own.
        analysis: Number of the report that is of this very work; 0 where there is none.
    """

    file_name: str = ""
    options: tuple[str, ...] = ()
    charter: Charter
    is_planning: bool = False
    typed: str = ""
    page: str = ""
    analysis: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalysisEntry:
    """One report that was made, without its content.

    Attributes:
        number: From 1 on.
        look: The upload it is of, from 1 on; the same data analysed again is the same look.
        made_at: UTC.
        app_version: The program that made it.
        file_name: The export it is of.
        file: Its digest; that of the stored file.
        sha256: Digest of the stored report.
    """

    number: int
    look: int
    made_at: str
    app_version: str
    file_name: str
    file: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened.

    Attributes:
        at: UTC.
        kind: What.
        detail: More about it, by name.
    """

    at: str
    kind: EventKind
    detail: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredExperiment:
    """Everything about one experiment but the content of files and reports.

    Attributes:
        row: What the list says of it.
        draft: The work as it stands; None where the record came without it.
        draft_file: Digest of the file the draft is about; empty where it has none.
        analyses: Every report, the first one first.
        chain: Every locked version of the plan; None without a lock.
        events: What happened, in order.
    """

    row: ExperimentRow
    draft: Draft | None
    draft_file: str
    analyses: tuple[AnalysisEntry, ...]
    chain: CharterChain | None
    events: tuple[Event, ...]
