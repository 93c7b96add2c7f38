"""The yardstick of `make bench-startup`: an empty PySide6 window that leaves once interactive."""

import sys
from typing import override

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QMainWindow


class BareWindow(QMainWindow):
    """Quits once it was painted and the event loop answered a posted event."""

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint, then ask the event loop for an answer."""
        super().paintEvent(event)
        QTimer.singleShot(0, QApplication.quit)


def main() -> int:
    """Open the window; return once it was interactive."""
    application = QApplication(sys.argv)
    window = BareWindow()
    window.resize(1200, 800)
    window.show()
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())
