"""Colours and zoom: from the menu to the theme, and remembered."""

from functools import partial
from typing import Final

from PySide6.QtCore import QObject

from experimentos_gui.main_window.actions import WindowActions
from experimentos_gui.settings import Settings
from experimentos_gui.theme import ZOOM_STEP, Scheme, Theme

_USUAL_ZOOM: Final = 100


class Appearance(QObject):
    """Does what the view menu asks for."""

    def __init__(
        self, theme: Theme, settings: Settings, actions: WindowActions, parent: QObject
    ) -> None:
        """Show the present choice in the menu and follow it from now on."""
        super().__init__(parent)
        self._theme = theme
        self._settings = settings
        actions.schemes[theme.scheme].setChecked(True)
        actions.zoom_in.triggered.connect(partial(self._zoom_by, ZOOM_STEP))
        actions.zoom_out.triggered.connect(partial(self._zoom_by, -ZOOM_STEP))
        actions.zoom_reset.triggered.connect(partial(self._set_zoom, _USUAL_ZOOM))
        for scheme, action in actions.schemes.items():
            action.triggered.connect(partial(self._set_scheme, scheme))

    def _zoom_by(self, change: int, *_: object) -> None:
        self._set_zoom(self._theme.zoom + change)

    def _set_zoom(self, percent: int, *_: object) -> None:
        self._theme.set_zoom(percent)
        self._settings.zoom = self._theme.zoom

    def _set_scheme(self, scheme: Scheme, *_: object) -> None:
        self._theme.set_scheme(scheme)
        self._settings.scheme = scheme
