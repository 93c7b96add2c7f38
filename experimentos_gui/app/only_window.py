"""Whether this window is the first one on a history: it remembers where the person was."""

from typing import Final

from PySide6.QtCore import QLockFile

from experimentos_core.foundation.paths import AppPaths

_NAME: Final = "window.lock"


class FirstWindow:
    """Held by the first window of a user; another one beside it works, and remembers no place."""

    def __init__(self, paths: AppPaths) -> None:
        """Try to be the first; a lock that a crash left behind is no hindrance."""
        self._lock: QLockFile | None = None
        try:
            paths.data.mkdir(parents=True, exist_ok=True)
        except OSError:
            return
        lock = QLockFile(str(paths.data / _NAME))
        lock.setStaleLockTime(0)
        if lock.tryLock(0):
            self._lock = lock

    @property
    def is_first(self) -> bool:
        """Whether no other window was there."""
        return self._lock is not None

    def leave(self) -> None:
        """Let another window be the first."""
        if self._lock is not None:
            self._lock.unlock()
