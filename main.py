"""Entry point: opens the window or runs a headless command; nothing else, and nothing heavy."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

CANNOT_START = 2
HELP = ("-h", "--help")


def main(arguments: Sequence[str]) -> int:
    """Run ExperimentOS with the command-line `arguments` and return the exit status."""
    if list(arguments) == ["--version"]:
        return _print_version()
    if _may_be_command(arguments):
        from experimentos_core import cli

        if arguments[0] in (*cli.COMMANDS, *HELP):
            return cli.main(arguments, pdf_writer=_write_pdf)
    return _open_window(arguments)


def _may_be_command(arguments: Sequence[str]) -> bool:
    """Spare the window's own options from waiting for the command line's parser."""
    return bool(arguments) and (arguments[0] in HELP or not arguments[0].startswith("-"))


def _print_version() -> int:
    from experimentos_core import __version__

    print(f"ExperimentOS {__version__}")
    return 0


def _open_window(arguments: Sequence[str]) -> int:
    from experimentos_gui.display import drawing_trouble, use_utf8, window_trouble

    trouble = window_trouble(os.environ)
    if trouble:
        print(trouble, file=sys.stderr)
        return CANNOT_START
    use_utf8(os.environ)
    try:
        from experimentos_gui import app
    except ImportError:
        trouble = drawing_trouble()
        if not trouble:
            raise
        print(trouble, file=sys.stderr)
        return CANNOT_START
    return app.run(arguments)


def _write_pdf(html: str, path: Path) -> None:
    from experimentos_core.foundation.errors import ExportError
    from experimentos_gui.display import drawing_trouble, use_utf8

    if sys.platform.startswith("linux"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # a PDF needs no display
    trouble = drawing_trouble()
    if trouble:
        raise ExportError(trouble)
    use_utf8(os.environ)
    from experimentos_gui.memo.pdf import write_pdf

    write_pdf(html, path)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
