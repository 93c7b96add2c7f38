"""Going home, coming back, and what another file takes the place of: nothing typed is lost."""

import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWizard

from experimentos_core.charter import Charter
from experimentos_core.samples import all_samples
from experimentos_gui.home.home_panel import HomePanel
from experimentos_gui.main_window.reading_toast import ReadingToast
from experimentos_gui.messages import PRODUCT
from experimentos_gui.results.results_panel import ResultsPanel
from experimentos_gui.session import work
from experimentos_gui.theme import Scheme
from experimentos_gui.wizard.flow import Step
from experimentos_gui.wizard.wizard import ExperimentWizard
from tests.gui.conftest import WAIT_MS

TIDY = ("variant,users,conversions,errors", "control,10000,1000,5", "b,10000,1200,6")
OTHER = "variant\tusers\tconversions\ncontrol\t90\t9\nnew\t80\t8\n"
MAIL = "Hi Anna, thanks for the mail.\nWe ran it 2 weeks, with 10 users.\nBest, Bob\n"


@pytest.fixture
def typed(qtbot, window, session, write_csv):
    """A file is open, and an owner is typed on the second page."""
    window.open_file(write_csv(*TIDY, name="a & b.csv"))
    qtbot.waitUntil(lambda: session.checkup is not None, timeout=WAIT_MS)
    window.page.show_step(Step.CHARTER)
    QTest.keyClicks(window.page.charter_page.form.owner, "Ann")
    assert session.charter.owner == "Ann"
    return window.page


class SlowFile:
    """A file whose reading ends when it may."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.may_end = False


@pytest.fixture
def slow(write_csv, monkeypatch) -> SlowFile:
    made = SlowFile(write_csv(*TIDY, name="big.csv"))
    read = work.read_file

    def wait(*args):
        while args[0] == made.path and not made.may_end:
            args[-1]()
            time.sleep(0.005)
        return read(*args)

    monkeypatch.setattr(work, "read_file", wait)
    return made


def escape(window) -> None:
    window.activateWindow()
    QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_Escape)


def continue_button(window) -> QPushButton:
    found = window._pages.home.findChildren(QPushButton)
    return next(b for b in found if b.text().startswith("Continue") or not b.text())


def test_home_leads_back_to_what_was_typed(qtbot, window, session, typed) -> None:
    assert window.windowTitle() == "a & b.csv"
    escape(window)
    assert isinstance(window.page, HomePanel)
    assert window.windowTitle() == PRODUCT
    button = continue_button(window)
    assert button.isVisible()
    assert button.accessibleName() == "Continue a & b.csv"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert window.page is typed
    assert typed.step is Step.CHARTER
    assert typed.charter_page.form.owner.text() == "Ann"
    assert window.windowTitle() == "a & b.csv"


def test_the_view_menu_leads_back_too(window, typed) -> None:
    assert window._actions.work.text() == "&Continue a && b.csv"
    escape(window)
    window._actions.work.trigger()
    assert window.page is typed


def test_without_work_nothing_is_offered(qtbot, window, typed) -> None:
    window._actions.new.trigger()
    window._pages.wizard.cancelled.emit()
    assert continue_button(window).isVisible(), "what was there before is there again"
    window._actions.new.trigger()
    window.show_home()
    assert not continue_button(window).isVisible()
    assert not window._actions.work.isEnabled()


def test_continue_leads_to_the_results_where_there_are_some(qtbot, window, session) -> None:
    session.open_file(all_samples()[0].path, analyse=True)
    qtbot.waitUntil(lambda: isinstance(window.page, ResultsPanel), timeout=WAIT_MS)
    window.show_home()
    qtbot.mouseClick(continue_button(window), Qt.MouseButton.LeftButton)
    assert isinstance(window.page, ResultsPanel)


def test_a_mail_pasted_over_results_changes_nothing(qtbot, window, session) -> None:
    session.open_file(all_samples()[0].path, analyse=True)
    qtbot.waitUntil(lambda: isinstance(window.page, ResultsPanel), timeout=WAIT_MS)
    report = session.report
    QGuiApplication.clipboard().setText(MAIL)
    window.activateWindow()
    QTest.keyClick(window, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(window.notice.isVisible, timeout=WAIT_MS)
    assert window.notice.text.startswith("The clipboard holds no table")
    assert session.report is report
    assert isinstance(window.page, ResultsPanel)


def test_a_table_pasted_over_results_is_given_up_with_cancel(qtbot, window, session) -> None:
    session.open_file(all_samples()[0].path, analyse=True)
    qtbot.waitUntil(lambda: isinstance(window.page, ResultsPanel), timeout=WAIT_MS)
    report = session.report
    QGuiApplication.clipboard().setText(OTHER)
    window.paste()
    qtbot.waitUntil(lambda: isinstance(window.page, ExperimentWizard), timeout=WAIT_MS)
    assert session.report is None
    window._pages.wizard.cancelled.emit()
    assert session.report is report
    assert isinstance(window.page, ResultsPanel)
    assert window.windowTitle() == all_samples()[0].charter.name


def test_a_file_opened_at_home_is_left_for_home(qtbot, window, session, write_csv) -> None:
    session.open_file(all_samples()[0].path, analyse=True)
    qtbot.waitUntil(lambda: isinstance(window.page, ResultsPanel), timeout=WAIT_MS)
    window.show_home()
    window.open_file(write_csv(*TIDY))
    qtbot.waitUntil(lambda: isinstance(window.page, ExperimentWizard), timeout=WAIT_MS)
    escape(window)
    assert isinstance(window.page, HomePanel)
    assert continue_button(window).accessibleName() == "Continue data.csv"


def test_escape_gives_the_reading_up_before_it_leaves(qtbot, window, session, typed, slow) -> None:
    window.open_file(slow.path)
    assert session.is_reading
    escape(window)
    assert not session.is_reading
    assert window.page is typed
    assert session.charter.owner == "Ann"
    escape(window)
    assert isinstance(window.page, HomePanel)


def test_escape_at_home_gives_the_reading_up(window, session, slow) -> None:
    window.open_file(slow.path)
    escape(window)
    assert not session.is_reading


def test_who_left_for_home_stays_there(qtbot, window, session, typed, slow) -> None:
    window.open_file(slow.path)
    window.show_home()
    slow.may_end = True
    qtbot.waitUntil(lambda: session.source_name == "big.csv", timeout=WAIT_MS)
    assert isinstance(window.page, HomePanel)
    assert continue_button(window).accessibleName() == "Continue big.csv"
    window.open_file(session.source_path)
    qtbot.waitUntil(lambda: isinstance(window.page, ExperimentWizard), timeout=WAIT_MS)


def test_nothing_is_analysed_while_another_file_is_read(
    qtbot, window, session, typed, slow
) -> None:
    analyse = typed.pages.button(QWizard.WizardButton.FinishButton)
    assert analyse.isEnabled()
    window.open_file(slow.path)
    assert not analyse.isEnabled()
    assert "Reading" in typed.charter_page.foot.text
    session.analyse()
    assert not session.is_analysing
    typed.show_step(Step.DATA)
    assert not typed.pages.button(QWizard.WizardButton.NextButton).isEnabled()
    session.cancel_reading()
    assert typed.pages.button(QWizard.WizardButton.NextButton).isEnabled()


def test_no_verdict_arrives_while_another_file_is_read(qtbot, window, session, typed, slow) -> None:
    session.analyse()
    assert session.is_analysing
    window.open_file(slow.path)
    assert not session.is_analysing
    qtbot.wait(100)
    assert session.report is None


def test_a_notice_goes_with_the_next_thing_that_works(qtbot, window, session, typed) -> None:
    def refuse() -> None:
        window.open_file(session.source_path.with_name("missing.csv"))
        qtbot.waitUntil(window.notice.isVisible, timeout=WAIT_MS)

    refuse()
    session.set_charter(Charter(name="typed"))
    assert not window.notice.isVisible()
    qtbot.waitUntil(lambda: session.checkup is not None, timeout=WAIT_MS)
    refuse()
    session.analyse()
    qtbot.waitUntil(lambda: session.report is not None, timeout=WAIT_MS)
    assert not window.notice.isVisible()


@pytest.mark.parametrize("place", ["owner", "cancel"])
def test_zoom_and_colours_leave_the_keyboard_where_it_is(qtbot, window, typed, place) -> None:
    window.activateWindow()
    window.notice.say("Something was refused.")
    toast = window.findChild(ReadingToast)
    toast.show()
    owner = typed.charter_page.form.owner
    focused = {"owner": owner, "cancel": typed.pages.button(QWizard.WizardButton.CancelButton)}
    focused[place].setFocus()
    assert focused[place].hasFocus()
    for action in (
        window._actions.zoom_in,
        window._actions.schemes[Scheme.DARK],
        window._actions.zoom_reset,
    ):
        action.trigger()
        qtbot.wait(20)
        assert focused[place].hasFocus(), window.focusWidget().accessibleName()


def test_the_wizard_made_ahead_is_the_one_that_is_used(qtbot, window, session, write_csv) -> None:
    window.prepare()
    made = window._pages.wizard
    assert isinstance(window.page, HomePanel)
    window.prepare()
    window.open_file(write_csv(*TIDY))
    qtbot.waitUntil(lambda: window.page is made, timeout=WAIT_MS)
