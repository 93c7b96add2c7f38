"""From the bytes of an export to plain numbers, one row per variant: every step, in order."""

from collections.abc import Callable
from dataclasses import replace

from experimentos_core.foundation.config import DEFAULT_THRESHOLDS, Thresholds
from experimentos_core.reading.choices import Choices
from experimentos_core.reading.column_kinds import kinds_of
from experimentos_core.reading.columns.hidden_digits import note_hidden_digits
from experimentos_core.reading.columns.look_alikes import note_alike
from experimentos_core.reading.columns.role_guess import guess_roles
from experimentos_core.reading.content import Content, ContentKind
from experimentos_core.reading.derived.derive import derive
from experimentos_core.reading.formats.delimited import read_delimited
from experimentos_core.reading.formats.header import find_header
from experimentos_core.reading.formats.lacking_header import say_lacking_header
from experimentos_core.reading.formats.workbook import read_workbook
from experimentos_core.reading.grid import Grid
from experimentos_core.reading.interpretation import Interpretation
from experimentos_core.reading.numbers.styles import read_numbers
from experimentos_core.reading.shapes.alike import collapse
from experimentos_core.reading.shapes.shape import shape_table
from experimentos_core.reading.shapes.totals import find_left_out
from experimentos_core.reading.shapes.turning import turn
from experimentos_core.reading.table import Table, column_key


def interpret_content(
    content: Content,
    choices: Choices = Choices(),  # noqa: B008 - a frozen record
    thresholds: Thresholds = DEFAULT_THRESHOLDS,
    checkpoint: Callable[[], None] = lambda: None,
) -> Interpretation:
    """Read an export by the rules of `reading`, and by what a person chose where those ask.

    The same bytes and choices give the same reading on every machine. A tidy file (one row per
    variant, plain numbers) comes out with the very text of its cells, without a note or question.

    Args:
        content: What was opened.
        choices: What was chosen so far; the rest is decided, and said, or asked.
        thresholds: The limits beyond which a table is no aggregate.
        checkpoint: Called now and then; raises ReadingCancelled when nobody waits any longer.

    Raises:
        ReadingError: When no table can be had from it, or a choice names what there is not.
        ReadingCancelled: When `checkpoint` says so.
    """
    grid = read_grid(content, choices, thresholds, checkpoint)
    headed = find_header(grid, choices, thresholds)
    turned = turn(headed.table, choices)
    raw = turned.table if turned is not None else headed.table
    roles = guess_roles(raw, choices)
    is_stored = _stored_numbers(grid, headed.table, is_turned=turned is not None)
    numbers = read_numbers(
        raw,
        kinds_of(raw, roles.roles, choices),
        choices,
        is_stored=is_stored,
        checkpoint=checkpoint,
    )
    checkpoint()
    plain = replace(raw, rows=numbers.rows, rewritten=_rewritten(raw, numbers.rows))
    repeated = headed.repeated if turned is None else ()
    footnotes = headed.footnotes if turned is None else ()
    left_out = find_left_out(
        plain, roles.roles, choices, repeated, footnotes, checkpoint=checkpoint
    )
    gone = set(left_out.rows)
    derived = derive(_without_rows(plain, gone), roles.roles, choices, raw=_without_rows(raw, gone))
    shaped = shape_table(derived.table, derived.roles, choices, checkpoint)
    lacking = say_lacking_header(raw, headed.header_row, choices) if turned is None else ()
    above = (*grid.notes, *headed.notes, *lacking)
    if turned is not None:  # the rows of a turned table have other numbers than those of the file
        above = tuple(replace(note, row=None) for note in above)
    notes = (
        *above,
        *(turned.notes if turned is not None else ()),
        *roles.notes,
        *numbers.notes,
        *note_hidden_digits(raw, roles.roles, is_stored),
        *note_alike(derived.table, roles.roles),
        *left_out.rows.values(),
        *left_out.notes,
        *derived.notes,
        *shaped.notes,
    )
    chips = (
        *grid.chips,
        *headed.chips,
        *(turned.chips if turned is not None else ()),
        *numbers.chips,
        *shaped.chips,
    )
    questions = (
        *numbers.questions,
        *left_out.questions,
        *derived.questions,
        *shaped.questions,
    )
    source = replace(raw.source, details=(*raw.source.details, *numbers.details))
    table = replace(
        shaped.table,
        source=source,
        choices=choices.options,
        notes=collapse(notes),
        confirmed_rows=left_out.confirmed,
    )
    is_supposed = all(question.default is not None for question in questions)
    return Interpretation(
        raw=replace(raw, source=source),
        table=table if is_supposed else None,
        roles=derived.roles,
        choices=choices,
        shape=shaped.shape,
        chips=chips,
        notes=notes,
        questions=questions,
    )


def read_grid(
    content: Content, choices: Choices, thresholds: Thresholds, checkpoint: Callable[[], None]
) -> Grid:
    """Return the text cells of a file or sheet, whatever its format.

    Raises:
        ReadingError: When it holds none.
    """
    if content.kind is ContentKind.WORKBOOK:
        return read_workbook(content, choices, thresholds, checkpoint)
    return read_delimited(content, choices, thresholds, checkpoint)


def _stored_numbers(grid: Grid, table: Table, *, is_turned: bool) -> Callable[[int, int], bool]:
    """Say of a row number and a position whether the workbook stores a number there."""
    if not is_turned:
        return grid.is_stored_number

    def stored(row_number: int, position: int) -> bool:
        return position > 0 and grid.is_stored_number(
            table.row_numbers[position - 1], row_number - 1
        )

    return stored


def _rewritten(
    raw: Table, rows: tuple[tuple[str, ...], ...]
) -> dict[tuple[int, str], tuple[str, str]]:
    """Return plain number and text of every cell that became another one."""
    if rows is raw.rows:
        return {}
    keys = [column_key(name) for name in raw.header]
    return {
        (number, key): (plain.strip(), text.strip())
        for number, made, stood in zip(raw.row_numbers, rows, raw.rows, strict=True)
        if made is not stood
        for key, plain, text in zip(keys, made, stood, strict=False)
        if plain is not text
    }


def _without_rows(table: Table, numbers: set[int]) -> Table:
    if not numbers:
        return table
    kept = [i for i, number in enumerate(table.row_numbers) if number not in numbers]
    return replace(
        table,
        rows=tuple(table.rows[i] for i in kept),
        row_numbers=tuple(table.row_numbers[i] for i in kept),
    )
