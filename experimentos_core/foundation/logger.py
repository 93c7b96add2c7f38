"""One rotating log file without data cells; EXPERIMENTOS_LOG_LEVEL sets how much it says."""

import logging
import os
from pathlib import Path

LOGGER_NAME = "experimentos"
_FILE_BYTES = 1_000_000
_FILES = 5


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
    from logging.handlers import RotatingFileHandler  # noqa: PLC0415 - a window is painted first

    try:
        folder.mkdir(parents=True, exist_ok=True)
        file_handler = RotatingFileHandler(
            folder / "experimentos.log",
            maxBytes=_FILE_BYTES,
            backupCount=_FILES - 1,
            encoding="utf-8",
        )
    except OSError:
        logger.addHandler(logging.NullHandler())
        return None
    file_handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logger.addHandler(file_handler)
    return folder / "experimentos.log"
