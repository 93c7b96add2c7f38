import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from experimentos_core.memo import generate_memo
from tests.helpers.memos import CANONICAL

ROOT = Path(__file__).parents[3]
NAMES = ("arms_with_guardrails", "fish_oil", "broken_cells", "mean_primary")
PROGRAM = f"""
import locale, hashlib
try:
    locale.setlocale(locale.LC_ALL, "")
except locale.Error:
    pass
from experimentos_core.memo import generate_memo
from tests.helpers.memos import CANONICAL
for name in {NAMES!r}:
    memo = generate_memo(CANONICAL[name]())
    print(hashlib.sha256((memo.markdown + memo.html).encode()).hexdigest())
"""


def digests() -> list[str]:
    memos = (generate_memo(CANONICAL[name]()) for name in NAMES)
    return [hashlib.sha256((m.markdown + m.html).encode()).hexdigest() for m in memos]


def test_the_same_report_gives_the_same_bytes_twice() -> None:
    assert digests() == digests()


@pytest.mark.parametrize(
    ("seed", "locale"), [("1", "C"), ("77", "de_DE.UTF-8"), ("1234", "tr_TR.UTF-8")]
)
def test_another_process_and_locale_gives_the_same_bytes(seed: str, locale: str) -> None:
    environment = os.environ | {
        "PYTHONHASHSEED": seed,
        "LC_ALL": locale,
        "LANG": locale,
        "TZ": "Asia/Tokyo",
        "PYTHONPATH": str(ROOT),
    }
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == digests()
