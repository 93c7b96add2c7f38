"""Labels and tooltips that show text as text, whatever it holds."""

import re
import unicodedata
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from experimentos_gui.theme import Tone

type LabelRole = Literal[
    "display", "answer", "title", "subtitle", "lead", "body", "strong", "hint", "caption", "mono"
]

_ONE_LINE: frozenset[LabelRole] = frozenset({"display", "caption"})
_LONGEST_WORD = 20
_STEP = 10
_LONG_WORD = rf"\S{{{_LONGEST_WORD + 1},}}"
_BREAK = "\u200b"
_GLUE = "\u00a0"
_FIGURE_GAP = r"(?<=\bp) (?=[=<] )|(?<=\bp [=<]) (?=\S)|(?<=\d) (?=pp\b)"


class PlainLabel(QLabel):
    """A label that never reads its text as markup, and wraps words of any length."""

    def __init__(self, text: str, role: LabelRole, parent: QWidget | None = None) -> None:
        """Show `text` in the size of `role`."""
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setWordWrap(role not in _ONE_LINE)
        self.set_plain(text)

    def set_plain(self, text: str) -> None:
        """Show another text; what assistive technology reads is the text itself."""
        self.setText(breakable(visible(text)))
        self.setAccessibleName(visible(text))

    def set_tone(self, tone: Tone | None) -> None:
        """Colour the text; the words must say the same."""
        self.setProperty("tone", tone.value if tone else None)
        restyle(self)


def plain_label(text: str, role: LabelRole = "body", parent: QWidget | None = None) -> PlainLabel:
    """Make a label for any text, also one from a file; it is never read as markup."""
    return PlainLabel(text, role, parent)


def selectable(label: PlainLabel) -> PlainLabel:
    """Let the text be marked and copied with the mouse."""
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def buddy_label(text: str, field: QWidget) -> PlainLabel:
    """Make the caption of a field: it names it for assistive technology and Alt shortcuts."""
    label = PlainLabel("", "strong")
    label.setText(text)
    label.setAccessibleName(text.replace("&", ""))
    label.setBuddy(field)
    label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
    field.setAccessibleName(text.replace("&", ""))
    return label


def plain_tooltip(text: str) -> str:
    """Return `text` for setToolTip: escaped, so that nothing in it is read as markup."""
    escaped = visible(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"<span>{escaped}</span>" if text else ""


def visible(text: str) -> str:
    """Return `text` without characters that are invisible or turn the reading direction."""
    return "".join(
        " " if character in "\r\t\v\f\u2028\u2029" else character
        for character in text
        if character == "\n"
        or character in "\r\t\v\f\u2028\u2029"
        or unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co")
    )


def shortened(text: str, limit: int) -> str:
    """Return at most `limit` characters of `text`, ending in an ellipsis where it was cut."""
    return text if len(text) <= limit else f"{text[: limit - 1].rstrip()}\u2026"


def breakable(text: str) -> str:
    """Return `text` with a chance to wrap inside very long words, and none inside 'p = 0.03'."""
    if "p" in text:
        text = re.sub(_FIGURE_GAP, _GLUE, text)
    if len(text) > _LONGEST_WORD:
        text = re.sub(_LONG_WORD, lambda match: _split(match.group()), text)
    return text


def restyle(widget: QWidget) -> None:
    """Apply the style sheet again after a property it looks at has changed."""
    if not widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        return  # it will be styled, with this property, when it is first shown
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def _split(word: str) -> str:
    return _BREAK.join(word[start : start + _STEP] for start in range(0, len(word), _STEP))
