"""Values out of a file nobody vouches for: of the kind they should be, or damaged."""

from experimentos_core.history.packing import damaged


def text_in(value: object) -> str:
    """Return a cell that should hold text; HistoryError for anything else."""
    if not isinstance(value, str):
        raise damaged()
    return value


def whole_in(value: object) -> int:
    """Return a cell that should hold a whole number; HistoryError for anything else."""
    if not isinstance(value, int):
        raise damaged()
    return value


def bytes_in(value: object) -> bytes:
    """Return a cell that should hold bytes; HistoryError for anything else."""
    if not isinstance(value, bytes):
        raise damaged()
    return value
