"""What is due, each with the way to its experiment."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from experimentos_core.foundation.values import Verdict
from experimentos_core.history.follow_ups import FollowUp
from experimentos_gui.widgets.due_list import DueList, due_words
from tests.gui.conftest import HOSTILE


def due(number: int = 1, name: str = "Button", days: int = 10) -> FollowUp:
    return FollowUp(
        uid=f"uid {number}",
        name=name,
        taken=Verdict.LAUNCH,
        decided_at="2026-03-02T12:00:00Z",
        day="2026-04-01",
        days=days,
    )


@pytest.fixture
def listed(qtbot, theme) -> DueList:
    made = DueList()
    qtbot.addWidget(made)
    made.resize(800, 400)
    return made


def texts(listed: DueList) -> str:
    labels = (label for label in listed.findChildren(QLabel) if label.isVisibleTo(listed))
    return "\n".join(label.accessibleName() for label in labels)


def test_it_takes_no_room_while_nothing_is_due(listed) -> None:
    assert listed.isHidden()
    listed.show_due((due(),))
    assert not listed.isHidden()
    listed.show_due(())
    assert listed.isHidden()


def test_it_says_what_was_decided_and_since_when_it_is_due() -> None:
    said = "\u25b2 Launch decided 2 March 2026 \u00b7 "
    assert due_words(due()) == f"{said}due since 1 April 2026, for 10 days"
    assert due_words(due(days=1)) == f"{said}due since 1 April 2026, for 1 day"
    assert due_words(due(days=0)) == f"{said}due today"


def test_a_click_leads_to_the_experiment(qtbot, listed) -> None:
    listed.show_due((due(1), due(2, "Banner")))
    listed.show()
    buttons = {one.accessibleName(): one for one in listed.findChildren(QPushButton)}
    with qtbot.waitSignal(listed.experiment_chosen) as told:
        qtbot.mouseClick(buttons["Open Banner"], Qt.MouseButton.LeftButton)
    assert told.args == ["uid 2"]


def test_many_are_one_click_away(qtbot, listed) -> None:
    listed.show_due(tuple(due(number, f"Number {number}") for number in range(8)))
    listed.show()
    qtbot.waitUntil(lambda: "Number 4" in texts(listed))
    assert "8 decisions to look at again" in texts(listed)
    assert "Number 5" not in texts(listed)
    more = next(one for one in listed.findChildren(QPushButton) if one.text() == "Show 3 more")
    qtbot.mouseClick(more, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Number 7" in texts(listed))


def test_a_hostile_name_is_plain_text(qtbot, listed) -> None:
    listed.show_due((due(name=HOSTILE), due(name="\n ")))
    listed.show()
    qtbot.waitUntil(lambda: "An experiment without a name" in texts(listed))
    assert "bold" in texts(listed)
    assert "\u202e" not in texts(listed)
    assert all(one.textFormat() is Qt.TextFormat.PlainText for one in listed.findChildren(QLabel))
