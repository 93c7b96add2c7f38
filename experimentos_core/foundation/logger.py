"""One rotating log file without data cells; EXPERIMENTOS_LOG_LEVEL sets how much it says."""

import logging
import os
from pathlib import Path
from typing import override

LOGGER_NAME = "experimentos"
_FILE_BYTES = 1_000_000
_FILES = 5


class _RotatingFile(logging.FileHandler):
    """A log file that makes room for a new one before it grows too large.

    Python's own rotating handler does the same. It loads sockets and pickles, which a window
    that has just come up would wait for, so it is only asked once a file is full.
    """

    @override
    def emit(self, record: logging.LogRecord) -> None:
        """Write a line, into a new file where this one has no room for it."""
        try:
            stream = self.stream = self.stream or self._open()
            size = stream.tell()
            if size and size + len(f"{self.format(record)}\n") >= _FILE_BYTES:
                stream.close()
                self.stream = None  # what is in its place then is opened for the line
                self._make_room()
            super().emit(record)
        except Exception:  # noqa: BLE001 - a log that cannot be written stops nothing
            self.handleError(record)

    def _make_room(self) -> None:
        from logging.handlers import RotatingFileHandler  # noqa: PLC0415 - once in a million bytes

        rotating = RotatingFileHandler(
            self.baseFilename, backupCount=_FILES - 1, encoding="utf-8", delay=True
        )
        rotating.doRollover()
        rotating.close()


def get_logger(part: str) -> logging.Logger:
    """Return the logger of one part of the program, e.g. `get_logger("reading")`."""
    return logging.getLogger(f"{LOGGER_NAME}.{part}")


def start_logging(folder: Path | None) -> Path | None:
    """Log to `folder`, or nowhere when it is None or cannot be written; return the log file."""
    logger = logging.getLogger(LOGGER_NAME)
    logger.propagate = False
    level = os.environ.get("EXPERIMENTOS_LOG_LEVEL", "INFO").upper()
    logger.setLevel(level if level in logging.getLevelNamesMapping() else "INFO")
    for handler in list(logger.handlers):
        logger.removeHandler(handler)
        handler.close()
    if folder is None:
        logger.addHandler(logging.NullHandler())
        return None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file_handler = _RotatingFile(folder / "experimentos.log", encoding="utf-8")
    except OSError:
        logger.addHandler(logging.NullHandler())
        return None
    file_handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logger.addHandler(file_handler)
    return folder / "experimentos.log"
