"""Histories of made-up experiments."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache

from experimentos_core.charter import Charter
from experimentos_core.charter.chain import amend, lock
from experimentos_core.experiment import Report
from experimentos_core.foundation.values import Verdict
from experimentos_core.history.database import Database
from experimentos_core.history.decisions import Realised, keep_decision, keep_realised
from experimentos_core.history.keeping import set_tags, write_note
from experimentos_core.history.ledger import keep_analysis, keep_draft, keep_versions, new_uid
from experimentos_core.history.records import Draft, StoredFile
from experimentos_core.taken import DecisionTaken, decide
from tests.helpers.experiments import csv_of, report_of, table_of

LAUNCHING = csv_of(("control", 10000, 1000), ("treatment", 10000, 1200))
FLAT = csv_of(("control", 10000, 1000), ("treatment", 10000, 1010))
HARMFUL = csv_of(("control", 10000, 1200), ("treatment", 10000, 1000))


def clock(text: str = "2026-03-01T09:30:00") -> Callable[[], datetime]:
    """Return a clock that stands."""
    return lambda: datetime.fromisoformat(text).replace(tzinfo=UTC)


def file_of(text: str, name: str = "export.csv") -> StoredFile:
    """Return a CSV as it was opened."""
    data = text.encode()
    return StoredFile(name=name, kind="text", data=data, sha256=hashlib.sha256(data).hexdigest())


@cache
def made_report(text: str = LAUNCHING, name: str = "Button", owner: str = "Ada") -> Report:
    """Return the report of a CSV."""
    return report_of(table_of(text), Charter(name=name, owner=owner))


def kept(
    database: Database,
    text: str = LAUNCHING,
    *,
    name: str = "Button",
    owner: str = "Ada",
    at: str = "2026-03-01T09:30:00",
) -> str:
    """Keep an experiment with its draft and its report; return its name in the history."""
    uid = new_uid()
    file = file_of(text)
    draft = Draft(file_name=file.name, charter=Charter(name=name, owner=owner))
    keep_draft(database, uid, draft, file, clock(at))
    report = made_report(text, name, owner)
    keep_analysis(database, uid, report, file=file, memo="# Memo", now=clock(at))
    return uid


def full_experiment(database: Database, name: str = "Button") -> str:
    """Keep an experiment that has everything one can have; return its name in the history."""
    uid = kept(database, name=name)
    chain = lock(Charter(name=name, owner="Ada"), clock())
    keep_versions(database, uid, chain, clock())
    longer = amend(chain, Charter(name=name, owner="Ada", alpha=0.01), "stricter", clock())
    keep_versions(database, uid, longer, clock())
    number = keep_analysis(
        database, uid, made_report(FLAT, name), file=file_of(FLAT), memo="# 2", now=clock()
    )
    keep_decision(database, uid, number, decided(), clock())
    found = Realised(
        at="2026-04-01T09:30:00Z", by="Eva", effect=0.01, low=0.0, high=0.02, note="a month on"
    )
    keep_realised(database, uid, found, clock())
    write_note(database, uid, "Zoë's note: ±2 % 価格", clock())
    set_tags(database, uid, ["Q3", "big bet"], clock())
    return uid


def decided(report: Report | None = None) -> DecisionTaken:
    """Return a Launch by whatever is recommended: a Hold where no report says otherwise."""
    recommended = Verdict.HOLD if report is None else report.decision.decision
    return decide(
        recommended, Verdict.LAUNCH, clock(),
        recommended_variant=None if report is None else report.decision.variant,
        by="Eva", reason="It is free.", approvers=("Bo",), follow_up="2026-04-01",
    )  # fmt: skip


def made_taken(
    decision: Verdict = Verdict.LAUNCH,
    *,
    recommended: Verdict = Verdict.LAUNCH,
    reason: str = "",
    follow_up: str = "",
    at: str = "2026-03-02T10:00:00",
) -> DecisionTaken:
    """Return a decision about an experiment with one treatment."""
    launched = "treatment" if decision is Verdict.LAUNCH else None
    planned = "treatment" if recommended is Verdict.LAUNCH else None
    return decide(
        recommended,
        decision,
        clock(at),
        by="Ada",
        variant=launched,
        recommended_variant=planned,
        reason=reason,
        follow_up=follow_up,
    )


def made_realised(effect: float, low: float | None = None, high: float | None = None) -> Realised:
    """Return what came of a change."""
    at = "2026-04-02T10:00:00Z"
    return Realised(at=at, by="Ada", effect=effect, low=low, high=high, note="")
