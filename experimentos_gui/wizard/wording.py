"""Findings about choices this wizard offers, said in its own words; no Qt."""

from dataclasses import replace
from typing import TYPE_CHECKING

from experimentos_core.reading.roles import ColumnRoles
from experimentos_core.reading.table import Table

if TYPE_CHECKING:
    from experimentos_core.healthcheck import Finding


def in_wizard_words(
    findings: "tuple[Finding, ...]", table: Table, roles: ColumnRoles
) -> "tuple[Finding, ...]":
    """Return the findings; a part no column plays and a missing control say what to do here."""
    parts = {
        roles.variant: "the variant names",
        roles.users: "the users of each variant",
        roles.conversions: "the conversions of each variant",
    }
    return tuple(_worded(finding, table, parts) for finding in findings)


def _worded(finding: "Finding", table: Table, parts: dict[str, str]) -> "Finding":
    column = finding.place.column
    if finding.code == "CONTROL_MISSING":
        return replace(finding, hint="Choose the control below the table.")
    is_absent = column in parts and not table.positions(column)
    if finding.code == "COLUMN_MISSING" and column is not None and is_absent:
        message = f"No column is chosen for {parts[column]}."
        return replace(finding, message=message, hint="Choose it in the heads of the table.")
    return finding
