"""Which sheet of a workbook is read: the chosen one, the only one, or the first with a table."""

from dataclasses import dataclass
from typing import Final

from experimentos_core.foundation.errors import ReadingError
from experimentos_core.foundation.visible_text import make_visible
from experimentos_core.reading.choices import Choice, ChoiceKey, Choices
from experimentos_core.reading.formats.workbook_book import Sheet
from experimentos_core.reading.formats.workbook_package import EnoughReadError, WorkbookPackage
from experimentos_core.reading.notes import Answer, Chip
from experimentos_core.reading.table import column_key

_LEAST: Final = 2  # rows and columns of a table
_MOST_SHEETS: Final = 100
_MOST_NAMED: Final = 10
_NAME_CHARACTERS: Final = 40
_LONG_GLANCE: Final = 250_000
_SHORT_GLANCE: Final = 30_000
_LONG_GLANCES: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenSheet:
    """The sheet that is read.

    Attributes:
        sheet: The sheet.
        chip: Its name, and the other sheets that hold something.
    """

    sheet: Sheet
    chip: Chip


def choose_sheet(
    package: WorkbookPackage, sheets: tuple[Sheet, ...], choices: Choices
) -> ChosenSheet:
    """Return the sheet to read; a hidden one is only read when it was chosen.

    Raises:
        ReadingError: When no visible sheet holds anything, or there is none of the chosen name.
    """
    glances = _glances(package, sheets[:_MOST_SHEETS])
    filled = [g for g in glances if g.has_cells]
    visible = [g for g in filled if not g.sheet.is_hidden]
    wanted = choices.get(ChoiceKey.SHEET)
    if wanted is not None:
        sheet = _named(wanted, sheets, package.name)
    elif visible:
        sheet = next((g.sheet for g in visible if g.is_table), visible[0].sheet)
    else:
        raise _nothing_visible(package.name, [g.sheet for g in filled])
    offered = [g.sheet for g in filled]
    if sheet not in offered:
        offered.insert(0, sheet)
    is_guess = wanted is None and len(visible) > 1
    return ChosenSheet(sheet=sheet, chip=_chip(sheet, offered, is_guess=is_guess))


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Glance:
    """What the beginning of a sheet shows."""

    sheet: Sheet
    has_cells: bool
    is_table: bool


def _glances(package: WorkbookPackage, sheets: tuple[Sheet, ...]) -> list[_Glance]:
    """Look at every sheet; once there is a table, only for any cell in the others."""
    glances: list[_Glance] = []
    has_table = False
    for number, sheet in enumerate(sheets):
        target = _GlanceTarget(needs_table=not has_table and not sheet.is_hidden)
        most = _LONG_GLANCE if number < _LONG_GLANCES else _SHORT_GLANCE
        package.read(sheet.part, target, most=most)
        is_table = target.rows >= _LEAST
        has_table = has_table or is_table
        glances.append(_Glance(sheet=sheet, has_cells=target.cells > 0, is_table=is_table))
    return glances


class _GlanceTarget:
    """Counts cells that hold something until there is a table, or just one."""

    def __init__(self, *, needs_table: bool) -> None:
        self.cells = 0
        self._needs_table = needs_table
        self.rows = 0
        self._in_row = 0
        self._is_content = False

    def start(self, tag: str, _: dict[str, str]) -> None:
        element = tag.rpartition("}")[2]
        self._is_content = element in ("v", "t", "f")
        if element == "row":
            self._in_row = 0

    def end(self, tag: str) -> None:
        self._is_content = False
        if tag.rpartition("}")[2] == "row" and self._in_row >= _LEAST:
            self.rows += 1
            if self.rows >= _LEAST:
                raise EnoughReadError

    def data(self, text: str) -> None:
        if self._is_content and text.strip():
            self._is_content = False
            self.cells += 1
            self._in_row += 1
            if not self._needs_table:
                raise EnoughReadError

    def close(self) -> None:
        """Nothing is left to do."""
