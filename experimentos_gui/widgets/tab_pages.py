"""Tabs over pages of different height: only the page that is seen takes room."""

from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QTabBar, QVBoxLayout, QWidget

from experimentos_gui.theme import GAP


class TabPages(QWidget):
    """A tab bar above one visible page; Ctrl+1, Ctrl+2, ... go to the first, second, ... page."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """Make tabs called `name` without pages."""
        super().__init__(parent)
        self._bar = QTabBar()
        self._bar.setAccessibleName(name)
        self._bar.setExpanding(False)
        self._bar.setDrawBase(False)
        self._bar.setUsesScrollButtons(True)
        self._pages: list[QWidget] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(GAP)
        self._layout.addWidget(self._bar)
        self._layout.addStretch(1)
        self._bar.currentChanged.connect(self._on_changed)

    def add_page(self, page: QWidget, title: str) -> None:
        """Add a page at the end."""
        self._pages.append(page)
        self._layout.insertWidget(len(self._pages), page)
        page.setVisible(len(self._pages) == 1)
        self._bar.addTab(title)
        shortcut = QShortcut(QKeySequence(f"Ctrl+{len(self._pages)}"), self)
        shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
        shortcut.activated.connect(partial(self.show_page, len(self._pages) - 1))
        self._bar.setTabToolTip(len(self._pages) - 1, f"Ctrl+{len(self._pages)}")

    def set_title(self, index: int, title: str) -> None:
        """Call a page otherwise."""
        self._bar.setTabText(index, title)

    def show_page(self, index: int) -> None:
        """Go to a page."""
        self._bar.setCurrentIndex(index)

    @property
    def current(self) -> int:
        """Index of the page that is seen."""
        return self._bar.currentIndex()

    @Slot(int)
    def _on_changed(self, index: int) -> None:
        for position, page in enumerate(self._pages):
            page.setVisible(position == index)
