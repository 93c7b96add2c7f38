"""Names as chips, and a day that means the same in every locale."""

from datetime import date

import pytest
from PySide6.QtCore import QLocale, Qt

from experimentos_gui.widgets.day_field import DayField
from experimentos_gui.widgets.names_field import NamesField
from tests.gui.conftest import HOSTILE


@pytest.fixture
def names(qtbot, theme) -> NamesField:
    made = NamesField("Names")
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def days(qtbot, theme) -> DayField:
    made = DayField(lambda: date(2026, 11, 30))
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_comma_ends_a_name(qtbot, names) -> None:
    qtbot.keyClicks(names.line, "Kim, Grace Hopper")
    assert [chip.accessibleName() for chip in names.chips] == ["Take Kim away"]
    assert names.names == ("Kim", "Grace Hopper")


@pytest.mark.parametrize(
    "pasted", ["Kim\nLee\nKim\n", "Kim; Lee;", "Kim\u2028Lee,", "\n Kim ,,\r\nLee,"]
)
def test_pasted_lines_become_names_each_once(names, pasted) -> None:
    names.line.setText(pasted)
    assert names.names == ("Kim", "Lee")
    assert names.line.text() == ""


def test_return_ends_a_name_and_a_click_takes_it_away(qtbot, names) -> None:
    qtbot.keyClicks(names.line, "Kim")
    qtbot.keyClick(names.line, Qt.Key.Key_Return)
    assert len(names.chips) == 1
    qtbot.mouseClick(names.chips[0], Qt.MouseButton.LeftButton)
    assert names.names == ()


def test_a_hostile_name_is_shown_as_text(names) -> None:
    names.set_names((HOSTILE,))
    chip = names.chips[0]
    assert "\u202e" not in chip.text() + chip.accessibleName()
    assert "<b>" not in chip.toolTip()
    assert names.names == (HOSTILE,)


@pytest.mark.parametrize("locale", ["de_DE", "ar_EG", "en_US"])
def test_the_day_is_iso_in_every_locale_and_said_in_words(days, locale) -> None:
    before = QLocale()
    QLocale.setDefault(QLocale(locale))
    try:
        days.set_day("2026-12-24")
        assert days.day == "2026-12-24"
        assert days.words == "Thursday, 24 December 2026, in 24 days"
    finally:
        QLocale.setDefault(before)


@pytest.mark.parametrize(
    ("pick", "day"), [(0, "2026-12-14"), (1, "2026-12-28"), (2, "2027-02-28"), (3, "")]
)
def test_a_click_picks_a_day(qtbot, days, pick, day) -> None:
    days.set_day("2030-01-01")
    qtbot.mouseClick(days.picks[pick], Qt.MouseButton.LeftButton)
    assert days.day == day


@pytest.mark.parametrize("text", ["24.12.2026", "12/24/2026", "soon", "2026-02-30"])
def test_another_way_to_write_it_is_refused_with_the_right_one(days, text) -> None:
    days.set_day(text)
    assert days.day == ""
    assert days.trouble == "Write the day as year, month and day: 2026-12-24."
    assert days.trouble in days.words


def test_a_day_that_has_passed_is_said_to_be_due(days) -> None:
    days.set_day("2026-11-29")
    assert days.words == "Sunday, 29 November 2026, 1 day ago: due at once"
