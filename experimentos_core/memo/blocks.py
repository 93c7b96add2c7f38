"""What a memo is made of: sections of headings, paragraphs, lists and tables, as plain data.

Text in a block is plain text, never markup; it is escaped where it is written as Markdown.
"""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Strong:
    """Text that stands out."""

    text: str


type Span = str | Strong
type Line = Span | tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A title; level 1 is the verdict."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences."""

    line: Line


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows of cells under column titles.

    Attributes:
        header: Column titles.
        rows: Cells, as many in each row as there are titles.
        numeric: Positions of the columns that are aligned right.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[Line, ...], ...]
    numeric: frozenset[int] = frozenset()


type Block = Heading | Paragraph | Bullets | Table


class SectionName(StrEnum):
    """The parts of a memo; also the name of their style."""

    VERDICT = "verdict"
    TAKEN = "taken"
    PLAN = "plan"
    PRIMARY = "primary"
    GUARDRAILS = "guardrails"
    HEALTH = "health"
    WHY = "why"
    NEXT = "next"
    CONTINUOUS = "continuous"
    BAYESIAN = "bayesian"
    METHOD = "method"
    PROVENANCE = "provenance"


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One part of a memo."""

    name: SectionName
    blocks: tuple[Block, ...]
