"""Every test: no display, no home of its own, no network of the user, the same dice in CI."""

import os
import sys
import tempfile
import threading
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

_HOME = tempfile.TemporaryDirectory(prefix="experimentos-tests-", ignore_cleanup_errors=True)

# Before anything imports Qt or matplotlib: both read their environment once.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["MPLCONFIGDIR"] = str(Path(_HOME.name, "matplotlib"))
for _name in ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"):
    os.environ[_name] = _HOME.name
for _name in ("CACHE", "CONFIG", "DATA", "STATE"):
    os.environ[f"XDG_{_name}_HOME"] = str(Path(_HOME.name, _name.lower()))
for _name in ("EXPERIMENTOS_LOG_LEVEL", "QT_STYLE_OVERRIDE", "QT_SCALE_FACTOR"):
    os.environ.pop(_name, None)

settings.register_profile("desk", deadline=None)
settings.register_profile(
    "ci",
    deadline=None,  # a busy machine is not a defect
    derandomize=True,  # the same examples every time: a red run means a change, not bad luck
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],  # the same busy machine
)
settings.load_profile("ci" if os.environ.get("CI") else "desk")


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings, log and cache of each test are its own."""
    monkeypatch.setenv("EXPERIMENTOS_HOME", str(tmp_path / "experimentos-home"))


@pytest.fixture(scope="session", autouse=True)
def pool_threads_count() -> None:
    """Coverage follows the threads Python starts; those of Qt's pool are told to join in."""
    tracer = threading.gettrace()
    if tracer is None:
        return
    from experimentos_gui import tasks

    untraced_run = tasks._Job.run

    def run(job: tasks._Job) -> None:
        sys.settrace(tracer)
        untraced_run(job)

    tasks._Job.run = run
