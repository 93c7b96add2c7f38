"""Locked plans from elsewhere: kept once, continued, and never mixed."""

from dataclasses import replace
from pathlib import Path

import pytest

from experimentos_core.charter import Charter
from experimentos_core.charter.chain import CharterChain, amend, lock, write_chain
from experimentos_core.foundation.errors import CharterError
from experimentos_core.history.adopting import adopt_chain, adopt_folder
from experimentos_core.history.database import Database
from experimentos_core.history.finding import Query, Standing, find
from experimentos_core.history.opening import read_experiment
from tests.helpers.histories import clock

PLAN = Charter(name="Button", owner="Ada")


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(tmp_path / "history.sqlite3")


def amended(chain: CharterChain, alpha: float) -> CharterChain:
    charter = replace(chain.latest.charter, alpha=alpha)
    return amend(chain, charter, "a better reason", clock())


def test_a_plan_from_elsewhere_is_kept_once_and_the_longer_copy_holds(database: Database):
    chain = lock(PLAN, clock())
    longer = amended(chain, 0.01)
    uid, kept = adopt_chain(database, chain)
    assert kept == chain
    assert adopt_chain(database, longer) == (uid, longer)
    assert adopt_chain(database, chain) == (uid, longer)
    assert read_experiment(database, uid).chain == longer
    assert len(find(database, Query())) == 1


def test_two_histories_of_one_plan_are_refused(database: Database):
    chain = lock(PLAN, clock())
    uid, kept = adopt_chain(database, amended(chain, 0.01))
    with pytest.raises(CharterError, match="amended here and elsewhere"):
        adopt_chain(database, amended(chain, 0.02))
    assert read_experiment(database, uid).chain == kept


def test_a_folder_of_an_earlier_version_moves_in_once(database: Database, tmp_path: Path):
    folder = tmp_path / "plans"
    folder.mkdir()
    chain = lock(PLAN, clock())
    (folder / "a.json").write_bytes(write_chain(chain))
    (folder / ".a.json.part").write_bytes(b"half")
    assert adopt_folder(database, folder) == ()
    assert not folder.exists()
    assert (tmp_path / "plans moved into the history" / "a.json").exists()
    assert len(find(database, Query(standing=Standing.PLANS))) == 1
    assert adopt_folder(database, folder) == ()


def test_a_broken_plan_stays_where_it_is_and_is_told(database: Database, tmp_path: Path):
    folder = tmp_path / "plans"
    folder.mkdir()
    whole = write_chain(lock(PLAN, clock()))
    (folder / "a.json").write_bytes(whole.replace(b"Ada", b"Eve"))
    (folder / "b.json").write_bytes(whole)
    faults = adopt_folder(database, folder)
    assert len(faults) == 1
    assert "changed after it was locked" in faults[0].message
    assert (folder / "a.json").exists()
    assert len(find(database, Query())) == 1
