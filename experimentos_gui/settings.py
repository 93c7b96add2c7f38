"""What the window remembers between runs: an ini file in the user's configuration folder."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QByteArray, QSettings

from experimentos_gui.theme import Scheme

_GEOMETRY: Final = "window/geometry"
_SCHEME: Final = "window/colours"
_ZOOM: Final = "window/zoom"
_FOLDER: Final = "files/last_folder"
_READINGS: Final = "files/readings"
_PERSON: Final = "person/name"
_USUAL_ZOOM: Final = 100
_MOST_READINGS: Final = 200
_MOST_OPTIONS: Final = 50
_LONGEST_NAME: Final = 200


class Settings:
    """Typed access to the remembered values; one that makes no sense counts as not set."""

    def __init__(self, folder: Path) -> None:
        """Remember things in `folder`; nothing is written before something changes."""
        self._store = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)

    @property
    def geometry(self) -> QByteArray | None:
        """Size and place of the window."""
        value = self._store.value(_GEOMETRY)
        return value if isinstance(value, QByteArray) and not value.isEmpty() else None

    @geometry.setter
    def geometry(self, value: QByteArray) -> None:
        self._store.setValue(_GEOMETRY, value)

    @property
    def scheme(self) -> Scheme:
        """Which colours the person chose."""
        value = self._store.value(_SCHEME)
        return Scheme(value) if value in list(Scheme) else Scheme.SYSTEM

    @scheme.setter
    def scheme(self, value: Scheme) -> None:
        self._store.setValue(_SCHEME, value.value)

    @property
    def zoom(self) -> int:
        """Size of text, in percent."""
        value = str(self._store.value(_ZOOM, _USUAL_ZOOM))
        return int(value) if value.isascii() and value.isdecimal() else _USUAL_ZOOM

    @zoom.setter
    def zoom(self, value: int) -> None:
        self._store.setValue(_ZOOM, value)

    @property
    def folder(self) -> Path | None:
        """Where the last file was chosen."""
        value = self._store.value(_FOLDER)
        return Path(value) if isinstance(value, str) and value else None

    @folder.setter
    def folder(self, value: Path) -> None:
        self._store.setValue(_FOLDER, str(value))

    @property
    def person(self) -> str:
        """Who decides here: the name that was given last; empty before any was."""
        return str(self._store.value(_PERSON, ""))[:_LONGEST_NAME]

    @person.setter
    def person(self, value: str) -> None:
        self._store.setValue(_PERSON, value)

    @property
    def readings(self) -> dict[str, tuple[str, ...]]:
        """How the columns of a header were read, as options; the oldest first."""
        import json  # noqa: PLC0415 - the window opens without it

        try:
            kept = json.loads(str(self._store.value(_READINGS, "{}")))
        except (ValueError, RecursionError):
            return {}
        if not isinstance(kept, dict):
            return {}
        return {key: tuple(options) for key, options in kept.items() if _are_options(options)}

    def remember_reading(self, header_key: str, options: tuple[str, ...]) -> None:
        """Keep how a header was read; none forget it. The oldest beyond 200 are forgotten."""
        import json  # noqa: PLC0415 - the window opens without it

        readings = self.readings
        if readings.pop(header_key, ()) == options == ():
            return
        if options and len(options) <= _MOST_OPTIONS:
            readings[header_key] = options
        newest = list(readings.items())[-_MOST_READINGS:]
        self._store.setValue(_READINGS, json.dumps(dict(newest)))

    def save(self) -> None:
        """Write to disk now."""
        self._store.sync()


def _are_options(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(option, str) for option in value)
