"""The result of a row has all the room there is; what is still too long stands whole elsewhere."""

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication

from experimentos_core.history.database import Database
from experimentos_core.history.finding import Query, find, rows_of
from experimentos_core.history.records import ExperimentRow
from experimentos_gui.home.experiment_delegate import _Boxes, _fonts, line_box
from experimentos_gui.home.experiment_model import ExperimentModel
from experimentos_gui.home.row_words import line_of
from tests.helpers.histories import kept

AREA = QRect(0, 0, 944, 60)


def row_of(tmp_path, owner: str) -> ExperimentRow:
    database = Database(tmp_path / "history.sqlite3")
    kept(database, owner=owner)
    return rows_of(database, find(database, Query(), 1))[0]


@pytest.mark.parametrize("zoom", [100, 150])
def test_a_result_without_an_owner_beside_it_has_the_whole_line(tmp_path, theme, zoom):
    theme.set_zoom(zoom)
    fonts = _fonts(QApplication.font())
    boxes = _Boxes(AREA, fonts)
    row = row_of(tmp_path, "")
    box = line_box(row, fonts, boxes)
    assert box.right() == boxes.owner.right()
    assert QFontMetrics(fonts.small).horizontalAdvance(line_of(row)) <= box.width()


@pytest.mark.parametrize("owner", ["Ada", "A name that is longer than a date " * 4])
def test_a_result_ends_before_the_owner(tmp_path, theme, owner):
    theme.set_zoom(150)
    fonts = _fonts(QApplication.font())
    boxes = _Boxes(AREA, fonts)
    box = line_box(row_of(tmp_path, owner), fonts, boxes)
    width = min(QFontMetrics(fonts.small).horizontalAdvance(owner), boxes.owner.width())
    assert boxes.line.right() <= box.right() < boxes.owner.right() - width


def test_the_whole_result_is_in_the_tooltip_and_read_aloud(qtbot, tmp_path):
    row = row_of(tmp_path, "Ada")
    model = ExperimentModel()
    model.set_found((1,), {0: (row,)})
    index = model.index(0, 0)
    for role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
        assert line_of(row).replace("&", "&amp;") in str(index.data(role)).replace("&nbsp;", " ")
