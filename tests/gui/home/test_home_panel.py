import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from experimentos_core.samples import all_samples
from experimentos_gui.home.home_panel import HomePanel
from experimentos_gui.home.sample_card import SampleCard


@pytest.fixture
def home(qtbot, theme) -> HomePanel:
    made = HomePanel()
    qtbot.addWidget(made)
    made.resize(1024, 660)
    made.show_samples()
    made.show()
    return made


def words(card: SampleCard) -> str:
    return "\n".join(
        label.accessibleName() for label in card.findChildren(QLabel) if label.isVisibleTo(card)
    )


def test_every_sample_has_a_card_with_what_it_teaches(home) -> None:
    cards = home.findChildren(SampleCard)
    assert len(cards) == len(all_samples()) == 6
    for sample, card in zip(all_samples(), cards, strict=True):
        assert sample.title in words(card)
        assert sample.teaches in words(card)


def test_samples_are_shown_once(home) -> None:
    home.show_samples()
    assert len(home.findChildren(SampleCard)) == 6


def test_the_source_is_shown_on_demand(qtbot, home) -> None:
    card, sample = home.findChildren(SampleCard)[0], all_samples()[0]
    assert sample.source not in words(card)
    source = next(b for b in card.findChildren(QPushButton) if b.text() == "Source")
    qtbot.mouseClick(source, Qt.MouseButton.LeftButton)
    assert sample.source in words(card)
    qtbot.mouseClick(source, Qt.MouseButton.LeftButton)
    assert sample.source not in words(card)


def test_one_click_anywhere_on_a_card_chooses_it(qtbot, home) -> None:
    card = home.findChildren(SampleCard)[2]
    with qtbot.waitSignal(home.sample_chosen) as told:
        qtbot.mouseClick(card, Qt.MouseButton.LeftButton)
    assert told.args == [all_samples()[2]]


def test_another_mouse_button_chooses_nothing(qtbot, home) -> None:
    with qtbot.assertNotEmitted(home.sample_chosen):
        qtbot.mouseClick(home.findChildren(SampleCard)[2], Qt.MouseButton.RightButton)


def test_the_keyboard_chooses_a_sample_too(qtbot, home) -> None:
    card = home.findChildren(SampleCard)[1]
    button = next(b for b in card.findChildren(QPushButton) if b.text() == "Open")
    with qtbot.waitSignal(home.sample_chosen) as told:
        qtbot.keyClick(button, Qt.Key.Key_Space)
    assert told.args == [all_samples()[1]]


def test_new_and_choose_are_asked_for(qtbot, home) -> None:
    for text, signal in (
        ("&New experiment", home.new_requested),
        ("Choose file\u2026", home.choose_requested),
    ):
        button = next(b for b in home.findChildren(QPushButton) if b.text() == text)
        with qtbot.waitSignal(signal):
            qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_pasting_is_asked_for(qtbot, home) -> None:
    button = next(b for b in home.findChildren(QPushButton) if b.text() == "&Paste a table")
    with qtbot.waitSignal(home.paste_requested):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
