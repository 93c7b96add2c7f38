"""Bytes of a file as they were at one moment, or a sentence."""

import hashlib
import os
from pathlib import Path

import pytest

from experimentos_core.foundation.errors import ReadingError
from experimentos_core.reading.formats.files import read_bytes, sha256


def test_bytes_come_back_whole_with_their_digest(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    content = os.urandom(3_000_001)
    path.write_bytes(content)
    assert read_bytes(path, 3_000_001) == content
    assert sha256(content) == hashlib.sha256(content).hexdigest()


def test_a_missing_file_and_an_impossible_name_are_said(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match=r"There is no file none\.csv") as caught:
        read_bytes(tmp_path / "none.csv", 10)
    assert caught.value.hint == "Check the name and the folder."
    with pytest.raises(ReadingError, match="could not be opened"):
        read_bytes(tmp_path / "nul\0.csv", 10)


def test_a_file_one_may_not_read_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "secret.csv"
    path.write_bytes(b"a,b\n")

    def deny(*_args: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(os, "open", deny)
    with pytest.raises(ReadingError, match="Permission denied"):
        read_bytes(path, 10)


def test_one_byte_too_many_is_too_many(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"x" * 2_000_001)
    assert len(read_bytes(path, 2_000_001)) == 2_000_001
    with pytest.raises(ReadingError, match="larger than 2 MB, too large for an aggregate") as said:
        read_bytes(path, 2_000_000)
    assert "GROUP BY variant" in said.value.hint
    with pytest.raises(ReadingError, match="too large for a charter") as said:
        read_bytes(path, 2_000_000, "a charter")
    assert "GROUP BY" not in said.value.hint


def test_every_piece_can_be_cancelled(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"x" * 5_000_000)
    calls: list[None] = []
    read_bytes(path, 10_000_000, checkpoint=lambda: calls.append(None))
    assert len(calls) >= 5
