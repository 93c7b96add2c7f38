"""Starts the window and puts its parts together."""

import gc
from collections.abc import Sequence


def run(argv: Sequence[str]) -> int:
    """Open the window and return the exit status when it is closed.

    Args:
        argv: A file to open, or nothing. `--smoke-test DIR` opens a sample, writes its memos to
            DIR and ends with 0, or with 1 and a line on stderr. `--quit-when-ready` ends once the
            window is painted and answers.
    """
    gc.disable()  # nothing made before the first paint is garbage; it is enabled after it
    from experimentos_gui.app.start import start  # noqa: PLC0415 - after the line above

    try:
        return start(argv)
    finally:
        gc.enable()
        gc.freeze()  # the end of the process frees everything; looking through it only delays it


__all__ = ["run"]
