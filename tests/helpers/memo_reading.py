"""Reads memos back the way a reader's program would: tags, text and numbers."""

import re
from html import unescape
from html.parser import HTMLParser

from experimentos_core.experiment import Report
from experimentos_core.memo.markdown import render_sections
from experimentos_core.memo.sections import memo_sections

NUMBER = re.compile("[\u2212+-]?\\d+(?:,\\d{3})*(?:\\.\\d+)?(?:e[-+]?\\d+)?%?")
VOID = {"meta", "img", "br"}


class MemoReader(HTMLParser):
    """Collects tags with their attributes, and the text outside style, script and title."""

    def __init__(self, html: str) -> None:
        """Read `html` whole."""
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.comments: list[str] = []
        self.hidden: dict[str, str] = {}
        self._texts: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()

    @property
    def text(self) -> str:
        """The text a reader sees, white space collapsed."""
        return " ".join("".join(self._texts).split())

    @property
    def unclosed(self) -> list[str]:
        """Tags that were opened and never closed."""
        return self._open

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)
        self._texts.append(" " if tag not in ("strong", "em") else "")

    def handle_endtag(self, tag):
        assert self._open, tag
        assert self._open.pop() == tag
        self._texts.append(" " if tag not in ("strong", "em") else "")

    def handle_data(self, data):
        inside = self._open[-1] if self._open else ""
        if inside in ("style", "script", "title"):
            self.hidden[inside] = self.hidden.get(inside, "") + data
        else:
            self._texts.append(data)

    def handle_comment(self, data):
        self.comments.append(data)


def markdown_text(markdown: str) -> str:
    """Return a memo's Markdown without the markup the program itself writes, entities resolved."""
    lines = [line for line in markdown.splitlines() if not re.fullmatch(r"[|: -]+", line)]
    text = re.sub(r"(?m)^(?:#+|-) ", "", "\n".join(lines)).replace("**", "").replace("|", " ")
    return " ".join(unescape(re.sub(r"\\([*_\[\]])", r"\1", text)).split())


def numbers(text: str) -> list[str]:
    """Return every number of a text, in order, as it is written."""
    return NUMBER.findall(text)


def markdown_of(report: Report) -> str:
    """Return the Markdown of a memo alone; no chart is drawn for it."""
    return render_sections(memo_sections(report))


def memo_text(report: Report) -> str:
    """Return what a memo says, without markup."""
    return markdown_text(markdown_of(report))


def headings(report: Report) -> list[str]:
    """Return the titles of a memo in order."""
    return re.findall(r"(?m)^#+ (.*)$", markdown_of(report))


def section_of(report: Report, title: str) -> str:
    """Return one part of a memo as Markdown, from its title to the next."""
    parts = re.split(r"(?m)^## ", markdown_of(report))
    return next(part for part in parts if part.startswith(title))
