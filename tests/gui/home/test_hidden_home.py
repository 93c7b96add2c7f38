"""While another page is seen, Home reads nothing; it is up to date when one returns."""

from PySide6.QtCore import Qt

from experimentos_core.history.database import Database
from experimentos_gui.home.catalogue import Catalogue
from experimentos_gui.home.experiment_view import ExperimentView
from experimentos_gui.home.home_panel import HomePanel
from tests.helpers.experiment_rows import drafts


def test_a_change_is_looked_at_when_home_is_seen_again(qtbot, theme, tmp_path, monkeypatch):
    database = Database(tmp_path / "history.sqlite3")
    drafts(database, "First")
    home = HomePanel()
    qtbot.addWidget(home)
    home.use_history(lambda: database)
    home.show()
    home.refresh()
    qtbot.waitUntil(lambda: home.is_listing)
    model = home.findChild(ExperimentView).model()
    qtbot.waitUntil(lambda: model.rowCount() == 1)
    home.hide()
    looked: list[int] = []
    refresh = Catalogue.refresh

    def counted(*given: object) -> None:
        looked.append(1)
        refresh(*given)

    monkeypatch.setattr(Catalogue, "refresh", counted)
    drafts(database, "Second")
    for _ in range(5):
        home.refresh()
    assert looked == []
    home.show()
    qtbot.waitUntil(lambda: model.rowCount() == 2)
    assert looked == [1]
    assert model.index(0).data(Qt.ItemDataRole.DisplayRole) == "Second"
    home.shutdown()
