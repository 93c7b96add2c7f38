"""An experiment on its way from one history to another: what its file holds."""

from dataclasses import dataclass
from typing import Final

KIND: Final = "experimentos-experiment"
FORMAT: Final = 1
SUFFIX: Final = ".experiment"


@dataclass(frozen=True, slots=True, kw_only=True)
class TravellingFile:
    """An export as it was opened.

    Attributes:
        sha256: Digest of its bytes.
        kind: What the bytes are, a ContentKind.
        data: The bytes, compressed, in base64.
    """

    sha256: str
    kind: str
    data: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TravellingAnalysis:
    """A report and its memo; the events say when they were made, of what, and their digests.

    Attributes:
        number: From 1 on.
        report: JSON, letter by letter as it was kept.
        memo: Markdown, likewise.
    """

    number: int
    report: str
    memo: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TravellingDraft:
    """The work as it stood.

    Attributes:
        file: Digest of the file it is about; empty where it has none.
        saved_at: UTC.
        content: JSON of the draft.
    """

    file: str
    saved_at: str
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TravellingEvent:
    """Something that happened, as it was sealed.

    Attributes:
        at: UTC.
        kind: What.
        detail: JSON, letter by letter as it was sealed.
        sha256: The seal, which covers the event before.
    """

    at: str
    kind: str
    detail: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Travelling:
    """Everything about one experiment.

    Attributes:
        uid: Its name in the history it comes from.
        name: Name as the list says it.
        owner: Likewise.
        files: Every export its draft and reports are about, as far as the bytes were kept.
        analyses: Every report, the first one first.
        versions: Every locked version of the plan as JSON, the first one first.
        draft: The work as it stood; None where there was none.
        events: What happened, in order; note, tags and decisions are among it.
    """

    uid: str
    name: str
    owner: str
    files: tuple[TravellingFile, ...]
    analyses: tuple[TravellingAnalysis, ...]
    versions: tuple[str, ...]
    draft: TravellingDraft | None
    events: tuple[TravellingEvent, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TravelDocument:
    """The file.

    Attributes:
        kind: Says that it is one.
        format: Version of this record's shape.
        app_version: The program that wrote it.
        experiment: The experiment.
        sha256: Digest of all of the above.
    """

    kind: str
    format: int
    app_version: str
    experiment: Travelling
    sha256: str
