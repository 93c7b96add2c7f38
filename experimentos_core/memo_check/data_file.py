"""The file a memo was made of, held to the digest the memo names."""

from dataclasses import replace

from experimentos_core.foundation.visible_text import make_visible
from experimentos_core.memo_check.records import CheckedPart, Difference, DifferenceKind, MemoCheck
from experimentos_core.reading.formats.files import sha256


def compare_data_file(check: MemoCheck, content: bytes, name: str) -> MemoCheck:
    """Return a check that also says whether these bytes are the file the memo was made of."""
    told, computed, name = check.report.input.sha256, sha256(content), make_visible(name, 80)
    part = CheckedPart(name="Data file", outcome=f"{name} is the file it names", differences=0)
    if told == computed:
        return replace(check, parts=(*check.parts, part))
    difference = Difference(
        kind=DifferenceKind.INPUT_FILE,
        where="Data file",
        told=told,
        computed=computed,
        sentence=(
            f"Data file: {name} is not the file this memo was made of: the memo names SHA-256 "
            f"{make_visible(told, 64)}, the file has {computed}."
        ),
    )
    return replace(
        check,
        passed=False,
        parts=(*check.parts, replace(part, outcome=f"{name} is another file", differences=1)),
        differences=(*check.differences, difference),
    )
