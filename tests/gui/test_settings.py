from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray

from experimentos_gui.settings import Settings
from experimentos_gui.theme import Scheme


def test_what_is_set_is_there_next_time(tmp_path: Path) -> None:
    first = Settings(tmp_path / "new folder")
    first.zoom = 130
    first.scheme = Scheme.DARK
    first.folder = tmp_path
    first.geometry = QByteArray(b"somewhere")
    first.save()
    again = Settings(tmp_path / "new folder")
    assert (again.zoom, again.scheme, again.folder) == (130, Scheme.DARK, tmp_path)
    assert again.geometry == QByteArray(b"somewhere")
    assert (tmp_path / "new folder" / "settings.ini").is_file()


def test_nothing_set_has_usual_values(tmp_path: Path) -> None:
    settings = Settings(tmp_path)
    assert (settings.zoom, settings.scheme) == (100, Scheme.SYSTEM)
    assert settings.geometry is None
    assert settings.folder is None
    assert not (tmp_path / "settings.ini").exists()


@pytest.mark.parametrize("nonsense", ["", "x", "-5", "1e9", "\u00b2"])
def test_nonsense_in_the_file_counts_as_not_set(tmp_path: Path, nonsense: str) -> None:
    text = f"[window]\nzoom={nonsense}\ncolours={nonsense}\ngeometry={nonsense}\n"
    (tmp_path / "settings.ini").write_text(text, encoding="utf-8")
    settings = Settings(tmp_path)
    assert (settings.zoom, settings.scheme, settings.geometry) == (100, Scheme.SYSTEM, None)


def test_a_folder_that_cannot_be_written_is_no_trouble(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    settings = Settings(tmp_path / "file" / "config")
    settings.zoom = 120
    settings.save()
    assert settings.zoom == 120


def test_how_headers_were_read_is_there_next_time_and_forgotten_when_asked(tmp_path: Path) -> None:
    first = Settings(tmp_path)
    first.remember_reading("a", ("users=visitors", "decimal:users=comma"))
    first.remember_reading("b", ("sheet=Two",))
    first.save()
    again = Settings(tmp_path)
    assert again.readings == {
        "a": ("users=visitors", "decimal:users=comma"),
        "b": ("sheet=Two",),
    }
    again.remember_reading("a", ())
    assert again.readings == {"b": ("sheet=Two",)}


def test_nothing_is_written_where_there_is_nothing_to_remember(tmp_path: Path) -> None:
    settings = Settings(tmp_path)
    settings.remember_reading("a", ())
    settings.save()
    assert not (tmp_path / "settings.ini").exists()


def test_the_oldest_header_is_forgotten_beyond_two_hundred(tmp_path: Path) -> None:
    settings = Settings(tmp_path)
    for number in range(200):
        settings.remember_reading(str(number), ("sheet=x",))
    settings.remember_reading("0", ("sheet=y",))
    settings.remember_reading("new", ("sheet=x",))
    assert len(settings.readings) == 200
    assert "1" not in settings.readings, "the oldest one not used since"
    assert settings.readings["0"] == ("sheet=y",)


@pytest.mark.parametrize("kept", ["", "{", "[1]", "nan", '{"a": 1, "b": ["x", 2], "c": null}'])
def test_nonsense_about_headers_counts_as_nothing(tmp_path: Path, kept: str) -> None:
    settings = Settings(tmp_path)
    settings._store.setValue("files/readings", kept)
    assert settings.readings == {}
    settings.remember_reading("a", ("sheet=x",))
    assert settings.readings == {"a": ("sheet=x",)}


def test_the_name_that_was_given_last_is_remembered(tmp_path):
    first = Settings(tmp_path)
    assert first.person == ""
    first.person = "Ada Lovelace, née Byron"
    first.save()
    assert Settings(tmp_path).person == "Ada Lovelace, née Byron"
