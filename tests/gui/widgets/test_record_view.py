"""The calm table: as wide and as tall as its text needs, whatever the number of rows."""

import pytest
from PySide6.QtCore import QTimer

from experimentos_gui.models.record_table import Column, RecordTableModel
from experimentos_gui.widgets.record_view import RecordView
from tests.gui.conftest import WAIT_MS

LONG = "a sentence that needs several lines in a cell no wider than all others are. " * 2


@pytest.fixture
def view(qtbot, theme):
    made = RecordView("Letters", stretch=0)
    qtbot.addWidget(made)
    made.resize(500, 300)
    made.show()
    return made


@pytest.fixture
def model(view):
    columns = (Column[str](title="Letter", text=str), Column[str](title="Again", text=str))
    made = RecordTableModel[str](columns, str, view)
    view.setModel(made)
    return made


def heights(view) -> list[int]:
    return [view.rowHeight(row) for row in range(view.model().rowCount())]


def test_rows_far_below_get_the_room_they_need(qtbot, view, model) -> None:
    model.set_records(("b", LONG, *("b" for _ in range(100)), LONG))
    qtbot.waitUntil(lambda: heights(view)[-1] == heights(view)[1], timeout=WAIT_MS)
    assert heights(view)[1] > 2 * heights(view)[0]
    assert set(heights(view)[2:-1]) == {heights(view)[0]}


def test_many_rows_are_measured_in_turns(view, model, monkeypatch) -> None:
    turns: list[object] = []
    monkeypatch.setattr(QTimer, "singleShot", lambda *arguments: turns.append(arguments[-1]))
    model.set_records(tuple(str(number) for number in range(1000)))
    assert len(turns) == 1
    model.set_records(("a",))
    turns[0]()  # of rows that are gone
    assert len(turns) == 1


def test_it_is_measured_anew_for_other_columns_only(view, model, monkeypatch) -> None:
    model.set_records(("a", "b"))
    measured: list[bool] = []
    monkeypatch.setattr(RecordView, "resizeColumnsToContents", lambda _self: measured.append(True))
    view.resize(700, 300)
    assert not measured
    assert view.horizontalHeader().length() == view.width() - 2 * view.frameWidth()
    model.set_records(("a", "b", "c"))
    assert measured


def test_what_fits_needs_no_bar_below(qtbot, view, model) -> None:
    model.set_records(("a",))
    view.resize(view._natural[0] + view._natural[1] + 2 * view.frameWidth(), 300)
    qtbot.waitUntil(lambda: view.horizontalScrollBar().maximum() == 0, timeout=WAIT_MS)
    assert view._wanted_height() == view.rowHeight(0) + (
        view.horizontalHeader().sizeHint().height() + 2 * view.frameWidth()
    )


def test_cells_are_written_once(view) -> None:
    asked: list[str] = []

    def write(record: str) -> str:
        asked.append(record)
        return record

    model = RecordTableModel[str]((Column(title="Letter", text=write),), str, view)
    model.set_records(("a",))
    for _ in range(3):
        assert model.index(0, 0).data() == "a"
    model.set_records(("b",))
    assert model.index(0, 0).data() == "b"
    assert asked == ["a", "b"]


def test_a_squeezed_column_keeps_room_for_words_in_any_size_of_text(view, theme) -> None:
    wide = Column[str](title="Numbers", text=lambda _: "0" * 60)
    model = RecordTableModel[str]((Column[str](title="Why", text=str), wide, wide), str, view)
    view.setModel(model)
    model.set_records((LONG,))
    narrow, lines = view.columnWidth(0), view.rowHeight(0) / view.fontMetrics().height()
    theme.set_zoom(200)
    assert view.columnWidth(0) > 1.6 * narrow
    assert view.rowHeight(0) / view.fontMetrics().height() < 1.3 * lines
