"""What the worker threads do for locked plans: lock, amend, open, take over, write out, list.

The list is read right after the start; what needs the statistics loads only when it is used.
"""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from experimentos_core.charter import Charter
from experimentos_core.charter.chain import CharterChain, amend, lock
from experimentos_core.foundation.paths import user_paths
from experimentos_core.plans import (
    PlanEntry,
    adopt_plan,
    list_plans,
    plans_folder,
    read_plan,
    save_plan,
)

if TYPE_CHECKING:
    from experimentos_core.plan_files import PlanFile

type Kept = tuple[CharterChain, Path]


def lock_plan(charter: Charter) -> Kept:
    """Lock a plan and keep it.

    Raises:
        ExportError: When it cannot be kept; then it is not locked.
    """
    chain = lock(charter, _now)
    return chain, save_plan(_folder(), chain)


def amend_plan(chain: CharterChain, path: Path, charter: Charter, reason: str) -> Kept:
    """Lock a changed plan as the next version and keep it.

    Raises:
        CharterError: Without a reason, or where the plan was amended elsewhere or damaged.
        ExportError: When it cannot be kept; then it is not amended.
    """
    amended = amend(chain, charter, reason, _now)
    return amended, save_plan(_folder(), amended, path)


def open_plan(path: Path) -> Kept:
    """Read a plan that is kept.

    Raises:
        ExperimentError: When it is gone or not whole.
    """
    return read_plan(path), path


def take_over(path: Path) -> "tuple[PlanFile, Kept | None]":
    """Read the plan of any file; a locked one is kept from now on.

    Raises:
        ExperimentError: When the file holds no plan, or one that cannot be kept.
    """
    from experimentos_core.plan_files import read_plan_file  # noqa: PLC0415 - see above

    found = read_plan_file(path)
    if found.chain is None:
        return found, None
    kept, chain = adopt_plan(_folder(), found.chain)
    return found, (chain, kept)


def write_out(path: Path, charter: Charter, chain: CharterChain | None) -> Path:
    """Write a plan where the person wants it.

    Raises:
        ExportError: When it cannot be written.
    """
    from experimentos_core.plan_files import write_plan_file  # noqa: PLC0415 - see above

    write_plan_file(path, charter, chain)
    return path


def list_kept() -> tuple[PlanEntry, ...]:
    """Return every plan that is kept, those with a fault among them.

    Raises:
        CharterError: When their folder cannot be read.
    """
    return list_plans(_folder())


def _folder() -> Path:
    return plans_folder(user_paths())


def _now() -> datetime:
    return datetime.now(UTC)
