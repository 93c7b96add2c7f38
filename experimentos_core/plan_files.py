"""A plan out of any file that holds one: a charter, a locked one, a report, a memo."""

from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from experimentos_core.charter import Charter
from experimentos_core.charter.chain import CharterChain, looks_locked, read_chain, write_chain
from experimentos_core.foundation.codec import CodecError, from_plain, parse_json, to_json
from experimentos_core.foundation.errors import CharterError, ReadingError
from experimentos_core.foundation.files import write_atomically
from experimentos_core.memo.embedded import embedded_reports
from experimentos_core.reading.formats.files import read_bytes
from experimentos_core.report_files import plain_report

_LARGEST_FILE: Final = 50_000_000
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
    memos = embedded_reports(text)
    value = _parse(memos[0] if memos else text, path.name)
    if not isinstance(value, dict):
        raise CharterError(f"{path.name} holds no plan.", _WHICH)
    if "charter" in value:
        past = _past(value)
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
        return parse_json(text)
    except CodecError:
        raise CharterError(f"{name} holds no plan.", _WHICH) from None


def _past(value: object) -> Charter:
    try:
        return plain_report(value).report.charter
    except ReadingError as error:
        raise CharterError(error.message, error.hint) from error


def _charter(value: object) -> Charter:
    try:
        return from_plain(Charter, value, "charter")
    except CodecError as error:
        message = f"The plan could not be read: {error}."
        raise CharterError(message, "It was changed, or made by a newer program.") from error
