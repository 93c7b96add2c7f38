"""Which sheet of a workbook is read: the chosen one, the only one, or the first with a table."""

from dataclasses import dataclass
from typing import Final

from experimentos_core.foundation.errors import ReadingError
from experimentos_core.foundation.values import Severity
from experimentos_core.foundation.visible_text import make_visible
from experimentos_core.reading.choices import Choice, ChoiceKey, Choices
from experimentos_core.reading.formats.workbook_book import Sheet
from experimentos_core.reading.formats.workbook_glance import Likeness, glance_at
from experimentos_core.reading.formats.workbook_package import WorkbookPackage
from experimentos_core.reading.notes import Answer, Chip, Note, NoteCode
from experimentos_core.reading.table import column_key

_MOST_SHEETS: Final = 100
_MOST_NAMED: Final = 10
_NAME_CHARACTERS: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenSheet:
    """The sheet that is read.

    Attributes:
        sheet: The sheet.
        chip: Its name, and the other sheets that hold something.
        notes: That other sheets hold a table of variants too, where none was chosen.
    """

    sheet: Sheet
    chip: Chip
    notes: tuple[Note, ...] = ()


def choose_sheet(
    package: WorkbookPackage,
    sheets: tuple[Sheet, ...],
    choices: Choices,
    strings: str | None = None,
) -> ChosenSheet:
    """Return the sheet to read; a hidden one is only read when it was chosen.

    Without a choice it is the first one with a table whose header names users and variants; else
    the first one with a table, else the first one that holds anything.

    Args:
        package: The workbook.
        sheets: Its sheets.
        choices: What a person chose.
        strings: Name of the part of shared texts; None where there is none.

    Raises:
        ReadingError: When no visible sheet holds anything, or there is none of the chosen name.
    """
    glances = glance_at(package, sheets[:_MOST_SHEETS], strings)
    filled = [g for g in glances if g.has_cells]
    visible = [g for g in filled if not g.sheet.is_hidden]
    wanted = choices.get(ChoiceKey.SHEET)
    if wanted is not None:
        sheet = _named(wanted, sheets, package.name)
    elif visible:
        sheet = max(visible, key=lambda g: g.likeness).sheet
    else:
        raise _nothing_visible(package.name, [g.sheet for g in filled])
    offered = [g.sheet for g in filled]
    if sheet not in offered:
        offered.insert(0, sheet)
    is_guess = wanted is None and len(visible) > 1
    others = [
        g.sheet for g in visible if g.likeness >= Likeness.SOME_ROLES and g.sheet is not sheet
    ]
    return ChosenSheet(
        sheet=sheet,
        chip=_chip(sheet, offered, is_guess=is_guess),
        notes=_others_note(sheet, others) if is_guess else (),
    )


def visible_name(sheet: Sheet) -> str:
    """Return the name of a sheet, fit to be shown."""
    return make_visible(sheet.name, _NAME_CHARACTERS)


def _named(wanted: str, sheets: tuple[Sheet, ...], name: str) -> Sheet:
    exact = [sheet for sheet in sheets if sheet.name == wanted]
    alike = [sheet for sheet in sheets if column_key(sheet.name) == column_key(wanted)]
    if exact or alike:
        return (exact or alike)[0]
    message = f"{name} has no sheet {make_visible(wanted, _NAME_CHARACTERS)!r}."
    raise ReadingError(message, f"Its sheets are: {_listed(list(sheets))}.")


def _nothing_visible(name: str, hidden: list[Sheet]) -> ReadingError:
    if not hidden:
        message = f"{name} holds no sheet with anything in it."
        return ReadingError(message, "Check that it is the right file, and saved.")
    message = f"Every sheet of {name} that holds something is hidden: {_listed(hidden)}."
    option = Choice(key=ChoiceKey.SHEET, value=hidden[0].name).option
    return ReadingError(message, f'Show it in Excel, or choose it: --map "{option}".')


def _listed(sheets: list[Sheet]) -> str:
    names = [visible_name(sheet) for sheet in sheets[:_MOST_NAMED]]
    more = len(sheets) - len(names)
    return ", ".join(names) + (f" and {more:,} more" if more else "")


def _chip(sheet: Sheet, offered: list[Sheet], *, is_guess: bool) -> Chip:
    text = f"sheet {visible_name(sheet)}"
    if len(offered) == 1:
        return Chip(text=text)
    answers = tuple(
        Answer(
            label=visible_name(other) + (" (hidden)" if other.is_hidden else ""),
            choice=Choice(key=ChoiceKey.SHEET, value=other.name),
        )
        for other in offered
    )
    return Chip(text=text, is_guess=is_guess, answers=answers, taken=offered.index(sheet))


def _others_note(sheet: Sheet, others: list[Sheet]) -> tuple[Note, ...]:
    """Say that there are other sheets with a table of variants; nothing where there are none."""
    if not others:
        return ()
    those, hold = ("sheet", "holds") if len(others) == 1 else ("sheets", "hold")
    message = (
        f"Sheet {visible_name(sheet)} was read; {those} {_listed(others)} {hold} a table of "
        "variants as well."
    )
    return (
        Note(
            code=NoteCode.SHEET_CHOSEN,
            severity=Severity.WARNING,
            message=message,
            hint="Choose the sheet that is meant.",
            undo=Choice(key=ChoiceKey.SHEET, value=others[0].name),
        ),
    )
