"""Every act of the working person, kept as it happens: one transaction each, nothing overwritten.

Only the draft, the work as it stands, is replaced by the next one.
"""

import uuid
from dataclasses import replace

from experimentos_core.charter.chain import CharterChain
from experimentos_core.experiment import Report
from experimentos_core.foundation.moments import Clock, utc_now, utc_text
from experimentos_core.history.database import Database
from experimentos_core.history.entries import (
    add_analysis,
    add_draft,
    add_file,
    add_versions,
    begun,
    position_of,
    was_changed_elsewhere,
)
from experimentos_core.history.records import Draft, StoredFile


def new_uid() -> str:
    """Return a name no other experiment has, here or elsewhere."""
    return uuid.uuid4().hex


def keep_draft(
    database: Database,
    uid: str,
    draft: Draft,
    file: StoredFile | None,
    now: Clock = utc_now,
    *,
    is_look: bool = False,
) -> None:
    """Keep the work as it stands; an experiment that was not there begins with it.

    Args:
        database: The history.
        uid: The experiment.
        draft: The work.
        file: The open export; None where there is none.
        now: The clock.
        is_look: Whether nothing but the place was changed since it was opened or kept here. Work
            that another window has kept since then stays then as it is.

    Raises:
        HistoryError: When it could not be kept.
    """
    moment = utc_text(now())
    with database.writing() as connection:
        key = begun(connection, uid, moment)
        if is_look and was_changed_elsewhere(connection, key, draft, file):
            return
        add_file(connection, file)
        add_draft(connection, key, draft, file, moment)


def keep_analysis(
    database: Database,
    uid: str,
    report: Report,
    *,
    file: StoredFile | None,
    memo: str,
    draft: Draft | None = None,
    chain: CharterChain | None = None,
    now: Clock = utc_now,
) -> int:
    """Keep a report that was made, with its memo; return its number.

    The very same report once more is no other one. Data that was not seen before is another look.

    Args:
        database: The history.
        uid: The experiment; it begins now where it was not there.
        report: The report.
        file: The export it is of; None where its bytes are not at hand.
        memo: The memo as Markdown.
        draft: The work it is of, kept with it; None: that stays as it was.
        chain: The locked plan it is held to, kept with it; None: as it was.
        now: The clock.

    Raises:
        HistoryError: When it could not be kept.
    """
    moment = utc_text(now())
    with database.writing() as connection:
        key = begun(connection, uid, moment)
        add_file(connection, file)
        if chain is not None:
            add_versions(connection, key, chain, moment)
        if draft is not None:
            number = position_of(connection, key, report).number
            add_draft(connection, key, replace(draft, analysis=number), file, moment)
        return add_analysis(connection, key, report, memo, moment)


def keep_versions(database: Database, uid: str, chain: CharterChain, now: Clock = utc_now) -> None:
    """Keep what was locked or amended.

    Raises:
        HistoryError: When other versions are kept already: the plan was amended elsewhere.
    """
    moment = utc_text(now())
    with database.writing() as connection:
        add_versions(connection, begun(connection, uid, moment), chain, moment)
