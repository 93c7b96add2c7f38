"""The look of the whole application: style, palette, style sheet, size of text."""

import math
from enum import StrEnum
from functools import cache
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from experimentos_core.foundation.paths import RESOURCES
from experimentos_gui.theme.colours import DARK, LIGHT, Colours

SMALLEST_ZOOM: Final = 80
LARGEST_ZOOM: Final = 200
ZOOM_STEP: Final = 10
_STYLE: Final = "fusion"
_SMALLEST_BASE_POINTS: Final = 10.0


class Scheme(StrEnum):
    """Which colours the person chose."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


_QT_SCHEMES: Final = {
    Scheme.SYSTEM: Qt.ColorScheme.Unknown,
    Scheme.LIGHT: Qt.ColorScheme.Light,
    Scheme.DARK: Qt.ColorScheme.Dark,
}


class Theme(QObject):
    """The chosen colours and zoom of the whole application; colours change with `apply` only.

    The size of text is the application's at once: a widget that was made with another one, and is
    styled before it is shown, would keep it.

    Signals:
        changed(): Colours or zoom are different now. Widgets need not listen: they get Qt's own
            palette and style change events.
    """

    changed = Signal()

    def __init__(self, app: QApplication, scheme: Scheme, zoom: int) -> None:
        """Remember `scheme` and `zoom` (percent) for `app`, and give it its size of text."""
        super().__init__(app)
        self._app = app
        self._scheme = scheme
        self._zoom = _within_limits(zoom)
        self._size_text()
        app.styleHints().colorSchemeChanged.connect(self._on_system_changed)

    @property
    def scheme(self) -> Scheme:
        """Which colours the person chose."""
        return self._scheme

    @property
    def zoom(self) -> int:
        """Size of text, in percent."""
        return self._zoom

    def set_scheme(self, scheme: Scheme) -> None:
        """Use these colours from now on."""
        if scheme is not self._scheme:
            self._scheme = scheme
            self.apply()

    def set_zoom(self, percent: int) -> None:
        """Use this size of text from now on, kept within limits."""
        percent = _within_limits(percent)
        if percent != self._zoom:
            self._zoom = percent
            self.apply()

    @Slot()
    def _on_system_changed(self) -> None:
        if self._scheme is Scheme.SYSTEM:
            self.apply()

    def apply(self) -> None:
        """Give the application this look; cheapest before any window is shown."""
        # Once only: a new style below a style sheet crashes Qt as soon as a QWizard lives.
        if not self._app.styleSheet() and self._app.style().name() != _STYLE:
            self._app.setStyle(_STYLE)
        points = self._size_text()
        tokens = _colours_for(self._scheme, self._app)
        self._app.styleHints().setColorScheme(_QT_SCHEMES[self._scheme])  # for title bars
        self._app.setPalette(_palette(tokens))
        focused = self._app.focusWidget()
        self._app.setStyleSheet(_style_sheet(tokens, points))
        # A wizard hides its page for a moment to lay it out anew; the keyboard would stay away.
        if focused is not None and isValid(focused) and focused is not self._app.focusWidget():
            focused.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def _size_text(self) -> float:
        """Give the application its size of text, and return it in points."""
        system = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
        points = max(system.pointSizeF(), _SMALLEST_BASE_POINTS) * self._zoom / 100
        font = QFont(self._app.font())
        font.setPointSizeF(points)
        self._app.setFont(font)
        return points


def apply_theme(app: QApplication, scheme: Scheme = Scheme.SYSTEM, zoom: int = 100) -> Theme:
    """Give the application its look; the returned theme belongs to `app`."""
    theme = Theme(app, scheme, zoom)
    theme.apply()
    return theme


def _within_limits(zoom: int) -> int:
    return min(max(zoom, SMALLEST_ZOOM), LARGEST_ZOOM)


def _colours_for(scheme: Scheme, app: QApplication) -> Colours:
    if scheme is Scheme.SYSTEM:
        dark = app.styleHints().colorScheme() is Qt.ColorScheme.Dark
        return DARK if dark else LIGHT
    return DARK if scheme is Scheme.DARK else LIGHT


def _palette(tokens: Colours) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for colour_role, colour in (
        (role.Window, tokens.window),
        (role.WindowText, tokens.text),
        (role.Base, tokens.surface),
        (role.AlternateBase, tokens.sunken),
        (role.Text, tokens.text),
        (role.Button, tokens.sunken),
        (role.ButtonText, tokens.text),
        (role.BrightText, tokens.bad),
        (role.Highlight, tokens.accent),
        (role.HighlightedText, tokens.on_accent),
        (role.Accent, tokens.accent),
        (role.Link, tokens.accent),
        (role.LinkVisited, tokens.accent),
        (role.ToolTipBase, tokens.surface),
        (role.ToolTipText, tokens.text),
        (role.PlaceholderText, tokens.muted),
        (role.Light, tokens.surface),
        (role.Midlight, tokens.hover),
        (role.Mid, tokens.border),
        (role.Dark, tokens.border_strong),
        (role.Shadow, tokens.border_strong),
    ):
        palette.setColor(colour_role, QColor(colour))
    for text_role in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, text_role, QColor(tokens.border_strong))
    return palette


_BUTTON_LINE: Final = 20
_LINE_OF_POINT: Final = 1.68  # height of a line of text for each point of its size


def _style_sheet(tokens: Colours, points: float) -> str:
    sizes = {
        "display_size": 4.8,
        "answer_size": 2.6,
        "title_size": 1.8,
        "subtitle_size": 1.25,
        "body_size": 1.0,
        "hint_size": 0.92,
    }
    values = tokens._asdict()
    values |= {name: f"{points * factor:.2f}pt" for name, factor in sizes.items()}
    line = max(_BUTTON_LINE, math.ceil(points * _LINE_OF_POINT))
    values["button_line"] = f"{line}px"  # a button given less would cut its words
    values["icons"] = (RESOURCES / "icons").as_posix()
    values["shade"] = "dark" if tokens is DARK else "light"
    text = _style_template()
    for name in sorted(values, key=len, reverse=True):  # $good_ground before $good
        text = text.replace(f"${name}", values[name])
    return text


@cache
def _style_template() -> str:
    return (RESOURCES / "style" / "app.qss").read_text(encoding="utf-8")
