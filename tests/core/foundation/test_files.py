"""A file is written whole or not at all."""

import os
from pathlib import Path

import pytest

from experimentos_core.foundation import files
from experimentos_core.foundation.errors import ExportError
from experimentos_core.foundation.files import write_atomically


def test_a_file_is_written_and_replaced(tmp_path: Path) -> None:
    path = tmp_path / "memo.md"
    write_atomically(path, b"old")
    write_atomically(path, b"new")
    assert path.read_bytes() == b"new"
    assert os.listdir(tmp_path) == ["memo.md"]  # noqa: PTH208 - hidden leftovers must show too


def test_a_missing_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="could not be written") as caught:
        write_atomically(tmp_path / "nowhere" / "memo.md", b"x")
    assert caught.value.hint


def test_a_folder_of_that_name_is_said(tmp_path: Path) -> None:
    (tmp_path / "memo.md").mkdir()
    with pytest.raises(ExportError, match="a folder of that name exists"):
        write_atomically(tmp_path / "memo.md", b"x")


def test_a_failure_on_the_way_leaves_the_old_file_and_no_litter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "memo.md"
    path.write_bytes(b"old")

    def full_disk(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full_disk)
    with pytest.raises(ExportError, match="No space left on device"):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert [item.name for item in tmp_path.iterdir()] == ["memo.md"]
