"""Home with experiments: found, chosen, moved to the trash and back, by mouse and keyboard."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton

from experimentos_core.foundation.values import Verdict
from experimentos_core.history.database import Database
from experimentos_core.history.decisions import keep_decision
from experimentos_core.history.finding import Order, Standing
from experimentos_core.history.keeping import set_tags, trash
from experimentos_core.taken import decide
from experimentos_gui.home.experiment_view import ExperimentView
from experimentos_gui.home.experiments_page import ExperimentsPage, _chosen_in_words
from experimentos_gui.home.home_panel import HomePanel
from experimentos_gui.messages import PROMISE
from experimentos_gui.session.history_acts import HistoryActs
from tests.helpers.experiment_rows import drafts
from tests.helpers.histories import FLAT, HARMFUL, LAUNCHING, clock, kept

NAMES = ("Button", "Banner", "Checkout")


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(tmp_path / "history.sqlite3")


@pytest.fixture
def opened(qtbot, theme, database) -> Iterator[Callable[..., HomePanel]]:
    """Makes Home on the history, wired as the window wires it."""
    made: list[HomePanel] = []
    acts = HistoryActs(lambda: database)

    def make(*, expects: bool = True) -> HomePanel:
        home = HomePanel()
        qtbot.addWidget(home)
        home.use_history(lambda: database, expects=expects)
        home.trash_requested.connect(acts.trash)
        home.restore_requested.connect(acts.restore)
        home.delete_requested.connect(acts.delete)
        acts.trashed.connect(home.offer_undo)
        acts.changed.connect(home.refresh)
        home.resize(1024, 660)
        home.show()
        home.show_samples()
        home.refresh()
        made.append(home)
        return home

    yield make
    for home in made:
        home.shutdown()
    acts.shutdown()


@pytest.fixture
def home(qtbot, database, opened) -> HomePanel:
    drafts(database, *NAMES)
    made = opened()
    shows(qtbot, made, "Checkout", "Banner", "Button")
    return made


def view(home: HomePanel) -> ExperimentView:
    return home.findChild(ExperimentView)


def names(home: HomePanel) -> tuple[str, ...]:
    found = view(home)
    if found is None or not found.isVisible():
        return ()
    model = found.model()
    return tuple(model.index(row, 0).data() for row in range(model.rowCount()))


def shows(qtbot, home: HomePanel, *expected: str) -> None:
    qtbot.waitUntil(lambda: names(home) == expected)


def button(home: HomePanel, words: str) -> QPushButton:
    return next(b for b in home.findChildren(QPushButton) if b.text() == words and b.isVisible())


def offers(home: HomePanel, words: str) -> bool:
    return any(b.text() == words and b.isVisible() for b in home.findChildren(QPushButton))


def press(qtbot, home: HomePanel, words: str) -> None:
    qtbot.mouseClick(button(home, words), Qt.MouseButton.LeftButton)


def page(home: HomePanel) -> ExperimentsPage:
    return home.findChild(ExperimentsPage)


def test_without_experiments_home_is_where_the_first_one_begins(qtbot, opened):
    home = opened()
    qtbot.waitUntil(lambda: any(b.text() == "Open" for b in home.findChildren(QPushButton)))
    assert not home.is_listing


def test_the_latest_comes_first_and_all_are_counted(qtbot, home):
    assert home.is_listing
    qtbot.waitUntil(lambda: offers(home, "All 3"))


def test_the_first_experiment_brings_the_list_and_the_last_one_takes_it_away(
    qtbot, database, opened
):
    home = opened(expects=False)
    qtbot.waitUntil(lambda: bool(home.findChildren(QPushButton)))
    (uid,) = drafts(database, "First")
    home.refresh()
    shows(qtbot, home, "First")
    trash(database, (uid,))
    home.refresh()
    qtbot.waitUntil(lambda: offers(home, "Trash 1"))
    assert home.is_listing
    home.delete_requested.emit((uid,))
    qtbot.waitUntil(lambda: not home.is_listing)


def test_typing_narrows_the_list_and_says_what_to_do_without_a_hit(qtbot, home):
    field = home.findChild(QLineEdit)
    qtbot.keyClicks(field, "b")
    shows(qtbot, home, "Banner", "Button")
    qtbot.keyClicks(field, "zzz")
    qtbot.waitUntil(lambda: not view(home).isVisible())
    press(qtbot, home, "Show all experiments")
    shows(qtbot, home, "Checkout", "Banner", "Button")
    assert field.text() == ""


def test_ctrl_f_and_letters_lead_to_the_search_and_down_back_to_the_list(qtbot, home):
    field = home.findChild(QLineEdit)
    home.activateWindow()
    view(home).setFocus()
    qtbot.keyClick(view(home), Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert field.hasFocus()
    qtbot.keyClick(field, Qt.Key.Key_Down)
    assert view(home).hasFocus()
    qtbot.keyClicks(view(home), "c")
    assert field.hasFocus()
    assert field.text() == "c"
    shows(qtbot, home, "Checkout")


def test_enter_and_a_double_click_open(qtbot, home, database):
    view(home).setFocus()
    qtbot.keyClick(view(home), Qt.Key.Key_Down)
    with qtbot.waitSignal(home.experiment_chosen) as told:
        qtbot.keyClick(view(home), Qt.Key.Key_Return)
    assert len(told.args[0]) == 32
    place = view(home).visualRect(view(home).model().index(0, 0)).center()
    qtbot.mouseClick(view(home).viewport(), Qt.MouseButton.LeftButton, pos=place)
    with qtbot.waitSignal(home.experiment_chosen) as told_again:
        qtbot.mouseDClick(view(home).viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert len(told_again.args[0]) == 32


def test_del_moves_to_the_trash_and_undo_brings_it_back(qtbot, home):
    view(home).choose((1,), 1)
    view(home).setFocus()
    qtbot.keyClick(view(home), Qt.Key.Key_Delete)
    shows(qtbot, home, "Checkout", "Button")
    qtbot.waitUntil(lambda: offers(home, "Undo"))
    assert "\u201cBanner\u201d" in page(home)._offer.text
    assert view(home).chosen_positions() == (1,)
    press(qtbot, home, "Undo")
    shows(qtbot, home, "Checkout", "Banner", "Button")


def test_what_lies_in_the_trash_is_restored_or_deleted_after_one_question(qtbot, home, database):
    view(home).choose((0, 2), 0)
    press(qtbot, home, "Move to trash")
    shows(qtbot, home, "Banner")
    qtbot.waitUntil(lambda: offers(home, "Trash 2"))
    press(qtbot, home, "Trash 2")
    qtbot.waitUntil(lambda: set(names(home)) == {"Checkout", "Button"})
    place = names(home).index("Button")
    view(home).choose((place,), place)
    press(qtbot, home, "Delete for good\u2026")
    assert button(home, "Keep it").hasFocus() or not home.isActiveWindow()
    press(qtbot, home, "Keep it")
    assert set(names(home)) == {"Checkout", "Button"}
    press(qtbot, home, "Delete for good\u2026")
    press(qtbot, home, "Delete for good")
    shows(qtbot, home, "Checkout")
    press(qtbot, home, "Restore")
    qtbot.waitUntil(lambda: offers(home, "All 2"))


def test_how_many_are_chosen_is_said_once_there_are_several(home):
    said = page(home)._chosen
    view(home).choose((0,), 0)
    assert said.text() == ""
    view(home).choose((0, 1), 0)
    assert said.text() == "2 chosen"
    view(home).choose((), -1)
    assert said.text() == ""


@pytest.mark.parametrize(
    ("number", "words"),
    [(1000, "1,000 chosen"), (1001, "1,001 chosen; the first 1,000 are taken at once")],
)
def test_more_than_are_taken_at_once_are_told(number, words):
    assert _chosen_in_words(number) == words


@pytest.mark.parametrize(
    ("chosen", "offered"),
    [
        ((), set()),
        ((1,), {"Open", "Details, tags, note\u2026", "Re-run", "Export\u2026", "Move to trash"}),
        ((0, 1), {"Compare two", "Move to trash"}),
        ((0, 1, 2), {"Move to trash"}),
    ],
)
def test_only_what_fits_the_choice_is_offered(home, chosen, offered):
    view(home).choose(chosen, chosen[0] if chosen else -1)
    bar = page(home)._bar
    enabled = {b.text() for b in bar.findChildren(QPushButton) if b.isVisible() and b.isEnabled()}
    assert enabled == offered
    assert {action.text() for action in bar.menu(bar).actions()} == offered


def test_two_are_compared_from_top_to_bottom(qtbot, home):
    view(home).choose((2, 0), 0)
    rows: list[str] = []
    page(home)._list.with_chosen(lambda found: rows.extend(row.uid for row in found))
    with qtbot.waitSignal(home.compare_requested) as told:
        press(qtbot, home, "Compare two")
    assert told.args == rows


def test_verdicts_tags_and_orders_narrow_and_sort(qtbot, database, opened):
    launched = kept(database, LAUNCHING, name="Green")
    kept(database, FLAT, name="Flat")
    kept(database, HARMFUL, name="Red")
    set_tags(database, launched, ("mobile",))
    home = opened()
    shows(qtbot, home, "Green", "Red", "Flat")
    filters = page(home)._filters
    filters.choose(Standing.HOLD)
    shows(qtbot, home, "Flat")
    filters.clear()
    shows(qtbot, home, "Green", "Red", "Flat")
    filters._orders.setCurrentIndex(filters._orders.findData(Order.NAME.value))
    shows(qtbot, home, "Flat", "Green", "Red")
    filters._tags.setCurrentIndex(filters._tags.findData("mobile"))
    shows(qtbot, home, "Green")
    assert filters.is_narrowed


def test_what_is_due_is_said_until_it_is_listed_or_put_off(qtbot, database, opened):
    uid = kept(database, FLAT, name="Due")
    kept(database, LAUNCHING, name="Other")
    taken = decide(Verdict.HOLD, Verdict.HOLD, clock(), by="Ada", follow_up="2026-03-02")
    keep_decision(database, uid, 1, taken, clock())
    home = opened()
    qtbot.waitUntil(lambda: offers(home, "Show it"))
    assert "1 decision is due" in page(home)._due.text
    press(qtbot, home, "Show it")
    shows(qtbot, home, "Due")
    assert not page(home)._due.isVisible()
    page(home)._filters.clear()
    assert page(home)._due.isVisible()
    press(qtbot, home, "Later")
    home.refresh()
    qtbot.wait(300)
    assert not page(home)._due.isVisible()


def test_samples_are_one_click_away_and_back(qtbot, home):
    press(qtbot, home, "Sample experiments")
    assert not home.is_listing
    press(qtbot, home, "\u2190 Back to the experiments")
    assert home.is_listing


def test_a_refresh_keeps_the_place(qtbot, database, opened):
    drafts(database, *(f"Experiment {place:03}" for place in range(300)))
    home = opened()
    qtbot.waitUntil(lambda: view(home) is not None and view(home).model().rowCount() == 300)
    view(home).choose((250,), 250)
    view(home).scrollTo(view(home).model().index(250, 0))
    qtbot.waitUntil(lambda: names(home)[250] == "Experiment 049")
    scrolled = view(home).verticalScrollBar().value()
    with qtbot.waitSignal(view(home).model().modelReset):
        home.refresh()
    assert view(home).verticalScrollBar().value() == scrolled
    assert view(home).chosen_positions() == (250,)


def test_a_damaged_history_is_told(qtbot, database, opened):
    database.path.write_bytes(b"no database at all, whatever it is called" * 50)
    home = HomePanel()
    qtbot.addWidget(home)
    home.use_history(lambda: database, expects=True)
    with qtbot.waitSignal(home.failed) as told:
        home.refresh()
    assert "history" in told.args[0].message
    assert not home.is_listing
    home.shutdown()


@pytest.mark.parametrize("fault", ["damaged", "newer"])
def test_home_is_no_first_start_where_the_list_cannot_be_read(qtbot, database, fault):
    drafts(database, "Kept")
    whole = database.path.read_bytes()
    if fault == "damaged":
        database.path.write_bytes(b"no database at all, whatever it is called" * 50)
    else:
        with closing(sqlite3.connect(database.path)) as connection:
            connection.execute("PRAGMA user_version = 999")
            connection.commit()
    home = HomePanel()
    qtbot.addWidget(home)
    home.show()
    home.use_history(lambda: database, expects=True)
    with qtbot.waitSignal(home.failed) as told:
        home.refresh()
    said = [label.accessibleName() for label in home.findChildren(QLabel) if label.isVisible()]
    assert "The list of experiments cannot be shown now." in said
    assert f"{told.args[0].message} {told.args[0].hint}" in said
    assert PROMISE not in said
    buttons = {one.accessibleName(): one for one in home.findChildren(QPushButton)}
    with qtbot.waitSignal(home.backups_requested):
        buttons["Restore a backup"].click()
    database.path.write_bytes(whole)
    buttons["Try again"].click()
    qtbot.waitUntil(lambda: home.is_listing)
    home.shutdown()


def test_the_own_record_is_one_click_away(qtbot, home):
    link = next(one for one in home.findChildren(QPushButton) if one.text() == "Your &record")
    with qtbot.waitSignal(home.record_requested):
        qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
