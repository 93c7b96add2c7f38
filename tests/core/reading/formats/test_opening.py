"""What bytes are is told by themselves; what is not read is refused with what to do."""

import io
import os
import sys
import zipfile
from pathlib import Path

import pytest

from experimentos_core.foundation.config import Thresholds
from experimentos_core.foundation.errors import ReadingError
from experimentos_core.reading.content import Content, ContentKind
from experimentos_core.reading.formats.delimited import read_delimited
from experimentos_core.reading.formats.files import sha256
from experimentos_core.reading.formats.opening import clipboard_content, read_content

CSV = b"variant,users\ncontrol,5\n"


def zip_of(*members: str, first: bytes = b"") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        if first:
            archive.writestr(zipfile.ZipInfo("mimetype"), first)
        for member in members:
            archive.writestr(member, "<x/>")
    return buffer.getvalue()


def opened(folder: Path, name: str, data: bytes) -> Content:
    path = folder / name
    path.write_bytes(data)
    return read_content(path)


def test_content_carries_name_bytes_and_digest(tmp_path: Path) -> None:
    content = opened(tmp_path, "a.csv", CSV)
    assert content == Content(name="a.csv", kind=ContentKind.TEXT, data=CSV, sha256=sha256(CSV))


@pytest.mark.parametrize("name", ["a.csv", "a.tsv", "a.txt", "a", "a.xlsx", "a.xls", "a.JSON"])
def test_text_opens_as_text_whatever_it_is_called(tmp_path: Path, name: str) -> None:
    assert opened(tmp_path, name, CSV).kind is ContentKind.TEXT


@pytest.mark.parametrize("name", ["a.xlsx", "a.XLSM", "a.csv", "a"])
def test_a_workbook_opens_as_a_workbook_whatever_it_is_called(tmp_path: Path, name: str) -> None:
    data = zip_of("[Content_Types].xml", "xl/workbook.xml")
    assert opened(tmp_path, name, data).kind is ContentKind.WORKBOOK


def test_a_broken_workbook_is_left_to_the_reader_of_workbooks(tmp_path: Path) -> None:
    assert opened(tmp_path, "a.xlsx", b"PK\x03\x04rest").kind is ContentKind.WORKBOOK
    with pytest.raises(ReadingError, match="an archive"):
        opened(tmp_path, "a.csv", b"PK\x03\x04rest")


@pytest.mark.parametrize(
    ("name", "data", "what", "hint"),
    [
        (
            "a.xls",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500,
            "an Excel workbook of the old format",
            "xlsx",
        ),
        (
            "a.xlsx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "protected by a password",
            "remove the password",
        ),
        ("a.xlsb", zip_of("xl/workbook.bin"), "a binary Excel workbook", "xlsx"),
        (
            "a.ods",
            zip_of("content.xml", first=b"application/vnd.oasis.opendocument.spreadsheet"),
            "an OpenDocument sheet",
            "xlsx",
        ),
        ("a.docx", zip_of("word/document.xml"), "a Word document", "CSV"),
        ("a.numbers", zip_of("Index/Document.iwa"), "a Numbers sheet", "xlsx"),
        ("a.zip", zip_of("a.csv"), "an archive", "Unpack"),
        ("a.csv.gz", b"\x1f\x8b\x08\0rest", "an archive", "Unpack"),
        ("a.parquet", b"PAR1\x15\x00rest\x00PAR1", "a Parquet file", "CSV"),
        ("a.json", b'\n [{"variant": "a"}]', "a JSON file", "CSV"),
        ("a.json", b"[1, 2]", "a JSON file", "CSV"),
        ("a.csv", b'\xef\xbb\xbf{"variant": "a"}', "a JSON file", "CSV"),
        ("a.pdf", b"%PDF-1.7\n", "a PDF", "CSV"),
        ("a.db", b"SQLite format 3\x00\x10", "a database", "CSV"),
        ("a.png", b"\x89PNG\r\n\x1a\n", "a picture", "CSV"),
        ("a.jpg", b"\xff\xd8\xff\xe0", "a picture", "CSV"),
        ("a.xls", b"\r\n<HTML><table>", "a web page", "spreadsheet"),
        ("a.xml", b"<?xml version='1.0'?>", "an XML file", "spreadsheet"),
    ],
)
def test_other_formats_are_refused_with_what_to_do(
    tmp_path: Path, name: str, data: bytes, what: str, hint: str
) -> None:
    with pytest.raises(ReadingError, match="which cannot be opened") as caught:
        opened(tmp_path, name, data)
    assert caught.value.message.startswith(f"{name} is {what}")
    assert hint in caught.value.hint


@pytest.mark.parametrize("header", [b"PAR1,users", b"[variant],[users]", b"PKG,users", b"BM,n"])
def test_a_header_that_looks_like_a_format_is_still_text(tmp_path: Path, header: bytes) -> None:
    assert opened(tmp_path, "a.csv", header + b"\na,1\n").kind is ContentKind.TEXT


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names are Unicode there")
def test_a_name_that_is_no_text_can_still_be_shown(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xfcber.csv"))
    path.write_bytes(CSV)
    assert read_content(path).name == "?ber.csv"


def test_a_copied_range_is_read_by_its_tabs() -> None:
    content = clipboard_content("variant\tusers\r\nA, new\t1,5\r\nB\t2,5\r\n\x00\x00")
    assert (content.name, content.kind) == ("Clipboard", ContentKind.CLIPBOARD)
    grid = read_delimited(content)
    assert grid.rows == (("variant", "users"), ("A, new", "1,5"), ("B", "2,5"))
    assert (grid.source.separator, grid.source.sha256) == ("tab", sha256(content.data))


def test_copied_text_that_is_csv_is_read_as_such() -> None:
    grid = read_delimited(clipboard_content("variant;users\nZ\u00fcrich;5\nB;6"))
    assert grid.rows[1] == ("Z\u00fcrich", "5")
    assert grid.source.dialect == "UTF-8 \u00b7 semicolon"


@pytest.mark.parametrize("text", ["", "\x00", " \r\n\t\x00"])
def test_an_empty_clipboard_is_said(text: str) -> None:
    with pytest.raises(ReadingError, match="The clipboard holds no cells"):
        clipboard_content(text)


def test_odd_copied_characters_hurt_nobody() -> None:
    content = clipboard_content("variant\tusers\nA\ud83d\t5")
    assert read_delimited(content).rows[1] == ("A\\ud83d", "5")
    with pytest.raises(ReadingError, match="not a text file"):
        read_delimited(clipboard_content("variant\tusers\nA\x00B\t5"))
    with pytest.raises(ReadingError, match="The clipboard is larger than 1 MB"):
        clipboard_content("x" * 1_000_001, Thresholds(max_file_bytes=1_000_000))
