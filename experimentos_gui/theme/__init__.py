"""Colours, sizes and icons of the window, light and dark; nothing here knows a widget's content."""

from enum import IntEnum
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont

from experimentos_gui.theme.colours import DARK, LIGHT, Colours, Tone, colours, is_dark
from experimentos_gui.theme.look import (
    LARGEST_ZOOM,
    SMALLEST_ZOOM,
    ZOOM_STEP,
    Scheme,
    Theme,
    apply_theme,
)

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon

SPACE: Final = 8  # every distance in the window is a multiple of this
GAP: Final = 2 * SPACE  # between things that belong together
MARGIN: Final = 4 * SPACE  # around a page
READING_WIDTH: Final = 1180  # a page grows no wider than this


class ItemRole(IntEnum):
    """Item data beyond Qt's own, drawn by the record view's delegate."""

    DETAIL = int(Qt.ItemDataRole.UserRole) + 1
    TONE = int(Qt.ItemDataRole.UserRole) + 2


def tabular(font: QFont) -> QFont:
    """Return `font` with figures of equal width, so that columns of numbers align."""
    font = QFont(font)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def icon(name: str, colour: str = "") -> "QIcon":
    """Return the icon `name` from resources/icons, drawn in `colour` (default: the text's)."""
    from experimentos_gui.theme.icons import draw_icon  # noqa: PLC0415 - drawing loads on first use

    return draw_icon(name, colour or colours().text)


__all__ = [
    "DARK",
    "GAP",
    "LARGEST_ZOOM",
    "LIGHT",
    "MARGIN",
    "READING_WIDTH",
    "SMALLEST_ZOOM",
    "SPACE",
    "ZOOM_STEP",
    "Colours",
    "ItemRole",
    "Scheme",
    "Theme",
    "Tone",
    "apply_theme",
    "colours",
    "icon",
    "is_dark",
    "tabular",
]
