"""What the worker threads do for the history: keep the work as it happens, and bring it back."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from experimentos_core.charter import Charter
from experimentos_core.charter.chain import as_stored
from experimentos_core.charter.likeness import FileNames
from experimentos_core.foundation.errors import ExperimentError
from experimentos_core.foundation.paths import user_paths
from experimentos_core.history.adopting import adopt_folder
from experimentos_core.history.awaiting import (
    Awaiting,
    bring_data,
    is_unused,
    no_more_awaited,
    plans_awaiting,
)
from experimentos_core.history.backups import back_up_daily
from experimentos_core.history.database import Database
from experimentos_core.history.decisions import (
    DecisionLog,
    Realised,
    keep_decision,
    keep_realised,
    log_in,
    with_decision,
)
from experimentos_core.history.ledger import keep_analysis, keep_draft
from experimentos_core.history.opening import read_experiment, read_file, read_report
from experimentos_core.history.place import history_of
from experimentos_core.history.records import Draft, StoredExperiment, StoredFile
from experimentos_core.history.returning import begin_return, keep_place
from experimentos_core.reading.choices import Choices
from experimentos_core.reading.content import Content, ContentKind
from experimentos_core.taken import DecisionTaken
from experimentos_gui.session.undoing import Whole

if TYPE_CHECKING:
    from experimentos_core.experiment import Report
    from experimentos_gui.session.work import Opened


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An experiment out of the history, ready to be worked on.

    Attributes:
        whole: The work as it stood.
        page: Where the person was.
        analysis: Number of its report; 0 where there is none.
    """

    whole: Whole
    page: str
    analysis: int


def database() -> Database:
    """Return the history of this user."""
    return history_of(user_paths())


def keep_work(
    uid: str, draft: Draft, content: Content | None, *, is_place: bool, is_look: bool = False
) -> None:
    """Keep the work as it stands, and that this is where the person is.

    Raises:
        HistoryError: When it could not be kept.
    """
    keep_draft(database(), uid, draft, _stored(content), is_look=is_look)
    if is_place:
        keep_place(database(), uid)


def keep_report(uid: str, draft: Draft, content: Content | None, report: "Report") -> int:
    """Keep a report with its memo and the work it is of; return its number.

    Raises:
        HistoryError: When it could not be kept.
    """
    report = replace(report, taken=None)  # what was decided on it has a log of its own
    file = _stored(content)
    return keep_analysis(database(), uid, report, file=file, memo=_memo(report), draft=draft)


def decided(uid: str, analysis: int) -> DecisionTaken | None:
    """Return the decision that holds, where it was taken on this very report.

    Raises:
        HistoryError: When the history cannot be read, or the log was changed.
    """
    decisions = log_in(database(), uid).decisions
    holds = bool(decisions) and decisions[-1].analysis == analysis
    return decisions[-1].taken if holds else None


def take_in(report: "Report") -> str:
    """Take the experiment of a memo into the history; return its name there.

    Raises:
        ExperimentError: When what it holds is not whole, or could not be kept.
    """
    from experimentos_core.history.importing import (  # noqa: PLC0415 - only memos need it
        import_report,
    )

    return import_report(database(), report, _memo(replace(report, taken=None)))


def decide(uid: str, analysis: int, taken: DecisionTaken) -> DecisionTaken:
    """Add a decision to the log.

    Raises:
        ExperimentError: When it lacks something, or could not be kept.
    """
    keep_decision(database(), uid, analysis, taken)
    return taken


def realise(uid: str, realised: Realised) -> None:
    """Add what came of a change to the log.

    Raises:
        HistoryError: When it could not be kept.
    """
    keep_realised(database(), uid, realised)


def read_log(uid: str) -> DecisionLog:
    """Return what was decided about an experiment, and what came of it.

    Raises:
        HistoryError: When the history cannot be read, or the log was changed.
    """
    return log_in(database(), uid)


def keep_home() -> None:
    """Remember that the list of experiments is seen; a history that is not there stays so.

    Raises:
        HistoryError: When it could not be kept.
    """
    if database().path.exists():
        keep_place(database(), "")


def begin(*, returns: bool) -> tuple[Kept | None, tuple[ExperimentError, ...]]:
    """Take in plans of an earlier version; open what was open when the last window ended.

    Raises:
        HistoryError: When the history cannot be used.
    """
    faults = adopt_folder(database(), user_paths().data / "plans")
    uid = begin_return(database()) if returns else ""
    return (open_kept(uid) if uid else None), faults


def back_up() -> None:
    """Make the backup of this day, where something has changed since the last one.

    Raises:
        HistoryError: When it could not be made.
    """
    back_up_daily(database())


def open_kept(uid: str) -> Kept:
    """Bring an experiment back with everything it had.

    Raises:
        ExperimentError: When it is gone, or was changed since it was kept.
    """
    stored = read_experiment(database(), uid)
    draft = stored.draft or Draft(charter=_promised(stored))
    report, number = _report(stored, draft)
    opened = _opened(stored, draft, report)
    charter = draft.charter if stored.draft or opened is None else opened.charter
    reading = opened.reading if opened is not None else None
    last = None
    if reading is not None and report is not None:
        made = reading.interpretation
        last = (made.choices, charter, reading, made.roles, report)
    whole = Whole(
        opened=opened,
        reading=reading,
        charter=charter,
        is_planning=draft.is_planning or (stored.draft is None and opened is None),
        chain=stored.chain,
        uid=uid,
        typed=draft.typed,
        steps=(),
        source_path=None,
        last=last,
        report=report if last is not None else None,
    )
    return Kept(whole=whole, page=draft.page, analysis=number)


def plans_for(names: FileNames, uid: str) -> tuple[Awaiting, ...]:
    """Return the locked plans that wait for data, where an experiment is nothing but a file so far.

    Raises:
        HistoryError: When the history cannot be read.
    """
    if uid and not is_unused(database(), uid):
        return ()
    return plans_awaiting(database(), names)


def bring(uid: str, content: Content, begun: str) -> Kept:
    """Give a file to the locked plan that waits for it; return the plan as it was without data.

    Args:
        uid: The experiment of the plan.
        content: The file.
        begun: The experiment that was begun with it; it gives way.

    Raises:
        ExperimentError: When the plan does not wait any more, was changed, or cannot be kept.
    """
    kept = open_kept(uid)
    if kept.whole.chain is None or kept.whole.opened is not None:
        raise no_more_awaited()
    draft = Draft(
        file_name=content.name,
        charter=kept.whole.charter,
        is_planning=kept.whole.is_planning,
        page="data",
    )
    file = StoredFile(
        name=content.name, kind=content.kind.value, data=content.data, sha256=content.sha256
    )
    bring_data(database(), uid, draft, file, begun=begun)
    return kept


def _opened(stored: StoredExperiment, draft: Draft, report: "Report | None") -> "Opened | None":
    """Read the export once more, by what was chosen then; a report holds its rows as well."""
    if not stored.draft_file and not stored.analyses:
        return None  # a plan without data: nothing that reads memos is loaded for it
    if not stored.draft_file:
        return _opened_of_rows(stored, draft, report)
    from experimentos_gui.session.work import (  # noqa: PLC0415 - only data needs it
        header_key,
        interpret,
        opened_again,
    )

    file = read_file(database(), stored.draft_file, draft.file_name)
    content = Content(
        name=file.name, kind=ContentKind(file.kind), data=file.data, sha256=file.sha256
    )
    reading = interpret(content, Choices.parse(draft.options), _go_on)
    return opened_again(content, reading, header_key(reading.interpretation.raw.header))


def _opened_of_rows(
    stored: StoredExperiment, draft: Draft, report: "Report | None"
) -> "Opened | None":
    """Take the rows out of a report: the file itself never was here, as that of a memo."""
    from experimentos_gui.session.memo_opening import (  # noqa: PLC0415 - only memos need it
        opened_of,
    )

    if report is not None and not draft.options:
        return opened_of(report)
    # The first report of a file holds the rows as they came; what was chosen since then is here.
    made = (entry.number for entry in stored.analyses if entry.file_name == draft.file_name)
    first = next(made, None)
    if first is None:
        return opened_of(report) if report is not None else None
    opened = opened_of(read_report(database(), stored.row.uid, first))
    if not draft.options:
        return opened
    from experimentos_gui.session.work import interpret  # noqa: PLC0415 - only data needs it

    reading = interpret(opened.content, Choices.parse(draft.options), _go_on)
    return replace(opened, reading=reading)


def _report(stored: StoredExperiment, draft: Draft) -> "tuple[Report | None, int]":
    """Return the report of the work as it stands, and its number.

    An experiment that came without its work has that of its latest analysis.
    """
    number = draft.analysis
    if stored.draft is None and stored.analyses:
        number = stored.analyses[-1].number
    if number not in {entry.number for entry in stored.analyses}:
        return None, 0  # none was made, or a backup was restored since then
    report = read_report(database(), stored.row.uid, number)
    if stored.draft is not None and not _is_of(report, stored, draft):
        return None, 0
    return with_decision(report, number, stored.events), number


def _is_of(report: "Report", stored: StoredExperiment, draft: Draft) -> bool:
    """Whether a report is of the data and the plan there are: none other is shown beside them.

    Guardrails are left out, since a report lists them as they were settled.
    """
    if stored.draft_file and stored.draft_file != report.input.sha256:
        return False
    planned, followed = (
        replace(charter, guardrails=None) for charter in (draft.charter, report.charter)
    )
    return as_stored(planned) == followed


def _promised(stored: StoredExperiment) -> Charter:
    return stored.chain.latest.charter if stored.chain is not None else Charter()


def _memo(report: "Report") -> str:
    from experimentos_core.memo.markdown import (  # noqa: PLC0415 - only reports need the memo
        render_sections,
    )
    from experimentos_core.memo.sections import memo_sections  # noqa: PLC0415 - the same

    return render_sections(memo_sections(report))


def _stored(content: Content | None) -> StoredFile | None:
    if content is None:
        return None
    return StoredFile(
        name=content.name, kind=content.kind.value, data=content.data, sha256=content.sha256
    )


def _go_on() -> None:
    """Nobody waits for a checkpoint here."""
