"""What a window needs from the system before Qt is loaded, in sentences a person can act on.

Qt ends the process with a dump where there is no display or a shared library is missing. These
checks come first and use the standard library only, so that the set-up tools can ask them too.
"""

import sys
from collections.abc import Iterable, Mapping, MutableMapping
from typing import Final

# Shared library -> Debian package, read from the dynamic sections of Qt 6.12's libraries.
WINDOW_LIBRARIES: Final = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libzstd.so.1": "libzstd1",
}
XCB_LIBRARIES: Final = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}

HEADLESS_HINT: Final = "Without a window, use: python main.py analyze FILE --memo memo.html"


def missing_libraries(names: Iterable[str]) -> tuple[str, ...]:
    """Return those shared libraries of `names` that the system's loader cannot load."""
    return tuple(name for name in names if not _loads(name))


def debian_packages(libraries: Iterable[str]) -> tuple[str, ...]:
    """Return the Debian or Ubuntu packages that hold `libraries`, sorted, each once."""
    known = WINDOW_LIBRARIES | XCB_LIBRARIES
    return tuple(sorted({known[library] for library in libraries}))


def drawing_trouble(platform: str = sys.platform) -> str | None:
    """Say why Qt cannot draw at all, not even without a display; None when it can."""
    if not platform.startswith("linux"):
        return None
    return _missing_sentence(missing_libraries(WINDOW_LIBRARIES))


def use_utf8(environment: MutableMapping[str, str]) -> None:
    """Give Qt the UTF-8 locale it asks for where the system names none, as Python does itself."""
    named = environment.get("LC_ALL") or environment.get("LC_CTYPE") or environment.get("LANG")
    if named in (None, "", "C", "POSIX") and not environment.get("LC_ALL"):
        environment["LC_CTYPE"] = "C.UTF-8"


def window_trouble(environment: Mapping[str, str], platform: str = sys.platform) -> str | None:
    """Say why no window can open here; None when one can.

    Asks only for what Qt would die of without a word: an X display and the libraries of its
    plugin. A library that Qt itself lacks is an ImportError, for `drawing_trouble` to explain.

    Args:
        environment: The environment variables, usually `os.environ`.
        platform: As `sys.platform`; only Linux can lack what is asked for here.
    """
    if not platform.startswith("linux") or not _wants_x(environment):
        return None
    if not environment.get("DISPLAY"):
        return (
            "There is no display to open a window on (neither DISPLAY nor WAYLAND_DISPLAY is set). "
            + HEADLESS_HINT
        )
    missing = missing_libraries([*WINDOW_LIBRARIES, *XCB_LIBRARIES])
    if missing or _x_server_answers():
        return _missing_sentence(missing)
    return f"The display {environment['DISPLAY']} does not answer. {HEADLESS_HINT}"


def _wants_x(environment: Mapping[str, str]) -> bool:
    chosen = environment.get("QT_QPA_PLATFORM")
    if chosen:
        return chosen.startswith("xcb")
    return not environment.get("WAYLAND_DISPLAY")


def _missing_sentence(missing: tuple[str, ...]) -> str | None:
    if not missing:
        return None
    return (
        f"Qt cannot draw a window: this system lacks {', '.join(missing)}. "
        f"On Debian or Ubuntu: sudo apt-get install {' '.join(debian_packages(missing))}"
    )


def _loads(library: str) -> bool:
    import ctypes  # noqa: PLC0415 - most starts ask for nothing

    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _x_server_answers() -> bool:
    import ctypes  # noqa: PLC0415 - most starts ask for nothing

    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(None, None)
    refused = bool(xcb.xcb_connection_has_error(connection))
    xcb.xcb_disconnect(connection)
    return not refused
