"""A finding: what is wrong with the data, how bad it is, where it stands and how to mend it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from experimentos_core.foundation.values import HealthStatus, Severity


class FindingCode(StrEnum):
    """Stable names of everything the health check can find."""

    COLUMN_MISSING = "COLUMN_MISSING"
    COLUMN_DUPLICATE = "COLUMN_DUPLICATE"
    COLUMN_UNUSED = "COLUMN_UNUSED"
    TOO_FEW_ROWS = "TOO_FEW_ROWS"
    ROW_LENGTH = "ROW_LENGTH"
    TOTALS_ROW = "TOTALS_ROW"
    TOTALS_ROW_UNCLEAR = "TOTALS_ROW_UNCLEAR"
    VARIANT_BLANK = "VARIANT_BLANK"
    VARIANT_DUPLICATE = "VARIANT_DUPLICATE"
    LABEL_MENDED = "LABEL_MENDED"
    PRIMARY_MISSING = "PRIMARY_MISSING"
    SECONDARY_MISSING = "SECONDARY_MISSING"
    PRIMARY_NAMED = "PRIMARY_NAMED"
    PRIMARY_IS_ANOTHER_COLUMN = "PRIMARY_IS_ANOTHER_COLUMN"
    CONTROL_MISSING = "CONTROL_MISSING"
    CONTROL_RECOGNISED = "CONTROL_RECOGNISED"
    TREATMENT_MISSING = "TREATMENT_MISSING"
    CELL_BLANK = "CELL_BLANK"
    CELL_NOT_A_NUMBER = "CELL_NOT_A_NUMBER"
    CELL_INFINITE = "CELL_INFINITE"
    CELL_NEGATIVE = "CELL_NEGATIVE"
    CELL_FRACTIONAL = "CELL_FRACTIONAL"
    CELL_TOO_LARGE = "CELL_TOO_LARGE"
    USERS_ZERO = "USERS_ZERO"
    CONVERSIONS_EXCEED_USERS = "CONVERSIONS_EXCEED_USERS"
    GUARDRAIL_EXCEEDS_USERS = "GUARDRAIL_EXCEEDS_USERS"
    GUARDRAIL_MISSING = "GUARDRAIL_MISSING"
    GUARDRAIL_IS_PRIMARY = "GUARDRAIL_IS_PRIMARY"
    MEASURE_INCOMPLETE = "MEASURE_INCOMPLETE"
    SUMS_INCONSISTENT = "SUMS_INCONSISTENT"
    METRIC_NOT_TESTABLE = "METRIC_NOT_TESTABLE"
    NO_SPREAD = "NO_SPREAD"
    DIGITS_TOO_FEW = "DIGITS_TOO_FEW"
    SKEWED_VALUES = "SKEWED_VALUES"
    SPLIT_VARIANT_UNKNOWN = "SPLIT_VARIANT_UNKNOWN"
    SPLIT_VARIANT_ABSENT = "SPLIT_VARIANT_ABSENT"
    SPLIT_ZERO_SHARE = "SPLIT_ZERO_SHARE"
    SRM = "SRM"
    SMALL_SAMPLE = "SMALL_SAMPLE"
    FEW_EVENTS = "FEW_EVENTS"
    SURPRISING_CHANGE = "SURPRISING_CHANGE"
    SHEET_CHOSEN = "SHEET_CHOSEN"
    HEADER_LACKING = "HEADER_LACKING"
    ENCODING_GUESSED = "ENCODING_GUESSED"
    TITLE_LINES = "TITLE_LINES"
    HEADER_REPEATED = "HEADER_REPEATED"
    FORMULA_WITHOUT_VALUE = "FORMULA_WITHOUT_VALUE"
    MERGED_CELLS = "MERGED_CELLS"
    HIDDEN_CELLS = "HIDDEN_CELLS"
    DATE_CELLS = "DATE_CELLS"
    NUMBERS_READ = "NUMBERS_READ"
    NUMBERS_MIXED = "NUMBERS_MIXED"
    TABLE_TURNED = "TABLE_TURNED"
    DAYS_ADDED = "DAYS_ADDED"
    DAYS_INCOMPLETE = "DAYS_INCOMPLETE"
    SEGMENTS_ADDED = "SEGMENTS_ADDED"
    SEGMENT_CHOSEN = "SEGMENT_CHOSEN"
    ROW_SKIPPED = "ROW_SKIPPED"
    COLUMN_DERIVED = "COLUMN_DERIVED"
    RATE_MISMATCH = "RATE_MISMATCH"
    COUNTS_FROM_RATE = "COUNTS_FROM_RATE"
    RATE_TOO_ROUGH = "RATE_TOO_ROUGH"
    SUMS_FROM_MEAN = "SUMS_FROM_MEAN"
    MEAN_TOO_ROUGH = "MEAN_TOO_ROUGH"
    LABELS_MERGED = "LABELS_MERGED"
    LABELS_ALIKE = "LABELS_ALIKE"
    DIGITS_HIDDEN = "DIGITS_HIDDEN"
    COLUMN_RECOGNISED = "COLUMN_RECOGNISED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where in the file a finding points; parts that do not apply are None.

    Attributes:
        row: Row of the file, the first row being 1; of a turned table, the column of the file.
        column: Column name.
        variant: Variant label of that row.
        value: The text that stood there.
        line: Where that row stood, in words, where it was no row of the file.
    """

    row: int | None = None
    column: str | None = None
    variant: str | None = None
    value: str | None = None
    line: str = ""

    def in_words(self) -> str:
        """Return the place as a person would say it; empty for the whole table."""
        parts = []
        if self.row is not None:
            parts.append(self.line or f"row {self.row}")
        if self.column is not None:
            parts.append(self.column if self.line else f"column {self.column}")
        if self.variant:
            parts.append(f"variant {self.variant}")
        return ", ".join(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing the health check found.

    Attributes:
        code: Stable name.
        severity: Whether it blocks, warns, or is only noted.
        message: One sentence saying what is wrong and where.
        hint: One sentence saying how to mend it; empty for a note.
        where: The place in words; empty for the whole table.
        place: The same place for a program.
    """

    code: FindingCode
    severity: Severity
    message: str
    hint: str
    where: str
    place: Place


def blocked(code: FindingCode, message: str, hint: str, place: Place | None = None) -> Finding:
    """Make a finding that makes the data unusable."""
    return _finding(code, Severity.BLOCKED, message, hint, place)


def warning(code: FindingCode, message: str, hint: str, place: Place | None = None) -> Finding:
    """Make a finding that leaves the data usable but may mislead."""
    return _finding(code, Severity.WARNING, message, hint, place)


def note(code: FindingCode, message: str, hint: str = "", place: Place | None = None) -> Finding:
    """Make a finding without effect on the health."""
    return _finding(code, Severity.NOTE, message, hint, place)


def overall_status(findings: Iterable[Finding]) -> HealthStatus:
    """Return the worst status among the findings; notes do not count."""
    severities = {finding.severity for finding in findings}
    if Severity.BLOCKED in severities:
        return HealthStatus.BLOCKED
    return HealthStatus.WARNING if Severity.WARNING in severities else HealthStatus.HEALTHY


def is_blocked(findings: Iterable[Finding]) -> bool:
    """Whether any finding blocks."""
    return overall_status(findings) is HealthStatus.BLOCKED


def _finding(
    code: FindingCode, severity: Severity, message: str, hint: str, place: Place | None
) -> Finding:
    place = place or Place()
    return Finding(
        code=code,
        severity=severity,
        message=message,
        hint=hint,
        where=place.in_words(),
        place=place,
    )
