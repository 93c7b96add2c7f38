"""Where a file begins a new experiment beside a locked plan without data, asks whose it is."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QBoxLayout, QPushButton, QWidget

from experimentos_gui.main_window.pages import Pages
from experimentos_gui.session import ExperimentSession
from experimentos_gui.widgets.tab_order import visit_before

if TYPE_CHECKING:
    from experimentos_core.history.awaiting import Awaiting
    from experimentos_gui.main_window.plan_notice import PlanNotice


class PlanQuestion(QObject):
    """Stands beside the new experiment until it is answered, or the person goes on without it.

    The new experiment is kept as any other meanwhile: whoever closes the window loses neither it
    nor the plan. The question is made when it is first needed.

    Signals:
        told(str): What was done, in a sentence.
        home_requested(): The person wants to see every plan that waits.
    """

    told = Signal(str)
    home_requested = Signal()

    def __init__(
        self, session: ExperimentSession, pages: Pages, notices: QBoxLayout, parent: QObject
    ) -> None:
        """Ask about the files of `session`, among `notices`; nothing is looked up yet."""
        super().__init__(parent)
        self._session = session
        self._pages = pages
        self._notices = notices
        self._plans: tuple[Awaiting, ...] = ()
        self._declined: set[str] = set()
        self.notice: PlanNotice | None = None
        session.table_changed.connect(self._on_table_changed)
        session.plan_changed.connect(self.follow)
        session.typed_changed.connect(self.follow)
        session.report_changed.connect(self._on_report_changed)
        session.busy_changed.connect(self.follow)
        session.history.told.connect(self._on_failed)
        pages.currentChanged.connect(self.follow)

    @property
    def is_asked(self) -> bool:
        """Whether the question stands; it is seen beside the data and plan it is about."""
        session = self._session
        return bool(self._plans) and session.is_only_begun and not session.is_analysing

    @Slot()
    def follow(self) -> None:
        """Show the question where it belongs, and only as long as it stands."""
        notice = self.notice
        if notice is None:
            return
        is_beside = self._pages.currentWidget() is self._pages.wizard
        is_shown = is_beside and self.is_asked
        if notice.isHidden() is is_shown:
            notice.setVisible(is_shown)

    @Slot()
    def _on_table_changed(self) -> None:
        """Look for plans that wait, where what is open is nothing but a file so far."""
        self._plans = ()
        self.follow()
        session, content = self._session, self._session.original
        if not session.is_only_begun or session.is_analysing or session.uid in self._declined:
            return

        def found(plans: "tuple[Awaiting, ...]") -> None:
            if plans and session.original is content:
                self._ask(plans)

        session.history.find_plans(found)

    @Slot()
    def _on_report_changed(self) -> None:
        """An experiment that was analysed has gone on without a plan."""
        if self._session.report is not None:
            self._plans = ()
        self.follow()

    @Slot()
    def _on_failed(self) -> None:
        """Ask again where the chosen plan could not take the file."""
        if not self._plans:
            self._on_table_changed()

    def _ask(self, plans: "tuple[Awaiting, ...]") -> None:
        notice = self.notice or self._make_notice()
        self._plans = plans
        notice.ask(plans)
        self.follow()

    def _make_notice(self) -> "PlanNotice":
        from experimentos_gui.main_window.plan_notice import (  # noqa: PLC0415 - on first use
            PlanNotice,
        )

        notice = self.notice = PlanNotice()
        self._notices.insertWidget(0, notice)
        notice.chosen.connect(self._on_chosen)
        notice.dismissed.connect(self._on_dismissed)
        notice.home_requested.connect(self.home_requested)
        self._take_place_in_tab_order(notice)
        return notice

    def _take_place_in_tab_order(self, notice: QWidget) -> None:
        """Let Tab reach it before the page, as the eye does."""
        others = (self._notices.itemAt(place) for place in range(1, self._notices.count()))
        widgets = (item.widget() for item in others if item is not None)
        buttons = (widget.findChild(QPushButton) for widget in widgets if widget is not None)
        place = next((button for button in buttons if button is not None), None)
        if place is not None:
            visit_before(place, *notice.findChildren(QPushButton))

    @Slot(str)
    def _on_chosen(self, uid: str) -> None:
        from experimentos_gui.main_window.plan_notice import plan_name  # noqa: PLC0415 - as above

        name = next((plan_name(plan) for plan in self._plans if plan.uid == uid), "")
        self._plans = ()
        self.follow()
        self._session.history.hold_to(
            uid, lambda: self.told.emit(f"This file is held to the locked plan {name} now.")
        )

    @Slot()
    def _on_dismissed(self) -> None:
        """Ask no more about this experiment; the next file is another one."""
        self._declined.add(self._session.history.claim())
        self._plans = ()
        page = self._pages.currentWidget()
        if page is not None:
            page.setFocus()
