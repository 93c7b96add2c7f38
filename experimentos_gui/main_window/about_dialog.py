"""What this program is, and on whose work it stands."""

import platform
from typing import Final

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QDialog, QWidget

from experimentos_core import __version__
from experimentos_gui.messages import PRODUCT, PROMISE
from experimentos_gui.theme import MARGIN, SPACE
from experimentos_gui.widgets.buttons import primary_button
from experimentos_gui.widgets.labels import plain_label, selectable
from experimentos_gui.widgets.layouts import column, divider

_OFFLINE: Final = "It works offline: it opens no connection and sends nothing."
_QT: Final = (
    "The window uses Qt and PySide6 under the GNU Lesser General Public License, version 3. You "
    "may replace these libraries by your own builds of them. Their source is available from the "
    "Qt Project."
)
_OTHERS: Final = (
    "Also used: Python (PSF licence), NumPy and SciPy (BSD), Matplotlib (a PSF-style licence), "
    "Python-Markdown (BSD), platformdirs (MIT)."
)


class AboutDialog(QDialog):
    """Version, promise and licences."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show everything at once."""
        super().__init__(parent)
        self.setWindowTitle(f"About {PRODUCT}")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(60 * SPACE)
        versions = f"Version {__version__}, Qt {qVersion()}, Python {platform.python_version()}"
        close = primary_button("&Close")
        layout = column(
            plain_label(PRODUCT, "title"),
            selectable(plain_label(versions, "hint")),
            plain_label(PROMISE, "body"),
            plain_label(_OFFLINE, "body"),
            divider(),
            plain_label("Licences", "strong"),
            selectable(plain_label(_QT, "body")),
            selectable(plain_label(_OTHERS, "body")),
            spacing=SPACE + SPACE // 2,
            margin=MARGIN,
        )
        layout.addStretch(1)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        self.setLayout(layout)
        close.clicked.connect(self.close)
