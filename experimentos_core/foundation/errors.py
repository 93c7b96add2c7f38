"""What can go wrong outside the data itself; each says what happened and how to mend it.

ExperimentError
    ReadingError     a file could not be read as a table
    CharterError     a charter holds something impossible
    ExportError      a file could not be written
    TakenError       a decision that was taken lacks something, or cannot be
    HistoryError     the history could not be read or written
    UsageError       the command line asks for something there is not

Trouble *in* the data is never an exception: it is a finding of the health check.
"""


class ExperimentError(Exception):
    """An expected failure, fit to be shown to a person.

    Attributes:
        message: One sentence saying what is wrong and where.
        hint: One sentence saying how to mend it; may be empty.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        """Keep the two sentences apart so that a window can lay them out."""
        super().__init__(f"{message} {hint}".strip())
        self.message = message
        self.hint = hint


class ReadingError(ExperimentError):
    """A file could not be read as a table."""


class CharterError(ExperimentError):
    """A charter holds something impossible."""


class ExportError(ExperimentError):
    """A file could not be written."""


class TakenError(ExperimentError):
    """A decision that was taken lacks something, or holds something impossible."""


class HistoryError(ExperimentError):
    """The history could not be read or written.

    Attributes:
        can_restore: Whether a backup in the place of the file could help; not where the way to the
            file is barred, or there is no room.
    """

    def __init__(self, message: str, hint: str = "", *, can_restore: bool = True) -> None:
        """Keep the two sentences apart, and whether a backup could help."""
        super().__init__(message, hint)
        self.can_restore = can_restore


class UsageError(ExperimentError):
    """The command line asks for something there is not."""
