"""Variant labels that look the same and are not: unseen marks, wide letters, other alphabets."""

import unicodedata
from functools import lru_cache
from typing import Final

from experimentos_core.foundation.values import Severity
from experimentos_core.foundation.visible_text import make_visible
from experimentos_core.reading.columns.labels import label_key, mend_label
from experimentos_core.reading.columns.roles import ColumnRoles
from experimentos_core.reading.notes import Note, NoteCode
from experimentos_core.reading.table import Table

# Cyrillic and Greek letters that are drawn like Latin ones; written as their numbers, because
# nobody could tell them apart here either.
_CYRILLIC: Final = {
    **dict(zip((0x410, 0x412, 0x415, 0x41A, 0x41C, 0x41D, 0x41E), "ABEKMHO", strict=True)),
    **dict(zip((0x420, 0x421, 0x422, 0x423, 0x425, 0x405, 0x406), "PCTYXSI", strict=True)),
    **dict(zip((0x408, 0x430, 0x435, 0x43E, 0x440, 0x441, 0x443), "Jaeopcy", strict=True)),
    **dict(zip((0x445, 0x455, 0x456, 0x458), "xsij", strict=True)),
}
_GREEK: Final = {
    **dict(zip((0x391, 0x392, 0x395, 0x396, 0x397, 0x399, 0x39A), "ABEZHIK", strict=True)),
    **dict(zip((0x39C, 0x39D, 0x39F, 0x3A1, 0x3A4, 0x3A5, 0x3A7), "MNOPTYX", strict=True)),
    **dict(zip((0x3B1, 0x3B9, 0x3BD, 0x3BF, 0x3C1), "aivop", strict=True)),
}
_LATIN: Final = {**_CYRILLIC, **_GREEK}
_LONGEST: Final = 60
_MOST_NAMED: Final = 3


def note_alike(table: Table, roles: ColumnRoles) -> tuple[Note, ...]:
    """Warn of labels of variants that are different and look the same, naming both.

    They are never taken for one variant. Of many such pairs the first few are named.
    """
    positions = table.positions(roles.variant)
    if len(positions) != 1:
        return ()
    rows: dict[str, int] = {}
    for row, cell in enumerate(table.column(positions[0])):
        rows.setdefault(label_key(cell), row)
    firsts: dict[str, int] = {}
    pairs = [
        (first, row)
        for row in rows.values()
        if (first := firsts.setdefault(_looks(table.cell(row, positions[0])), row)) != row
    ]
    return tuple(_note(table, positions[0], *pair) for pair in pairs[:_MOST_NAMED])


@lru_cache(maxsize=4096)
def _looks(label: str) -> str:
    """Return what a label looks like: Latin letters for all that are drawn like them."""
    seen = "".join(c for c in mend_label(label) if unicodedata.category(c) != "Cf")
    latin = unicodedata.normalize("NFKC", seen).translate(_LATIN)
    return " ".join(latin.split()).casefold()


def _note(table: Table, position: int, first: int, row: int) -> Note:
    one, other = (table.cell(index, position) for index in (first, row))
    places = [table.source.line(table.row_numbers[index]) for index in (first, row)]
    message = (
        f"The variant names {make_visible(one, _LONGEST)!r} in {places[0]} and "
        f"{make_visible(other, _LONGEST)!r} in {places[1]} look the same but are different"
        f"{_difference(one, other)}: they were read as two variants."
    )
    return Note(
        code=NoteCode.LABELS_ALIKE,
        severity=Severity.WARNING,
        message=message,
        hint="Write them alike in the file if they are one variant.",
        row=table.row_numbers[row],
        column=table.header[position],
        value=other,
    )


def _difference(one: str, other: str) -> str:
    """Name the first sign that tells two labels apart by its Unicode name."""
    for label, against in ((other, one), (one, other)):
        for sign in label:
            if sign not in against and not sign.isascii():
                return f" ({unicodedata.name(sign, f'U+{ord(sign):04X}').lower()} in one of them)"
    return ""
