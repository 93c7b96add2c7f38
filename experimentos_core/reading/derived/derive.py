"""Columns made of others: rates left out or turned into counts, means turned into sums."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from experimentos_core.foundation.errors import ReadingError
from experimentos_core.reading.choices import Choice, ChoiceKey, Choices
from experimentos_core.reading.columns.parts import is_ragged
from experimentos_core.reading.columns.roles import ColumnRoles
from experimentos_core.reading.derived.checked_rates import RateColumn, check_rates
from experimentos_core.reading.derived.counted_rates import counts_from_rate
from experimentos_core.reading.derived.means import append_sums, find_means
from experimentos_core.reading.derived.rates import likely_scale, settled_scale
from experimentos_core.reading.names.role_words import RATE_NAMES, is_conversion_rate, matching
from experimentos_core.reading.notes import Note, NoteCode, Question
from experimentos_core.reading.table import Table, column_key


@dataclass(frozen=True, slots=True, kw_only=True)
class Derived:
    """A table without derived columns, and with those it needs.

    Attributes:
        table: The table.
        roles: Which column plays which part.
        notes: What was left out or worked out.
        questions: What is open: whether rates are percentages.
    """

    table: Table
    roles: ColumnRoles
    notes: tuple[Note, ...] = ()
    questions: tuple[Question, ...] = ()


def rate_column(table: Table, roles: ColumnRoles, choices: Choices) -> str | None:
    """Return the column that holds the rate of conversions; the chosen one, else by its name.

    Raises:
        ReadingError: When the chosen column is not there, or is chosen for another part too.
    """
    chosen = choices.get(ChoiceKey.RATE)
    if chosen is None:
        taken = {column_key(name) for name in roles.required if table.positions(name)}
        free = tuple(name for name in table.header if column_key(name) not in taken)
        return next(iter(matching(free, RATE_NAMES)), None)
    positions = table.positions(chosen)
    if len(positions) != 1:
        names = ", ".join(name for name in table.header if name)
        message = f"There is no single column {chosen!r} for the rate; there are: {names}."
        raise ReadingError(message, "Choose one of these with --map rate=COLUMN.")
    other = _other_part(chosen, roles, choices)
    if other is not None:
        message = f"The column {chosen!r} cannot be both the rate and the {other}."
        raise ReadingError(message, f"Choose another column with --map {other}=COLUMN.")
    return table.header[positions[0]]


def _other_part(rate: str, roles: ColumnRoles, choices: Choices) -> str | None:
    """Return the part the chosen rate plays besides; what is only called conversions plays none."""
    parts = (
        (ChoiceKey.VARIANT, roles.variant),
        (ChoiceKey.USERS, roles.users),
        (ChoiceKey.CONVERSIONS, choices.get(ChoiceKey.CONVERSIONS)),
    )
    return next(
        (
            part.value
            for part, name in parts
            if name is not None and column_key(name) == column_key(rate)
        ),
        None,
    )


def derive(
    table: Table,
    roles: ColumnRoles,
    choices: Choices = Choices(),  # noqa: B008 - a frozen record
    raw: Table | None = None,
) -> Derived:
    """Leave derived columns out, and work out the counts and sums that are given otherwise.

    A rate of the conversions beside the counts is compared with them and left out. Without a
    column of conversions the counts are worked out from a rate, where every row allows exactly
    one. A mean with its spread and n gives the sums of the metric. A column that is to be used,
    or left out, by choice is. A table with uneven rows is left alone.

    Args:
        table: The rows as plain numbers.
        roles: Which column plays which part.
        choices: `rate`, `column:NAME` and the roles count here.
        raw: The same rows as they stood: they tell whether rates bore percent signs.

    Raises:
        ReadingError: When the chosen column of rates is not there.
    """
    rate = rate_column(table, roles, choices)
    if is_ragged(table) or not table.rows:
        return Derived(table=table, roles=roles)
    table, notes = _without_skipped(table, choices)
    if rate is not None and not table.positions(rate):
        rate = None
    questions: tuple[Question, ...] = ()
    if rate is not None and _stands_in(rate, table, roles, choices):
        position = table.positions(rate)[0]
        found = counts_from_rate(
            table,
            roles,
            position,
            has_sign=_has_sign(rate, table, raw),
            chosen=choices.get(ChoiceKey.SCALE, rate),
        )
        notes, questions = (*notes, *found.notes), found.questions
        if found.table is not table or column_key(rate) == column_key(roles.conversions):
            table = _without_positions(found.table, {position})
    else:
        table, more = _without_rates(table, roles, choices, raw, rate)
        notes += more
    for columns in find_means(table, roles):
        table, more = append_sums(table, columns)
        notes += more
    return Derived(table=table, roles=roles, notes=notes, questions=questions)


def _stands_in(rate: str, table: Table, roles: ColumnRoles, choices: Choices) -> bool:
    """Whether the conversions are to be had from the rate alone.

    A column chosen as the rate is never the conversions too, whatever it is called.
    """
    if choices.get(ChoiceKey.CONVERSIONS) or len(table.positions(roles.users)) != 1:
        return False
    is_called_so = column_key(rate) == column_key(roles.conversions)
    return is_called_so or not table.positions(roles.conversions)


def _without_skipped(table: Table, choices: Choices) -> tuple[Table, tuple[Note, ...]]:
    """Leave out the columns a person left out; a name there is not is no error."""
    names = [
        table.header[position]
        for choice in choices.about(ChoiceKey.COLUMN)
        if choice.value == "skip"
        for position in table.positions(choice.subject)[:1]
    ]
    notes = tuple(
        Note(
            code=NoteCode.COLUMN_DERIVED,
            message=f"The column {name!r} was left out, as chosen.",
            column=name,
            undo=Choice(key=ChoiceKey.COLUMN, subject=name, value="use"),
        )
        for name in names
    )
    return _without(table, names), notes


def _without_rates(
    table: Table, roles: ColumnRoles, choices: Choices, raw: Table | None, chosen: str | None
) -> tuple[Table, tuple[Note, ...]]:
    required = {column_key(name) for name in roles.required}
    rates: list[RateColumn] = []
    for position, name in enumerate(table.header):
        is_rate = name == chosen or is_conversion_rate(name, roles.conversions)
        is_kept = choices.get(ChoiceKey.COLUMN, name) == "use"
        if not is_rate or is_kept or column_key(name) in required or not name:
            continue
        if len(table.positions(name)) > 1:
            continue
        scale = settled_scale(
            name, choices.get(ChoiceKey.SCALE, name), has_sign=_has_sign(name, table, raw)
        )
        scale = scale or likely_scale(table.column(position))
        rates.append(RateColumn(position=position, scale=scale))
    notes = check_rates(table, roles, rates)
    return _without(table, [note.column for note in notes if note.column]), notes


def _has_sign(name: str, table: Table, raw: Table | None) -> bool:
    """Whether a column's cells stood with percent signs."""
    return any(
        "%" in cell
        for source in (table, raw)
        if source is not None
        for position in source.positions(name)
        for cell in source.column(position)
    )


def _without(table: Table, names: Iterable[str]) -> Table:
    gone = {position for name in names for position in table.positions(name)}
    return _without_positions(table, gone) if gone else table


def _without_positions(table: Table, gone: set[int]) -> Table:
    kept = [position for position in range(len(table.header)) if position not in gone]
    return replace(
        table,
        header=tuple(table.header[position] for position in kept),
        rows=tuple(tuple(row[position] for position in kept) for row in table.rows),
    )
