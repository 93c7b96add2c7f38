"""Locked plans on the first page: each opens with a click, a broken one says what is wrong."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from experimentos_core.plans import PlanEntry
from experimentos_gui.home.home_panel import HomePanel
from experimentos_gui.home.plan_list import PlanCard
from tests.gui.conftest import HOSTILE

WHOLE = PlanEntry(
    path=Path("whole.json"),
    name="Button",
    owner="Ada",
    locked_at="2026-03-01T09:30:00Z",
    versions=2,
)
BROKEN = PlanEntry(
    path=Path("broken.json"), name="", owner="", locked_at="", versions=0, fault="It is damaged."
)


@pytest.fixture
def home(qtbot, theme) -> HomePanel:
    made = HomePanel()
    qtbot.addWidget(made)
    made.resize(1024, 660)
    made.show()
    return made


def words(widget: QWidget) -> str:
    labels = widget.findChildren(QLabel)
    return "\n".join(label.accessibleName() for label in labels if label.isVisibleTo(widget))


def cards(home: HomePanel) -> list[PlanCard]:
    QApplication.processEvents()  # what was added is shown now
    return [card for card in home.findChildren(PlanCard) if card.isVisibleTo(home)]


def test_without_plans_nothing_is_said_of_them(home) -> None:
    home.show_plans(())
    assert "Locked plans" not in words(home)


def test_a_plan_says_whose_it_is_since_when_and_how_often_it_changed(home) -> None:
    home.show_plans((WHOLE,))
    (card,) = cards(home)
    assert words(card) == "Button\nAda \u00b7 Locked 2026-03-01 09:30 UTC \u00b7 2 versions"


def test_a_click_anywhere_and_the_keyboard_open_it(qtbot, home) -> None:
    home.show_plans((WHOLE,))
    (card,) = cards(home)
    with qtbot.waitSignal(home.plan_chosen) as told:
        qtbot.mouseClick(card, Qt.MouseButton.LeftButton)
    assert told.args == [WHOLE.path]
    with qtbot.waitSignal(home.plan_chosen):
        qtbot.keyClick(card.findChild(QPushButton), Qt.Key.Key_Space)


def test_a_broken_plan_says_so_and_does_not_open(qtbot, home) -> None:
    home.show_plans((BROKEN, WHOLE))
    card = cards(home)[0]
    assert "\u2715 It is damaged." in words(card)
    assert "broken.json" in words(card)
    with qtbot.assertNotEmitted(home.plan_chosen):
        qtbot.mouseClick(card, Qt.MouseButton.LeftButton)


def test_beyond_eight_the_rest_is_one_click_away(qtbot, home) -> None:
    home.show_plans((BROKEN,) * 3 + (WHOLE,) * 9)
    assert len(cards(home)) == 8
    more = next(b for b in home.findChildren(QPushButton) if b.text() == "Show 4 more plans")
    qtbot.mouseClick(more, Qt.MouseButton.LeftButton)
    assert len(cards(home)) == 12


def test_no_broken_plan_is_ever_hidden(home) -> None:
    home.show_plans((BROKEN,) * 12)
    assert len(cards(home)) == 12


def test_another_list_takes_the_place_of_the_first(home) -> None:
    home.show_plans((BROKEN, WHOLE))
    home.show_plans((WHOLE,))
    assert len(cards(home)) == 1
    home.show_plans(())
    assert cards(home) == []


def test_a_hostile_name_is_plain_text(home) -> None:
    entry = PlanEntry(
        path=Path("x.json"), name=HOSTILE, owner=HOSTILE, locked_at="", versions=1, fault=HOSTILE
    )
    home.show_plans((entry,))
    for label in cards(home)[0].findChildren(QLabel):
        assert label.textFormat() is Qt.TextFormat.PlainText
        assert "\u202e" not in label.text()


def test_a_plan_before_any_data_is_asked_for(qtbot, home) -> None:
    button = next(b for b in home.findChildren(QPushButton) if "lan an exp" in b.text())
    with qtbot.waitSignal(home.plan_requested):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
