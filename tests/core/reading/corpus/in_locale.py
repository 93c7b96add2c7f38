"""Reads the whole corpus under the locale of the environment: `in_locale FOLDER`.

The first line written names the locale that really ran; the rest is every interpretation as JSON.
"""

import json
import locale
import sys
from pathlib import Path

from tests.core.reading.corpus import CASES
from tests.core.reading.corpus.outcomes import plain_outcome


def main() -> None:
    """Write what every file of the corpus comes to."""
    try:
        locale.setlocale(locale.LC_ALL, "")
    except locale.Error:
        ran = "none"
    else:
        ran = locale.setlocale(locale.LC_NUMERIC)
    point = locale.localeconv()["decimal_point"]
    folder = Path(sys.argv[1])
    outcomes = {case.name: plain_outcome(case, folder) for case in CASES}
    text = json.dumps(outcomes, ensure_ascii=True, indent=1)
    sys.stdout.buffer.write(f"{ran} {point}\n{text}\n".encode("ascii", "backslashreplace"))


if __name__ == "__main__":
    main()
