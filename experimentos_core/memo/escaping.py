"""The one gate for text the program did not write: inert in Markdown and in HTML."""

import re

from experimentos_core.foundation.visible_text import SENTENCE_CHARACTERS, make_visible

NAME_CHARACTERS = 80

_ENTITIES = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    "\\": "&#92;",
    "`": "&#96;",
    "|": "&#124;",
    "~": "&#126;",
    "$": "&#36;",
    "@": "&#64;",
}
_SPECIAL = re.compile(
    r"[&<>\\`|~$@]"
    r"|[*\[\]]"
    r"|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])"  # an underscore inside a word means nothing to Markdown
    r"|:(?=//)"
    r"|(?<=www)\.",
    re.IGNORECASE,
)
_BLOCK_START = re.compile(r"^(?:[-+#=:]|\d(?=\d*[.)]))")


def escape(text: str, limit: int = SENTENCE_CHARACTERS) -> str:
    """Return text that Markdown and HTML both show literally, on one line.

    What HTML could read is written as entities, which Markdown never takes for structure
    (CommonMark 0.31, section 2.5); addresses and mentions are broken so that no viewer links them.
    """
    return _SPECIAL.sub(_escape_one, make_visible(text, limit))


def escape_block_start(markdown: str) -> str:
    """Keep escaped text from opening a list, a heading or a rule where it begins a block."""
    return _BLOCK_START.sub(lambda match: f"&#{ord(match[0])};", markdown)


def escape_heading_end(markdown: str) -> str:
    """Keep the number signs a heading ends in, which Markdown would take for its closing."""
    return re.sub("#(?=#*$)", "&#35;", markdown)


def escape_html(text: str) -> str:
    """Return text for an HTML attribute in double quotes or for the document's title."""
    line = make_visible(text, 20 * SENTENCE_CHARACTERS)
    for character, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        line = line.replace(character, entity)
    return line


def escape_json(text: str) -> str:
    """Return JSON text that cannot end, or open anything in, the HTML around it.

    Only characters inside JSON strings are touched, each as its JSON escape, so the value stays
    the same.
    """
    return re.sub("[<>&\u2028\u2029\ud800-\udfff]", lambda match: f"\\u{ord(match[0]):04x}", text)


def _escape_one(match: re.Match[str]) -> str:
    character = match[0]
    if character in _ENTITIES:
        return _ENTITIES[character]
    return f"&#{ord(character)};" if character in ":." else f"\\{character}"
