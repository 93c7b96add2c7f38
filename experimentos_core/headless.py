"""What `analyze` does: read, decide, write report and memo, and return what is to be printed."""

import argparse
from collections.abc import Callable
from pathlib import Path

from experimentos_core.charter import Charter, propose_guardrail
from experimentos_core.charter.chain import CharterChain
from experimentos_core.experiment import Report, run_experiment
from experimentos_core.foundation.codec import to_json
from experimentos_core.foundation.errors import ReadingError, UsageError
from experimentos_core.foundation.files import write_atomically
from experimentos_core.foundation.paths import user_paths
from experimentos_core.foundation.values import MetricKind, Severity
from experimentos_core.foundation.visible_text import make_visible
from experimentos_core.healthcheck import Finding, FindingCode
from experimentos_core.history.ledger import keep_analysis, new_uid
from experimentos_core.history.place import history_of
from experimentos_core.history.records import Draft, StoredFile
from experimentos_core.memo.export import MEMO_SUFFIXES, write_memo
from experimentos_core.memo.memo import generate_memo
from experimentos_core.options import PlannedRun, plan_run
from experimentos_core.reading.choices import Choice, ChoiceKey, Choices
from experimentos_core.reading.columns.measures import find_measure, find_measures
from experimentos_core.reading.columns.roles import ColumnRoles
from experimentos_core.reading.content import Content, ContentKind
from experimentos_core.reading.formats.opening import read_content
from experimentos_core.reading.interpret import interpret_content
from experimentos_core.reading.interpretation import Interpretation, Shape
from experimentos_core.reading.table import Table, column_key

type PdfWriter = Callable[[str, Path], None]

_ANSWERS = {
    FindingCode.CONTROL_MISSING: "Option: --control NAME.",
    FindingCode.COLUMN_MISSING: "Option: --map ROLE=COLUMN.",
    FindingCode.MEASURE_INCOMPLETE: "Option: --map column:COLUMN=skip.",
    FindingCode.PRIMARY_MISSING: "Option: --primary METRIC.",
    FindingCode.PRIMARY_IS_ANOTHER_COLUMN: "Option: --map conversions=COLUMN.",
    FindingCode.SPLIT_VARIANT_UNKNOWN: "Option: --split A=50,B=50.",
    FindingCode.GUARDRAIL_EXCEEDS_USERS: "Option: --guardrail COLUMN or --no-guardrails.",
}

_SAID = (FindingCode.PRIMARY_NAMED, FindingCode.SECONDARY_MISSING, FindingCode.COLUMN_UNUSED)
_MOST_LISTED = 40


def analyze(options: argparse.Namespace, pdf_writer: PdfWriter | None) -> str:
    """Run the headless main job for parsed options and return the text for standard output.

    Raises:
        ExperimentError: When the file, the plan or the command line cannot be used. All paths are
            looked at before anything is written.
    """
    _check_outputs(options, pdf_writer)
    run = plan_run(options)
    content = read_content(options.file)
    reading = _read(content, run)
    table = _settled(reading)
    if options.primary is not None:
        _check_primary(options.primary, table, reading.roles)
    charter = _guess_again(run, table, reading.roles)
    report = run_experiment(table, charter, reading.roles, overrides=run.overrides, chain=run.chain)
    if options.json not in (None, "-"):
        write_atomically(Path(options.json), (to_json(report) + "\n").encode())
    for path in options.memo:
        write_memo(report, path, pdf_writer)
    kept = _kept(report, charter, content, run.chain) if options.keep else ""
    return to_json(report) + "\n" if options.json == "-" else verdict_text(report) + kept


def _kept(report: Report, charter: Charter, content: Content, chain: CharterChain | None) -> str:
    """Keep the report in the history with its file, memo and plan, in one act; say under which id.

    Raises:
        HistoryError: When it could not be kept.
    """
    uid = new_uid()
    keep_analysis(
        history_of(user_paths()),
        uid,
        report,
        file=StoredFile(
            name=content.name, kind=content.kind.value, data=content.data, sha256=content.sha256
        ),
        memo=generate_memo(report).markdown,
        draft=Draft(file_name=content.name, options=report.input.choices, charter=charter),
        chain=chain,
    )
    return f"Kept in the history as {uid[:8]}.\n"


def _read(content: Content, run: PlannedRun) -> Interpretation:
    """Read the file; a primary metric promised by its column's name is that column.

    Unless it is a continuous metric, which then decides itself.
    """
    reading = interpret_content(content, run.choices)
    _check_subjects(run.choices, reading)
    _check_sizes(run.choices, reading)
    _check_applicable(run.choices, reading, content.kind)
    promised = run.charter.primary.metric
    table = reading.table or reading.raw
    if find_measure(table, find_measures(table, reading.roles), promised) is not None:
        return reading
    taken = {column_key(name) for name in reading.roles.required}
    is_column = bool(promised) and len(reading.raw.positions(promised)) == 1
    is_free = run.choices.get(ChoiceKey.CONVERSIONS) is None and column_key(promised) not in taken
    if is_column and is_free:
        choice = Choice(key=ChoiceKey.CONVERSIONS, value=promised)
        return interpret_content(content, run.choices.with_choice(choice))
    return reading


def _check_subjects(choices: Choices, reading: Interpretation) -> None:
    """Refuse an answer about a column there is not: it would be passed over without a word."""
    keys = (ChoiceKey.DECIMAL, ChoiceKey.SCALE, ChoiceKey.COLUMN, ChoiceKey.SEGMENT)
    for key in keys:
        for choice in choices.about(key):
            if not reading.raw.positions(choice.subject):
                names = ", ".join(name for name in reading.raw.header if name)
                message = f"--map {choice.option}: there is no column {choice.subject!r}."
                raise UsageError(message, f"There are: {names}.")


def _check_sizes(choices: Choices, reading: Interpretation) -> None:
    """Refuse an n for a metric there is not, or a column of n there is not."""
    table = reading.table or reading.raw
    metrics = [measure.metric for measure in find_measures(table, reading.roles)]
    for choice in choices.about(ChoiceKey.SIZE):
        if column_key(choice.subject) not in {column_key(name) for name in metrics}:
            message = f"--map {choice.option}: there is no continuous metric {choice.subject!r}."
            raise UsageError(message, f"There are: {', '.join(metrics) or 'none'}.")
        if not table.positions(choice.value):
            names = ", ".join(name for name in table.header if name)
            message = f"--map {choice.option}: there is no column {choice.value!r}."
            raise UsageError(message, f"There are: {names}.")


def _check_primary(name: str, table: Table, roles: ColumnRoles) -> None:
    """Refuse a primary metric there is not: the conversions would decide under its name."""
    measures = find_measures(table, roles)
    if table.positions(name) or find_measure(table, measures, name) is not None:
        return
    there = [roles.conversions, *(m.metric for m in measures if m.is_complete)]
    message = f"--primary {name}: there is no such metric."
    raise UsageError(message, f"There are: {', '.join(n for n in there if n)}.")


def _guess_again(run: PlannedRun, table: Table, roles: ColumnRoles) -> Charter:
    """Guess the direction of harm anew for what turned out to be a mean: less is harm there."""
    measures = find_measures(table, roles)
    plans = run.charter.guardrails
    if plans is None or not run.guessed:
        return run.charter
    return run.charter.with_guardrails(
        tuple(
            propose_guardrail(plan.name, MetricKind.MEAN)
            if plan.name in run.guessed and find_measure(table, measures, plan.name) is not None
            else plan
            for plan in plans
        )
    )


def _check_applicable(choices: Choices, reading: Interpretation, kind: ContentKind) -> None:
    """Refuse an answer to what this file does not ask: it would be passed over without a word."""
    name = reading.raw.source.name
    is_workbook = kind is ContentKind.WORKBOOK
    no_workbook, no_text = f"{name} is no workbook", f"{name} is a workbook"
    reasons = (
        (ChoiceKey.SHEET, None if is_workbook else no_workbook),
        (ChoiceKey.ENCODING, no_text if is_workbook else None),
        (ChoiceKey.SEPARATOR, no_text if is_workbook else None),
        (ChoiceKey.DAYS, None if reading.shape is Shape.DAYS else "the rows are not read by day"),
    )
    for key, reason in reasons:
        for choice in choices.about(key) if reason is not None else ():
            message = f"--map {choice.option} does not apply: {reason}."
            raise UsageError(message, "Leave it out.")
    for choice in choices.about(ChoiceKey.SCALE):
        position = reading.raw.positions(choice.subject)[0]
        if any("%" in cell for cell in reading.raw.column(position)):
            message = (
                f"--map {choice.option} does not apply: the cells of {choice.subject!r} have "
                "percent signs."
            )
            raise UsageError(message, "Leave it out.")


def _settled(reading: Interpretation) -> Table:
    """Return the table; what the file leaves open is asked before anything is computed."""
    if reading.questions:
        raise UsageError(" ".join(question.in_words() for question in reading.questions))
    if reading.table is None:
        message = f"{reading.raw.source.name} could not be read as one row per variant."
        raise ReadingError(message)
    return reading.table


def verdict_text(report: Report) -> str:
    """Return the verdict and its reasons, a line each; names cannot steer the terminal."""
    decision = report.decision
    arm = f" {decision.variant}" if decision.variant else ""
    lines = [
        f"{decision.decision.value}{arm} ({decision.rule.value})",
        decision.reason,
        *decision.details,
        *_promise_kept(report),
        *_blocking_findings(report),
        *_warnings(report),
        *_guardrails_taken(report),
        *_reading_said(report),
    ]
    return "".join(f"{make_visible(line)}\n" for line in lines)


def _promise_kept(report: Report) -> list[str]:
    """Whether the result is what was promised, and every deviation."""
    promise = report.promise
    if promise is None:
        return []
    lines = [f"This result is {promise.standing.value}. {promise.reason}"]
    lines += [
        f"- {deviation.subject.value}: promised {deviation.promised}; now {deviation.happened}."
        for deviation in promise.deviations
    ]
    return lines


def _blocking_findings(report: Report) -> list[str]:
    """Every finding that blocks, with how to mend it and the option that answers it."""
    return [
        " ".join(part for part in ("-", issue.message, issue.hint, _answer(issue)) if part)
        for issue in report.health.issues
        if issue.severity is Severity.BLOCKED
    ]


def _answer(issue: Finding) -> str:
    """Return the option that answers a finding, with its column where that is known."""
    return _ANSWERS.get(issue.code, "").replace("column:COLUMN", f"column:{issue.place.column}")


def _warnings(report: Report) -> list[str]:
    """Every warning that is not one of the reading, which are said with the way back."""
    of_reading = {made.message for made in report.input.notes}
    return [
        f"Warning: {issue.message} {issue.hint}".strip()
        for issue in report.health.issues
        if issue.severity is Severity.WARNING and issue.message not in of_reading
    ]


def _guardrails_taken(report: Report) -> list[str]:
    """What was taken from the columns without a plan, and what was not used."""
    lines: list[str] = []
    plans = report.charter.guardrails or ()
    if report.guardrails_proposed and plans:
        listed = ", ".join(
            f"{plan.name} (harm is {plan.direction.value})" for plan in plans[:_MOST_LISTED]
        )
        if len(plans) > _MOST_LISTED:
            listed = f"{listed} and {len(plans) - _MOST_LISTED} more"
        lines.append(f"Guardrails taken from the data, not promised beforehand: {listed}.")
    said = [issue.message for issue in report.health.issues if issue.code in _SAID]
    return [*lines, *said]


def _reading_said(report: Report) -> list[str]:
    """What the reading did to the file, and the option that takes it back."""
    lines: list[str] = []
    for made in report.input.notes:
        if made.severity is not Severity.BLOCKED:  # those stand among what blocks
            back = f"Otherwise: {made.undo.on_command_line}." if made.undo is not None else ""
            lines.append(" ".join(part for part in (made.message, made.hint, back) if part))
    return lines


def _check_outputs(options: argparse.Namespace, pdf_writer: PdfWriter | None) -> None:
    for path in options.memo:
        if path.suffix.lower() not in MEMO_SUFFIXES:
            message = f"A memo cannot be written as {path.suffix or path.name!r}."
            raise UsageError(message, f"Name it with one of {', '.join(MEMO_SUFFIXES)}.")
        if path.suffix.lower() == ".pdf" and pdf_writer is None:
            message = "A PDF memo needs the window's part of the program."
            raise UsageError(message, "Use main.py, or write the memo as .html.")
    outputs = [*options.memo, *([] if options.json in (None, "-") else [Path(options.json)])]
    _check_distinct(outputs, [options.file, *([options.charter] if options.charter else [])])


def _check_distinct(outputs: list[Path], inputs: list[Path]) -> None:
    """Refuse to write over an input, over another output, or where no file can be."""
    taken = {_resolved(path) for path in inputs}
    for path in outputs:
        target = _resolved(path)
        if target in taken:
            message = f"{path} is named twice: writing it would destroy what it holds."
            raise UsageError(message, "Name another file.")
        if not target.parent.is_dir():
            message = f"{path.name} could not be written: there is no folder {path.parent}."
            raise UsageError(message, "Make the folder, or name another one.")
        taken.add(target)


def _resolved(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, ValueError, RuntimeError):
        message = f"{path.name!r} is no name a file can have."
        raise UsageError(message, "Name another file.") from None
