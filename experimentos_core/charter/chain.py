"""Locked charters: each version sealed with a SHA-256 that covers the version before it.

A lock says what was promised, and when. What changes afterwards is an amendment: another version
with its reason, never an overwrite. Whoever changes a stored byte breaks a seal.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final

from experimentos_core.charter.charter import Charter
from experimentos_core.foundation.codec import CodecError, from_plain, to_plain
from experimentos_core.foundation.errors import CharterError

KIND: Final = "experimentos-charter"
_FIRST: Final = "0" * 64
_LONGEST_REASON: Final = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class LockedCharter:
    """One version of a charter, sealed.

    Attributes:
        version: From 1 on.
        locked_at: When, as UTC in ISO 8601: '2026-03-01T09:30:00Z'.
        reason: Why it was amended; empty for the first version.
        charter: What was promised.
        previous: Seal of the version before; zeros for the first.
        sha256: The seal: digest of all of the above in canonical JSON.
    """

    version: int
    locked_at: str
    reason: str
    charter: Charter
    previous: str
    sha256: str

    @property
    def digest(self) -> str:
        """The seal its content should have."""
        content = {key: value for key, value in to_plain(self).items() if key != "sha256"}
        return hashlib.sha256(canonical(content)).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class CharterChain:
    """Every version of one locked charter, the first one first; never empty.

    Attributes:
        versions: The versions.
    """

    versions: tuple[LockedCharter, ...]

    @property
    def latest(self) -> LockedCharter:
        """The version that holds now."""
        return self.versions[-1]

    @property
    def first(self) -> LockedCharter:
        """What was locked first."""
        return self.versions[0]


def canonical(value: object) -> bytes:
    """Return JSON values in the one form that is sealed: keys sorted, no spaces, UTF-8."""
    text = json.dumps(
        value, allow_nan=False, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return text.encode(errors="surrogatepass")


def as_stored(charter: Charter) -> Charter:
    """Return a charter as reading it back gives it: a whole number where a share is meant is one.

    Python holds 1 and 1.0 for equal, but they are written differently and would be sealed so.
    """
    return from_plain(Charter, to_plain(charter), "charter")


def lock(charter: Charter, now: Callable[[], datetime]) -> CharterChain:
    """Seal a charter as the first version of a chain."""
    return CharterChain(versions=(_seal(charter, 1, "", _FIRST, now()),))


def amend(
    chain: CharterChain, charter: Charter, reason: str, now: Callable[[], datetime]
) -> CharterChain:
    """Seal a changed charter as the next version.

    Raises:
        CharterError: Without a reason, where nothing changed, or where the clock says that it is
            earlier than when the version before was locked.
    """
    reason = reason.strip()
    if not reason:
        raise CharterError("An amendment needs a reason.", "Say why the plan changes.")
    if len(reason) > _LONGEST_REASON:
        message = f"The reason has {len(reason):,} characters."
        raise CharterError(message, f"Say it in at most {_LONGEST_REASON:,}.")
    if charter == chain.latest.charter:
        message = "Nothing in the plan has changed since it was locked."
        raise CharterError(message, "Change it first, or leave it locked as it is.")
    last = chain.latest
    version = _seal(charter, last.version + 1, reason, last.sha256, now())
    if version.locked_at < last.locked_at:
        message = (
            f"The clock of this computer says {version.locked_at}, but the plan was locked on "
            f"{last.locked_at}."
        )
        raise CharterError(message, "Set the clock right, then amend the plan.")
    return CharterChain(versions=(*chain.versions, version))


def faults_of(chain: CharterChain) -> tuple[str, ...]:
    """Say of every version whose seal is broken what is wrong; empty for a whole chain."""
    found: list[str] = []
    previous = _FIRST
    for number, version in enumerate(chain.versions, start=1):
        if version.version != number:
            found.append(f"Version {number} of the charter is numbered {version.version}.")
        if version.digest != version.sha256:
            found.append(
                f"Version {number} of the charter was changed after it was locked: its content "
                "does not match its seal."
            )
        if version.previous != previous:
            found.append(
                f"Version {number} of the charter does not follow the version before it: a version "
                "was changed, removed or put in between."
            )
        previous = version.sha256
    return tuple(found)


def write_chain(chain: CharterChain) -> bytes:
    """Return a chain as the content of a file; the same chain gives the same bytes."""
    text = json.dumps(
        {"kind": KIND, **to_plain(chain)}, allow_nan=False, ensure_ascii=False, indent=1
    )
    return f"{text}\n".encode()


def looks_locked(data: bytes) -> bool:
    """Whether the content of a file is meant as a locked charter rather than a plain one."""
    return f'"{KIND}"'.encode() in data


def read_chain(data: bytes) -> CharterChain:
    """Read what `write_chain` wrote.

    Raises:
        CharterError: For anything else, a broken seal or a changed byte, naming what is wrong.
    """
    try:
        document: Any = json.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        message = "The locked charter could not be read: it is damaged."
        raise CharterError(message, "Use the copy you exported.") from error
    if not isinstance(document, dict) or document.get("kind") != KIND:
        raise CharterError("This is no locked charter.", "Choose a file made by locking a plan.")
    content = {key: value for key, value in document.items() if key != "kind"}
    try:
        chain = from_plain(CharterChain, content, "charter")
    except CodecError as error:
        message = f"The locked charter could not be read: {error}."
        raise CharterError(message, "It was changed or made by a newer program.") from error
    except CharterError as error:
        message = f"The locked charter was changed after it was locked. {error.message}"
        raise CharterError(message, "Use the copy you exported when you locked it.") from error
    check_chain(chain)
    if write_chain(chain) != data:
        message = "The file of the locked charter was changed outside the program."
        raise CharterError(message, "Its seals are whole; export it again to use it.")
    return chain


def check_chain(chain: CharterChain) -> None:
    """Refuse a chain that is not whole.

    Raises:
        CharterError: Naming the first broken seal.
    """
    faults = faults_of(chain) if chain.versions else ("The locked charter holds no version.",)
    if faults:
        raise CharterError(faults[0], "Use the copy you exported when you locked it.")


def _seal(
    charter: Charter, version: int, reason: str, previous: str, moment: datetime
) -> LockedCharter:
    bare = LockedCharter(
        version=version,
        locked_at=moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        reason=reason,
        charter=as_stored(charter),
        previous=previous,
        sha256="",
    )
    return replace(bare, sha256=bare.digest)
