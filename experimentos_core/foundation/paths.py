"""Where things live: bundled resources, and the user's own folders."""

import os
from pathlib import Path
from typing import NamedTuple

RESOURCES = Path(__file__).resolve().parents[2] / "resources"


class AppPaths(NamedTuple):
    """The folders of one user; nothing is created until something is written.

    Attributes:
        config: Settings.
        logs: Log and crash reports.
        cache: What can be made again at any time.
        data: What the user made here and nothing can make again.
    """

    config: Path
    logs: Path
    cache: Path
    data: Path


def user_paths() -> AppPaths:
    """Return the folders the operating system foresees, or those below EXPERIMENTOS_HOME."""
    home = os.environ.get("EXPERIMENTOS_HOME")
    if home:
        base = Path(home)
        return AppPaths(
            config=base / "config", logs=base / "logs", cache=base / "cache", data=base / "data"
        )
    import platformdirs  # noqa: PLC0415 - only needed where no folder was named

    folders = platformdirs.PlatformDirs("ExperimentOS", appauthor=False)
    return AppPaths(
        config=Path(folders.user_config_path),
        logs=Path(folders.user_log_path),
        cache=Path(folders.user_cache_path),
        data=Path(folders.user_data_path),
    )
