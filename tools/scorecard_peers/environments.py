"""An environment of its own for each peer library, made once and kept outside the repository."""

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

PEERS: dict[str, tuple[str, ...]] = {
    "gbstats": ("gbstats==0.8.0", "numpy==2.5.5", "scipy==1.18.1", "pandas==2.3.3",
                "pydantic==2.14.3", "nbformat==5.11.1"),
    "tea-tasting": ("tea-tasting==2.0.0", "numpy==2.5.5", "scipy==1.18.1", "narwhals==2.29.0",
                    "pyarrow==26.0.1"),
    "spotify-confidence": ("spotify-confidence==4.1.0", "numpy==2.5.5", "scipy==1.18.1",
                           "pandas==2.3.3", "statsmodels==0.15.0", "chartify==5.0.1",
                           "bokeh==3.7.3"),  # chartify 5.0.1 cannot be imported with a newer bokeh
}  # fmt: skip
"""The library first, then what its figures depend on; pip chooses the rest."""

_WITHOUT_ITS_OWN_PINS = frozenset({"gbstats"})
"""gbstats 0.8.0 asks for a numpy and pandas older than Python 3.13; it runs on newer ones."""


def ensure(peer: str, folder: Path) -> Path:
    """Return the interpreter of the peer's environment below `folder`, making it where needed.

    Raises:
        subprocess.CalledProcessError: pip could not install the pinned packages.
    """
    home = folder / peer
    python = home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    stamp, wanted = home / "installed", "\n".join((sys.version, *PEERS[peer]))
    if not (stamp.is_file() and python.exists() and stamp.read_text(encoding="utf-8") == wanted):
        print(f"Making the environment of {peer} (once) ...", flush=True)
        shutil.rmtree(home, ignore_errors=True)
        venv.create(home, with_pip=True)
        _install(python, peer)
        stamp.write_text(wanted, encoding="utf-8")
    return python


def _install(python: Path, peer: str) -> None:
    library, *others = PEERS[peer]
    pip = (str(python), "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-input")
    if peer in _WITHOUT_ITS_OWN_PINS:
        subprocess.run([*pip, *others], check=True)
        subprocess.run([*pip, "--no-deps", library], check=True)
    else:
        subprocess.run([*pip, library, *others], check=True)
