"""The log: one rotating file, quiet where it cannot be written."""

import logging
from pathlib import Path

import pytest

from experimentos_core.foundation import logger
from experimentos_core.foundation.logger import get_logger, start_logging
from experimentos_core.foundation.paths import user_paths


def test_the_level_comes_from_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EXPERIMENTOS_LOG_LEVEL", "debug")
    path = start_logging(tmp_path)
    get_logger("test").debug("seen")
    start_logging(None)
    assert path is not None
    assert "seen" in path.read_text(encoding="utf-8")


def test_an_unknown_level_means_info(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXPERIMENTOS_LOG_LEVEL", "chatty")
    path = start_logging(tmp_path)
    get_logger("test").debug("unseen")
    get_logger("test").info("seen")
    start_logging(None)
    assert path is not None
    text = path.read_text(encoding="utf-8")
    assert "seen" in text
    assert "unseen" not in text


def test_a_folder_that_cannot_be_made_is_no_reason_to_stop(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    assert start_logging(tmp_path / "file" / "logs") is None


def log(path: Path, number: int = 0) -> Path:
    return path.with_name(f"{path.name}.{number}") if number else path


def test_a_full_file_makes_room_and_the_four_before_it_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logger, "_FILE_BYTES", 200)
    path = start_logging(tmp_path)
    assert path is not None
    for number in range(1, 8):
        get_logger("test").info("line %d %s", number, "x" * 100)  # no two fit into a file
    start_logging(None)
    assert [f"line {7 - age} " in log(path, age).read_text("utf-8") for age in range(5)] == [
        True
    ] * 5
    assert len(list(tmp_path.iterdir())) == 5


def test_a_file_is_filled_before_it_makes_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logger, "_FILE_BYTES", 400)
    (tmp_path / "experimentos.log").write_text("of an earlier run\n", encoding="utf-8")
    path = start_logging(tmp_path)
    assert path is not None
    get_logger("test").info("one")
    assert not log(path, 1).exists()
    get_logger("test").info("two %s", "x" * 400)
    get_logger("test").info("three")
    start_logging(None)
    assert "of an earlier run" in log(path, 2).read_text("utf-8")
    assert "one" in log(path, 2).read_text("utf-8")
    assert "two" in log(path, 1).read_text("utf-8")
    assert path.read_text("utf-8").endswith(" three\n")


def test_a_file_that_cannot_be_moved_stops_nothing_and_the_log_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logger, "_FILE_BYTES", 100)
    monkeypatch.setattr(logging, "raiseExceptions", False)
    path = start_logging(tmp_path)
    assert path is not None
    log(path, 3).write_text("an older one\n", encoding="utf-8")
    log(path, 4).mkdir()  # in its way: it cannot be removed as a file is
    get_logger("test").info("one")
    get_logger("test").info("two %s", "x" * 100)
    log(path, 4).rmdir()
    get_logger("test").info("three")
    get_logger("test").info("four")
    start_logging(None)
    assert path.read_text("utf-8").endswith(" four\n")
    assert "one" in "".join(file.read_text("utf-8") for file in tmp_path.iterdir())


def test_folders_follow_the_named_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXPERIMENTOS_HOME", str(tmp_path))
    assert user_paths().logs == tmp_path / "logs"
    monkeypatch.delenv("EXPERIMENTOS_HOME")
    assert user_paths().logs != tmp_path / "logs"
    assert "ExperimentOS" in str(user_paths().config)
