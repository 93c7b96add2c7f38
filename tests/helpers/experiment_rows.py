"""Rows of a list of experiments, and histories with many of them."""

from typing import Any

from experimentos_core.charter import Charter
from experimentos_core.foundation.values import Verdict
from experimentos_core.history.database import Database
from experimentos_core.history.ledger import keep_draft, new_uid
from experimentos_core.history.records import Draft, ExperimentRow
from tests.helpers.histories import clock


def row_of(**changes: Any) -> ExperimentRow:
    """Return a row with usual values where none are given."""
    usual = {
        "uid": "0" * 32,
        "name": "Button",
        "owner": "Ada",
        "verdict": Verdict.LAUNCH,
        "line": "+1.20 pp conversions",
        "taken": None,
        "follow_up": "",
        "versions": 0,
        "looks": 1,
        "tags": (),
        "note": "",
        "created_at": "2026-03-01T09:30:00Z",
        "changed_at": "2026-03-01T09:30:00Z",
        "changed": 1,
        "is_trashed": False,
    }
    return ExperimentRow(**{**usual, **changes})


def drafts(database: Database, *names: str) -> tuple[str, ...]:
    """Begin experiments of these names, the first one first; return their uids."""
    uids = tuple(new_uid() for _ in names)
    for uid, name in zip(uids, names, strict=True):
        keep_draft(database, uid, Draft(charter=Charter(name=name)), None, clock())
    return uids


def many_rows(number: int) -> tuple[ExperimentRow, ...]:
    """Return so many rows, each with a name of its own."""
    return tuple(row_of(uid=f"{place:032x}", name=f"Experiment {place}") for place in range(number))
