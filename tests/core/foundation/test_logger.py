"""The log: one rotating file, quiet where it cannot be written."""

from pathlib import Path

import pytest

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


def test_folders_follow_the_named_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXPERIMENTOS_HOME", str(tmp_path))
    assert user_paths().logs == tmp_path / "logs"
    monkeypatch.delenv("EXPERIMENTOS_HOME")
    assert user_paths().logs != tmp_path / "logs"
    assert "ExperimentOS" in str(user_paths().config)
