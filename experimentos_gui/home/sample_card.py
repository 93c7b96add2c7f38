"""One sample experiment: what was tried, what it teaches, and where the figures come from."""

from typing import override

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

from experimentos_core.samples import Sample
from experimentos_gui.theme import GAP, SPACE
from experimentos_gui.widgets.buttons import link_button
from experimentos_gui.widgets.labels import plain_label
from experimentos_gui.widgets.layouts import Card, column, row


class SampleCard(Card):
    """Opens its sample with one click anywhere, or with its button.

    Signals:
        chosen(object): The person wants this Sample.
    """

    chosen = Signal(object)

    def __init__(self, sample: Sample, parent: QWidget | None = None) -> None:
        """Show `sample`; its source stays hidden until it is asked for."""
        self._sample = sample
        self._source = plain_label(sample.source, "hint")
        self._source.hide()
        self._open = link_button("Open")
        self._open.setAccessibleName(f"Open sample: {sample.title}")
        self._toggle = link_button("Source")
        self._toggle.setAccessibleName(f"Source of sample: {sample.title}")
        buttons = row(self._open, self._toggle, spacing=GAP)
        buttons.addStretch(1)
        layout = column(
            plain_label(sample.title, "strong"),
            plain_label(sample.teaches, "hint"),
            self._source,
            spacing=SPACE // 2,
        )
        layout.addStretch(1)
        layout.addLayout(buttons)
        super().__init__(layout, parent)
        layout.setContentsMargins(GAP, GAP - 2, GAP, SPACE)
        self.setProperty("hot", "true")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._open.clicked.connect(self._on_chosen)
        self._toggle.clicked.connect(self._on_toggled)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the sample on a click anywhere on the card."""
        inside = self.rect().contains(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and inside:
            self._on_chosen()

    @Slot()
    def _on_chosen(self) -> None:
        self.chosen.emit(self._sample)

    @Slot()
    def _on_toggled(self) -> None:
        self._source.setVisible(self._source.isHidden())
