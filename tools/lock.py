"""`make lock`: requirements*.txt from pyproject.toml, pinned and hashed for every system."""

import os
import subprocess
import sys

from tools.setup import DEVELOPMENT, ROOT, RUNTIME, VENV_PYTHON

# Machine-local indexes and wheel folders must not find their way into the hashes.
LOCAL_SETTINGS = ("UV_FIND_LINKS", "UV_INDEX", "UV_INDEX_URL", "UV_EXTRA_INDEX_URL")


def main(arguments: list[str]) -> int:
    """Write both requirement files; `--upgrade` takes the newest versions."""
    environment = {key: value for key, value in os.environ.items() if key not in LOCAL_SETTINGS}
    environment["UV_CUSTOM_COMPILE_COMMAND"] = "make lock"
    uv = str(VENV_PYTHON.with_name("uv"))
    compile_command = [
        *(uv, "pip", "compile", "pyproject.toml", "--quiet", "--no-config", "--system-certs"),
        *("--universal", "--python-version", "3.13", "--generate-hashes", *arguments),
    ]
    for options in (["-o", RUNTIME], ["--extra", "dev", "-c", RUNTIME, "-o", DEVELOPMENT]):
        done = subprocess.run([*compile_command, *options], cwd=ROOT, env=environment, check=False)
        if done.returncode != 0:
            return done.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
