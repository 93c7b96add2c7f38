"""Where the history of a user lies."""

from experimentos_core.foundation.paths import AppPaths
from experimentos_core.history.database import Database


def history_of(paths: AppPaths) -> Database:
    """Return the one history of a user."""
    return Database(paths.data / "history.sqlite3")
