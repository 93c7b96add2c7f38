"""Reading the file an experiment travels in: strictly, within bounds, every digest checked."""

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from experimentos_core.charter.chain import CharterChain
from experimentos_core.experiment import Report
from experimentos_core.foundation.codec import CodecError, from_plain, parse_json
from experimentos_core.foundation.errors import ExperimentError, HistoryError
from experimentos_core.history.agreement import check_agreement, entry_of, memo_digest
from experimentos_core.history.events import checked_events
from experimentos_core.history.export import digest_of
from experimentos_core.history.opening import chain_of, draft_of
from experimentos_core.history.packing import digest_of_text, unpack
from experimentos_core.history.records import AnalysisEntry, Event, EventKind, StoredFile
from experimentos_core.history.telling import told_by
from experimentos_core.history.travel_checks import check_told
from experimentos_core.history.travel_records import FORMAT, KIND, TravelDocument, Travelling
from experimentos_core.memo.embedded import embedded_reports
from experimentos_core.reading.content import ContentKind
from experimentos_core.report_files import read_report

LARGEST_FILE: Final = 400_000_000
_LARGEST_EXPORT: Final = 100_000_000
_LARGEST_TOGETHER: Final = 500_000_000
_MOST_EVENTS: Final = 200_000
_MOST_ANALYSES: Final = 20_000
_LONGEST_MOMENT: Final = 40
_UID: Final = re.compile(r"[0-9a-f]{32}")
_DATABASE: Final = b"SQLite format 3\x00"
_WHICH: Final = "Choose a file that was made with Export experiment."
_DAMAGED: Final = "This exported experiment was changed or is damaged"
_CHANGED: Final = "Nothing was taken from it. Have it exported once more."


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """An experiment out of a file, everything checked.

    Attributes:
        document: The file.
        files: Every export.
        events: What happened.
        entries: Every report as the events tell of it.
        reports: Their content, likewise.
        chain: The locked plan; None without one.
        told: What a list says of it, by column.
    """

    document: TravelDocument
    files: tuple[StoredFile, ...]
    events: tuple[Event, ...]
    entries: tuple[AnalysisEntry, ...]
    reports: tuple[Report, ...]
    chain: CharterChain | None
    told: dict[str, str | int]


def read_travelling(data: bytes) -> Arrival:
    """Read what `export_experiment` wrote.

    Raises:
        HistoryError: For anything else, in one sentence: another kind of file, one of a newer
            program, or one in which anything was changed.
    """
    document = _document(data)
    if digest_of(document) != document.sha256:
        raise _changed("it does not match its SHA-256")
    _check_amounts(document.experiment)
    try:
        return _arrival(document)
    except ExperimentError as error:
        if error.message.startswith(_DAMAGED):
            raise
        raise _changed(error.message) from error
    except (KeyError, ValueError, RecursionError) as error:
        raise _changed("it contradicts itself") from error


def _document(data: bytes) -> TravelDocument:
    if len(data) > LARGEST_FILE:
        message = f"This file has {len(data):,} bytes, more than any experiment."
        raise HistoryError(message, _WHICH)
    if data.startswith(_DATABASE):
        message = "This is a database, and no database is ever taken over from a file."
        raise HistoryError(message, "Export the experiments from it one by one, then import those.")
    value = _json(data)
    if not isinstance(value, dict) or value.get("kind") != KIND:
        raise HistoryError("This file holds no experiment that was exported.", _WHICH)
    version = value.get("format")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise _changed("it names no format there is")
    if version > FORMAT:
        message = f"This was exported by a newer ExperimentOS (format {version})."
        raise HistoryError(message, "Update the program, then import it.")
    try:
        return from_plain(TravelDocument, value)
    except CodecError as error:
        raise _changed(str(error)) from error


def _json(data: bytes) -> Any:  # noqa: ANN401 - JSON values have no narrower type
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise HistoryError("This file holds no experiment that was exported.", _WHICH) from None
    if embedded_reports(text):
        raise HistoryError("This is a memo.", "Open it as a memo; it can be imported from there.")
    try:
        return parse_json(text)
    except CodecError as error:
        if f'"{KIND}"' in text:
            raise _changed("it is cut off or was edited") from error
        raise HistoryError("This file holds no experiment that was exported.", _WHICH) from error


def _check_amounts(experiment: Travelling) -> None:
    analyses, events = len(experiment.analyses), len(experiment.events)
    if analyses > _MOST_ANALYSES or events > _MOST_EVENTS or len(experiment.files) > analyses + 1:
        raise _changed("it holds more than any experiment has")
    if not _UID.fullmatch(experiment.uid):
        raise _changed("it names no experiment")


def _arrival(document: TravelDocument) -> Arrival:
    experiment = document.experiment
    events = checked_events(
        (event.at, event.kind, event.detail, event.sha256) for event in experiment.events
    )
    if not events or events[0].kind is not EventKind.BEGUN:
        raise _changed("it does not say how the experiment began")
    if not all(_is_moment(event.at) for event in events):
        raise _changed("it names no moment at which something happened")
    chain = chain_of(experiment.versions)
    entries = tuple(entry_of(event) for event in events if event.kind is EventKind.ANALYSED)
    check_agreement(events, entries, chain)
    reports = _reports(experiment, entries, events)
    check_told(events, entries, reports)
    told = told_by(events, entries, reports[-1] if reports else None, chain)
    return Arrival(
        document=document,
        files=_files(experiment, entries),
        events=events,
        entries=entries,
        reports=reports,
        chain=chain,
        told={"name": experiment.name, "owner": experiment.owner, **told},
    )


def _is_moment(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return len(text) <= _LONGEST_MOMENT


def _files(experiment: Travelling, entries: tuple[AnalysisEntry, ...]) -> tuple[StoredFile, ...]:
    named = {entry.file: entry.file_name for entry in entries}
    if experiment.draft is not None:
        draft = draft_of(experiment.draft.content)
        if experiment.draft.file:
            named[experiment.draft.file] = draft.file_name
    found: list[StoredFile] = []
    left = _LARGEST_TOGETHER
    for file in experiment.files:
        data = unpack(_bytes(file.data), min(_LARGEST_EXPORT, left))
        left -= len(data)
        is_it = hashlib.sha256(data).hexdigest() == file.sha256
        if not is_it or file.sha256 not in named or file.kind not in set(ContentKind):
            raise _changed("a file in it is not what its digest says")
        name = named.pop(file.sha256)
        found.append(StoredFile(name=name, kind=file.kind, data=data, sha256=file.sha256))
    if experiment.draft is not None and experiment.draft.file in named and experiment.draft.file:
        raise _changed("the file of the draft is missing")
    return tuple(found)


def _reports(
    experiment: Travelling, entries: tuple[AnalysisEntry, ...], events: tuple[Event, ...]
) -> tuple[Report, ...]:
    if [analysis.number for analysis in experiment.analyses] != [one.number for one in entries]:
        raise _changed("a report is missing")
    reports: list[Report] = []
    for analysis, entry in zip(experiment.analyses, entries, strict=True):
        is_report = digest_of_text(analysis.report) == entry.sha256
        if not is_report or digest_of_text(analysis.memo) != memo_digest(events, entry.number):
            raise _changed("a report or memo in it is not what its digest says")
        report = read_report(analysis.report)
        if (report.input.sha256, report.app_version) != (entry.file, entry.app_version):
            raise _changed("a report in it is of other data than it says")
        reports.append(report)
    return tuple(reports)


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise _changed("a file in it is cut off") from error


def _changed(why: str) -> HistoryError:
    why = why.rstrip(".")
    message = f"{_DAMAGED}: {why[:1].lower()}{why[1:]}."
    return HistoryError(message, _CHANGED)
