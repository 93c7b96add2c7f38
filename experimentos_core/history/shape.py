"""What a database holds besides its rows: tables, indexes, and anything else that has a name."""

import sqlite3


def shape_of(connection: sqlite3.Connection) -> frozenset[tuple[str, str, str]]:
    """Return kind, name and defining text of everything in the schema, white space folded."""
    rows = connection.execute("SELECT type, name, coalesce(sql, '') FROM sqlite_schema")
    return frozenset((str(kind), str(name), " ".join(str(sql).split())) for kind, name, sql in rows)
