"""A guess at the three required columns: by their names, and by what numbers can be."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from experimentos_core.reading.choices import Choice, ChoiceKey, Choices
from experimentos_core.reading.columns.labels import CONTROL_NAMES, find_label, guess_control
from experimentos_core.reading.columns.roles import ColumnRoles
from experimentos_core.reading.names.measure_names import MeasurePart, split_measure_name
from experimentos_core.reading.names.role_words import (
    CONVERSIONS_NAMES,
    RATE_NAMES,
    USERS_NAMES,
    VARIANT_NAMES,
    WEAK_CONVERSIONS_NAMES,
    matching,
)
from experimentos_core.reading.notes import Note, NoteCode
from experimentos_core.reading.numbers.cells import looks_numeric, rough_count
from experimentos_core.reading.table import Table, column_key

_SURE_CONTROLS: Final = CONTROL_NAMES[: CONTROL_NAMES.index("a")]


@dataclass(frozen=True, slots=True, kw_only=True)
class GuessedRoles:
    """Which column was taken for what.

    Attributes:
        roles: The columns, as they are spelled in the header.
        notes: One for each column that was taken by another name than the plain one.
    """

    roles: ColumnRoles
    notes: tuple[Note, ...] = ()


def guess_roles(table: Table, choices: Choices = Choices()) -> GuessedRoles:  # noqa: B008 - frozen
    """Return the column of each required role; what a person chose stands.

    Names are compared without case, accents, punctuation and units, in seven languages; the most
    usual name wins. A column is taken by such a name only when it holds counts; among several
    for conversions, those are preferred that stay within the users. A role nothing fits keeps its
    own name, and a chosen column that is not there keeps the name chosen, so that the health
    check says which column is missing.
    """
    free = _free_columns(table, choices)
    variant = _chosen(table, choices, ChoiceKey.VARIANT)
    if variant is None:
        variant = _guess_variant(table, free)
    free = _without(free, variant)
    users = _chosen(table, choices, ChoiceKey.USERS)
    if users is None:
        users = _guess_users(table, free)
    free = tuple(name for name in _without(free, users) if name not in _sizes_of_means(table))
    conversions = _chosen(table, choices, ChoiceKey.CONVERSIONS)
    if conversions is None:
        conversions = _guess_conversions(table, free, users)
    plain = ColumnRoles()
    roles = ColumnRoles(
        variant=plain.variant if variant is None else variant,
        users=plain.users if users is None else users,
        conversions=plain.conversions if conversions is None else conversions,
    )
    return GuessedRoles(roles=roles, notes=_notes(table, roles, choices))


def _free_columns(table: Table, choices: Choices) -> tuple[str, ...]:
    """The columns that may be guessed at: not those chosen for a part, nor those left out."""
    roles = (ChoiceKey.VARIANT, ChoiceKey.USERS, ChoiceKey.CONVERSIONS, ChoiceKey.RATE)
    taken = {column_key(choices.get(key) or "") for key in roles} - {""}
    skipped = {
        column_key(choice.subject)
        for choice in choices.about(ChoiceKey.COLUMN)
        if choice.value == "skip"
    }
    return tuple(name for name in table.header if column_key(name) not in taken | skipped)


def _chosen(table: Table, choices: Choices, key: ChoiceKey) -> str | None:
    chosen = choices.get(key)
    if chosen is None:
        return None
    positions = table.positions(chosen)
    return table.header[positions[0]] if positions else chosen.strip()


def _without(columns: tuple[str, ...], taken: str | None) -> tuple[str, ...]:
    return tuple(name for name in columns if taken is None or column_key(name) != column_key(taken))


def _plain(columns: Sequence[str], name: str) -> str | None:
    return next((column for column in columns if column_key(column) == name), None)


def _guess_variant(table: Table, free: tuple[str, ...]) -> str | None:
    """The plain name, else a usual one, one that holds a control first, else what holds one."""
    plain = _plain(free, ColumnRoles().variant)
    if plain is not None:
        return plain
    named = matching(free, VARIANT_NAMES)
    holding = [name for name in named if guess_control(_cells(table, name)) is not None]
    if named:
        return (holding or list(named))[0]
    others = [name for name in free if _holds_sure_control(_cells(table, name))]
    return others[0] if len(others) == 1 and len(table.positions(others[0])) == 1 else None


def _holds_sure_control(cells: tuple[str, ...]) -> bool:
    if any(looks_numeric(cell) for cell in cells):
        return False
    return any(find_label(name, cells) is not None for name in _SURE_CONTROLS)


def _guess_users(table: Table, free: tuple[str, ...]) -> str | None:
    plain = _plain(free, ColumnRoles().users)
    named = (name for name in matching(free, USERS_NAMES) if _holds_counts(table, name))
    return plain or next(named, None)


def _guess_conversions(table: Table, free: tuple[str, ...], users: str | None) -> str | None:
    """The plain name, else a usual one that stays within the users, the surest name first.

    A usual name that goes beyond them is taken too, so that the health check names the cell;
    unless a rate says what the conversions are.
    """
    plain = _plain(free, ColumnRoles().conversions)
    if plain is not None:
        return plain
    strong, weak = (
        [name for name in matching(free, names) if _holds_counts(table, name)]
        for names in (CONVERSIONS_NAMES, WEAK_CONVERSIONS_NAMES)
    )
    fitting = [name for name in (*strong, *weak) if _is_within(table, name, users)]
    if fitting:
        return fitting[0]
    return strong[0] if strong and not matching(free, RATE_NAMES) else None


def _sizes_of_means(table: Table) -> set[str]:
    """Columns that count the values of a continuous metric: they are no conversions."""
    parts = [(name, *split_measure_name(name)) for name in table.header]
    summed = {words for _, words, part in parts if part is MeasurePart.SQUARES}
    sizes = {name for name, words, part in parts if part is MeasurePart.SIZE and words in summed}
    if ("aov",) in summed:
        sizes |= {name for name in table.header if column_key(name) == "orders"}
    return sizes


def _holds_counts(table: Table, name: str) -> bool:
    """Whether a column may be a count: some cell is one, or there is no cell to go by."""
    cells = [cell for cell in _cells(table, name) if cell]
    return not cells or any(rough_count(cell) is not None for cell in cells)


def _is_within(table: Table, name: str, users: str | None) -> bool:
    if users is None or not table.positions(users):
        return True
    pairs = zip(_cells(table, name), _cells(table, users), strict=True)
    counts = ((rough_count(part), rough_count(whole)) for part, whole in pairs)
    return all(part is None or whole is None or part <= whole for part, whole in counts)


def _cells(table: Table, name: str) -> tuple[str, ...]:
    return table.column(table.positions(name)[0])


def _notes(table: Table, roles: ColumnRoles, choices: Choices) -> tuple[Note, ...]:
    parts = (ChoiceKey.VARIANT, ChoiceKey.USERS, ChoiceKey.CONVERSIONS)
    notes: list[Note] = []
    for key, name, plain in zip(parts, roles.required, ColumnRoles().required, strict=True):
        is_guess = choices.get(key) is None and column_key(name) != plain
        if is_guess and table.positions(name):
            notes.append(_note(name, plain))
    return tuple(notes)


def _note(name: str, plain: str) -> Note:
    if not name:
        message = f"The column without a name was taken as the {plain} because of what it holds."
        return Note(code=NoteCode.COLUMN_RECOGNISED, message=message, column=name)
    is_named = plain != ColumnRoles().variant or matching((name,), VARIANT_NAMES)
    reason = "its name" if is_named else "what it holds"
    message = f"The column {name!r} was taken as {plain} because of {reason}."
    undo = Choice(key=ChoiceKey.COLUMN, subject=name, value="skip")
    return Note(code=NoteCode.COLUMN_RECOGNISED, message=message, column=name, undo=undo)
