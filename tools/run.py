"""`make run`: set-up, then the window; without a display, the same job headless on a sample.

python -m tools.run              the window
python -m tools.run export.csv   the window, with that file in the wizard
"""

import json
import os
import subprocess
import sys
from pathlib import Path

from experimentos_gui import display
from tools import setup

SAMPLES = setup.ROOT / "resources" / "samples"
MEMOS = setup.ROOT / "build" / "memo"


def main(arguments: list[str]) -> int:
    """Start ExperimentOS with `arguments` and return its exit status."""
    try:
        python = setup.ensure(setup.RUNTIME)
    except setup.SetupError as error:
        print(error, file=sys.stderr)
        return 1
    trouble = display.window_trouble(os.environ)
    if trouble and not arguments:
        setup.say(trouble)
        return run_sample(python)
    return subprocess.run([python, "main.py", *arguments], cwd=setup.ROOT, check=False).returncode


def run_sample(python: Path) -> int:
    """Analyse the first sample headless by its plan; the last line printed is the memo's path."""
    sample = json.loads((SAMPLES / "samples.json").read_text(encoding="utf-8"))[0]
    setup.say(f'Instead, the sample "{sample["title"]}" is analysed and its memo written.')
    MEMOS.mkdir(parents=True, exist_ok=True)
    memo = MEMOS / f"{sample['id']}.html"
    table = SAMPLES / f"{sample['id']}.csv"
    command = [str(python), "main.py", "analyze", str(table), "--memo", str(memo)]
    status = subprocess.run(command, cwd=setup.ROOT, check=False).returncode
    if status == 0:
        print(memo)
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
