"""A decision goes from the page into the log, and comes back with the experiment."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from experimentos_core.foundation.paths import user_paths
from experimentos_core.foundation.values import Verdict
from experimentos_core.history.database import Database
from experimentos_core.history.decisions import log_in
from experimentos_core.history.opening import read_report
from experimentos_core.history.place import history_of
from experimentos_gui.session import ExperimentSession
from tests.gui.conftest import WAIT_MS

GOOD = ("variant,users,conversions", "control,10000,1000", "b,10000,1200")


@pytest.fixture
def database() -> Database:
    return history_of(user_paths())


@pytest.fixture
def analysed(window, session, analyse, write_csv) -> ExperimentSession:
    """The session of a window that shows a report."""
    analyse(write_csv(*GOOD))
    return session


def press(qtbot, button) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_the_whole_way_of_a_decision(qtbot, analysed, window, database, settings) -> None:
    session = analysed
    made = session.report
    card = window.page.decision
    press(qtbot, card.record_button)
    card.form.choices[Verdict.HOLD].setChecked(True)
    card.form.reason.setPlainText("The campaign ends.")
    card.form.by.setText("Ada")
    card.form.follow_up.set_day("2026-01-01")
    press(qtbot, card.form.save)
    qtbot.waitUntil(lambda: session.report.taken is not None, timeout=WAIT_MS)
    assert not card.is_editing
    assert "Decided: \u25a0 Hold instead of Launch b" in card.text
    assert settings.person == "Ada"
    assert replace(session.report, taken=None) == made
    assert read_report(database, session.uid, session.history.analysis) == made

    press(qtbot, card._view.outcome_button)
    assert card.outcome.by.text() == "Ada"
    card.outcome.effect.setText("1.5")
    press(qtbot, card.outcome.save)
    qtbot.waitUntil(lambda: not card.is_editing, timeout=WAIT_MS)
    assert "The realised effect lies inside the predicted interval." in card.text

    press(qtbot, card._view.change_button)
    card.form.by.setText("Kim")
    press(qtbot, card.form.save)
    qtbot.waitUntil(lambda: len(log_in(database, session.uid).decisions) == 2, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: not card._view.earlier_button.isHidden(), timeout=WAIT_MS)
    assert "Launch b, as recommended" in card.text

    window.show_record()
    record = window.page
    qtbot.waitUntil(lambda: not record.is_busy, timeout=WAIT_MS)
    assert "Realised effects: 1" in record.sections.text
    with qtbot.waitSignal(session.history.opened, timeout=WAIT_MS):
        record.experiment_chosen.emit(session.uid)
    assert session.report.taken.by == "Kim"


def test_what_could_not_be_kept_stays_typed_and_is_told(qtbot, analysed, window, database) -> None:
    session = analysed
    qtbot.waitUntil(lambda: session.history.is_up_to_date, timeout=WAIT_MS)
    database.path.write_bytes(b"no database, but long enough to be looked at" * 50)
    card = window.page.decision
    press(qtbot, card.record_button)
    card.form.by.setText("Ada")
    card.form.note.setPlainText("Kept.")
    with qtbot.waitSignal(session.history.unkept, timeout=WAIT_MS):
        press(qtbot, card.form.save)
    assert card.form.save.isEnabled()
    assert card.form.note.toPlainText() == "Kept."
    assert session.report.taken is None
