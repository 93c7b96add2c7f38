"""The HTML of a memo taken apart into what a reader sees, each piece with its place."""

from dataclasses import dataclass
from enum import StrEnum
from html.parser import HTMLParser
from typing import Final, override

from experimentos_core.memo.embedded import REPORT_ID, SEAL_NAME

type Attributes = list[tuple[str, str | None]]

_INLINE: Final = frozenset({"strong", "em"})
_VOID: Final = frozenset({"meta", "img", "br"})
_CELLS: Final = frozenset({"td", "th"})
_VERDICT: Final = "Verdict"
_HEAD: Final = "Head of the file"


class PieceKind(StrEnum):
    """What a piece of a page is."""

    TEXT = "text"
    ALTERNATIVE = "text beside a chart"
    PICTURE = "chart"
    TITLE = "title"
    STYLE = "style sheet"
    TAG = "element"
    HIDDEN = "comment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One piece of a page.

    Attributes:
        kind: What it is.
        text: What it says; for a picture its source, for an element the whole tag.
        section: The section it stands in, by its heading.
        context: Row and column of a cell of a table; empty elsewhere.
        line: The line of the file it stands in.
    """

    kind: PieceKind
    text: str
    section: str
    context: str
    line: int


def pieces_of(html: str) -> tuple[Piece, ...]:
    """Take a page apart; data block and seal are left out, and so is white space."""
    parser = _Parser()
    parser.feed(html)
    parser.close()
    parser.flush()
    return tuple(parser.pieces)


class _Parser(HTMLParser):
    """Collects pieces in reading order."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[Piece] = []
        self._open: list[str] = []
        self._texts: list[str] = []
        self._section = _HEAD
        self._titles: list[str] = []
        self._cells: list[str] = []
        self._in_report = False

    def flush(self) -> None:
        """Close the run of text that is being read."""
        text = " ".join("".join(self._texts).split())
        self._texts = []
        if not text or self._in_report:
            return
        tag = self._open[-1] if self._open else ""
        if tag == "h1":
            self._section = _VERDICT
        elif tag == "h2":
            self._section = text
        context = self._context(tag, text)
        kind = {"title": PieceKind.TITLE, "style": PieceKind.STYLE}.get(tag, PieceKind.TEXT)
        self._add(PieceKind.HIDDEN if tag == "script" else kind, text, context)

    @override
    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        if tag in _INLINE and not attrs:
            return
        self.flush()
        values = dict(reversed(attrs))  # of an attribute said twice, a browser takes the first
        if tag == "img":
            self._add(PieceKind.ALTERNATIVE, values.get("alt") or "")
            self._add(PieceKind.PICTURE, values.get("src") or "")
        if len(values) == len(attrs):
            attrs = _left_to_compare(tag, attrs)
        shown = "".join(f' {key}="{value or ""}"' for key, value in attrs)
        self._add(PieceKind.TAG, f"<{tag}{shown}>")
        if tag == "tr":
            self._cells = []
        if tag == "table":
            self._titles = []
        if tag in ("div", "table") and not self._section.startswith(_VERDICT):
            self._section = self._section if self._section != _HEAD else _VERDICT
        if tag not in _VOID:
            self._open.append(tag)
        self._in_report = tag == "script" and values.get("id") == REPORT_ID

    @override
    def handle_endtag(self, tag: str) -> None:
        if tag in _INLINE:
            return
        self.flush()
        if tag in _CELLS and (not self.pieces or self.pieces[-1].text.startswith(f"<{tag}")):
            self._context(tag, "")  # an empty cell counts as one
        self._in_report = False
        if self._open and self._open[-1] == tag:
            self._open.pop()
        self._add(PieceKind.TAG, f"</{tag}>")

    @override
    def handle_data(self, data: str) -> None:
        self._texts.append(data)

    @override
    def handle_comment(self, data: str) -> None:
        self._hide(f"<!--{data}-->")

    @override
    def handle_decl(self, decl: str) -> None:
        self._hide(f"<!{decl}>")

    @override
    def handle_pi(self, data: str) -> None:
        self._hide(f"<?{data}>")

    @override
    def unknown_decl(self, data: str) -> None:
        self._hide(f"<![{data}]>")

    def _hide(self, text: str) -> None:
        self.flush()
        self._add(PieceKind.HIDDEN, text)

    def _context(self, tag: str, text: str) -> str:
        """Row and column of a cell, by the first cell of each; takes the cell into account."""
        if tag not in _CELLS:
            return ""
        if tag == "th":
            self._titles.append(text)
            return ""
        self._cells.append(text)
        position = len(self._cells) - 1
        title = self._titles[position] if position < len(self._titles) else ""
        return ", ".join(word for word in (self._cells[0], title) if word and position)

    def _add(self, kind: PieceKind, text: str, context: str = "") -> None:
        line = self.getpos()[0]
        self.pieces.append(
            Piece(kind=kind, text=text, section=self._section, context=context, line=line)
        )


def _left_to_compare(tag: str, attrs: Attributes) -> Attributes:
    """Leave out what is compared as a piece of its own, and the seal."""
    if tag == "img":
        return [(key, value) for key, value in attrs if key not in ("src", "alt")]
    if tag == "meta" and ("name", SEAL_NAME) in attrs:
        return [(key, value) for key, value in attrs if key != "content"]
    return attrs
