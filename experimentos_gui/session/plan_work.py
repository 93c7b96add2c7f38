"""What the worker threads do for locked plans: lock, amend, take over, write out."""

from pathlib import Path
from typing import TYPE_CHECKING

from experimentos_core.charter import Charter
from experimentos_core.charter.chain import CharterChain, amend, lock
from experimentos_core.foundation.moments import utc_now
from experimentos_core.foundation.paths import user_paths
from experimentos_core.history.adopting import adopt_chain
from experimentos_core.history.ledger import keep_versions
from experimentos_core.history.place import history_of

if TYPE_CHECKING:
    from experimentos_core.plan_files import PlanFile

type Kept = tuple[CharterChain, str]


def lock_plan(uid: str, charter: Charter) -> Kept:
    """Lock the plan of an experiment and keep it.

    Raises:
        HistoryError: When it cannot be kept; then it is not locked.
    """
    chain = lock(charter, utc_now)
    keep_versions(history_of(user_paths()), uid, chain)
    return chain, uid


def amend_plan(chain: CharterChain, uid: str, charter: Charter, reason: str) -> Kept:
    """Lock a changed plan as the next version and keep it.

    Raises:
        CharterError: Without a reason.
        HistoryError: Where the plan was amended elsewhere, or cannot be kept; then it is not
            amended.
    """
    amended = amend(chain, charter, reason, utc_now)
    keep_versions(history_of(user_paths()), uid, amended)
    return amended, uid


def take_over(path: Path) -> "tuple[PlanFile, Kept | None]":
    """Read the plan of any file; a locked one is kept from now on.

    Raises:
        ExperimentError: When the file holds no plan, or one that cannot be kept.
    """
    from experimentos_core.plan_files import read_plan_file  # noqa: PLC0415 - loads the memo

    found = read_plan_file(path)
    if found.chain is None:
        return found, None
    uid, chain = adopt_chain(history_of(user_paths()), found.chain)
    return found, (chain, uid)


def write_out(path: Path, charter: Charter, chain: CharterChain | None) -> Path:
    """Write a plan where the person wants it.

    Raises:
        ExportError: When it cannot be written.
    """
    from experimentos_core.plan_files import write_plan_file  # noqa: PLC0415 - loads the memo

    write_plan_file(path, charter, chain)
    return path
