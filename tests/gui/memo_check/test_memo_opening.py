"""A memo opened in the window: its results come back, and whether it proved itself is said."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication

from experimentos_core.foundation.paths import user_paths
from experimentos_core.history.finding import Query, find
from experimentos_core.history.place import history_of
from experimentos_core.input_record import table_of
from experimentos_core.memo import generate_memo
from experimentos_core.memo_check import compare_reports
from experimentos_core.reading.choices import Choices
from experimentos_core.reading.content import Content, ContentKind
from experimentos_core.reading.interpret import interpret_content
from experimentos_gui.main_window.drop_overlay import DropOverlay
from experimentos_gui.session.memo_opening import csv_of, open_memo_file, opened_of
from experimentos_gui.wizard.wizard import ExperimentWizard
from tests.gui.conftest import WAIT_MS
from tests.helpers.memo_checks import html_of
from tests.helpers.memos import CANONICAL, canonical_report

VERIFIED = "Verified: every number was recomputed from the data in this memo"
PLAIN = [
    name
    for name in CANONICAL
    if name not in ("broken_cells", "locked_and_unusable")  # questions stay open in these
]


@pytest.fixture
def write(tmp_path: Path):
    def memo(html: str, name: str = "memo.html") -> Path:
        path = tmp_path / name
        path.write_text(html, encoding="utf-8", newline="\n")
        return path

    return memo


@pytest.fixture
def open_memo(qtbot, window, session):
    def opened(path: Path):
        with qtbot.waitSignal(session.memo_checked, timeout=WAIT_MS) as told:
            window.open_file(path)
        return told.args[0]

    return opened


@pytest.mark.parametrize("name", ["game_gate", "locked_and_kept", "mean_of_orders", "broken_cells"])
def test_a_memo_reopens_its_results_and_says_it_is_verified(
    name, *, qtbot, window, session, open_memo, write
) -> None:
    memo = open_memo(write(html_of(name)))
    report = canonical_report(name)
    panel = window.memo_check
    assert session.report == report == memo.shown
    assert window.page is window._pages.results
    assert panel.isVisible()
    assert panel.text.startswith(VERIFIED)
    assert not panel.is_open
    assert session.table.rows == report.input.rows
    assert (session.chain.versions if session.chain else ()) == report.lock
    qtbot.waitUntil(lambda: session.checkup is not None, timeout=WAIT_MS)
    assert session.checkup.health == report.health


@pytest.mark.parametrize("name", ["game_gate", "severe_guardrail", "locked_and_kept"])
def test_what_was_reopened_can_be_analysed_again(
    name, *, qtbot, window, session, open_memo, write
) -> None:
    open_memo(write(html_of(name)))
    window.show_wizard()
    assert isinstance(window.page, ExperimentWizard)
    assert not window.memo_check.isVisible()
    with qtbot.waitSignal(session.report_changed, timeout=WAIT_MS):
        session.analyse()
    assert session.report == canonical_report(name)
    assert not window.memo_check.isVisible()  # these results are no memo's any more


def test_a_changed_memo_lists_what_differs_and_shows_what_its_data_gives(
    window, session, open_memo, write
) -> None:
    html = html_of("game_gate").replace("18.20%", "18.30%")
    memo = open_memo(write(html))
    panel = window.memo_check
    assert not memo.check.passed
    assert session.report == canonical_report("game_gate") == memo.shown
    assert "do not rely on this memo" in panel.text
    assert "recomputed from the data in the memo; they are not what it says" in panel.text
    assert panel.is_open
    first = panel.listing.splitlines()[0]
    assert first.startswith("Verdict, reason: the memo's data says")
    assert "Numbers: " in panel.listing


def test_the_report_of_the_check_can_be_copied_and_shown(window, open_memo, write) -> None:
    memo = open_memo(write(html_of("game_gate")))
    panel = window.memo_check
    panel._copy.click()
    assert QGuiApplication.clipboard().text() == memo.text
    assert panel._copy.text() == "Copied"
    panel._toggle.click()
    assert panel.is_open
    assert "Data: 2 rows match their digest." in panel.listing
    panel._toggle.click()
    assert not panel.is_open


def test_the_panel_is_seen_beside_the_results_of_its_memo_only(
    *, qtbot, window, session, open_memo, write, write_csv
) -> None:
    open_memo(write(html_of("game_gate")))
    panel = window.memo_check
    window.show_home()
    assert not panel.isVisible()
    window.show_results()
    assert panel.isVisible()
    with qtbot.waitSignal(session.table_changed, timeout=WAIT_MS):
        window.open_file(write_csv("variant,users,conversions", "A,1000,100", "B,1000,120"))
    assert not panel.isVisible()
    session.go_back()
    window.show_results()
    assert panel.isVisible()
    panel._close.click()
    assert not panel.isVisible()
    assert panel.memo is None


def test_what_was_open_before_comes_back(
    *, qtbot, window, session, open_memo, write, write_csv
) -> None:
    with qtbot.waitSignal(session.table_changed, timeout=WAIT_MS):
        window.open_file(write_csv("variant,users,conversions", "A,1000,100", "B,1000,120"))
    before = session.table
    open_memo(write(html_of("game_gate")))
    assert session.table != before
    session.undo()
    assert session.table == before


def test_what_is_no_memo_is_told_and_changes_nothing(qtbot, window, session, write) -> None:
    with qtbot.waitSignal(session.failed, timeout=WAIT_MS):
        window.open_file(write("<html></html>", "page.htm"))
    assert "page.htm is no memo of ExperimentOS" in window.notice.text
    assert session.report is None
    assert window.memo_check is None


def test_a_memo_nothing_can_be_computed_from_shows_no_results(
    window, session, open_memo, write
) -> None:
    report = canonical_report("mean_guardrails")
    plans = report.charter.guardrails
    twice = replace(
        report.charter,
        guardrails=(replace(plans[0], name="load_ms"), replace(plans[1], name="load_ms_sum")),
    )
    memo = open_memo(write(generate_memo(replace(report, charter=twice)).html))
    assert memo.shown is None
    assert session.report is None
    assert window.memo_check.isVisible()
    assert "no results are shown" in window.memo_check.text
    assert "Numbers: nothing can be computed" in window.memo_check.listing


def test_a_memo_is_kept_once_it_is_imported_and_comes_back(
    qtbot, window, session, open_memo, write
) -> None:
    memo = open_memo(write(html_of("fish_oil")))
    session.history.keep_now()
    assert find(history_of(user_paths()), Query()) == ()
    with qtbot.waitSignal(session.history.changed, timeout=WAIT_MS):
        window.memo_check.import_button.click()
    uid = session.uid
    assert uid
    assert window.memo_check.import_button.text() == "Imported"
    assert not window.memo_check.import_button.isEnabled()
    session.start_new()
    with qtbot.waitSignal(session.history.opened, timeout=WAIT_MS):
        session.history.open(uid)
    assert session.report == memo.shown
    assert session.table == table_of(memo.shown.input)


def test_a_memo_that_did_not_prove_itself_cannot_be_imported(open_memo, window, write) -> None:
    text = html_of("fish_oil")
    memo = open_memo(write(text.replace("12,938", "12,939", 1)))
    assert not memo.check.passed
    assert memo.shown is not None
    assert window.memo_check.import_button.isHidden()
    assert "cannot be taken into the history" in window.memo_check.text
    open_memo(write(text))
    assert not window.memo_check.import_button.isHidden()


def test_a_memo_may_be_dropped_anywhere(qtbot, window, session, write) -> None:
    path = write(html_of("game_gate"))
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    drop = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    with qtbot.waitSignal(session.memo_checked, timeout=WAIT_MS):
        window.findChild(DropOverlay).dropEvent(drop)
    assert session.report == canonical_report("game_gate")


def test_a_memo_may_be_given_up_while_it_is_checked(qtbot, window, session, write) -> None:
    window.open_file(write(html_of("eleven_arms")))
    assert session.is_reading
    session.cancel_reading()
    qtbot.wait(300)
    assert session.report is None
    assert window.memo_check is None


def test_hostile_names_are_shown_as_text(window, open_memo, write) -> None:
    html = html_of("game_gate").replace("<strong>worse</strong>", "<strong>&lt;b&gt;x</strong>")
    open_memo(write(html))
    assert "<b>x" in window.memo_check.listing


@pytest.mark.parametrize("name", PLAIN)
def test_the_rows_of_a_memo_are_read_back_from_the_csv_that_stands_in(name) -> None:
    report = canonical_report(name)
    opened = opened_of(report)
    table = opened.reading.interpretation.table
    content = Content(name="x.csv", kind=ContentKind.TEXT, data=csv_of(table), sha256="")
    again = interpret_content(content, Choices()).table
    assert again is not None
    assert (again.header, again.rows) == (table.header, table.rows)


def test_opening_keeps_the_very_report_of_a_sound_memo(write) -> None:
    memo = open_memo_file(write(html_of("eleven_arms")), lambda: None)
    assert memo.shown is memo.check.report
    assert compare_reports(memo.shown, canonical_report("eleven_arms")).differences == ()
