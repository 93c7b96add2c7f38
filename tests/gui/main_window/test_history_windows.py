"""What the window does with kept experiments, from Home and from the menu."""

from pathlib import Path

import pytest

from experimentos_core.foundation.errors import HistoryError
from experimentos_core.foundation.paths import user_paths
from experimentos_core.history.database import Database
from experimentos_core.history.finding import Query, find, row_of
from experimentos_core.history.place import history_of
from experimentos_core.history.travel_records import SUFFIX
from experimentos_gui.history import paths
from experimentos_gui.history.backups_dialog import BackupsDialog
from experimentos_gui.history.compare_dialog import CompareDialog
from experimentos_gui.history.details_dialog import DetailsDialog
from experimentos_gui.home.home_panel import HomePanel
from experimentos_gui.main_window import history_windows
from experimentos_gui.memo.memo_dialog import MemoDialog
from tests.gui.conftest import WAIT_MS
from tests.helpers.histories import HARMFUL, kept


@pytest.fixture
def database(own_folders) -> Database:
    return history_of(user_paths())


@pytest.fixture
def uids(database) -> tuple[str, str]:
    return kept(database, name="One"), kept(database, HARMFUL, name="Two")


@pytest.fixture
def home(qtbot, uids, window) -> HomePanel:
    found = window.findChild(HomePanel)
    found.refresh()  # the window may have looked before they were kept
    qtbot.waitUntil(lambda: found.is_listing, timeout=WAIT_MS)
    return found


def test_home_lists_what_is_kept_once_the_window_is_painted(home):
    assert home.query == Query()


def test_details_are_shown_once_and_lead_to_a_report(qtbot, window, home, uids):
    home.details_requested.emit(uids[0])
    home.details_requested.emit(uids[0])
    (details,) = window.findChildren(DetailsDialog)
    details.report_requested.emit(uids[0], 1)
    qtbot.waitUntil(lambda: window.findChild(MemoDialog) is not None, timeout=WAIT_MS)


def test_a_rerun_is_begun_from_the_list(qtbot, window, home, uids):
    home.rerun_requested.emit(uids[0])
    details = window.findChild(DetailsDialog)
    qtbot.waitUntil(lambda: "Equal: all" in details.rerun_text, timeout=WAIT_MS)


def test_two_are_compared_and_backups_shown(qtbot, window, home, uids):
    home.compare_requested.emit(*uids)
    compared = window.findChild(CompareDialog)
    qtbot.waitUntil(lambda: bool(compared.rows), timeout=WAIT_MS)
    window._actions.backups.trigger()
    assert window.findChild(BackupsDialog).isVisible()


@pytest.mark.usefixtures("home")
def test_an_experiment_travels_as_one_file(qtbot, window, uids, tmp_path, monkeypatch):
    database, home = history_of(user_paths()), window.findChild(HomePanel)
    written = tmp_path / "One.experiment"
    monkeypatch.setattr(paths, "ask_where_to_export", lambda _window, _name: written)
    home.export_requested.emit(uids[0])
    qtbot.waitUntil(lambda: str(written) in window.notice.text, timeout=WAIT_MS)
    monkeypatch.setattr(paths, "ask_for_experiment", lambda _window: written)
    window._actions.take_in.trigger()
    qtbot.waitUntil(lambda: "taken in as a copy" in window.notice.text, timeout=WAIT_MS)
    assert len(find(database, Query())) == 3
    window.notice.hide()
    window.open_file(written)  # as one that is dropped
    qtbot.waitUntil(window.notice.isVisible, timeout=WAIT_MS)
    assert len(find(database, Query())) == 4
    assert {row_of(database, uid).name for uid in uids} == {"One", "Two"}


def test_the_suffix_is_that_of_the_file_an_experiment_travels_in():
    assert history_windows._EXPORTED == SUFFIX


def test_what_is_no_experiment_is_refused_in_a_sentence(qtbot, window, home, tmp_path, monkeypatch):
    other = tmp_path / "other.json"
    other.write_text("{}", encoding="utf-8")
    for chosen in (other, tmp_path / "missing.json"):
        monkeypatch.setattr(paths, "ask_for_experiment", lambda _window, chosen=chosen: chosen)
        with qtbot.waitSignal(window.history.failed, timeout=WAIT_MS):
            window._actions.take_in.trigger()
        assert window.notice.isVisible()


def test_the_list_is_written_as_it_is_narrowed(qtbot, window, home, tmp_path, monkeypatch):
    written = tmp_path / "list.csv"
    monkeypatch.setattr(paths, "ask_where_to_list", lambda _window: written)
    window._actions.export_list.trigger()
    qtbot.waitUntil(lambda: "2 experiments written" in window.notice.text, timeout=WAIT_MS)
    lines = written.read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 3
    assert lines[1].startswith("Two,")


def test_a_backup_is_made_from_the_menu(qtbot, window, home):
    window._actions.back_up.trigger()
    qtbot.waitUntil(lambda: "Backed up to" in window.notice.text, timeout=WAIT_MS)
    assert Path(window.notice.text.removeprefix("Backed up to ")).exists()
    window.show_record()
    assert not window.notice.isVisible()
    window.notice.say("Something was refused.")
    window.show_home()
    assert window.notice.isVisible()


def test_that_nothing_is_saved_is_said_once(qtbot, window, session):
    error = HistoryError("The history is damaged.", "Restore a backup.")
    session.history.told.emit(error)
    assert window.notice.isVisible()
    session.history.unkept.emit(error)
    assert not window.notice.isVisible()
    session.history.told.emit(error)
    assert not window.notice.isVisible()
    session.history.told.emit(HistoryError("Another thing.", ""))
    assert window.notice.isVisible()


@pytest.mark.parametrize("can_restore", [True, False])
def test_a_backup_is_offered_only_where_it_could_help(qtbot, window, session, can_restore):
    error = HistoryError("It cannot be used.", "Do something.", can_restore=can_restore)
    session.history.unkept.emit(error)
    assert window._unkept.isVisible()
    assert "Do something." in window._unkept.text
    assert window._unkept._accept.isVisible() is can_restore
    window._pages.home._welcome.explain_no_list(error)
    assert window._pages.home._welcome.unlisted._accept.isHidden() is not can_restore
