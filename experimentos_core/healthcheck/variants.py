"""Which row is which variant: labels mended, totals left out, the control found."""

from dataclasses import dataclass

from experimentos_core.healthcheck.findings import Finding, FindingCode, Place, blocked, note
from experimentos_core.reading.columns.labels import (
    CONTROL_NAMES,
    find_label,
    guess_control,
    is_total_name,
    label_key,
    mend_label,
)
from experimentos_core.reading.columns.roles import ColumnRoles
from experimentos_core.reading.numbers.counts import parse_count
from experimentos_core.reading.table import Table

_MANY = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantRow:
    """One row of the table that is a variant.

    Attributes:
        label: Its mended name.
        row: Its index among the table's rows.
        number: Its row in the file.
        where: The same in words; of a turned table, its column in the file.
    """

    label: str
    row: int
    number: int
    where: str

    def place(self, column: str | None = None, value: str | None = None) -> Place:
        """Return the place of this variant, or of its cell in a column."""
        return place_of(self.number, self.where, column=column, variant=self.label, value=value)


def place_of(
    number: int,
    where: str,
    *,
    column: str | None = None,
    variant: str | None = None,
    value: str | None = None,
) -> Place:
    """Return a place in a row; its words are kept only where it was no row of the file."""
    line = "" if where == f"row {number}" else where
    return Place(row=number, column=column, variant=variant, value=value, line=line)


def find_variants(table: Table, roles: ColumnRoles) -> tuple[list[VariantRow], list[Finding]]:
    """Return the rows that are variants, in file order, and what was found about their labels."""
    positions = table.positions(roles.variant)
    if len(positions) != 1:
        return [], []
    variants: list[VariantRow] = []
    findings: list[Finding] = []
    for row, number in enumerate(table.row_numbers):
        raw = table.rows[row][positions[0]] if positions[0] < len(table.rows[row]) else ""
        label = mend_label(raw)
        where = table.source.line(number)
        place = place_of(number, where, column=roles.variant, value=raw)
        if not label:
            message = f"{where.capitalize()} has no variant name."
            line = "column" if table.source.is_turned else "row"
            hint = f"Name the variant in that {line}, or remove the {line}."
            findings.append(blocked(FindingCode.VARIANT_BLANK, message, hint, place))
            continue
        total = _check_total(table, roles, row, label, place)
        if total is not None:
            findings.append(total)
            continue
        if label != raw:
            message = f"The variant name in {where} was read as {label!r}, without extra spaces."
            findings.append(note(FindingCode.LABEL_MENDED, message, place=place))
        variants.append(VariantRow(label=label, row=row, number=number, where=where))
    return variants, findings + _check_labels(variants, roles)


def choose_control(
    variants: list[VariantRow], planned: str | None
) -> tuple[VariantRow | None, list[Finding]]:
    """Return the control: the planned one, else the one recognised by its name."""
    labels = tuple(variant.label for variant in variants)
    if not labels:
        return None, []
    wanted = guess_control(labels) if planned is None else find_label(planned, labels)
    if wanted is None:
        return None, [_no_control(labels, planned)]
    control = next(variant for variant in variants if variant.label == wanted)
    findings: list[Finding] = []
    if planned is None and label_key(wanted) != CONTROL_NAMES[0]:
        message = f"The variant {wanted!r} was taken as the control because of its name."
        place = place_of(control.number, control.where, variant=wanted)
        findings.append(note(FindingCode.CONTROL_RECOGNISED, message, place=place))
    if len({label_key(label) for label in labels}) == 1:
        message = "There is no treatment: every row is the control."
        hint = "Add a row for each variant that was compared with the control."
        findings.append(blocked(FindingCode.TREATMENT_MISSING, message, hint))
    return control, findings


def _check_labels(variants: list[VariantRow], roles: ColumnRoles) -> list[Finding]:
    findings: list[Finding] = []
    seen: dict[str, VariantRow] = {}
    for variant in variants:
        first = seen.setdefault(label_key(variant.label), variant)
        if first is not variant:
            message = (
                f"The variant {variant.label!r} in {variant.where} already stands in {first.where}."
            )
            hint = "Keep one row per variant: add the rows up, or rename one of them."
            place = variant.place(roles.variant)
            findings.append(blocked(FindingCode.VARIANT_DUPLICATE, message, hint, place))
    if len(findings) > _MANY:
        findings = [_repeated_rows(len(findings), roles)]
    if len(variants) < 2:  # noqa: PLR2004 - a comparison has two sides
        found = "is no row" if not variants else "is only one row"
        message = f"There {found} with a variant; a comparison needs at least two."
        hint = "Export one row for the control and one for each treatment."
        findings.append(blocked(FindingCode.TOO_FEW_ROWS, message, hint))
    return findings


def _repeated_rows(count: int, roles: ColumnRoles) -> Finding:
    message = (
        f"{count:,} rows repeat a variant that stands above: this reads like one row per user or "
        "per day."
    )
    hint = "Add it up to one row per variant, with its users and conversions."
    return blocked(FindingCode.VARIANT_DUPLICATE, message, hint, Place(column=roles.variant))


def _no_control(labels: tuple[str, ...], planned: str | None) -> Finding:
    names = ", ".join(labels[:12])
    if planned is not None:
        message = f"The control {planned!r} is not among the variants: {names}."
        hint = "Choose one of these as the control."
        return blocked(FindingCode.CONTROL_MISSING, message, hint)
    message = f"None of the variants is recognised as the control: {names}."
    hint = "Choose which variant is the control, or rename it 'control'."
    return blocked(FindingCode.CONTROL_MISSING, message, hint)


def _check_total(
    table: Table, roles: ColumnRoles, row: int, label: str, place: Place
) -> Finding | None:
    """Leave a totals row out when its users are the sum of the others; ask when they are not.

    A row that a person wants used is a variant, whatever it is called.
    """
    where = table.source.line(table.row_numbers[row])
    positions = table.positions(roles.users)
    is_confirmed = table.row_numbers[row] in table.confirmed_rows
    if is_confirmed or not is_total_name(label) or len(positions) != 1:
        return None
    counts = [parse_count(cell) for cell in table.column(positions[0])]
    numbers = [value for value in counts if isinstance(value, int)]
    own = counts[row]
    if isinstance(own, int) and len(numbers) == len(counts) and 2 * own == sum(numbers):
        message = f"{where.capitalize()} ({label}) is the sum of the others and was left out."
        return note(FindingCode.TOTALS_ROW, message, place=place)
    others = "columns" if table.source.is_turned else "rows"
    message = (
        f"{where.capitalize()} is called {label!r} but its users are not the sum of the other "
        f"{others}."
    )
    hint = f"Remove the {others[:-1]} if it is a total, or rename it if it is a variant."
    return blocked(FindingCode.TOTALS_ROW_UNCLEAR, message, hint, place)
