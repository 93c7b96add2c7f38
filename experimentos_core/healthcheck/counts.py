"""Every count cell read exactly; whatever is no count is named with its place."""

from experimentos_core.foundation import formatting
from experimentos_core.healthcheck.findings import Finding, FindingCode, blocked
from experimentos_core.healthcheck.variants import VariantRow
from experimentos_core.reading.numbers.counts import CellProblem, parse_count
from experimentos_core.reading.table import Table

type Counts = tuple[int | None, ...]

_PROBLEMS = {
    CellProblem.BLANK: (
        FindingCode.CELL_BLANK,
        "is blank",
        "Fill in the count, 0 if there were none.",
    ),
    CellProblem.NOT_A_NUMBER: (
        FindingCode.CELL_NOT_A_NUMBER,
        "is not a plain number",
        "Write the count in digits only, without separators, signs or units.",
    ),
    CellProblem.INFINITE: (
        FindingCode.CELL_INFINITE,
        "is not a finite number",
        "Look for a division by zero in the export and write the count itself.",
    ),
    CellProblem.NEGATIVE: (
        FindingCode.CELL_NEGATIVE,
        "is negative",
        "A count cannot be below zero: check the export.",
    ),
    CellProblem.FRACTIONAL: (
        FindingCode.CELL_FRACTIONAL,
        "is not a whole number",
        "Export the count itself, not a rate or an average.",
    ),
    CellProblem.TOO_LARGE: (
        FindingCode.CELL_TOO_LARGE,
        "is more than a trillion",
        "Check the unit: this column counts people.",
    ),
}


def read_counts(
    table: Table, column: str, variants: list[VariantRow]
) -> tuple[Counts, list[Finding]]:
    """Read one column of counts, one per variant; None where the cell is no count."""
    positions = table.positions(column)
    if len(positions) != 1:
        return (None,) * len(variants), []
    values: list[int | None] = []
    findings: list[Finding] = []
    for variant in variants:
        cell = table.cell(variant.row, positions[0])
        value = parse_count(cell)
        if isinstance(value, CellProblem):
            written = table.as_written(variant.row, positions[0])
            findings.append(_bad_cell(column, variant, written, value))
            values.append(None)
        else:
            values.append(value)
    return tuple(values), findings


def check_users(column: str, variants: list[VariantRow], users: Counts) -> list[Finding]:
    """Find variants nobody saw."""
    hint = "Remove the variant, or check the export: it lost its users."
    return [
        blocked(
            FindingCode.USERS_ZERO,
            f"The variant {variant.label!r} has no users ({variant.where}).",
            hint,
            variant.place(column, "0"),
        )
        for variant, n in zip(variants, users, strict=True)
        if n == 0
    ]


def check_within_users(
    code: FindingCode, column: str, variants: list[VariantRow], users: Counts, counts: Counts
) -> list[Finding]:
    """Find counts larger than the users they are counted among."""
    findings: list[Finding] = []
    for variant, n, x in zip(variants, users, counts, strict=True):
        if n is None or x is None or x <= n:
            continue
        message = (
            f"{column} is {formatting.count(x)} for {variant.label!r} ({variant.where}), "
            f"more than its {formatting.count(n)} users."
        )
        hint = "Count users, not events; or leave the column out if it is not a count of users."
        findings.append(blocked(code, message, hint, variant.place(column, str(x))))
    return findings


def _bad_cell(column: str, variant: VariantRow, cell: str, problem: CellProblem) -> Finding:
    code, words, hint = _PROBLEMS[problem]
    shown = f" {cell[:40]!r}" if cell else ""
    message = f"{column}{shown} {words} ({variant.where}, variant {variant.label!r})."
    return blocked(code, message, hint, variant.place(column, cell[:200]))
