"""Text the program did not write, on one line that hides nothing; for memo and terminal."""

import unicodedata

SENTENCE_CHARACTERS = 1200

_JOINERS = {"\u200c", "\u200d"}  # Persian spelling and composed emoji need them


def make_visible(text: str, limit: int = SENTENCE_CHARACTERS) -> str:
    """Return the text as one line that hides nothing.

    White space, line breaks among it, becomes single spaces. Control characters, lone surrogates
    and the invisible characters that reorder or hide text (bidirectional overrides, zero-width
    spaces) are written out, '[U+202E]'. What is longer than `limit` characters ends in an ellipsis.
    """
    shortened = text if len(text) <= 4 * limit else text[: 4 * limit]
    line = " ".join("".join(_visible(character) for character in shortened).split())
    if len(line) > limit:
        line = f"{line[: limit - 1].rstrip()}\u2026"
    return line


def _visible(character: str) -> str:
    if character.isspace():
        return " "
    category = unicodedata.category(character)
    hidden = category in ("Cc", "Cs") or (category == "Cf" and character not in _JOINERS)
    return f"[U+{ord(character):04X}]" if hidden else character
