"""Buttons: one primary a page, plain ones beside it, links for what is one click away."""

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from experimentos_gui.widgets.labels import restyle

type ButtonKind = Literal["primary", "plain", "link", "chip"]


def primary_button(text: str, parent: QWidget | None = None) -> QPushButton:
    """Make the one button of a page that leads on."""
    return _button(text, "primary", parent)


def plain_button(text: str, parent: QWidget | None = None) -> QPushButton:
    """Make an ordinary button."""
    return _button(text, "plain", parent)


def link_button(text: str, parent: QWidget | None = None) -> QPushButton:
    """Make a button that looks like a link, for details on demand."""
    return _button(text, "link", parent)


def chip_button(text: str, parent: QWidget | None = None) -> QPushButton:
    """Make a small button for one of several things in a line, each with a choice behind it."""
    return _button(text, "chip", parent)


def set_kind(button: QPushButton, kind: ButtonKind) -> None:
    """Make a button primary, plain or a link."""
    button.setProperty("kind", kind)
    restyle(button)


def _button(text: str, kind: ButtonKind, parent: QWidget | None) -> QPushButton:
    button = QPushButton(text, parent)
    button.setProperty("kind", kind)
    button.setAutoDefault(False)
    button.setAccessibleName(text.replace("&", "").rstrip("\u2026."))
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    return button
