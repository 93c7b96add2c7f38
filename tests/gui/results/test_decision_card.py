"""The card below the verdict: a decision asked for, shown, changed, and what came of it."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from experimentos_core.experiment import Report
from experimentos_core.foundation.values import Verdict
from experimentos_core.history.decisions import DecisionLog, LoggedDecision, Realised
from experimentos_core.taken import DecisionTaken, decide
from experimentos_gui.results.decision_card import DecisionCard
from experimentos_gui.results.results_panel import ResultsPanel
from tests.gui.conftest import HOSTILE
from tests.helpers.experiments import csv_of, report_of

LAUNCH = csv_of(("control", 10000, 1000), ("b", 10000, 1200))
BLOCKED = csv_of(("control", 5000, 1000), ("b", 10000, 1200))


def now() -> datetime:
    return datetime(2026, 11, 30, 19, 10, tzinfo=UTC)


def taken(decision: Verdict = Verdict.HOLD, **more: object) -> DecisionTaken:
    said = {"by": "Ada", "reason": "The campaign ends.", "recommended_variant": "b"} | more
    return decide(Verdict.LAUNCH, decision, now, **said)


def log_of(*decisions: DecisionTaken, realised: Realised | None = None) -> DecisionLog:
    logged = tuple(LoggedDecision(analysis=1, taken=one) for one in decisions)
    return DecisionLog(decisions=logged, realised=realised)


@pytest.fixture
def report() -> Report:
    return report_of(LAUNCH)


@pytest.fixture
def card(qtbot, theme, report) -> DecisionCard:
    made = DecisionCard(now)
    qtbot.addWidget(made)
    made.resize(900, 500)
    made.show()
    made.set_report(report)
    return made


def press(qtbot, button) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_it_asks_quietly(card) -> None:
    assert card.text == "What was decided?\nRecommended: \u25b2 Launch b"
    assert not card.is_editing


def test_a_form_is_left_to_what_was_there(qtbot, card) -> None:
    with qtbot.waitSignal(card.editing_changed):
        press(qtbot, card.record_button)
    assert card.is_editing
    with qtbot.waitSignal(card.editing_changed):
        press(qtbot, card.form.cancel)
    assert not card.is_editing
    assert card.record_button.hasFocus()


def test_it_closes_once_the_decision_is_kept_and_not_before(qtbot, card, report) -> None:
    card.set_person("Ada")
    press(qtbot, card.record_button)
    card.form.choices[Verdict.HOLD].setChecked(True)
    card.form.reason.setPlainText("The campaign ends.")
    with qtbot.waitSignal(card.decided) as told:
        press(qtbot, card.form.save)
    assert card.is_editing
    card.set_report(replace(report, taken=told.args[0]))
    assert not card.is_editing
    assert card.text.splitlines()[0] == "Decided: \u25a0 Hold instead of Launch b"
    assert "Reason: The campaign ends." in card.text


def test_what_could_not_be_kept_stays_typed(qtbot, card) -> None:
    card.set_person("Ada")
    press(qtbot, card.record_button)
    card.form.note.setPlainText("A long note.")
    press(qtbot, card.form.save)
    card.refuse()
    assert card.is_editing
    assert card.form.save.isEnabled()
    assert card.form.note.toPlainText() == "A long note."


def test_everything_about_a_decision_is_said_by_the_clock_on_the_wall(card, report) -> None:
    made = taken(approvers=("Kim", "Lee"), follow_up="2026-12-14", note="Agreed.")
    card.set_report(replace(report, taken=made))
    lines = card.text.splitlines()
    assert lines[1].startswith("by Ada, ")
    assert lines[2:] == [
        "Reason: The campaign ends.",
        "Approved by Kim, Lee",
        "Note: Agreed.",
        "Follow-up on 14 December 2026, in 14 days",
    ]
    labels = [label for label in card.findChildren(QLabel) if label.toolTip()]
    assert any("2026-11-30 19:10:00 UTC" in label.toolTip() for label in labels)


def test_a_followed_recommendation_says_so(card, report) -> None:
    made = taken(Verdict.LAUNCH, variant="b", reason="")
    card.set_report(replace(report, taken=made))
    assert card.text.splitlines()[0] == "Decided: \u25b2 Launch b, as recommended"


def test_a_follow_up_is_due_on_its_day(card, report) -> None:
    card.set_report(replace(report, taken=taken(follow_up="2026-11-30")))
    assert "! Follow-up due since 30 November 2026, today" in card.text


def test_a_change_is_another_entry_and_the_earlier_ones_can_be_seen(qtbot, card, report) -> None:
    first, last = taken(Verdict.LAUNCH, variant="b", reason=""), taken()
    card.set_report(replace(report, taken=last))
    card.set_log(log_of(first, last))
    view = card._view
    assert view.earlier_button.text() == "Earlier decisions (1)"
    press(qtbot, view.earlier_button)
    shown = [label.accessibleName() for label in card.findChildren(QLabel) if label.isVisible()]
    assert any(line.startswith("\u00b7 \u25b2 Launch b, as recommended, by Ada") for line in shown)
    press(qtbot, view.change_button)
    assert card.is_editing
    assert card.form.reason.toPlainText() == ""


def test_what_came_of_it_stands_beside_what_was_predicted(qtbot, card, report) -> None:
    made = taken(follow_up="2026-11-20")
    card.set_report(replace(report, taken=made))
    card.set_log(log_of(made))
    press(qtbot, card._view.outcome_button)
    card.outcome.by.setText("Kim")
    card.outcome.effect.setText("1.5")
    with qtbot.waitSignal(card.realised) as told:
        press(qtbot, card.outcome.save)
    card.set_log(log_of(made, realised=told.args[0]))
    assert not card.is_editing
    assert card.text.splitlines()[-3:] == [
        "Predicted: +2.00 pp, 95% interval +1.13 to +2.87 pp",
        "Realised: +1.50 pp, without an interval, found by Kim",
        "The realised effect lies inside the predicted interval.",
    ]
    assert "due" not in card.text


def test_a_decision_on_an_earlier_analysis_is_told_as_one(card, report) -> None:
    card.set_log(log_of(taken()))
    assert card.text.splitlines()[:3] == [
        "What was decided?",
        "Recommended: \u25b2 Launch b",
        "Decided: \u25a0 Hold instead of Launch b",
    ]
    assert "an earlier analysis of the experiment" in card.text
    assert card._view.prediction is None


def test_another_experiment_forgets_the_log_and_the_form(qtbot, card) -> None:
    card.set_log(log_of(taken()))
    press(qtbot, card.record_button)
    card.set_report(report_of(csv_of(("control", 10000, 1000), ("b", 10000, 1010))))
    assert not card.is_editing
    assert card.text == "What was decided?\nRecommended: \u25a0 Hold"


def test_blocked_data_can_have_a_decision_too(qtbot, card) -> None:
    card.set_report(report_of(BLOCKED))
    card.set_person("Ada")
    press(qtbot, card.record_button)
    with qtbot.waitSignal(card.decided) as told:
        press(qtbot, card.form.save)
    assert told.args[0].decision is Verdict.HOLD
    card.set_report(replace(report_of(BLOCKED), taken=told.args[0]))
    press(qtbot, card._view.outcome_button)
    assert "predicts no single effect" in card.outcome._predicted.accessibleName()


def test_hostile_texts_are_plain_text(card, report) -> None:
    made = taken(by=HOSTILE, reason=HOSTILE, approvers=(HOSTILE,), note=HOSTILE)
    card.set_report(replace(report, taken=made))
    labels = card.findChildren(QLabel)
    assert "bold" in card.text
    assert "\u202e" not in card.text
    plain = Qt.TextFormat.PlainText
    assert all(label.textFormat() is plain for label in labels if "<b>" in label.text())


def test_keeping_a_decision_moves_nobody_on_the_page(qtbot, theme, session, report) -> None:
    panel = ResultsPanel(session)
    qtbot.addWidget(panel)
    panel.resize(1024, 700)
    panel.show()
    session._report = report
    session.report_changed.emit()
    panel._tabs.show_page(4)
    panel.decision.editing_changed.emit(True)
    assert panel._card.memo_button.property("kind") == "plain"
    panel.decision.editing_changed.emit(False)
    assert panel._card.memo_button.property("kind") == "primary"
    session._report = replace(report, taken=taken())
    session.report_changed.emit()
    assert panel._health.isVisible()
    assert "Hold instead of Launch b" in panel.decision.text
    panel.shutdown()
