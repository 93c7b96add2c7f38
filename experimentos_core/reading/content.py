"""What was opened, before it is read: the bytes of a file, or a range that was copied."""

from dataclasses import dataclass
from enum import StrEnum


class ContentKind(StrEnum):
    """What the bytes are."""

    TEXT = "text"
    WORKBOOK = "workbook"
    CLIPBOARD = "clipboard"


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """The bytes of one export.

    Attributes:
        name: File name without folders, fit to be shown.
        kind: What the bytes are; a clipboard's are UTF-8 text.
        data: The bytes.
        sha256: Their digest, in hexadecimal.
    """

    name: str
    kind: ContentKind
    data: bytes
    sha256: str
