"""CSV that every spreadsheet opens as it was meant, and none computes."""

import re
from collections.abc import Iterable
from typing import Final

_FORMULA_STARTS: Final = (*"=+-@\t\r\n\x00", *"\uff1d\uff0b\uff0d\uff20")
_NUMBER: Final = re.compile(r"-?[0-9]+(\.[0-9]+)?(e[+-]?[0-9]+)?", re.ASCII)
_QUOTED: Final = re.compile(r'[",;\t\r\n]')
_BYTE_ORDER_MARK: Final = "\ufeff"
"""Without it a spreadsheet would take the letters of a name for those of another alphabet."""


def csv_text(lines: Iterable[Iterable[str]]) -> str:
    """Return lines of cells as CSV: with a byte order mark, commas and CRLF.

    A cell that a spreadsheet would take for a formula begins with an apostrophe; a number never
    does. (owasp.org, CSV injection; full-width signs count as well)
    """
    return _BYTE_ORDER_MARK + "".join(f"{','.join(map(_field, line))}\r\n" for line in lines)


def _field(text: str) -> str:
    is_inert = _NUMBER.fullmatch(text) or not text.startswith(_FORMULA_STARTS)
    cell = text if is_inert else f"'{text}"
    return f'"{cell.replace('"', '""')}"' if _QUOTED.search(cell) else cell
