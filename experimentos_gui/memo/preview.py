"""The memo as it will be saved, on paper white whatever the window's colours are."""

from typing import Final, override

from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QTextBrowser, QWidget

from experimentos_gui.memo.document import MemoDocument, decode_data_address

_PAPER: Final = "QTextBrowser { background: #ffffff; color: #15202b; padding: 0px; }"
_MARGIN: Final = 28


class MemoPreview(QTextBrowser):
    """Shows a memo's HTML; opens no link and loads nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make an empty preview."""
        super().__init__(parent)
        self.setAccessibleName("Memo preview")
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setStyleSheet(_PAPER)

    def show_memo(self, html: str) -> None:
        """Show a memo from its beginning."""
        document = MemoDocument(html, self)
        document.setDocumentMargin(_MARGIN)
        self.setDocument(document)

    @override
    def loadResource(self, type: int, name: QUrl | str) -> object:
        """Return the bytes of a `data:` address, and nothing for any other."""
        return decode_data_address(QUrl(name).toString())
