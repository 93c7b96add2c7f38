"""The parts of an Excel workbook: a zip archive of XML, neither of which is trusted."""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, NoReturn, Protocol
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from experimentos_core.foundation.errors import ReadingError
from experimentos_core.reading.content import Content

SAVE_AGAIN: Final = "Open it in Excel, save it as a new .xlsx file, and open that one."
_COPY_TABLE: Final = "Copy the table alone into a new workbook, save that, and open it."
_MOST_PARTS: Final = 2_000
_LARGEST_PART: Final = 40_000_000
_SMALL_PART: Final = 2_000_000
_HIGHEST_RATIO: Final = 100
_LONGEST_TAG: Final = 1_000_000
_CHUNK: Final = 65_536
_MEMBER_SIGNATURE: Final = b"PK\x01\x02"
_OLD_OFFICE_SIGNATURE: Final = bytes.fromhex("D0CF11E0A1B11AE1")
_UNREADABLE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    ParseError,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
)
_OTHER_ARCHIVES: Final = (
    ("xl/workbook.bin", "a binary Excel workbook (.xlsb)"),
    ("word/document.xml", "a Word document"),
    ("ppt/presentation.xml", "a PowerPoint presentation"),
    ("content.xml", "an OpenDocument file"),
)


class EnoughReadError(Exception):
    """Raised by an XML target that needs no more of its part."""


class XmlTarget(Protocol):
    """What is told of every element of a part."""

    def start(self, tag: str, attrs: dict[str, str], /) -> object:
        """Take note of an element and its attributes."""

    def end(self, tag: str, /) -> object:
        """Take note of an element's end."""

    def data(self, text: str, /) -> object:
        """Take note of a piece of text."""

    def close(self) -> object:
        """Take note of the end of the part."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """A part that another one points to.

    Attributes:
        identity: The name the other part calls it by.
        kind: The last word of its type: 'worksheet', 'styles', 'sharedStrings'.
        part: Its name in the archive.
    """

    identity: str
    kind: str
    part: str


class WorkbookPackage:
    """The opened archive; a part is inflated piece by piece and never held as a whole."""

    def __init__(self, content: Content, checkpoint: Callable[[], None]) -> None:
        """Open the archive.

        Raises:
            ReadingError: When it is no archive, is protected or damaged, or holds more parts
                than any workbook does.
        """
        self.name = content.name
        self._checkpoint = checkpoint
        _refuse_other_files(content)
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(content.data))
        except _UNREADABLE:
            self.damaged("it is no complete zip archive")
        # Some writers spell folders with backslashes; names are compared without case.
        self._parts = {_part_key(info.filename): info for info in self._archive.infolist()}

    def has(self, part: str) -> bool:
        """Say whether the archive holds a part."""
        return _part_key(part) in self._parts

    def main_part(self) -> str:
        """Return the name of the part that lists the sheets.

        Raises:
            ReadingError: When the archive is something else than an Excel workbook.
        """
        named = [r.part for r in self.relations("") if r.kind == "officeDocument"]
        for part in (*named, "xl/workbook.xml"):
            if self.has(part) and part.casefold().endswith(".xml") and not self._is_other():
                return part
        what = next((what for part, what in _OTHER_ARCHIVES if self.has(part)), None)
        if what is None:
            message = f"{self.name} is a zip archive without an Excel workbook in it."
            raise ReadingError(message, "Unpack it and open the file that holds the table.")
        message = f"{self.name} is {what}, which cannot be opened."
        raise ReadingError(
            message, "Save the table as an Excel workbook (.xlsx) or as CSV (UTF-8)."
        )

    def relations(self, part: str) -> tuple[Relation, ...]:
        """Return the parts that `part` points to; the archive itself is called ''.

        Raises:
            ReadingError: When they cannot be read.
        """
        folder, name = posixpath.split(part)
        described = posixpath.join(folder, "_rels", f"{name}.rels")
        target = _Relations(folder)
        if self.has(described):
            self.read(described, target)
        return tuple(target.found)

    def read(
        self, part: str, target: XmlTarget, *, most: int | None = None, ends_early: bool = False
    ) -> None:
        """Tell `target` of every element of a part, until it has enough.

        Args:
            part: Its name in the archive.
            target: What is told.
            most: Stop without a word after so many bytes; None reads all of it.
            ends_early: Whether `target` refuses what is too large sooner, and in better words.

        Raises:
            ReadingError: When the part is damaged, too large, or holds what no workbook holds.
        """
        info = self._parts.get(_part_key(part))
        if info is None:
            self.damaged(f"its part {part} is missing")
        if most is None:
            self._check_size(info, ends_early=ends_early)
        self._check_packing(info)
        try:
            self._feed(info, DefusedXMLParser(target=target, forbid_dtd=True), most)
        except EnoughReadError:
            return
        except DefusedXmlException as error:
            message = f"{self.name} holds XML definitions that no ordinary workbook has."
            raise ReadingError(message, SAVE_AGAIN) from error
        except _UNREADABLE:
            self.damaged(f"its part {part} cannot be read")

    def damaged(self, reason: str) -> NoReturn:
        """Refuse the workbook.

        Raises:
            ReadingError: Always.
        """
        message = f"{self.name} is damaged: {reason}."
        raise ReadingError(message, SAVE_AGAIN) from None

    def _is_other(self) -> bool:
        return any(self.has(part) for part, _ in _OTHER_ARCHIVES)

    def _feed(self, info: zipfile.ZipInfo, parser: DefusedXMLParser, most: int | None) -> None:
        inflated = 0
        with self._archive.open(info) as stream:
            while chunk := stream.read(_CHUNK):
                self._checkpoint()
                inflated += len(chunk)
                if most is None and inflated > _LARGEST_PART:
                    self._too_large(inflated)
                parser.feed(chunk)
                # One endless tag is held in memory and searched for its end again and again.
                if inflated - parser.parser.CurrentByteIndex > _LONGEST_TAG:
                    self.damaged(f"its part {info.filename} holds a tag without end")
                if most is not None and inflated >= most:
                    return
        parser.close()

    def _check_size(self, info: zipfile.ZipInfo, *, ends_early: bool) -> None:
        ratio = info.file_size / max(info.compress_size, 1)
        is_bomb = info.file_size > _SMALL_PART and ratio > _HIGHEST_RATIO
        if is_bomb or (info.file_size > _LARGEST_PART and not ends_early):
            self._too_large(info.file_size)

    def _too_large(self, size: int) -> NoReturn:
        message = (
            f"A part of {self.name} unpacks to {size / 1_000_000:,.0f} MB or more: "
            "too large for an aggregate."
        )
        raise ReadingError(message, _COPY_TABLE)

    def _check_packing(self, info: zipfile.ZipInfo) -> None:
        if info.flag_bits & 1:
            raise _protected(self.name)
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            self.damaged("it is packed in a way that Excel does not use")


class _Relations:
    """Collects the relations of one part."""

    def __init__(self, folder: str) -> None:
        self.found: list[Relation] = []
        self._folder = folder

    def start(self, tag: str, attrs: dict[str, str]) -> None:
        if not tag.endswith("Relationship") or attrs.get("TargetMode") == "External":
            return
        path = attrs.get("Target", "").replace("\\", "/")
        relation = Relation(
            identity=attrs.get("Id", ""),
            kind=attrs.get("Type", "").rpartition("/")[2],
            part=posixpath.normpath(posixpath.join("/", self._folder, path)).lstrip("/"),
        )
        self.found.append(relation)

    def end(self, tag: str) -> None:
        """Nothing ends that matters."""

    def data(self, text: str) -> None:
        """No text matters."""

    def close(self) -> None:
        """Nothing is left to do."""


def _refuse_other_files(content: Content) -> None:
    if content.data.startswith(_OLD_OFFICE_SIGNATURE):
        raise _protected(content.name)
    # Every member of an archive costs memory before the first is read.
    if content.data.count(_MEMBER_SIGNATURE) > _MOST_PARTS:
        message = f"{content.name} holds more than {_MOST_PARTS:,} parts: no ordinary workbook."
        raise ReadingError(message, _COPY_TABLE)


def _protected(name: str) -> ReadingError:
    message = f"{name} is protected by a password, or is a workbook of the old .xls format."
    hint = "Open it in Excel, take the password off, and save it as an .xlsx workbook."
    return ReadingError(message, hint)


def _part_key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").casefold()
