"""A session that ends with its test, and the wizard around it as a person sees it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from experimentos_gui.session import ExperimentSession
from experimentos_gui.wizard.wizard import ExperimentWizard
from tests.gui.wizard.driver import WizardDriver


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The platform without a display says what it leaves out; that is no fault of the window."""
    here = Path(__file__).parent
    said = pytest.mark.qt_log_ignore("^This plugin does not support", extend=True)
    for item in items:
        if here in item.path.parents:
            item.add_marker(said)


@pytest.fixture
def session(qtbot: QtBot) -> Iterator[ExperimentSession]:
    made = ExperimentSession()
    yield made
    made.shutdown()


@pytest.fixture
def driver(
    request: pytest.FixtureRequest, qtbot: QtBot, session: ExperimentSession, tmp_path: Path
) -> Iterator[WizardDriver]:
    if "theme" in request.fixturenames:
        # The first style sheet of an application leaves the font of hidden widgets as it was; the
        # product makes its wizard after it, so a test that asks for the look gets it first too.
        request.getfixturevalue("theme")
    wizard = ExperimentWizard(session)
    qtbot.addWidget(wizard)
    wizard.resize(1024, 700)
    wizard.show()
    yield WizardDriver(qtbot, session, wizard, tmp_path)
    session.shutdown()
