"""The results panel, shown, and what stands in it."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QTableView, QWidget
from pytestqt.qtbot import QtBot

from experimentos_core.charter import Charter
from experimentos_core.experiment import Report
from experimentos_gui.results.results_panel import ResultsPanel
from experimentos_gui.session import ExperimentSession
from experimentos_gui.theme import Theme
from tests.helpers.experiments import report_of

type Show = Callable[..., Report]


@pytest.fixture
def results(qtbot: QtBot, theme: Theme, session: ExperimentSession) -> Iterator[ResultsPanel]:
    """A panel in the smallest window, without a report."""
    made = ResultsPanel(session)
    qtbot.addWidget(made)
    made.resize(1024, 700)
    made.show()
    yield made
    made.shutdown()


@pytest.fixture
def show_report(results: ResultsPanel, session: ExperimentSession) -> Show:
    """Show the report of some lines of a file, in a tab."""

    def shown(*lines: str, charter: Charter | None = None, tab: int = 0) -> Report:
        session._report = report_of("\n".join(lines) + "\n", charter)
        session.report_changed.emit()
        results._tabs.show_page(tab)
        return session._report

    return shown


def words_in(widget: QWidget) -> str:
    """Return the text of every label that is seen."""
    labels = (label for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))
    return "\n".join(label.accessibleName() for label in labels)


def rows_in(widget: QWidget) -> list[dict[str, str]]:
    """Return the rows of the table that is seen, cells by heading, second lines in brackets."""
    view = next(view for view in widget.findChildren(QTableView) if view.isVisibleTo(widget))
    model = view.model()
    role = Qt.ItemDataRole.AccessibleTextRole
    rows = []
    for row in range(model.rowCount()):
        cells = [str(model.index(row, i).data(role)) for i in range(model.columnCount())]
        rows.append(dict(cell.split(":", 1) for cell in cells))
    return [{key: value.strip() for key, value in row.items()} for row in rows]
