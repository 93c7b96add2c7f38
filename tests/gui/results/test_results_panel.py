from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton, QTableView, QWidget

from experimentos_core.foundation import formatting
from experimentos_core.foundation.values import RuleCode
from experimentos_core.samples import all_samples
from experimentos_gui.results.results_panel import ResultsPanel
from experimentos_gui.results.verdict_text import verdict_mime_data
from experimentos_gui.session import ExperimentSession
from experimentos_gui.theme import Scheme
from experimentos_gui.widgets.svg_view import SvgView
from tests.gui.conftest import HOSTILE, WAIT_MS

LAUNCH = ("variant,users,conversions,errors", "control,10000,1000,10", "b,10000,1200,15")
HOLD = ("variant,users,conversions", "control,10000,1000", "b,10000,1050")
ROLLBACK = ("variant,users,conversions,crashes", "control,10000,1000,10", "b,10000,1200,50")
HARM = ("variant,users,conversions", "control,20000,2400", "b,20000,2000")
COST = ("variant,users,conversions,errors", "control,10000,1000,10", "b,10000,1200,30")
BLOCKED = ("variant,users,conversions", "control,5000,1000", "b,10000,1200")
SPARSE = ("variant,users,conversions", "control,60,0", "b,50,4")
SPLIT = ("variant,users,conversions", "control,10000,1000", "b,10500,1300")


@pytest.fixture
def panel(qtbot, theme, session):
    made = ResultsPanel(session)
    qtbot.addWidget(made)
    made.resize(1024, 700)
    made.show()
    yield made
    made.shutdown()


@pytest.fixture
def show(panel, analyse, write_csv) -> Callable[..., ResultsPanel]:
    def shown(*lines: str) -> ResultsPanel:
        analyse(write_csv(*lines))
        return panel

    return shown


def texts(widget: QWidget) -> str:
    return "\n".join(
        label.accessibleName() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)
    )


def cells(widget: QWidget) -> str:
    """Every visible cell, first and second lines."""
    parts: list[str] = []
    for view in widget.findChildren(QTableView):
        model = view.model()
        for row in range(model.rowCount() if view.isVisibleTo(widget) else 0):
            for column in range(model.columnCount()):
                index = model.index(row, column)
                parts.append(str(index.data(Qt.ItemDataRole.AccessibleTextRole)))
    return "\n".join(parts)


def button(widget: QWidget, name: str) -> QPushButton:
    return next(
        found
        for found in widget.findChildren(QPushButton)
        if found.accessibleName() == name and found.isVisibleTo(widget)
    )


@pytest.mark.parametrize(
    ("lines", "verdict", "rule"),
    [
        (LAUNCH, "\u25b2 Launch", RuleCode.LAUNCH),
        (HOLD, "\u25a0 Hold", RuleCode.NOT_SIGNIFICANT),
        (COST, "\u25a0 Hold", RuleCode.GUARDRAIL_WORSENED),
        (ROLLBACK, "\u25bc Rollback", RuleCode.GUARDRAIL_SEVERE),
        (HARM, "\u25bc Rollback", RuleCode.PRIMARY_HARM),
        (BLOCKED, "\u25a0 Hold", RuleCode.HEALTH_BLOCKED),
        (SPLIT, "\u25a0 Hold", RuleCode.SRM),
    ],
)
def test_verdict_stands_with_symbol_reason_and_what_would_change_it(
    show, session, lines, verdict, rule
) -> None:
    words = texts(show(*lines))
    decision = session.report.decision
    assert decision.rule is rule
    assert verdict in words
    assert decision.reason in words
    assert decision.would_change in words
    assert all(f"\u00b7 {detail}" in words for detail in decision.details)


def test_the_verdict_is_the_largest_text_on_screen(show) -> None:
    panel = show(*LAUNCH)
    sizes = {
        label.accessibleName(): label.fontInfo().pixelSize()
        for label in panel.findChildren(QLabel)
        if label.isVisibleTo(panel)
    }
    others = [size for words, size in sizes.items() if words != "\u25b2 Launch"]
    assert sizes["\u25b2 Launch"] >= 2 * max(others)


def test_summary_says_every_number_as_the_report_does(show, session) -> None:
    shown = cells(show(*LAUNCH))
    comparison = session.report.primary.comparisons[0]
    for words in (
        formatting.count(comparison.treatment.users),
        formatting.percent(comparison.control.rate),
        formatting.points(comparison.absolute_lift),
        formatting.points_interval(comparison.ci),
        formatting.signed_percent(comparison.relative_lift),
        formatting.percent_interval(comparison.relative_ci),
        formatting.p_value(comparison.p_corrected),
    ):
        assert words in shown
    assert "Reading: \u25b2 better" in shown


def test_several_treatments_show_corrected_p_and_the_overall_test(show, session) -> None:
    panel = show("variant,users,conversions", "control,9000,900", "b,9000,1000", "c,9000,1100")
    words = texts(panel)
    assert "p is corrected for 2 treatments (Bonferroni)" in words
    assert formatting.p_equals(session.report.primary.overall.p_value) in words
    assert formatting.p_value(session.report.primary.comparisons[1].p_corrected) in cells(panel)


def test_sparse_data_shows_the_exact_p_and_an_undefined_lift_says_why(show, session) -> None:
    shown = cells(show(*SPARSE))
    assert f"exact {formatting.p_value(session.report.primary.comparisons[0].fisher_p)}" in shown
    assert "undefined the control's rate is 0" in shown


def test_a_doubtful_split_marks_the_numbers_as_for_the_record(show) -> None:
    assert "shown for the record only" in texts(show(*SPLIT))
    assert "shown for the record only" not in texts(show(*HOLD))


def test_guardrails_show_status_margins_and_reason(show, session) -> None:
    panel = show(*ROLLBACK)
    panel._tabs.show_page(1)
    shown = cells(panel)
    guardrail = session.report.guardrails[0]
    assert "Status: \u2715 Severe" in shown
    assert guardrail.reason in shown
    assert formatting.points(guardrail.delta) in shown
    assert formatting.points_size(guardrail.severe_margin) in shown


def test_without_guardrails_the_tab_says_what_would_fill_it(qtbot, show) -> None:
    panel = show(*HOLD)
    panel._tabs.show_page(1)
    assert "No guardrail was set" in texts(panel)
    with qtbot.waitSignal(panel.data_requested):
        button(panel._guardrails, "Change data or plan").click()


def test_health_shows_findings_and_the_split_with_its_test(show, session) -> None:
    panel = show(*BLOCKED)
    panel._tabs.show_page(4)
    words = texts(panel._health)
    assert session.report.health.issues[0].message in words
    assert formatting.p_equals(session.report.health.srm.p_value) in words
    assert "7,500" in cells(panel._health)


@pytest.mark.parametrize("tab", [0, 1, 2, 3])
def test_blocked_data_shows_no_effect_anywhere(qtbot, show, session, tab) -> None:
    panel = show(*BLOCKED)
    panel._tabs.show_page(tab)
    everything = texts(panel) + cells(panel)
    assert session.report.primary is None
    assert " pp" not in everything
    assert "+100.0%" not in everything
    assert "20.00%" not in everything
    assert "12.00%" not in everything
    assert all(not view.isVisibleTo(panel) for view in panel.findChildren(SvgView))
    with qtbot.waitSignal(panel.data_requested):
        button(panel._tabs, "Change data or plan").click()


def test_blocked_after_a_good_report_leaves_nothing_behind(show) -> None:
    show(*LAUNCH)
    panel = show(*BLOCKED)
    assert " pp" not in texts(panel) + cells(panel)


def test_the_intervals_are_drawn_and_said_in_words(qtbot, show) -> None:
    panel = show(*LAUNCH)
    chart = panel.findChild(SvgView)
    qtbot.waitUntil(lambda: not chart.is_empty, timeout=WAIT_MS)
    assert chart.isVisibleTo(panel)
    assert "+2.00 pp" in chart.accessibleDescription()


def test_the_chart_follows_the_colours(qtbot, show, theme) -> None:
    panel = show(*LAUNCH)
    chart = panel.findChild(SvgView)
    qtbot.waitUntil(lambda: not chart.is_empty and not panel._charts.is_busy, timeout=WAIT_MS)
    light = chart.grab().toImage()
    theme.set_scheme(Scheme.DARK)
    qtbot.waitUntil(lambda: not panel._charts.is_busy, timeout=WAIT_MS)
    assert chart.grab().toImage() != light


def test_a_dropped_report_leaves_no_verdict_on_screen(qtbot, show, session) -> None:
    panel = show(*LAUNCH)
    session.start_new()
    assert "\u25b2 Launch" not in texts(panel)


def test_what_is_copied_says_the_rule_in_words(show, session) -> None:
    show(*HOLD)
    told = verdict_mime_data(session.report).text().splitlines()
    assert "Rule: the primary metric shows no significant change (NOT_SIGNIFICANT)." in told


def test_copy_takes_verdict_reason_and_what_would_change_it(qtbot, show, session) -> None:
    panel = show(*ROLLBACK)
    button(panel, "Copy").click()
    assert button(panel, "Copied").text() == "Copie&d"
    qtbot.waitUntil(lambda: panel._card.copy_button.text() == "Cop&y")
    data = QGuiApplication.clipboard().mimeData()
    decision = session.report.decision
    for part in ("\u25bc Rollback", decision.reason, decision.would_change, decision.rule.value):
        assert part in data.text()


def test_buttons_ask_for_memo_home_and_data(qtbot, show) -> None:
    panel = show(*LAUNCH)
    for name, signal in (
        ("Memo", panel.memo_requested),
        ("All experiments", panel.home_requested),
        ("Change data or plan", panel.data_requested),
    ):
        with qtbot.waitSignal(signal):
            button(panel, name).click()


def test_hostile_names_are_inert_everywhere(show, session, theme) -> None:
    name = HOSTILE.replace('"', "")
    panel = show(
        f"variant,users,conversions,{name} errors", "control,9000,900,9", f"{name},9000,1200,9"
    )
    for tab in range(5):
        panel._tabs.show_page(tab)
        assert not panel.grab().isNull()
    for label in panel.findChildren(QLabel):
        assert label.textFormat() is Qt.TextFormat.PlainText
    assert "<img src=file:///etc/passwd>" in cells(panel) or name in texts(panel)
    button(panel, "Copy").click()
    assert "<img" not in QGuiApplication.clipboard().mimeData().html()


def test_very_long_names_leave_the_panel_usable(qtbot, show) -> None:
    panel = show("variant,users,conversions", "control,9000,900", f"{'W' * 5000},9000,1200")
    assert panel._area.horizontalScrollBar().maximum() == 0
    assert panel._card.height() < 3000


def test_hundreds_of_arms_are_shown_without_a_wall_of_text(qtbot, show) -> None:
    rows = [f"arm {number},1000,100" for number in range(400)]
    panel = show("variant,users,conversions", "control,1000,100", *rows)
    assert len(texts(panel._card)) < 20_000
    assert panel._summary._view.height() < 1200


@pytest.mark.parametrize("sample", all_samples(), ids=lambda sample: sample.id)
def test_every_sample_fits_the_smallest_window(
    qtbot, panel, session: ExperimentSession, analyse: Callable[[Path], None], sample
) -> None:
    analyse(sample.path)
    for tab in range(5):
        panel._tabs.show_page(tab)
        assert panel._area.horizontalScrollBar().maximum() == 0
