"""The samples as if somebody had worked on them: what the pictures of Home show."""

from datetime import UTC, datetime, timedelta
from typing import Final

from experimentos_core.experiment import Report, run_experiment
from experimentos_core.foundation.moments import Clock
from experimentos_core.foundation.values import Verdict
from experimentos_core.history.database import Database
from experimentos_core.history.decisions import keep_decision
from experimentos_core.history.importing import import_report
from experimentos_core.history.keeping import set_tags
from experimentos_core.memo import generate_memo
from experimentos_core.reading.formats.opening import read_content
from experimentos_core.reading.interpret import interpret_content
from experimentos_core.samples import Sample, all_samples
from experimentos_core.taken import decide

_TAGS: Final = {"email_campaign": ("email",), "game_gate": ("retention",)}


def keep_samples(database: Database) -> None:
    """Keep every sample on a day of its own; some were decided against the rules."""
    for days, sample in enumerate(all_samples(), start=1):
        report, now = _report_of(sample), _days_ago(days)
        uid = import_report(database, report, generate_memo(report).markdown, now)
        set_tags(database, uid, _TAGS.get(sample.id, ()), now)
        recommended = report.decision.decision
        if recommended is Verdict.HOLD and report.primary is not None and days % 2 == 0:
            taken = decide(
                recommended,
                Verdict.LAUNCH,
                now,
                by="Dana",
                reason="The old page cannot be kept up.",
                follow_up=_days_ago(0)().date().isoformat(),
            )
            keep_decision(database, uid, 1, taken, now)


def _report_of(sample: Sample) -> Report:
    reading = interpret_content(read_content(sample.path))
    if reading.table is None:
        message = f"{sample.path} is no table"
        raise ValueError(message)
    return run_experiment(reading.table, sample.charter, reading.roles)


def _days_ago(days: int) -> Clock:
    moment = datetime.now(UTC) - timedelta(days=days)
    return lambda: moment
