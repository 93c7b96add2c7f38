"""`make test`: set-up, then every test with branch coverage. Arguments go to pytest.

python -m tools.test                     everything, both cores, coverage
python -m tools.test tests/core -k srm   some of it, without the coverage bar
"""

import subprocess
import sys

from tools import setup

EVERYTHING = ["-n", "auto", "--maxprocesses", "8", "--cov", "--cov-report", "term"]


def main(arguments: list[str]) -> int:
    """Run pytest in .venv and return its exit status."""
    try:
        python = setup.ensure(setup.DEVELOPMENT)
    except setup.SetupError as error:
        print(error, file=sys.stderr)
        return 1
    command = [str(python), "-m", "pytest", *(arguments or EVERYTHING)]
    return subprocess.run(command, cwd=setup.ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
