"""Long texts and files, made small for the history and whole again, with a bound on their size."""

import hashlib
import zlib
from typing import Final

from experimentos_core.foundation.errors import HistoryError

LARGEST: Final = 200_000_000
_QUICK: Final = 6


def pack(content: bytes) -> bytes:
    """Compress."""
    return zlib.compress(content, _QUICK)


def unpack(packed: bytes, most: int = LARGEST) -> bytes:
    """Make whole again; HistoryError for what is damaged, or grows beyond `most` bytes."""
    unpacker = zlib.decompressobj()
    try:
        content = unpacker.decompress(packed, most)
    except zlib.error as error:
        raise damaged() from error
    if not unpacker.eof or unpacker.unused_data:
        raise damaged()
    return content


def pack_text(text: str) -> bytes:
    """Compress text; a lone surrogate survives."""
    return pack(text.encode("utf-8", "surrogatepass"))


def unpack_text(packed: bytes) -> str:
    """Return text that `pack_text` made small."""
    try:
        return unpack(packed).decode("utf-8", "surrogatepass")
    except UnicodeDecodeError as error:
        raise damaged() from error


def digest_of_text(text: str) -> str:
    """Return the SHA-256 of text in hexadecimal; a lone surrogate counts as what it is."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def damaged() -> HistoryError:
    """Return that what was kept is no longer what it was."""
    message = "What the history holds of this experiment is damaged."
    return HistoryError(message, "Restore a backup: File > Restore a backup.")
