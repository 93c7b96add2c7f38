"""A plan out of any file that holds one: a charter, a locked one, a report, a memo."""

import json
import re
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from experimentos_core.charter import Charter
from experimentos_core.charter.chain import CharterChain, looks_locked, read_chain, write_chain
from experimentos_core.foundation.codec import CodecError, from_plain, to_json
from experimentos_core.foundation.errors import CharterError
from experimentos_core.foundation.files import write_atomically
from experimentos_core.memo.html import REPORT_ID
from experimentos_core.reading.formats.files import read_bytes

_LARGEST_FILE: Final = 50_000_000
_REPORT: Final = re.compile(
    rf'<script type="application/json" id="{re.escape(REPORT_ID)}">(?P<json>[^<]*)</script>'
)
_WHICH: Final = "Choose a charter, a report or a memo that ExperimentOS wrote."


class Source(StrEnum):
    """What a plan was taken from."""

    CHARTER = "charter"
    LOCKED = "locked charter"
    PAST = "past experiment"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFile:
    """A plan, and where it comes from.

    Attributes:
        source: What kind of file held it.
        charter: The plan; the latest version of a locked one.
        chain: Every version, where it is locked.
    """

    source: Source
    charter: Charter
    chain: CharterChain | None = None


def read_plan_file(path: Path) -> PlanFile:
    """Read the plan a file holds.

    That of a past experiment comes without its first and last day: they were another test's. What
    was locked for it is no lock of a new one.

    Raises:
        ReadingError: When the file cannot be read.
        CharterError: When it holds no plan, or a locked one that is not whole.
    """
    content = read_bytes(path, _LARGEST_FILE, "a plan")
    if looks_locked(content):
        chain = read_chain(content)
        return PlanFile(source=Source.LOCKED, charter=chain.latest.charter, chain=chain)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CharterError(f"{path.name} holds no plan: it is not UTF-8 text.", _WHICH) from None
    memo = _REPORT.search(text)
    value = _parse(memo["json"] if memo is not None else text, path.name)
    if not isinstance(value, dict):
        raise CharterError(f"{path.name} holds no plan.", _WHICH)
    if "charter" in value:
        past = _charter(value["charter"])
        size = replace(past.size, start="", end="")
        return PlanFile(source=Source.PAST, charter=replace(past, size=size))
    return PlanFile(source=Source.CHARTER, charter=_charter(value))


def write_plan_file(path: Path, charter: Charter, chain: CharterChain | None) -> None:
    """Write a plan to be read elsewhere; a locked one with all its versions.

    Raises:
        ExportError: When it cannot be written.
    """
    content = write_chain(chain) if chain is not None else f"{to_json(charter)}\n".encode()
    write_atomically(path, content)


def _parse(text: str, name: str) -> Any:  # noqa: ANN401 - JSON values have no narrower type
    try:
        return json.loads(text, parse_constant=_refuse, object_pairs_hook=_once)
    except (ValueError, RecursionError):
        raise CharterError(f"{name} holds no plan.", _WHICH) from None


def _charter(value: object) -> Charter:
    try:
        return from_plain(Charter, value, "charter")
    except CodecError as error:
        message = f"The plan could not be read: {error}."
        raise CharterError(message, "It was changed, or made by a newer program.") from error


def _refuse(constant: str) -> float:
    raise ValueError(constant)


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Refuse an object that says one thing twice; the last would win without a word."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError(str(pairs))
    return found
