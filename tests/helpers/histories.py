"""Histories of made-up experiments."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache

from experimentos_core.charter import Charter
from experimentos_core.experiment import Report
from experimentos_core.history.database import Database
from experimentos_core.history.ledger import keep_analysis, keep_draft, new_uid
from experimentos_core.history.records import Draft, StoredFile
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
