"""The command line of the window."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from experimentos_core.foundation.errors import UsageError


class Arguments(NamedTuple):
    """What the window was started with.

    Attributes:
        file: A file to open in the wizard.
        smoke_test: A folder for the memos of a trial run that ends by itself.
        quit_when_ready: End as soon as the window is painted and answers.
    """

    file: Path | None = None
    smoke_test: Path | None = None
    quit_when_ready: bool = False


def read_arguments(argv: Sequence[str]) -> Arguments:
    """Read the command line without the program's name.

    Raises:
        UsageError: For an unknown option or more than one file.
    """
    if list(argv[:1]) == ["--smoke-test"] and len(argv) == 2:  # noqa: PLR2004 - option and folder
        return Arguments(smoke_test=Path(argv[1]))
    if list(argv) == ["--quit-when-ready"]:
        return Arguments(quit_when_ready=True)
    option = next((word for word in argv if word.startswith("-") and not Path(word).exists()), None)
    if option is not None:
        message = f"The window does not know the option {option}."
        raise UsageError(message, "Give it a file, or nothing; commands are listed by --help.")
    if len(argv) > 1:
        raise UsageError("The window opens one file at a time.", "Give it one file, or nothing.")
    return Arguments(file=Path(argv[0]) if argv else None)
