"""The frame around all pages, and the one place where their signals meet."""

from experimentos_gui.main_window.window import MainWindow

__all__ = ["MainWindow"]
