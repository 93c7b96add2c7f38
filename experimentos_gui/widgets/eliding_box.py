"""A check box whose words give way when there is no room for them."""

from typing import Final, override

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QStyle, QStyleOptionButton

_FEWEST_CHARACTERS: Final = 8


class ElidingCheckBox(QCheckBox):
    """Shows as much of its text as fits, an ellipsis for the rest; its text stays whole."""

    def __init__(self, text: str) -> None:
        """Make an unchecked box."""
        super().__init__(text)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    @override
    def minimumSizeHint(self) -> QSize:
        """Leave room for the box and a few characters."""
        hint = super().minimumSizeHint()
        words = self.fontMetrics().averageCharWidth() * _FEWEST_CHARACTERS
        return QSize(min(hint.width(), self._width_of_box() + words), hint.height())

    @override
    def initStyleOption(self, option: QStyleOptionButton) -> None:
        """Paint the part of the text that fits."""
        super().initStyleOption(option)
        option.text = self.fontMetrics().elidedText(
            self.text(),
            Qt.TextElideMode.ElideRight,
            self.width() - self._width_of_box(),
            Qt.TextFlag.TextShowMnemonic.value,
        )

    def _width_of_box(self) -> int:
        style = self.style()
        box = style.pixelMetric(QStyle.PixelMetric.PM_IndicatorWidth, None, self)
        gap = style.pixelMetric(QStyle.PixelMetric.PM_CheckBoxLabelSpacing, None, self)
        return box + gap
