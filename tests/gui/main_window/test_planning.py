"""A plan before the data, through the whole window: made, locked, found again, held to."""

from datetime import UTC, datetime

import pytest

from experimentos_core.charter import Charter
from experimentos_core.charter.chain import lock
from experimentos_core.foundation.paths import user_paths
from experimentos_core.history.ledger import keep_versions, new_uid
from experimentos_core.history.place import history_of
from experimentos_gui.home.home_panel import HomePanel
from experimentos_gui.wizard.flow import Step
from experimentos_gui.wizard.wizard import ExperimentWizard
from tests.gui.conftest import WAIT_MS

PLAN = Charter(name="Button", owner="Ada")
GOOD = ("variant,users,conversions", "control,10000,1000", "treatment,10000,1200")


@pytest.fixture
def kept(own_folders):
    """A locked plan of an earlier day."""
    chain = lock(PLAN, lambda: datetime(2026, 3, 1, 9, 30, tzinfo=UTC))
    uid = new_uid()
    keep_versions(history_of(user_paths()), uid, chain)
    return chain, uid


def test_planning_opens_the_charter_page(window) -> None:
    window._actions.plan.trigger()
    assert isinstance(window.page, ExperimentWizard)
    assert window.page.step is Step.CHARTER


def test_leaving_a_plan_keeps_it_to_come_back_to(window, session) -> None:
    window._pages.home.plan_requested.emit()
    session.set_charter(PLAN)
    window._pages.wizard.cancelled.emit()
    assert isinstance(window.page, HomePanel)
    window._pages.home.continue_requested.emit()
    assert (window.page.step, session.charter) == (Step.CHARTER, PLAN)


def test_a_locked_plan_is_opened_and_holds_the_data(
    qtbot, kept, window, session, write_csv
) -> None:
    window._pages.home.experiment_chosen.emit(kept[1])
    qtbot.waitUntil(lambda: isinstance(window.page, ExperimentWizard), timeout=WAIT_MS)
    assert window.page.step is Step.CHARTER
    assert session.chain == kept[0]
    window.open_file(write_csv(*GOOD))
    qtbot.waitUntil(lambda: session.checkup is not None, timeout=WAIT_MS)
    assert (window.page.step, session.chain) == (Step.DATA, kept[0])


def test_a_file_opened_on_the_first_page_begins_anew(
    qtbot, kept, window, session, write_csv
) -> None:
    session.history.open(kept[1])
    qtbot.waitUntil(lambda: session.chain is not None, timeout=WAIT_MS)
    window.show_home()
    window.open_file(write_csv(*GOOD))
    qtbot.waitUntil(lambda: session.checkup is not None, timeout=WAIT_MS)
    assert (session.chain, session.charter) == (None, Charter())
