"""Column names, cells, variants and file names that mean harm stay text and break no layout."""

from typing import override

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLabel,
    QScrollArea,
    QTextBrowser,
    QTextEdit,
    QToolTip,
    QWidget,
)

from experimentos_gui.theme import Theme
from experimentos_gui.wizard.flow import Step
from experimentos_gui.wizard.preview_model import one_line
from tests.gui.wizard.driver import WizardDriver

IMAGE = "<img src=file:///etc/passwd>"
BOLD = "<b>x</b> & more"
LONG = "z" * 9_000
TURNED = "\u202egnp.evil\u202c"
LINES = "first\nsecond\r\nthird"
CONTROLS = "bell\x07 escape\x1b[31m tab\tend"
NAMES = (IMAGE, BOLD, LONG, TURNED, LINES, CONTROLS)


def hostile_csv() -> str:
    """Every hostile text as a column name, as a variant, and as a cell nobody counts."""
    quoted = [f'"{name}"' for name in NAMES]
    header = ",".join(["variant", "users", "conversions", *quoted, '"notes & <i>co</i>"'])
    rows = [
        ",".join([variant, "1000", "100", *["7"] * len(NAMES), f'"{IMAGE}"'])
        for variant in ("control", *quoted)
    ]
    return "\n".join([header, *rows]) + "\n"


@pytest.fixture
def hostile(driver: WizardDriver) -> WizardDriver:
    driver.open(hostile_csv(), "<img src=x> & 1.csv")
    driver.wizard.show_step(Step.CHARTER)
    assert driver.step is Step.CHARTER
    return driver


def test_no_label_reads_markup(hostile: WizardDriver) -> None:
    labels = hostile.wizard.findChildren(QLabel)
    assert any(IMAGE in label.text().replace("\u200b", "") for label in labels)
    assert {label.textFormat() for label in labels} == {Qt.TextFormat.PlainText}


def test_nothing_in_the_wizard_renders_rich_text(hostile: WizardDriver) -> None:
    found = [
        widget
        for widget in hostile.wizard.findChildren(QWidget)
        if isinstance(widget, (QTextEdit, QTextBrowser))
    ]
    assert found == []


def test_every_tooltip_shows_its_text_and_loads_nothing(hostile: WizardDriver) -> None:
    model = hostile.panel.preview.preview
    horizontal = Qt.Orientation.Horizontal
    role = Qt.ItemDataRole.ToolTipRole
    tips = [str(model.headerData(c, horizontal, role) or "") for c in range(model.columnCount())]
    tips += [
        str(model.index(row, column).data(role) or "")
        for row in range(model.rowCount())
        for column in range(model.columnCount())
    ]
    tips += [widget.toolTip() for widget in hostile.wizard.findChildren(QWidget)]
    assert any("&lt;img" in tip for tip in tips)
    caught = _Recorder()
    caught.setHtml(IMAGE)
    caught.size()
    assert "file:///etc/passwd" in caught.asked
    for tip in filter(None, tips):
        document = _Recorder()
        document.setHtml(tip)
        document.size()
        assert document.asked == []
        assert "<img" not in tip
    QToolTip.showText(QPoint(0, 0), next(tip for tip in tips if "&lt;img" in tip))
    QToolTip.hideText()


class _Recorder(QTextDocument):
    """Remembers every file a text would have loaded."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    @override
    def loadResource(self, kind, name):
        self.asked.append(name.toString())


def test_cells_and_heads_stay_on_one_line_without_what_turns_them(hostile: WizardDriver) -> None:
    model = hostile.panel.preview.preview
    texts = [model.headerData(c, Qt.Orientation.Horizontal) for c in range(model.columnCount())]
    texts += [model.index(row, 0).data() for row in range(model.rowCount())]
    assert IMAGE in texts
    for text in texts:
        assert len(text) <= 200
        assert not set(text) & set("\n\r\t\x07\x1b\u202e\u202c")


def test_line_ends_in_a_cell_are_seen() -> None:
    assert one_line(LINES) == "first\u21b5second\u21b5third"


@pytest.mark.parametrize("zoom", [100, 125])
def test_long_names_push_nothing_out_of_the_window(
    theme: Theme, zoom: int, hostile: WizardDriver
) -> None:
    theme.set_zoom(zoom)
    for step in Step:
        hostile.wizard.show_step(step)
        hostile.qtbot.wait(20)
        assert hostile.wizard.minimumSizeHint().width() <= 1024
        assert hostile.wizard.width() == 1024
        areas = [a for a in hostile.wizard.findChildren(QScrollArea) if a.isVisible()]
        assert all(area.horizontalScrollBar().maximum() == 0 for area in areas)


def test_no_name_becomes_a_shortcut(hostile: WizardDriver) -> None:
    boxes = [row.box for row in hostile.form.guardrails.rows]
    assert any("x</b> && more" in box.text() for box in boxes)
    assert all(box.shortcut().isEmpty() for box in boxes)


def test_a_hostile_variant_can_be_the_control(hostile: WizardDriver) -> None:
    hostile.wizard.show_step(Step.DATA)
    box = hostile.panel.control._box
    assert isinstance(box, QComboBox)
    assert box.itemText(1) == IMAGE
    hostile.choose_control(IMAGE)
    assert hostile.session.charter.control == IMAGE
    hostile.settle()
    assert hostile.outcomes[0] == f"{IMAGE[:23]}\u2026: 1,000 users, 10.00% converted"


def test_painting_everything_asks_for_no_file(hostile: WizardDriver, capfd) -> None:
    for step in Step:
        hostile.wizard.show_step(step)
        assert not hostile.wizard.grab().isNull()
    assert "passwd" not in capfd.readouterr().err


def test_buttons_are_found_by_their_own_words(hostile: WizardDriver) -> None:
    buttons = hostile.wizard.findChildren(QAbstractButton)
    assert not any("\u202e" in button.text() for button in buttons)
