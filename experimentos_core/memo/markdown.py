"""Sections to Markdown; every text passes the gate in `escaping` here and nowhere else."""

from collections.abc import Iterable
from typing import assert_never

from experimentos_core.memo.blocks import (
    Block,
    Bullets,
    Heading,
    Line,
    Paragraph,
    Section,
    Span,
    Table,
)
from experimentos_core.memo.escaping import escape, escape_block_start, escape_heading_end


def render_sections(sections: Iterable[Section]) -> str:
    """Return a whole memo as Markdown, ending in a line break."""
    return "\n\n".join(render_section(section) for section in sections) + "\n"


def render_section(section: Section) -> str:
    """Return one section as Markdown."""
    return "\n\n".join(_block(block) for block in section.blocks)


def _block(block: Block) -> str:
    match block:
        case Heading():
            return f"{'#' * block.level} {escape_heading_end(escape(block.text))}"
        case Paragraph():
            return escape_block_start(_line(block.line))
        case Bullets():
            return "\n".join(f"- {escape_block_start(_line(line))}" for line in block.lines)
        case Table():
            return _table(block)
        case _:
            assert_never(block)


def _table(table: Table) -> str:
    rules = ("---:" if i in table.numeric else ":---" for i in range(len(table.header)))
    rows = [_row(table.header), f"| {' | '.join(rules)} |", *(_row(row) for row in table.rows)]
    return "\n".join(rows)


def _row(cells: Iterable[Line]) -> str:
    return f"| {' | '.join(_line(cell) for cell in cells)} |"


def _line(line: Line) -> str:
    spans = line if isinstance(line, tuple) else (line,)
    return " ".join(text for span in spans if (text := _span(span)))


def _span(span: Span) -> str:
    if isinstance(span, str):
        return escape(span)
    text = escape(span.text)
    return f"**{text}**" if text else ""
