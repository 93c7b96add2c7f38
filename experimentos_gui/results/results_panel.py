"""The results: status on top, the verdict below it, then the numbers in tabs."""

from typing import TYPE_CHECKING, Final, override

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from experimentos_gui.results.bayesian_tab import BayesianTab
from experimentos_gui.results.chart_maker import ChartMaker
from experimentos_gui.results.continuous_tab import ContinuousTab
from experimentos_gui.results.decision_card import DecisionCard, is_same_but_for_decision
from experimentos_gui.results.form_foot import FootBar
from experimentos_gui.results.guardrails_tab import GuardrailsTab
from experimentos_gui.results.health_tab import HealthTab
from experimentos_gui.results.promise_card import PromiseCard
from experimentos_gui.results.summary_tab import SummaryTab
from experimentos_gui.results.verdict_card import VerdictCard
from experimentos_gui.results.verdict_text import experiment_title, verdict_mime_data
from experimentos_gui.session import ExperimentSession
from experimentos_gui.session.decision_desk import DecisionDesk
from experimentos_gui.theme import GAP, MARGIN, READING_WIDTH
from experimentos_gui.widgets.buttons import link_button
from experimentos_gui.widgets.labels import plain_label
from experimentos_gui.widgets.layouts import column, row, scroll_page
from experimentos_gui.widgets.status_banner import StatusBanner
from experimentos_gui.widgets.tab_pages import TabPages

if TYPE_CHECKING:
    from experimentos_core.experiment import Report
    from experimentos_core.history.decisions import Realised
    from experimentos_core.taken import DecisionTaken

_GUARDRAILS_TAB: Final = 1
_CONTINUOUS_TAB: Final = 2
_HEALTH_TAB: Final = 4


class ResultsPanel(QWidget):
    """Shows the session's report; empty while there is none.

    Signals:
        memo_requested(): The person wants the memo.
        data_requested(): The person wants to change data or plan.
        home_requested(): The person wants the first page.
        name_given(str): Somebody decided, or found what came of it.
    """

    memo_requested = Signal()
    data_requested = Signal()
    home_requested = Signal()
    name_given = Signal(str)

    def __init__(self, session: ExperimentSession, parent: QWidget | None = None) -> None:
        """Watch `session` from now on."""
        super().__init__(parent)
        self._session = session
        self._charts = ChartMaker(self)
        self._title = plain_label("", "subtitle")
        self._source = plain_label("", "hint")
        self._home = link_button("All &experiments")
        self._banner = StatusBanner()
        self._card = VerdictCard()
        self._report: Report | None = None
        self.decision = DecisionCard()
        self._log = DecisionDesk(session, self)
        self._promise = PromiseCard()
        self._summary = SummaryTab(self._charts)
        self._guardrails = GuardrailsTab()
        self._continuous = ContinuousTab()
        self._bayesian = BayesianTab(self._charts)
        self._health = HealthTab()
        self._tabs = TabPages("Results")
        self._tabs.add_page(self._summary, "Summary")
        self._tabs.add_page(self._guardrails, "Guardrails")
        self._tabs.add_page(self._continuous, "Continuous")
        self._tabs.add_page(self._bayesian, "Bayesian")
        self._tabs.add_page(self._health, "Health")
        content = column(spacing=GAP)
        content.addLayout(self._head())
        for part in (self._banner, self._card, self.decision, self._promise, self._tabs):
            content.addWidget(part)
        content.addStretch(1)
        self._area = scroll_page(content)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._area, 1)
        forms = (self.decision.form, self.decision.outcome)
        self._foot = FootBar(*(form.foot for form in forms))
        layout.addWidget(self._foot)
        for form in forms:  # the keyboard goes on from the last field, wherever the button stands
            QWidget.setTabOrder(form.note, form.save)
            QWidget.setTabOrder(form.save, form.cancel)
        self._connect_signals()
        self._on_report_changed()

    def _connect_signals(self) -> None:
        self._session.report_changed.connect(self._on_report_changed)
        self._home.clicked.connect(self.home_requested)
        self._card.memo_button.clicked.connect(self.memo_requested)
        self._card.change_button.clicked.connect(self.data_requested)
        self._card.copy_button.clicked.connect(self._on_copy)
        for signal, keep in (
            (self.decision.decided, self._log.decide),
            (self.decision.realised, self._log.realise),
        ):
            signal.connect(self._on_name_given)
            signal.connect(keep)
        self._log.logged.connect(self.decision.set_log)
        self._log.refused.connect(self.decision.refuse)
        self.decision.editing_changed.connect(self._card.step_back)
        self.decision.editing_changed.connect(self._on_editing)
        self.decision.stuck.connect(self._on_stuck)
        for tab in (self._summary, self._guardrails, self._continuous, self._bayesian):
            tab.data_requested.connect(self.data_requested)

    def _head(self) -> QHBoxLayout:
        head = row(spacing=GAP)
        head.addLayout(column(self._title, self._source, spacing=2), 1)
        head.addWidget(self._home, 0, Qt.AlignmentFlag.AlignTop)
        return head

    def shutdown(self) -> None:
        """Drop the drawing of charts, the reading of the log, and wait for their threads."""
        self._charts.shutdown()
        self._log.shutdown()

    @override
    def changeEvent(self, event: QEvent) -> None:
        """Make room for text of another size."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit_card()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make the best of another width."""
        super().resizeEvent(event)
        self._fit_card()

    @Slot()
    def _on_report_changed(self) -> None:
        report, before = self._session.report, self._report
        self._report = report
        self._area.setVisible(report is not None)
        if report is None:
            self._foot.hide()
            return
        self.decision.set_report(report)
        was_decided = before is not None and before.taken != report.taken
        if before is not None and was_decided and is_same_but_for_decision(before, report):
            return  # nobody is taken elsewhere on the page because a decision was kept
        self._title.set_plain(experiment_title(report))
        self._source.set_plain(_source_line(report))
        self._banner.set_health(report.health)
        self._card.set_report(report)
        self._promise.set_report(report)
        self._fit_card()
        for tab in self._pages():
            tab.set_report(report)
        self._name_tabs(report)
        self._tabs.show_page(0)
        self._area.verticalScrollBar().setValue(0)

    def _pages(self) -> tuple[SummaryTab, GuardrailsTab, ContinuousTab, BayesianTab, HealthTab]:
        return self._summary, self._guardrails, self._continuous, self._bayesian, self._health

    def _name_tabs(self, report: "Report") -> None:
        """Say behind a tab's name how much it holds."""
        for index, name, number in (
            (_GUARDRAILS_TAB, "Guardrails", len(report.guardrails)),
            (_CONTINUOUS_TAB, "Continuous", len(report.continuous)),
            (_HEALTH_TAB, "Health", len(report.health.issues)),
        ):
            self._tabs.set_title(index, f"{name} ({number})" if number else name)

    @Slot(object)
    def _on_name_given(self, entry: "DecisionTaken | Realised") -> None:
        self.name_given.emit(entry.by)

    @Slot(bool)
    def _on_editing(self, is_editing: bool) -> None:  # noqa: FBT001 - a slot
        """Keep the buttons of an open form in sight, and bring the form there."""
        self._foot.line_up(self._area.verticalScrollBar().sizeHint().width())
        self._foot.setVisible(is_editing)
        if is_editing:
            QTimer.singleShot(0, self, self._show_form)  # once it has its place

    @Slot()
    def _show_form(self) -> None:
        """Scroll no further than it takes to see the form; a long one from its top."""
        bar, seen = self._area.verticalScrollBar(), self._area.viewport()
        top = bar.value() + self.decision.mapTo(seen, QPoint()).y()
        highest, lowest = top - GAP, top + self.decision.height() + GAP - seen.height()
        bar.setValue(min(max(bar.value(), lowest), highest))

    @Slot(object)
    def _on_stuck(self, where: QWidget) -> None:
        """Bring the field into sight that something is missing in, and what is said of it."""
        self._area.ensureWidgetVisible(where, 0, 4 * GAP)

    @Slot()
    def _on_copy(self) -> None:
        if self._session.report is not None:
            QGuiApplication.clipboard().setMimeData(verdict_mime_data(self._session.report))
            self._card.confirm_copy()

    def _fit_card(self) -> None:
        self._card.fit(min(self.width() - 2 * MARGIN - GAP, READING_WIDTH))


def _source_line(report: "Report") -> str:
    owner = f"{report.charter.owner} \u00b7 " if report.charter.owner else ""
    return f"{owner}{report.input.name} \u00b7 {report.input.dialect}"
