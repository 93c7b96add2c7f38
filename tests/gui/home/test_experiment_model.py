"""The model of the list: all keys at once, rows where one looks, memory bounded."""

import pytest
from PySide6.QtCore import Qt

from experimentos_gui.home.catalogue import PAGE
from experimentos_gui.home.experiment_model import ROW_ROLE, ExperimentModel
from tests.helpers.experiment_rows import many_rows

HELD = 20


@pytest.fixture
def model(qapp) -> ExperimentModel:
    return ExperimentModel()


def keys(number: int) -> tuple[int, ...]:
    return tuple(range(1, number + 1))


def test_it_is_a_model_as_qt_expects(qtmodeltester, model):
    model.set_found(keys(3), {0: many_rows(3)})
    qtmodeltester.check(model)
    model.extend(keys(5))
    qtmodeltester.check(model)


def test_a_row_that_is_not_there_is_asked_for_once(qtbot, model):
    model.set_found(keys(PAGE + 10), {0: many_rows(PAGE)})
    asked: list[int] = []
    model.page_wanted.connect(asked.append)
    assert model.index(0).data(ROW_ROLE).name == "Experiment 0"
    for place in (PAGE, PAGE + 1, PAGE):
        assert model.index(place).data(ROW_ROLE) is None
        assert model.index(place).data() == "\u2026"
    assert asked == [1]
    with qtbot.waitSignal(model.dataChanged):
        assert model.set_page(1, many_rows(10))
    assert model.index(PAGE + 9).data() == "Experiment 9"


def test_a_page_with_rows_gone_is_not_taken(model):
    model.set_found(keys(PAGE + 10), {0: many_rows(PAGE)})
    assert not model.set_page(1, many_rows(9))
    assert model.index(PAGE).data(ROW_ROLE) is None


def test_what_follows_is_added_behind(qtbot, model):
    model.set_found(keys(PAGE), {0: many_rows(PAGE)})
    with qtbot.waitSignal(model.rowsInserted):
        assert model.extend(keys(1000))
    assert model.rowCount() == 1000
    assert not model.extend((7, *keys(999)))
    assert model.rowCount() == 1000


def test_memory_is_bounded_however_many_there_are(model):
    model.set_found(keys(100_000), {})
    for page in range(100):
        model.set_page(page, many_rows(PAGE))
    assert model.pages_held == HELD
    assert model.index(99 * PAGE).data() == "Experiment 0"


def test_the_page_that_is_looked_at_stays(model):
    model.set_found(keys(100_000), {})
    model.set_page(0, many_rows(PAGE))
    for page in range(1, HELD + 5):
        model.set_page(page, many_rows(PAGE))
        assert model.index(3).data() == "Experiment 3"


def test_every_row_has_words_for_a_screen_reader_and_a_tooltip(model):
    model.set_found(keys(1), {0: many_rows(1)})
    index = model.index(0)
    assert "Experiment 0" in index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert "Changed" in index.data(Qt.ItemDataRole.ToolTipRole)
