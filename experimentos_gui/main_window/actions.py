"""What the menu bar offers, with its keys; wired by the window."""

from typing import Final

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from experimentos_gui.theme import Scheme

_CONTINUE: Final = "&Continue"
_SCHEME_NAMES: Final = {
    Scheme.SYSTEM: "As the &system",
    Scheme.LIGHT: "&Light",
    Scheme.DARK: "&Dark",
}


class WindowActions:
    """The actions of one window, and the menus that hold them."""

    def __init__(self, window: QMainWindow) -> None:
        """Make the menu bar of `window`."""
        self._window = window
        self.new = self._action("&New experiment", "Ctrl+N")
        self.plan = self._action("P&lan an experiment", "Ctrl+L")
        self.open = self._action("&Open\u2026", "Ctrl+O")
        self.paste = self._action("&Paste a table", "Ctrl+V")
        self.memo = self._action("&Export memo\u2026", "Ctrl+E")
        self.take_in = self._action("&Import an experiment\u2026")
        self.export_list = self._action("Expor&t the list\u2026")
        self.back_up = self._action("&Back up now")
        self.backups = self._action("&Restore a backup\u2026")
        self.quit = self._action("&Quit", "Ctrl+Q")
        self.home = self._action("&Home", "Alt+Home")
        self.work = self._action(_CONTINUE)
        self.results = self._action("&Results", "Alt+End")
        self.record = self._action("Your &record")
        self.zoom_in = self._action("Zoom &in", "Ctrl++", "Ctrl+=")
        self.zoom_out = self._action("Zoom &out", "Ctrl+-")
        self.zoom_reset = self._action("&Usual size", "Ctrl+0")
        self.verify = self._action("&Verify this installation\u2026")
        self.about = self._action(f"&About {window.windowTitle()}")
        self.schemes = {scheme: self._choice(name) for scheme, name in _SCHEME_NAMES.items()}
        group = QActionGroup(window)
        for action in self.schemes.values():
            group.addAction(action)
        self._fill_menus()

    def offer_work(self, name: str) -> None:
        """Lead to the work on `name`; to none where it is empty."""
        self.work.setText(f"{_CONTINUE} {name}".rstrip().replace("&", "&&").replace("&&", "&", 1))
        self.work.setEnabled(bool(name))

    def _fill_menus(self) -> None:
        bar = self._window.menuBar()
        file_menu = bar.addMenu("&File")
        _fill(file_menu, self.new, self.plan, self.open, self.paste, None, self.memo, None)
        _fill(file_menu, self.take_in, self.export_list, None, self.back_up, self.backups, None)
        _fill(file_menu, self.quit)
        view = bar.addMenu("&View")
        _fill(view, self.home, self.work, self.results, self.record, None)
        _fill(view.addMenu("&Colours"), *self.schemes.values())
        _fill(view, None, self.zoom_in, self.zoom_out, self.zoom_reset)
        _fill(bar.addMenu("&Help"), self.verify, None, self.about)

    def _action(self, text: str, *keys: str) -> QAction:
        action = QAction(text, self._window)
        action.setShortcuts([QKeySequence(key) for key in keys])
        return action

    def _choice(self, text: str) -> QAction:
        action = self._action(text)
        action.setCheckable(True)
        return action


def _fill(menu: QMenu, *actions: QAction | None) -> None:
    """Add actions to a menu; None is a line between them."""
    for action in actions:
        if action is None:
            menu.addSeparator()
        else:
            menu.addAction(action)
