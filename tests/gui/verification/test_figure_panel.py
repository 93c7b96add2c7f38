"""Looking through a thousand figures: found by words, read in full, copied, at once."""

import time

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from experimentos_gui.verification.figure_panel import FigurePanel
from experimentos_gui.verification.figure_rows import (
    CASE,
    FigureRow,
    found,
    short_figures,
    small_number,
)
from tests.gui.conftest import HOSTILE


def figure(number: int, **changes) -> FigureRow:
    usual = {
        "case": f"Case {number}",
        "source": "A paper (1998), table II",
        "method": "pooled z test",
        "figure": "p-value",
        "expected": "0.0533",
        "got": "0.053333849291325064",
        "difference": 3.4e-05,
        "tolerance": 5e-05,
        "agrees": True,
    }
    return FigureRow(**usual | changes)


WRONG = figure(1, case="Twins", got="0.0541", difference=8e-04, agrees=False)
WORD = figure(2, case="Nobody", expected="undefined", got="undefined", difference=None,
              tolerance=None)  # fmt: skip
MANY = (WRONG, WORD, *(figure(number) for number in range(3, 1200)))


@pytest.fixture
def panel(qtbot, theme) -> FigurePanel:
    made = FigurePanel()
    qtbot.addWidget(made)
    made.resize(1000, 500)
    made.set_rows(MANY)
    made.show()
    return made


def cases(panel: FigurePanel) -> list[str]:
    return [row.case for row in panel._model.records]


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("twins", [WRONG]),
        ("TWINS  paper", [WRONG]),
        ("undefined", [WORD]),
        ("differs", [WRONG]),
        ("0.0541", [WRONG]),
        ("twins nobody", []),
        ("", [WRONG, WORD]),
    ],
)
def test_all_words_are_looked_for_anywhere(words, wanted) -> None:
    assert found((WRONG, WORD), words, only_differences=False) == wanted


def test_only_differences_and_words_narrow_together() -> None:
    assert found(MANY, "", only_differences=True) == [WRONG]
    assert found(MANY, "nobody", only_differences=True) == []


@pytest.mark.parametrize(
    ("value", "digits", "wanted"),
    [(3.449e-05, 1, "3.4e-05"), (-5e-05, 0, "-5e-05"), (0.0, 1, "0"), (None, 1, "")],
)
def test_small_numbers_are_short(value, digits, wanted) -> None:
    assert small_number(value, digits) == wanted


def test_typing_narrows_the_table_and_says_how_many(panel) -> None:
    assert panel._shown.text() == "1,199 of 1,199 shown"
    panel._search.setText("case 11")
    wanted = [f"Case {number}" for number in range(3, 1200) if "11" in str(number)]
    assert cases(panel) == wanted
    assert panel._shown.text() == f"{len(wanted)} of 1,199 shown"
    panel._only.click()
    assert cases(panel) == []
    said = panel._detail.accessibleDescription()
    assert said == "No figure matches \u201ccase 11\u201d among those that differ."
    panel._search.clear()
    assert cases(panel) == ["Twins"]


def test_without_differences_the_filter_says_so(panel) -> None:
    panel.set_rows((WORD,))
    panel._only.click()
    said = panel._detail.accessibleDescription()
    assert said == "There is no difference to show: every figure agrees."


def test_the_chosen_row_is_written_out_in_full(panel) -> None:
    long = "A very long source " * 12
    panel.set_rows((WRONG, figure(4, source=long.strip())))
    said = panel._detail.accessibleDescription()
    assert said.startswith("Twins. P-value: expected 0.0533, got 0.0541.")
    assert "is more than the 5e-05 allowed." in said
    QTest.keyClick(panel._view, Qt.Key.Key_Down)
    assert long.strip() in panel._detail.accessibleDescription()
    assert "is within the 5e-05 allowed." in panel._detail.accessibleDescription()
    tooltip = panel._model.index(1, CASE).data(Qt.ItemDataRole.ToolTipRole)
    assert long.strip() in tooltip


def test_words_have_no_difference(panel) -> None:
    panel.set_rows((WORD,))
    said = panel._detail.accessibleDescription()
    assert "expected undefined, got undefined." in said
    assert "difference" not in said
    assert panel._model.index(0, 5).data() == ""


def test_a_cell_and_a_whole_selection_are_copied(panel) -> None:
    only = QItemSelectionModel.SelectionFlag.ClearAndSelect
    panel._view.selectionModel().setCurrentIndex(panel._model.index(0, 4), only)
    QTest.keyClick(panel._view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "Got\n0.0541"
    panel._view.actions()[0].trigger()
    assert QGuiApplication.clipboard().text() == "Got\n0.0541"
    panel._view.selectAll()
    panel._view.copy()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert len(lines) == len(MANY) + 1
    assert lines[1].split("\t") == [
        "\u2715 Differs", "Twins (A paper (1998), table II)", "p-value", "0.0533", "0.0541",
        "8.0e-04 (\u00b1 5e-05)",
    ]  # fmt: skip


def test_the_search_is_found_by_its_key(panel) -> None:
    panel.activateWindow()
    panel.take_focus()
    QTest.keyClick(panel, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert panel.focusWidget() is panel._search


def test_markup_in_a_case_is_shown_as_text(panel) -> None:
    panel.set_rows((figure(1, case=HOSTILE, source=HOSTILE),))
    assert "<b>bold</b>" in panel._detail._case.text()
    assert "\u202e" not in panel._detail._case.text()
    tooltip = panel._model.index(0, CASE).data(Qt.ItemDataRole.ToolTipRole)
    assert "<b>" not in tooltip
    assert "<img" not in tooltip


def test_every_row_has_one_height_and_long_text_does_not_change_it(panel) -> None:
    view = panel._view
    panel.set_rows((WRONG,))
    usual = view.rowHeight(0)
    panel.set_rows((figure(2, case="word " * 60, source="more " * 60), WRONG, WORD))
    assert [view.rowHeight(row) for row in range(3)] == [usual] * 3
    widths = [view.columnWidth(column) for column in range(6)]
    panel._search.setText("twins")
    assert [view.columnWidth(column) for column in range(6)] == widths


def test_a_thousand_rows_are_set_found_and_scrolled_at_once(qtbot, panel) -> None:
    qtbot.waitExposed(panel)

    def quickest(work) -> float:
        times = []
        for _ in range(5):
            start = time.perf_counter()
            work()
            times.append(time.perf_counter() - start)
        return min(times)

    bar = panel._view.verticalScrollBar()

    def scroll() -> None:
        bar.setValue((bar.value() + 700) % bar.maximum())
        panel._view.viewport().repaint()

    def search() -> None:
        panel._search.setText("" if panel._search.text() else "a paper")

    assert quickest(lambda: panel.set_rows(MANY)) < 0.05
    assert quickest(search) < 0.05
    assert quickest(scroll) < 0.05


@pytest.mark.parametrize(
    ("expected", "got", "agrees", "shown"),
    [
        ("0.0533", "0.053333849291325064", True, ("0.0533", "0.05333385")),
        ("0.147321428571", "0.14732142857142858", True, ("0.1473214", "0.1473214")),
        ("-5.664917469e-6", "-5.664917469206451e-06", True, ("-5.664917e-06", "-5.664917e-06")),
        ("0.147321428571", "0.147321429", False, ("0.1473214286", "0.147321429")),
        ("0.14732143", "0.14732146", False, ("0.1473214", "0.1473215")),
        ("unbounded", "unbounded", True, ("unbounded", "unbounded")),
        ("0.20000000", "0.2", True, ("0.2", "0.2")),
    ],
)
def test_figures_are_short_and_tell_apart_what_differs(expected, got, agrees, shown) -> None:
    row = figure(1, expected=expected, got=got, agrees=agrees)
    assert short_figures(row) == shown
