"""Tables in one line, for tests of what is made of them."""

from experimentos_core.reading.choices import Choices
from experimentos_core.reading.table import Source, Table

SOURCE = Source(name="a.csv", sha256="0" * 64, encoding="UTF-8", separator="comma")


def rows_of(text: str) -> Table:
    """Read lines of cells parted by commas, the first being the header; no quotes."""
    header, *rows = (
        tuple(cell for cell in line.split(",")) for line in text.strip("\n").split("\n")
    )
    return Table(
        header=tuple(name.strip() for name in header),
        rows=tuple(rows),
        row_numbers=tuple(range(2, len(rows) + 2)),
        source=SOURCE,
    )


def chosen(*options: str) -> Choices:
    """Return choices as they are written after `--map`."""
    return Choices.parse(options)
