"""Two threads that begin with different modules of the memo both get them whole.

One thread loads a module of the package and waits for the package itself; the other loads the
package. Were the package to load its own modules, each would wait for what the other holds, and
Python would let one of them go on with a module that is not there.
"""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
RACE = """
import importlib, sys, threading, time
import experimentos_core.experiment

begun, faults = threading.Event(), []

class SlowPackage:
    def find_spec(self, name, path=None, target=None):
        if name == "experimentos_core.memo":
            begun.set()
            time.sleep(0.5)

def load(name):
    try:
        importlib.import_module(name)
    except BaseException as error:
        faults.append(f"{name}: {error!r}")

sys.meta_path.insert(0, SlowPackage())
first, second = (threading.Thread(target=load, args=(name,)) for name in sys.argv[1:])
first.start()
begun.wait()
second.start()
first.join()
second.join()
print(*faults, sep="\\n")
"""


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("experimentos_core.memo", "experimentos_core.memo.sections"),
        ("experimentos_core.memo.sections", "experimentos_core.memo.wording"),
        ("experimentos_core.memo.markdown", "experimentos_core.memo.charts"),
    ],
)
def test_no_thread_meets_a_module_that_is_half_there(first: str, second: str) -> None:
    command = [sys.executable, "-c", RACE, first, second]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == ""
