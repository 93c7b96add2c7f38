"""A calm table of many rows: as tall as there is room, every row of one height."""

from collections.abc import Sequence
from typing import Final, override

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QSizePolicy, QWidget

from experimentos_gui.widgets.cell_delegate import CellDelegate, cell_width
from experimentos_gui.widgets.record_view import RecordView

_FEWEST_ROWS_SHOWN: Final = 3


class LongRecordView(RecordView):
    """Scrolls through a thousand rows at once: it measures one of them, not each.

    A text too long for its cell ends in an ellipsis; the columns keep their widths whatever rows
    are shown.
    """

    def __init__(
        self, name: str, stretch: int, widest: Sequence[str], parent: QWidget | None = None
    ) -> None:
        """Make an empty view.

        Args:
            name: What assistive technology calls it.
            stretch: The column that takes the room left over.
            widest: A text for each column that it shall have room for, beside its heading.
            parent: The widget it belongs to.
        """
        super().__init__(name, stretch, parent)
        self._widest = tuple(widest)
        self.setItemDelegate(CellDelegate(self, wraps=False))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        copy = QAction("&Copy", self)
        copy.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        copy.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        copy.triggered.connect(self.copy)
        self.addAction(copy)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    @override
    def fit(self) -> None:
        """Give the columns their widths, and every row the height of the first."""
        if self.model() is None or not self.isVisible():
            return
        widths = [
            max(self.horizontalHeader().sectionSizeHint(column), cell_width(self.font(), text))
            for column, text in enumerate(self._widest)
        ]
        bar = self.verticalScrollBar().sizeHint().width()
        room = self.width() - 2 * self.frameWidth() - bar - sum(widths)
        widths[self._stretch] += max(room, 0)
        for column, width in enumerate(widths):
            self.setColumnWidth(column, width)
        if self.model().rowCount():
            self.verticalHeader().setDefaultSectionSize(self.sizeHintForRow(0))
            self.updateGeometry()

    @override
    def minimumSizeHint(self) -> QSize:
        """Return no width, and the height of a few rows."""
        rows = _FEWEST_ROWS_SHOWN * self.verticalHeader().defaultSectionSize()
        return QSize(0, rows + self.horizontalHeader().sizeHint().height())

    @override
    def sizeHint(self) -> QSize:
        """Return the least size; whatever room there is beyond is taken."""
        return self.minimumSizeHint()
