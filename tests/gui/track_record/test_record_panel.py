"""The page of the user's own record, from nothing to many decisions."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from experimentos_core.foundation.errors import HistoryError
from experimentos_core.foundation.paths import user_paths
from experimentos_core.foundation.values import Verdict
from experimentos_core.history.database import Database
from experimentos_core.history.decisions import Realised, keep_decision, keep_realised
from experimentos_core.history.place import history_of
from experimentos_core.taken import DecisionTaken
from experimentos_gui.theme import Scheme
from experimentos_gui.track_record.record_panel import RecordPanel
from tests.gui.conftest import HOSTILE, WAIT_MS
from tests.helpers.histories import FLAT, LAUNCHING, kept, made_realised, made_report, made_taken

LAUNCH, HOLD = Verdict.LAUNCH, Verdict.HOLD


@pytest.fixture
def database() -> Database:
    return history_of(user_paths())


@pytest.fixture
def panel(qtbot, theme) -> Iterator[RecordPanel]:
    made = RecordPanel()
    qtbot.addWidget(made)
    made.resize(1024, 700)
    yield made
    made.shutdown()


def show(qtbot, panel: RecordPanel) -> str:
    panel.show()
    qtbot.waitUntil(lambda: not panel.is_busy, timeout=WAIT_MS)
    return panel.sections.text if not panel.is_empty else ""


def decided(
    database: Database,
    taken: DecisionTaken | None = None,
    realised: Realised | None = None,
    text: str = LAUNCHING,
    name: str = "Button",
) -> str:
    uid = kept(database, text, name=name)
    keep_decision(database, uid, 1, taken or made_taken())
    if realised is not None:
        keep_realised(database, uid, realised)
    return uid


def test_without_a_decision_it_says_what_would_fill_it(qtbot, panel, database) -> None:
    kept(database)
    show(qtbot, panel)
    assert panel.is_empty
    with qtbot.waitSignal(panel.home_requested):
        panel._empty.requested.emit()


def test_looking_makes_no_history(qtbot, panel, database) -> None:
    show(qtbot, panel)
    assert panel.is_empty
    assert not database.path.exists()


def test_counts_and_sentences(qtbot, panel, database) -> None:
    decided(database, made_taken(follow_up="2026-04-01"))
    decided(database, made_taken(HOLD, reason="Later."), made_realised(0.02), name="Banner")
    decided(database, made_taken(LAUNCH, recommended=HOLD, reason="Now."), text=FLAT)
    said = show(qtbot, panel)
    for line in (
        "Experiments: 3",
        "Decisions: 3",
        "Overrides: 2",
        "Realised effects: 1",
        "1 decision to look at again",
        "The reports recommend: \u25b2 Launch 2 \u00b7 \u25a0 Hold 1 \u00b7 \u25bc Rollback 0",
        "1 of 1 realised effect lies inside the predicted interval.",
    ):
        assert line in said.splitlines()
    assert "2 of 3 decisions went against it. Of 1 realised effect known so far, 1 goes" in said
    assert "about 83% would lie inside" in said
    assert "it takes 10 launches" not in said  # nothing was launched as recommended and measured
    assert panel.sections.chart_words.startswith("Banner: conversions")
    assert [case.name for case in panel.sections.outcomes.records] == ["Banner"]


def test_winners_are_told_with_ten_of_them_and_selection_is_named(qtbot, panel, database) -> None:
    predicted = made_report().primary.comparisons[0].absolute_lift
    for _ in range(9):
        decided(database, realised=made_realised(predicted * 0.75))
    assert "cannot be told from 9 launches: it takes 10" in show(qtbot, panel)
    panel.hide()
    decided(database, realised=made_realised(predicted * -0.25))
    said = show(qtbot, panel)
    assert "on average 0.65 times the predicted one (from \u22120.25 to 0.75)" in said
    assert "chosen for a large estimate, and part of any large estimate is luck" in said


def test_an_experiment_opens_from_table_and_list(qtbot, panel, database) -> None:
    uid = decided(database, made_taken(HOLD, reason="Later.", follow_up="2026-04-01"))
    show(qtbot, panel)
    table = panel.sections.overrides
    with qtbot.waitSignal(panel.experiment_chosen) as told:
        table.view.activated.emit(table.view.model().index(0, 0))
    assert told.args == [uid]
    with qtbot.waitSignal(panel.experiment_chosen):
        panel.sections.due.experiment_chosen.emit(uid)


def test_a_dozen_is_shown_and_all_of_them_on_a_click(qtbot, panel, database) -> None:
    for number in range(14):
        decided(database, made_taken(HOLD, reason="Later."), name=f"Number {number}")
    show(qtbot, panel)
    table = panel.sections.overrides
    assert [case.name for case in table.records[:2]] == ["Number 13", "Number 12"]
    assert len(table.records) == 12
    assert table.more_button.text() == "Show all 14"
    qtbot.mouseClick(table.more_button, Qt.MouseButton.LeftButton)
    assert len(table.records) == 14
    panel.refresh()
    qtbot.waitUntil(lambda: not panel.is_busy, timeout=WAIT_MS)
    assert len(table.records) == 14  # nothing else was kept: nobody loses the place


def test_it_follows_what_is_kept_while_it_is_seen(qtbot, panel, database) -> None:
    decided(database)
    assert "Decisions: 1" in show(qtbot, panel)
    decided(database)
    panel.refresh()
    qtbot.waitUntil(lambda: "Decisions: 2" in panel.sections.text, timeout=WAIT_MS)


def test_other_colours_draw_the_chart_again(qtbot, theme, panel, database) -> None:
    decided(database, realised=made_realised(0.02))
    show(qtbot, panel)
    theme.set_scheme(Scheme.DARK)
    qtbot.waitUntil(lambda: not panel.is_busy, timeout=WAIT_MS)
    assert panel.sections.chart_words


def test_what_cannot_be_read_is_said(qtbot, theme) -> None:
    def fail(dark: bool) -> None:
        raise HistoryError("The history is damaged.", "Restore a backup.")

    panel = RecordPanel(load=fail)
    qtbot.addWidget(panel)
    show(qtbot, panel)
    assert panel.notice.text == "The history is damaged. Restore a backup."
    panel.shutdown()


def test_hostile_texts_are_plain_text(qtbot, panel, database) -> None:
    taken = made_taken(HOLD, reason=HOSTILE, follow_up="2026-04-01")
    decided(database, taken, made_realised(0.01), name=HOSTILE)
    said = show(qtbot, panel)
    assert "\u202e" not in said
    labels = panel.findChildren(QLabel)
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in labels)
