import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from experimentos_gui.models.record_table import Column, RecordTableModel
from experimentos_gui.theme import Tone
from experimentos_gui.widgets.clipboard import table_mime_data
from experimentos_gui.widgets.labels import plain_tooltip
from experimentos_gui.widgets.record_view import RecordView
from tests.gui.conftest import HOSTILE

COLUMNS = (
    Column(title="Name", text=lambda r: r[0], detail=lambda r: r[1], explanation="<b>What</b>"),
    Column(
        title="Value",
        text=lambda r: r[2],
        is_number=True,
        tone=lambda r: Tone.BAD if r[2].startswith("-") else None,
    ),
)
ROWS = (("alpha", "control", "1,000"), ("=cmd|x", "", "-5"), (HOSTILE, "", "7"))


@pytest.fixture
def model(qtbot) -> RecordTableModel:
    made = RecordTableModel(COLUMNS, plain_tooltip, None)
    made.set_records(ROWS)
    return made


@pytest.fixture
def view(qtbot, theme, model) -> RecordView:
    made = RecordView("Things", stretch=0)
    qtbot.addWidget(made)
    made.setModel(model)
    made.resize(600, 400)
    made.show()
    return made


def test_the_model_keeps_qts_rules(qtmodeltester, model) -> None:
    qtmodeltester.check(model)
    model.set_records(())
    qtmodeltester.check(model)


def test_headings_explain_themselves_without_markup(model) -> None:
    tip = model.headerData(0, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
    assert "&lt;b&gt;" in tip
    assert model.headerData(0, Qt.Orientation.Vertical) is None


def test_a_cell_reads_itself_aloud(model) -> None:
    text = model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert text == "Name: alpha control"


def test_ctrl_c_copies_the_whole_table_as_text_and_html(view) -> None:
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    data = QGuiApplication.clipboard().mimeData()
    lines = data.text().split("\n")
    assert lines[0] == "Name\tValue"
    assert lines[1] == "alpha (control)\t1,000"
    assert data.html().count("<tr>") == 4


def test_ctrl_c_copies_the_selection_when_there_is_one(view, model) -> None:
    view.selectionModel().select(
        model.index(1, 1), QItemSelectionModel.SelectionFlag.ClearAndSelect
    )
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "Value\n-5"


def test_copied_cells_execute_nowhere(view) -> None:
    view.copy()
    data = QGuiApplication.clipboard().mimeData()
    assert "\n'=cmd|x\t" in data.text()
    assert "<img" not in data.html()
    assert "mso-number-format" in data.html()


@pytest.mark.parametrize("start", list("=+-@\uff1d\uff0b\uff0d\uff20"))
def test_formulas_are_disarmed_and_figures_are_not(start: str) -> None:
    text = table_mime_data(("A",), ((f"{start}SUM(A1)",), ("+0.30 pp (+0.10 to +0.50 pp)",))).text()
    assert text.split("\n")[1].startswith("'")
    assert text.split("\n")[2].startswith("+0.30 pp")


def test_a_cell_of_several_lines_stays_one_cell() -> None:
    assert table_mime_data(("A",), (("one\ttwo\nthree",),)).text() == "A\none two three"


def test_the_view_shows_all_rows_without_scrolling_inside(view, model) -> None:
    assert view.verticalScrollBar().maximum() == 0
    model.set_records([("row", "", str(number)) for number in range(500)])
    assert view.verticalScrollBar().maximum() > 0
    assert view.height() < 1000
