"""A history on a disk of its own; run it where disks may be mounted (`unshare -rm`).

    python -m tests.helpers.small_disk full|readonly FOLDER

What happened goes to standard output as JSON.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from experimentos_core.foundation.errors import ExperimentError
from experimentos_core.history.backups import back_up_daily
from experimentos_core.history.copying import check_file
from experimentos_core.history.database import Database
from experimentos_core.history.export import write_experiment
from experimentos_core.history.finding import Query, find
from experimentos_core.history.importing import import_experiment
from experimentos_core.history.keeping import write_note
from experimentos_core.history.opening import read_experiment
from tests.helpers.histories import full_experiment


def mount(folder: Path, *options: str) -> None:
    subprocess.run(["mount", *options, str(folder)], check=True)  # noqa: S607 - found by PATH


def sentence_of(act: Any) -> str:
    """Do an act that must be refused; return the sentence."""
    try:
        act()
    except ExperimentError as error:
        return str(error)
    return ""


def full(folder: Path) -> dict[str, Any]:
    """Fill the disk act by act, then free some space."""
    mount(folder, "-t", "tmpfs", "-o", "size=3m", "tmpfs")
    database = Database(folder / "data" / "history.sqlite3")
    uid = full_experiment(database)
    export = folder / "x.experiment"
    write_experiment(database, uid, export)
    before = export.read_bytes()
    ballast = folder / "ballast"
    ballast.write_bytes(bytes(300_000))
    acts, sentence = 0, ""
    while not sentence:
        note = f"{acts} " + os.urandom(8000).hex()[:15_000]
        sentence = sentence_of(lambda note=note: write_note(database, uid, note))
        acts += not sentence
    with (folder / "rest").open("wb") as rest:
        rest.write(bytes(os.statvfs(folder).f_bavail * os.statvfs(folder).f_frsize))
    refused = {
        "write": sentence,
        "export": sentence_of(lambda: write_experiment(database, uid, export)),
        "import": sentence_of(lambda: import_experiment(database, before)),
        "backup": sentence_of(lambda: back_up_daily(database)),
    }
    check_file(database.path)
    kept = read_experiment(database, uid)
    (folder / "rest").unlink()
    ballast.unlink()
    write_note(database, uid, "space again")
    return {
        "acts": acts,
        "kept": sum(event.kind.value == "noted" for event in kept.events) - 1,
        "last": kept.row.note[:10],
        "refused": refused,
        "export_is_whole": export.read_bytes() == before,
        "parts": [path.name for path in folder.rglob("*.part")],
        "afterwards": read_experiment(database, uid).row.note,
    }


def readonly(folder: Path) -> dict[str, Any]:
    """Use a history on a disk that became read-only."""
    mount(folder, "-t", "tmpfs", "-o", "size=2m", "tmpfs")
    database = Database(folder / "data" / "history.sqlite3")
    uid = full_experiment(database)
    mount(folder, "-o", "remount,ro")
    fresh = Database(folder / "none" / "history.sqlite3")
    return {
        "listed": len(find(database, Query())),
        "name": read_experiment(database, uid).row.name,
        "nothing": len(find(fresh, Query())),
        "refused": {
            "write": sentence_of(lambda: write_note(database, uid, "x")),
            "begin": sentence_of(lambda: full_experiment(fresh)),
            "backup": sentence_of(lambda: back_up_daily(database)),
            "export": sentence_of(lambda: write_experiment(database, uid, folder / "x")),
        },
    }


if __name__ == "__main__":
    done = {"full": full, "readonly": readonly}[sys.argv[1]](Path(sys.argv[2]))
    sys.stdout.write(json.dumps(done) + "\n")
