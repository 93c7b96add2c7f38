"""The tables of a history, version by version; a file with any other is none of ours."""

from typing import Final

APPLICATION_ID: Final = 0x45784F53
"""'ExOS' in the head of the file: what tells a history from any other database."""

_FIRST: Final = (
    # One row an experiment: what the list shows. `changed` and `trashed` count up with every act,
    # so that the order holds whatever the clock says. `seal` covers the row and its `head`, which
    # covers the latest event and the draft.
    """CREATE TABLE experiments (
        id INTEGER PRIMARY KEY,
        uid TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL,
        owner TEXT NOT NULL,
        verdict TEXT NOT NULL,
        line TEXT NOT NULL,
        taken TEXT NOT NULL,
        follow_up TEXT NOT NULL,
        versions INTEGER NOT NULL,
        looks INTEGER NOT NULL,
        tags TEXT NOT NULL,
        note TEXT NOT NULL,
        created_at TEXT NOT NULL,
        changed_at TEXT NOT NULL,
        changed INTEGER NOT NULL,
        trashed INTEGER NOT NULL,
        head TEXT NOT NULL,
        seal TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX experiments_by_change ON experiments (trashed, changed)",
    "CREATE INDEX experiments_by_name ON experiments (trashed, name COLLATE NOCASE)",
    (
        "CREATE INDEX experiments_by_owner "
        "ON experiments (trashed, owner = '', owner COLLATE NOCASE, changed DESC)"
    ),
    (
        "CREATE INDEX experiments_by_verdict ON experiments (trashed, "
        "CASE verdict WHEN 'Launch' THEN 0 WHEN 'Rollback' THEN 1 WHEN 'Hold' THEN 2 ELSE 3 END, "
        "changed DESC)"
    ),
    # What is counted: read along these alone, without the rows.
    "CREATE INDEX experiments_by_standing ON experiments (trashed, verdict, versions)",
    "CREATE INDEX experiments_by_tags ON experiments (tags) WHERE trashed = 0 AND tags <> '[]'",
    "CREATE INDEX experiments_by_follow_up ON experiments (follow_up) WHERE follow_up <> ''",
    # What is searched: any three letters in a row are found at once.
    "CREATE VIRTUAL TABLE words USING fts5 (text, tokenize = 'trigram')",
    # Exports as they were opened, each once.
    """CREATE TABLE files (
        sha256 TEXT PRIMARY KEY, kind TEXT NOT NULL, size INTEGER NOT NULL, data BLOB NOT NULL
    ) STRICT""",
    # Every report that was made. A look is an upload: new data brings the next one.
    """CREATE TABLE analyses (
        experiment INTEGER NOT NULL,
        number INTEGER NOT NULL,
        look INTEGER NOT NULL,
        made_at TEXT NOT NULL,
        app_version TEXT NOT NULL,
        file_name TEXT NOT NULL,
        file TEXT NOT NULL,
        report BLOB NOT NULL,
        memo BLOB NOT NULL,
        sha256 TEXT NOT NULL,
        PRIMARY KEY (experiment, number)
    ) STRICT""",
    "CREATE INDEX analyses_by_file ON analyses (file)",
    """CREATE TABLE charter_versions (
        experiment INTEGER NOT NULL,
        version INTEGER NOT NULL,
        content TEXT NOT NULL,
        PRIMARY KEY (experiment, version)
    ) STRICT""",
    # The work as it stands, whether it is possible or not; the only thing that is overwritten.
    """CREATE TABLE drafts (
        experiment INTEGER PRIMARY KEY,
        file TEXT NOT NULL,
        saved_at TEXT NOT NULL,
        content TEXT NOT NULL
    ) STRICT""",
    # What happened, sealed one after another.
    """CREATE TABLE events (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        experiment INTEGER NOT NULL,
        at TEXT NOT NULL,
        kind TEXT NOT NULL,
        detail TEXT NOT NULL,
        sha256 TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX events_by_experiment ON events (experiment, number)",
    # The few that the user's own record is made of, found among a million others.
    """CREATE INDEX events_of_decisions ON events (kind, experiment, number)
        WHERE kind = 'decided' OR kind = 'realised'""",
    "CREATE TABLE facts (key TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT",
    "INSERT INTO facts VALUES ('sequence', 0), ('resume', 0), ('resuming', 0)",
)

MIGRATIONS: Final = (_FIRST,)
"""Statements that lead from each version to the next; a file begins at version 0."""

VERSION: Final = len(MIGRATIONS)
