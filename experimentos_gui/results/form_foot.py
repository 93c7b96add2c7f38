"""Where a form is saved or left: below the page, and so in sight wherever one has scrolled to."""

from PySide6.QtWidgets import QPushButton, QWidget

from experimentos_gui.results.form_parts import tell, trouble_label
from experimentos_gui.theme import MARGIN, READING_WIDTH, SPACE
from experimentos_gui.widgets.layouts import column, divider, row


class FormFoot(QWidget):
    """The two buttons of a form, and what is wrong with it as a whole."""

    def __init__(self, save: QPushButton, cancel: QPushButton) -> None:
        """Hold these buttons; nothing is wrong so far."""
        super().__init__()
        self._trouble = trouble_label()
        buttons = row(save, cancel, spacing=SPACE)
        buttons.addStretch(1)
        layout = column(self._trouble, spacing=SPACE)
        layout.addLayout(buttons)
        self.setLayout(layout)

    @property
    def trouble(self) -> str:
        """What is said to be wrong; empty for nothing."""
        return self._trouble.accessibleName() if not self._trouble.isHidden() else ""

    def tell(self, sentence: str) -> None:
        """Say what is wrong; empty: nothing."""
        tell(self._trouble, sentence)


class FootBar(QWidget):
    """Holds the feet of forms that stand in a page above it; a hairline parts it from the page."""

    def __init__(self, *feet: FormFoot) -> None:
        """Take these feet out of their forms; nothing is seen until a form is open."""
        super().__init__()
        self.setProperty("page", "true")
        body = QWidget()
        body.setLayout(column(*feet, spacing=0))
        body.setMaximumWidth(READING_WIDTH)
        self._line = row(spacing=0)
        self._line.addStretch(1)
        self._line.addWidget(body, 1000)
        self._line.addStretch(1)
        layout = column(divider(), spacing=0)
        layout.addLayout(self._line)
        self.setLayout(layout)
        self.line_up(0)
        self.hide()

    def line_up(self, beside: int) -> None:
        """Stand exactly below a page that has a scroll bar of this width beside it."""
        self._line.setContentsMargins(MARGIN, SPACE, MARGIN + beside, SPACE + SPACE // 2)
