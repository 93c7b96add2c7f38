"""The door for files: whatever stands behind it, a table or a sentence."""

import os
from pathlib import Path

import pytest

from experimentos_core.foundation.config import Thresholds
from experimentos_core.foundation.errors import ReadingError
from experimentos_core.reading.files import read_bytes, read_table, sha256


def test_a_file_is_read_with_its_digest(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"variant,users\ncontrol,5\n")
    table = read_table(path)
    assert table.source.name == "a.csv"
    assert table.source.sha256 == sha256(b"variant,users\ncontrol,5\n")


@pytest.mark.parametrize("suffix", [".xlsx", ".xls", ".xlsb", ".parquet", ".zip"])
def test_other_formats_are_refused_with_what_to_do(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(b"PK")
    with pytest.raises(ReadingError, match="cannot be opened") as caught:
        read_table(path)
    assert "CSV" in caught.value.hint


def test_a_missing_file_a_folder_and_a_pipe_are_said(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match="There is no file"):
        read_table(tmp_path / "none.csv")
    with pytest.raises(ReadingError, match="is a folder"):
        read_table(tmp_path)
    with pytest.raises(ReadingError, match="could not be opened"):
        read_table(tmp_path / "nul\0.csv")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.csv")
        with pytest.raises(ReadingError, match="not an ordinary file"):
            read_table(tmp_path / "pipe.csv")


def test_a_file_one_may_not_read_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "secret.csv"
    path.write_bytes(b"a,b\n")

    def deny(self: Path, *_args: object, **_kwargs: object) -> None:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "open", deny)
    with pytest.raises(ReadingError, match="Permission denied"):
        read_table(path)


def test_a_file_too_large_for_an_aggregate_is_not_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    with path.open("wb") as stream:
        stream.truncate(2_000_000_000)
    with pytest.raises(ReadingError, match="too large for an aggregate"):
        read_bytes(path, Thresholds().max_file_bytes)
