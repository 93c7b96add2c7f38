"""Set-up on a fresh machine: .venv, the pinned packages, and on Debian the libraries Qt needs.

Everything here is done once and redone only when a requirements file or the interpreter changes.

    python -m tools.setup          what the program needs
    python -m tools.setup --dev    and what its tests and checks need
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from experimentos_gui import display

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
RUNTIME = "requirements.txt"
DEVELOPMENT = "requirements-dev.txt"
FONT_PACKAGE = "fonts-dejavu-core"
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts")


class SetupError(Exception):
    """Set-up cannot go on; the message says what is missing and how to mend it."""


def ensure(requirements: str) -> Path:
    """Make everything ready for `requirements` and return the interpreter of .venv.

    Raises:
        SetupError: Python is too old, or a step failed.
    """
    _require_python()
    ensure_system_libraries()
    if not _is_current(requirements):
        _make_venv()
        _install(requirements)
    return VENV_PYTHON


def ensure_system_libraries() -> None:
    """Install what Qt needs on Debian or Ubuntu as root; elsewhere say what is missing."""
    if not sys.platform.startswith("linux"):
        return
    missing = display.missing_libraries([*display.WINDOW_LIBRARIES, *display.XCB_LIBRARIES])
    packages = list(display.debian_packages(missing))
    if not _has_fonts():
        packages.append(FONT_PACKAGE)
    if not packages:
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        _apt_install(packages)
        return
    lacking = ", ".join([*missing, *([] if _has_fonts() else ["any font"])])
    say(f"This system lacks what Qt needs to draw a window: {lacking}.")
    say(f"On Debian or Ubuntu: sudo apt-get install {' '.join(packages)}")


def say(sentence: str) -> None:
    """Print one sentence at once, so that it stands before the output of what it announces."""
    print(sentence, flush=True)


def _require_python() -> None:
    wanted = (ROOT / ".python-version").read_text(encoding="ascii").strip()
    if sys.version_info[:2] < tuple(int(part) for part in wanted.split(".")):
        found = ".".join(str(part) for part in sys.version_info[:2])
        msg = f"ExperimentOS needs Python {wanted} or newer; this is Python {found}."
        raise SetupError(msg)


def _is_current(requirements: str) -> bool:
    """Say whether .venv runs and already holds `requirements` (the development set holds both)."""
    if not _venv_runs():
        return False
    return any(
        _stamp(name).is_file() and _stamp(name).read_text(encoding="utf-8") == _fingerprint(name)
        for name in {requirements, DEVELOPMENT}
    )


def _venv_runs() -> bool:
    if not VENV_PYTHON.is_file():
        return False
    return subprocess.run([VENV_PYTHON, "-c", ""], check=False, capture_output=True).returncode == 0


def _make_venv() -> None:
    if _venv_runs() and _same_interpreter():
        return
    say(f"Creating {VENV.name} with Python {sys.version.split()[0]} ...")
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], check=False)
    if made.returncode != 0:
        msg = (
            "Python could not create .venv. On Debian or Ubuntu: sudo apt-get install python3-venv"
        )
        raise SetupError(msg)


def _same_interpreter() -> bool:
    """Say whether .venv was made, and finished, by the interpreter that runs this."""
    stamps = [_stamp(name) for name in (RUNTIME, DEVELOPMENT) if _stamp(name).is_file()]
    return bool(stamps) and all(
        stamp.read_text(encoding="utf-8").startswith(_interpreter()) for stamp in stamps
    )


def _install(requirements: str) -> None:
    say(f"Installing the packages of {requirements} into {VENV.name} (once) ...")
    installed = subprocess.run(
        [
            *(VENV_PYTHON, "-m", "pip", "install", "-qq", "--disable-pip-version-check"),
            *("--no-input", "--only-binary", ":all:", "--require-hashes", "-r", requirements),
        ],
        cwd=ROOT,
        check=False,
    )
    if installed.returncode != 0:
        msg = f"pip could not install {requirements}; its message stands above."
        raise SetupError(msg)
    say("Ready.")
    _stamp(requirements).write_text(_fingerprint(requirements), encoding="utf-8")


def _stamp(requirements: str) -> Path:
    return VENV / f"installed-{requirements}"


def _fingerprint(requirements: str) -> str:
    digest = hashlib.sha256((ROOT / requirements).read_bytes()).hexdigest()
    return f"{_interpreter()}\n{digest}\n"


def _interpreter() -> str:
    return f"{sys.implementation.cache_tag} {sys.base_prefix}"


def _has_fonts() -> bool:
    folders = [Path(folder) for folder in FONT_FOLDERS]
    return any(True for folder in folders for _ in folder.rglob("*.[ot]t[fc]"))


def _apt_install(packages: list[str]) -> None:
    say(f"Installing the system libraries Qt needs: {' '.join(packages)} ...")
    quiet = ("apt-get", "-qq", "-o", "Dpkg::Use-Pty=0")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = [*quiet, "install", "-y", "--no-install-recommends", *packages]
    for command in ([*quiet, "update"], install):
        done = subprocess.run(
            command, check=False, env=environment, stdout=subprocess.DEVNULL, text=True
        )
        if done.returncode != 0:
            say(f"`{' '.join(command)}` failed; Qt may not be able to draw a window.")
            return


def main(arguments: list[str]) -> int:
    """Run the set-up; `--dev` adds what tests and checks need."""
    try:
        ensure(DEVELOPMENT if "--dev" in arguments else RUNTIME)
    except SetupError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
