"""What the window does with memos: that of the results, and those that are opened to be checked."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QBoxLayout, QWidget

from experimentos_gui.main_window.pages import Pages
from experimentos_gui.session import ExperimentSession

if TYPE_CHECKING:
    from experimentos_gui.memo_check.panel import MemoCheckPanel
    from experimentos_gui.session.memo_opening import OpenedMemo


class MemoWindows(QObject):
    """Made with the window; dialog and panel are made when they are first needed."""

    def __init__(
        self, window: QWidget, session: ExperimentSession, pages: Pages, notices: QBoxLayout
    ) -> None:
        """Work for `window`; what is said of a checked memo stands among `notices`."""
        super().__init__(window)
        self._window = window
        self._session = session
        self._pages = pages
        self._notices = notices
        self.check: MemoCheckPanel | None = None

    @Slot()
    def show_memo(self) -> None:
        """Show the memo of the report; nothing where there is none."""
        if self._session.report is None:
            return
        from experimentos_gui.memo.memo_dialog import MemoDialog  # noqa: PLC0415 - on first use

        MemoDialog(self._session.report, self._window).show()

    @Slot(object)
    def show_check(self, memo: "OpenedMemo") -> None:
        """Say whether a memo that was opened proved itself."""
        if self.check is None:
            from experimentos_gui.memo_check.panel import (  # noqa: PLC0415 - on first use
                MemoCheckPanel,
            )

            self.check = MemoCheckPanel()
            self.check.import_requested.connect(self._session.history.take_in)
            self._session.history.taken_in.connect(self.check.show_imported)
            self._notices.addWidget(self.check)
        self.check.set_memo(memo)
        self.follow()

    @Slot()
    def follow(self) -> None:
        """Say it only beside the results it is about."""
        if self.check is not None:
            is_results = self._pages.currentWidget() is self._pages.results
            self.check.follow(self._session.report, is_results=is_results)
