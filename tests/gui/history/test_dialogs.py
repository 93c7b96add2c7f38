"""Details, comparison and backups, each on a real history."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QPushButton, QWidget

from experimentos_core.history.backups import list_backups
from experimentos_core.history.database import Database
from experimentos_core.history.finding import row_of
from experimentos_core.history.keeping import set_tags, write_note
from experimentos_core.history.ledger import keep_analysis
from experimentos_gui.history.backups_dialog import BackupsDialog, size_words
from experimentos_gui.history.compare_dialog import CompareDialog
from experimentos_gui.history.details_dialog import DetailsDialog
from experimentos_gui.session.history_acts import HistoryActs
from tests.gui.conftest import WAIT_MS
from tests.helpers.experiment_rows import drafts
from tests.helpers.histories import FLAT, HARMFUL, clock, file_of, kept, made_report


@pytest.fixture
def database(tmp_path) -> Database:
    return Database(tmp_path / "history.sqlite3")


@pytest.fixture
def acts(qtbot, database) -> Iterator[HistoryActs]:
    made = HistoryActs(lambda: database)
    yield made
    made.shutdown()


def press(qtbot, dialog: QWidget, words: str) -> None:
    button = next(b for b in dialog.findChildren(QPushButton) if b.text() == words)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


@pytest.fixture
def details(qtbot, theme, database, acts):
    uid = kept(database)
    later = replace(made_report(FLAT), taken=None)
    keep_analysis(database, uid, later, file=file_of(FLAT), memo="# M", now=clock())
    set_tags(database, uid, ("mobile",))
    write_note(database, uid, "First.")
    dialog = DetailsDialog(acts, uid)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: bool(dialog._events.records), timeout=WAIT_MS)
    return dialog


def test_details_show_reports_and_what_happened_the_latest_first(details):
    assert [line.number for line in details._reports.records] == [2, 1]
    assert [line.verdict.value for line in details._reports.records] == ["Hold", "Launch"]
    assert [line.what for line in details._events.records][-1] == "Begun"
    assert details._events.records[0].more == "First."
    assert details.windowTitle() == "Button"


def test_tags_and_note_are_kept_without_saving(qtbot, database, details):
    details.focus_tags()
    qtbot.keyClicks(details._keepsakes._tags.line, "pricing,")
    note = details.findChild(QPlainTextEdit)
    note.setPlainText("Second.")
    qtbot.waitUntil(lambda: row_of(database, details.uid).note == "Second.", timeout=WAIT_MS)
    assert row_of(database, details.uid).tags == ("mobile", "pricing")
    qtbot.waitUntil(lambda: details._events.records[0].more == "Second.", timeout=WAIT_MS)


def test_what_was_typed_last_is_kept_when_the_dialog_is_closed(qtbot, database, acts, details):
    details.findChild(QPlainTextEdit).setPlainText("At the last moment.")
    uid = details.uid
    details.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    details.close()
    acts.shutdown()
    assert row_of(database, uid).note == "At the last moment."


def test_a_note_that_cannot_be_kept_is_told(qtbot, database, details):
    details.findChild(QPlainTextEdit).setPlainText("x" * 20_001)
    qtbot.waitUntil(lambda: "20,001 characters" in details._notice.text, timeout=WAIT_MS)
    assert details.findChild(QPlainTextEdit).toPlainText() == "x" * 20_001


def test_an_earlier_report_is_asked_for(qtbot, details):
    details._report_view.selectRow(1)
    with qtbot.waitSignal(details.report_requested) as told:
        press(qtbot, details, "&Show this report\u2026")
    assert told.args == [details.uid, 1]


def test_a_report_is_computed_anew_and_comes_out_equal(qtbot, details):
    press(qtbot, details, "&Re-run")
    qtbot.waitUntil(lambda: "Equal: all" in details.rerun_text, timeout=WAIT_MS)


def test_a_report_that_comes_out_otherwise_is_told_with_its_causes(qtbot, theme, database, acts):
    report = made_report()
    primary = report.primary
    wrong = replace(primary.comparisons[0], absolute_lift=0.5)
    changed = replace(report, primary=replace(primary, comparisons=(wrong,)))
    uid = kept(database, HARMFUL)
    keep_analysis(database, uid, changed, file=None, memo="# M", now=clock())
    dialog = DetailsDialog(acts, uid)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.rerun()
    qtbot.waitUntil(lambda: "Not equal" in dialog.rerun_text, timeout=WAIT_MS)
    assert dialog._box._model.records


def test_what_is_gone_is_told(qtbot, theme, acts):
    dialog = DetailsDialog(acts, "0" * 32)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: "no longer in the history" in dialog._notice.text, timeout=WAIT_MS)


def test_two_are_compared_narrowed_and_copied(qtbot, theme, database):
    uids = (kept(database, name="One"), kept(database, HARMFUL, name="Two"))
    dialog = CompareDialog(lambda: database, uids)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: bool(dialog.rows), timeout=WAIT_MS)
    everything = dialog._model.rowCount()
    dialog._only.setChecked(True)
    assert 0 < dialog._model.rowCount() < everything
    press(qtbot, dialog, "&Copy table")
    copied = QGuiApplication.clipboard().text()
    assert copied.splitlines()[0] == "\tOne\tTwo\tSame?"
    assert "\u2260 differs" in copied


def test_one_that_is_gone_cannot_be_compared(qtbot, theme, database):
    dialog = CompareDialog(lambda: database, (kept(database), "0" * 32))
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: "no longer in the history" in dialog._notice.text, timeout=WAIT_MS)


@pytest.fixture
def backups(qtbot, theme, acts):
    dialog = BackupsDialog(acts)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_a_backup_is_made_listed_and_gone_back_to(qtbot, database, backups):
    drafts(database, "Before")
    press(qtbot, backups, "&Back up now")
    qtbot.waitUntil(lambda: len(backups.records) == 1, timeout=WAIT_MS)
    assert backups.records[0].experiments == 1
    (uid,) = drafts(database, "After")
    assert not backups._restore.isEnabled()
    backups._view.selectRow(0)
    press(qtbot, backups, "&Restore this one\u2026")
    assert "put aside" in backups._question.text
    assert row_of(database, uid) is not None
    press(qtbot, backups, "Restore")
    qtbot.waitUntil(lambda: "The history is that of" in backups._notice.text, timeout=WAIT_MS)
    assert row_of(database, uid) is None
    (aside,) = database.path.parent.glob("*set-aside*.sqlite3")
    assert row_of(Database(aside), uid) is not None
    assert str(aside) in backups._notice.text


def test_a_backup_that_cannot_be_read_is_listed_as_such(qtbot, database, backups, acts):
    drafts(database, "Before")
    press(qtbot, backups, "&Back up now")
    qtbot.waitUntil(lambda: len(backups.records) == 1, timeout=WAIT_MS)
    list_backups(database)[0].path.write_bytes(b"no database" * 1000)
    backups.reload()
    qtbot.waitUntil(lambda: backups.records[0].experiments is None, timeout=WAIT_MS)
    backups._view.selectRow(0)
    press(qtbot, backups, "&Restore this one\u2026")
    with qtbot.waitSignal(acts.failed):
        press(qtbot, backups, "Restore")
    assert backups._notice.isVisible()


def test_nothing_to_back_up_is_told(qtbot, backups):
    press(qtbot, backups, "&Back up now")
    qtbot.waitUntil(lambda: "no experiment to back up" in backups._notice.text, timeout=WAIT_MS)


@pytest.mark.parametrize(
    ("size", "words"), [(0, "1 kB"), (139_000, "139 kB"), (3_400_000, "3.4 MB")]
)
def test_sizes_in_words(size, words):
    assert size_words(size) == words
