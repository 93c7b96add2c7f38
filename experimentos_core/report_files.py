"""Reports as they are stored: JSON text of this format or an earlier one, read strictly."""

from dataclasses import dataclass
from typing import Any, Final

from experimentos_core.experiment import SCHEMA_VERSION, Report
from experimentos_core.foundation.codec import CodecError, from_plain, parse_json
from experimentos_core.foundation.errors import ExperimentError, ReadingError
from experimentos_core.report_migrations import migrate

_WHICH: Final = "Choose a report or a memo that ExperimentOS wrote."
_NEWER: Final = "Open it with that version, or a later one."


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredReport:
    """A report out of a file, and the format it was stored in.

    Attributes:
        report: The report, in the present format.
        stored_version: The format it was stored in.
    """

    report: Report
    stored_version: int

    @property
    def is_migrated(self) -> bool:
        """Whether it was stored in an earlier format."""
        return self.stored_version < SCHEMA_VERSION


def read_report(text: str) -> Report:
    """Return the report JSON text holds, of this format or an earlier one.

    Raises:
        ReadingError: When it is no report, a damaged one, or one of a newer program.
    """
    return parse_report(text).report


def parse_report(text: str) -> StoredReport:
    """Read a report and say which format it was stored in.

    Raises:
        ReadingError: As for `read_report`.
    """
    try:
        value = parse_json(text)
    except CodecError as error:
        raise ReadingError(f"The report could not be read: {error}.", _WHICH) from error
    return plain_report(value)


def plain_report(value: object) -> StoredReport:
    """Return the report that JSON values hold.

    Raises:
        ReadingError: As for `read_report`.
    """
    if not isinstance(value, dict) or "schema_version" not in value:
        raise ReadingError("This is no report.", _WHICH)
    version = _version(value)
    try:
        report = from_plain(Report, migrate(value, version), "report")
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        cause = str(error) if isinstance(error, CodecError) else "something is missing"
        message = f"The report could not be read: {cause}."
        raise ReadingError(message, "It was changed, or is damaged.") from error
    except ExperimentError as error:
        message = f"The report holds something impossible. {error.message}"
        raise ReadingError(message, "It was changed after it was written.") from error
    return StoredReport(report=report, stored_version=version)


def _version(value: dict[str, Any]) -> int:
    version = value["schema_version"]
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise ReadingError("The report names no format there is.", _WHICH)
    if version > SCHEMA_VERSION:
        message = (
            f"This was written by a newer ExperimentOS: its report has format {version}, and this "
            f"program reads formats up to {SCHEMA_VERSION}."
        )
        raise ReadingError(message, _NEWER)
    return version
