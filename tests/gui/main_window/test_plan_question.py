"""A file that comes while a locked plan waits for data: whose it is, is asked and never guessed."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget, QWizard

from experimentos_core.charter import Charter, PrimaryPlan
from experimentos_core.charter.chain import lock
from experimentos_core.foundation.paths import user_paths
from experimentos_core.history.finding import Query, find, rows_of
from experimentos_core.history.ledger import keep_draft, keep_versions, new_uid
from experimentos_core.history.lines import HAS_DATA
from experimentos_core.history.opening import read_experiment
from experimentos_core.history.place import history_of
from experimentos_core.history.records import Draft
from experimentos_core.samples import all_samples
from experimentos_gui.home.home_panel import HomePanel
from experimentos_gui.session import ExperimentSession
from experimentos_gui.theme import Scheme
from experimentos_gui.wizard.flow import Step
from experimentos_gui.wizard.wizard import ExperimentWizard
from tests.gui.conftest import HOSTILE, WAIT_MS
from tests.helpers.histories import FLAT, file_of

GOOD = ("variant,users,signups,errors", "control,10000,1000,20", "treatment,10000,1200,21")
LIKELY = Charter(
    name="Checkout button, spring",
    owner="Ada",
    primary=PrimaryPlan(metric="signups"),
    split={"control": 50, "treatment": 50},
)


def keep(charter: Charter, day: int = 1):
    """Keep a plan that was locked on this day of March."""
    chain = lock(charter, lambda: datetime(2026, 3, day, 9, 30, tzinfo=UTC))
    uid = new_uid()
    keep_versions(history_of(user_paths()), uid, chain)
    return chain, uid


@pytest.fixture
def kept(own_folders):
    """A locked plan of an earlier day that waits for data."""
    return keep(LIKELY)


@pytest.fixture
def drop(qtbot, window, session, write_csv):
    """Drop a file on the window, and wait until it is checked."""

    def run(*lines: str, name: str = "export.csv") -> None:
        before = session.original
        window._overlay.file_dropped.emit(write_csv(*(lines or GOOD), name=name))
        qtbot.waitUntil(lambda: session.original is not before, timeout=WAIT_MS)
        qtbot.waitUntil(lambda: session.checkup is not None, timeout=WAIT_MS)

    return run


@pytest.fixture
def asked(qtbot, kept, window, drop):
    """The question, which stands."""
    drop()
    return question(qtbot, window)


def question(qtbot, window):
    qtbot.waitUntil(
        lambda: window.plan_question.notice is not None and window.plan_question.notice.isVisible(),
        timeout=WAIT_MS,
    )
    return window.plan_question.notice


def is_asked(window) -> bool:
    notice = window.plan_question.notice
    return notice is not None and notice.isVisible()


def button(notice, words: str) -> QPushButton:
    return next(b for b in notice.findChildren(QPushButton) if b.text() == words)


def settle(qtbot, session) -> None:
    """Wait until all is on the disk, and every plan was looked up."""
    qtbot.waitUntil(
        lambda: session.history.is_up_to_date and not session.history._reader.is_busy,
        timeout=WAIT_MS,
    )
    qtbot.wait(50)


def rows():
    database = history_of(user_paths())
    return rows_of(database, find(database, Query()))


def focus_chain(window) -> list[QWidget]:
    """What Tab visits, from the top of the window on."""
    found: list[QWidget] = [window]
    while (widget := found[-1].nextInFocusChain()) is not window:
        found.append(widget)
    return found


def say_yes(qtbot, session, notice) -> None:
    qtbot.mouseClick(button(notice, "Yes, use that plan"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: session.chain is not None, timeout=WAIT_MS)


@pytest.mark.parametrize(
    ("charter", "evidence"),
    [
        (replace(LIKELY, split=None, control=None), "Its metric is in this file."),
        (replace(LIKELY, primary=PrimaryPlan()), "Its variants are in this file."),
    ],
)
def test_what_speaks_for_a_plan_is_said(qtbot, window, drop, charter, evidence) -> None:
    keep(charter)
    drop()
    assert question(qtbot, window).text.endswith(f"Locked 1 March 2026. {evidence}")


def test_a_dropped_file_is_asked_about_and_read_meanwhile(asked, window, session) -> None:
    assert asked.text == (
        "The locked plan \u201cCheckout button, spring\u201d waits for its data. Is it this file? "
        "Locked 1 March 2026. Its metric and its variants are in this file."
    )
    assert not button(asked, "Another plan\u2026").isVisible()
    assert isinstance(window.page, ExperimentWizard)
    assert session.chain is None, "nothing is done before it is answered"


def test_yes_holds_the_file_to_the_plan_and_leaves_one_experiment(
    qtbot, kept, asked, window, session
) -> None:
    settle(qtbot, session)
    assert len(rows()) == 2, "what was begun is kept while the question stands"
    say_yes(qtbot, session, asked)
    assert (session.chain, session.uid, session.charter.name) == (*kept, LIKELY.name)
    assert (window.page.step, session.source_name) == (Step.DATA, "export.csv")
    assert session.roles.conversions == "signups"
    assert not asked.isVisible()
    assert LIKELY.name in window.notice.text
    settle(qtbot, session)
    assert [row.uid for row in rows()] == [kept[1]]
    stored = read_experiment(history_of(user_paths()), kept[1])
    assert (stored.chain, stored.draft.file_name) == (kept[0], "export.csv")
    assert stored.row.line == HAS_DATA, "the list no longer says that there is none"
    qtbot.waitUntil(lambda: session.checkup is not None, timeout=WAIT_MS)
    session.analyse()
    qtbot.waitUntil(lambda: session.report is not None, timeout=WAIT_MS)
    assert session.report.lock == kept[0].versions
    settle(qtbot, session)
    assert [row.uid for row in rows()] == [kept[1]]


def test_yes_at_once_leaves_one_experiment_too(qtbot, kept, asked, session) -> None:
    say_yes(qtbot, session, asked)
    settle(qtbot, session)
    assert [row.uid for row in rows()] == [kept[1]]


def test_yes_comes_to_the_same_as_opening_the_plan_and_then_its_data(  # noqa: PLR0917 - fixtures
    qtbot, kept, asked, window, session, drop
) -> None:
    say_yes(qtbot, session, asked)
    settle(qtbot, session)
    joined = session._whole()
    _, other = keep(LIKELY, 2)
    window._pages.home.experiment_chosen.emit(other)
    qtbot.waitUntil(lambda: session.uid == other, timeout=WAIT_MS)
    drop(name="again.csv")
    opened = session._whole()
    assert (joined.charter, joined.is_planning) == (opened.charter, opened.is_planning)
    assert joined.reading.interpretation.table.rows == opened.reading.interpretation.table.rows
    assert joined.reading.interpretation.roles == opened.reading.interpretation.roles


def test_undo_after_yes_returns_to_the_plan_without_data(qtbot, kept, asked, session) -> None:
    say_yes(qtbot, session, asked)
    while session.table is not None:
        session.undo()
    assert (session.chain, session.uid, session.table) == (*kept, None)


def test_what_was_answered_about_the_reading_stays_answered(
    qtbot, kept, window, session, drop
) -> None:
    drop("variant,users,signups,rate", "control,10000,1000,1.5", "treatment,10000,1200,2.5")
    notice = question(qtbot, window)
    window.page.plan.choose_part(3, window.page.plan.parts[0])  # another column of variants
    qtbot.waitUntil(lambda: session.is_ready and not session.is_reading, timeout=WAIT_MS)
    assert session.roles.variant == "rate"
    say_yes(qtbot, session, notice)
    qtbot.waitUntil(lambda: session.roles.variant == "rate", timeout=WAIT_MS)
    assert session.chain == kept[0]


def test_no_begins_a_new_experiment_and_asks_no_more(qtbot, kept, asked, window, session) -> None:
    qtbot.mouseClick(button(asked, "No, a new experiment"), Qt.MouseButton.LeftButton)
    assert not asked.isVisible()
    window.show_home()
    settle(qtbot, session)
    uid = session.uid
    session.start_new()
    window._pages.home.experiment_chosen.emit(uid)
    qtbot.waitUntil(lambda: session.uid == uid, timeout=WAIT_MS)
    settle(qtbot, session)
    assert not is_asked(window)
    assert (session.chain, session.charter) == (None, Charter())
    found = rows()
    assert {row.uid for row in found} == {kept[1], session.uid}
    assert read_experiment(history_of(user_paths()), kept[1]).draft is None


def test_the_next_file_is_asked_about_again(qtbot, kept, asked, window, drop) -> None:
    qtbot.mouseClick(button(asked, "No, a new experiment"), Qt.MouseButton.LeftButton)
    window.show_home()
    drop(name="other.csv")
    question(qtbot, window)


@pytest.mark.parametrize("way", ["analysed", "planned", "locked"])
def test_going_on_answers_the_question(qtbot, kept, asked, session, way) -> None:
    if way == "analysed":
        session.analyse()
        assert not asked.isVisible(), "no other plan while it is being analysed"
        qtbot.waitUntil(lambda: session.report is not None, timeout=WAIT_MS)
    elif way == "planned":
        session.set_charter(Charter(name="A plan of its own"))
    else:
        session.plans.lock()
        qtbot.waitUntil(lambda: session.chain is not None, timeout=WAIT_MS)
    qtbot.waitUntil(asked.isHidden, timeout=WAIT_MS)
    if way == "analysed":
        session.set_charter(replace(session.charter, control="treatment"))
        assert session.report is None
    settle(qtbot, session)
    assert asked.isHidden()
    assert session.uid != kept[1]


def test_an_experiment_that_was_analysed_is_not_asked_about_when_it_is_opened_again(
    qtbot, kept, asked, window, session
) -> None:
    session.analyse()
    qtbot.waitUntil(lambda: session.report is not None, timeout=WAIT_MS)
    session.set_charter(replace(session.charter, control="treatment"))
    window.show_wizard()
    settle(qtbot, session)
    assert session.report is None, "the plan is another one now"
    assert session.is_only_begun
    assert not is_asked(window)
    uid = session.uid
    session.start_new()
    window._pages.home.experiment_chosen.emit(uid)
    qtbot.waitUntil(lambda: session.uid == uid, timeout=WAIT_MS)
    assert session.is_only_begun, "but for the report that was made"
    settle(qtbot, session)
    assert not is_asked(window)


def test_it_is_not_asked_on_other_pages_and_stands_on_the_way_back(asked, window) -> None:
    window.page.show_step(Step.CHARTER)
    assert asked.isVisible(), "before a plan is typed a second time"
    window.show_home()
    assert asked.isHidden()
    window._pages.home.continue_requested.emit()
    assert asked.isVisible()


def test_pasted_data_is_asked_about(qtbot, qapp, kept, window, session) -> None:
    qapp.clipboard().setText("\n".join(line.replace(",", "\t") for line in GOOD))
    window.paste()
    notice = question(qtbot, window)
    say_yes(qtbot, session, notice)
    assert session.chain == kept[0]


@pytest.mark.parametrize("what", ["nothing", "has data", "sample", "open plan", "unlocked plan"])
def test_nothing_is_asked_where_nothing_is_to_be_asked(  # noqa: PLR0917 - fixtures
    qtbot, own_folders, window, session, drop, what
) -> None:
    chain, uid = keep(LIKELY) if what != "nothing" else (None, "")
    if what == "has data":
        draft = Draft(file_name="d.csv", charter=LIKELY, is_planning=True)
        keep_draft(history_of(user_paths()), uid, draft, file_of(FLAT))
    if what == "open plan":
        session.history.open(uid)
        qtbot.waitUntil(lambda: session.chain is not None, timeout=WAIT_MS)
        qtbot.waitUntil(lambda: isinstance(window.page, ExperimentWizard), timeout=WAIT_MS)
    if what == "unlocked plan":
        window._actions.plan.trigger()
        session.set_charter(Charter(name="Not locked yet"))
    if what == "sample":
        session.open_file(all_samples()[0].path)
        qtbot.waitUntil(lambda: session.checkup is not None, timeout=WAIT_MS)
    else:
        drop()
    settle(qtbot, session)
    assert not is_asked(window)
    assert session.chain == (chain if what == "open plan" else None)


def test_of_several_plans_the_likeliest_is_offered_and_the_others_by_a_menu(
    qtbot, kept, window, session, drop
) -> None:
    others = {name: keep(Charter(name=name), day) for day, name in enumerate(("A & B", "C"), 5)}
    drop()
    notice = question(qtbot, window)
    assert notice.text.startswith(
        "3 locked plans wait for their data. "
        "Is this the file for \u201cCheckout button, spring\u201d?"
    )
    assert button(notice, "Another plan\u2026").isVisible()
    actions = notice.menu.actions()
    assert [action.text() for action in actions] == [
        "\u201cC\u201d, locked 6 March 2026",
        "\u201cA && B\u201d, locked 5 March 2026",
    ]
    actions[1].trigger()
    qtbot.waitUntil(lambda: session.chain is not None, timeout=WAIT_MS)
    assert (session.chain, session.uid) == others["A & B"]


def test_a_long_menu_ends_and_leads_home(qtbot, own_folders, window, drop) -> None:
    for day in range(1, 13):
        keep(Charter(name=f"Plan {day}"), day)
    drop()
    notice = question(qtbot, window)
    actions = notice.menu.actions()
    assert actions[-1].text() == "3 more, on Home"
    actions[-1].trigger()
    assert isinstance(window.page, HomePanel)


def test_names_are_shown_as_text(qtbot, own_folders, window, drop) -> None:
    keep(Charter(name=HOSTILE))
    drop()
    assert "<b>bold</b> & <img" in question(qtbot, window).text


def test_a_plan_without_a_name_is_called_that(qtbot, own_folders, window, drop) -> None:
    keep(Charter(owner="Ada", split={"old": 1, "new": 1}))
    drop()
    said = question(qtbot, window).text
    assert said.startswith("The locked plan without a name waits for its data.")
    assert said.endswith("This file has no variant \u201cold\u201d, which the plan names.")


def test_a_plan_that_has_its_data_by_now_is_said_and_nothing_is_lost(
    qtbot, kept, asked, window, session
) -> None:
    draft = Draft(file_name="d.csv", charter=LIKELY, is_planning=True)
    keep_draft(history_of(user_paths()), kept[1], draft, file_of(FLAT))
    qtbot.mouseClick(button(asked, "Yes, use that plan"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(window.notice.isVisible, timeout=WAIT_MS)
    assert "does not wait for data" in window.notice.text
    settle(qtbot, session)
    assert (session.chain, session.source_name) == (None, "export.csv")
    assert not is_asked(window), "no plan waits any more"
    assert len(rows()) == 2


@pytest.mark.parametrize("when", ["asked", "just answered"])
def test_closing_the_window_loses_neither_file_nor_plan(  # noqa: PLR0917 - fixtures
    qtbot, kept, asked, window, session, when
) -> None:
    if when == "just answered":
        qtbot.mouseClick(button(asked, "Yes, use that plan"), Qt.MouseButton.LeftButton)
        window.show_home()  # where one was is to be kept too
    window.close()
    found = rows()
    plan = read_experiment(history_of(user_paths()), kept[1])
    assert plan.chain == kept[0]
    if when == "just answered":
        assert [row.uid for row in found] == [kept[1]]
        assert plan.draft.file_name == "export.csv"
        return
    assert len(found) == 2
    begun = next(row.uid for row in found if row.uid != kept[1])
    later = ExperimentSession()
    with qtbot.waitSignal(later.history.opened, timeout=WAIT_MS):
        later.history.open(begun)
    assert (later.source_name, later.chain) == ("export.csv", None)
    later.shutdown()


def test_it_is_asked_again_where_it_was_left_open(qtbot, asked, window, session) -> None:
    settle(qtbot, session)
    begun = session.uid
    session.start_new()
    assert asked.isHidden()
    session.history.open(begun)
    question(qtbot, window)


def test_the_keyboard_stays_with_the_data_and_reaches_every_answer(
    qtbot, kept, window, session, drop
) -> None:
    keep(Charter(name="Other"))
    window.activateWindow()
    drop()
    notice = question(qtbot, window)
    assert not notice.isAncestorOf(window.focusWidget()), "it takes no key that was meant elsewhere"
    assert isinstance(window.page, ExperimentWizard)
    chain = focus_chain(window)
    assert chain.index(button(notice, "No, a new experiment")) < chain.index(
        window.page.pages.button(QWizard.WizardButton.NextButton)
    )
    reached: list[str] = []
    for _ in range(60):
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        focus = window.focusWidget()
        if notice.isAncestorOf(focus):
            reached.append(focus.accessibleName())
        elif reached:
            break
    assert reached == ["Yes, use that plan", "Another plan", "No, a new experiment"]
    button(notice, "Yes, use that plan").setFocus()
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: session.chain == kept[0], timeout=WAIT_MS)
    assert window.page.isAncestorOf(window.focusWidget())


def test_after_no_the_keyboard_is_with_the_data(qtbot, kept, window, drop) -> None:
    window.activateWindow()
    drop()
    notice = question(qtbot, window)
    button(notice, "No, a new experiment").setFocus()
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Space)
    assert notice.isHidden()
    assert window.page.isAncestorOf(window.focusWidget())
    assert window.focusWidget() in window.page.pages.currentPage().findChildren(QWidget)


@pytest.mark.parametrize("zoom", [100, 150, 200])
@pytest.mark.parametrize("scheme", [Scheme.LIGHT, Scheme.DARK])
def test_it_is_read_in_full_in_a_small_window(  # noqa: PLR0917 - fixtures
    qtbot, theme, kept, window, drop, zoom, scheme
) -> None:
    keep(Charter(name="Other"))
    theme.set_scheme(scheme)
    theme.set_zoom(zoom)
    drop()
    notice = question(qtbot, window)
    qtbot.wait(50)
    assert (window.width(), window.height()) == (1024, 700)
    inside = notice.rect()
    for child in (*notice.findChildren(QPushButton), notice._message, notice._hint):
        assert child.isVisible()
        place = child.rect().translated(child.mapTo(notice, child.rect().topLeft()))
        assert inside.contains(place), child.accessibleName()
        needed = child.heightForWidth(child.width()) if child.hasHeightForWidth() else 0
        assert child.height() >= max(needed, child.minimumSizeHint().height())
        assert child.width() >= child.minimumSizeHint().width()
