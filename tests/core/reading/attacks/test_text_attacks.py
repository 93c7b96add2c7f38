"""Hostile and broken text files: a sentence, in half a second and without much memory."""

import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from experimentos_core.foundation.errors import ReadingError
from experimentos_core.reading.formats.delimited import read_delimited
from experimentos_core.reading.formats.limits import ReadingCancelled
from experimentos_core.reading.formats.opening import read_content

ROOT = Path(__file__).resolve().parents[4]
MOST_SECONDS = 0.5
MOST_MEGABYTES = 100
SIZE = 49_000_000
# Seconds of the processor: what else runs on the machine is not what is measured. The kernel's
# high-water mark belongs to the child alone, unlike the one of getrusage.
CHILD = """
import re, sys, time
from pathlib import Path
from experimentos_core.foundation.errors import ReadingError
from experimentos_core.reading.formats.delimited import read_delimited
from experimentos_core.reading.formats.header import find_header
from experimentos_core.reading.formats.opening import read_content

def peak():
    status = Path("/proc/self/status")
    text = status.read_text() if status.exists() else ""
    found = re.search(r"VmHWM:\\s+([0-9]+) kB", text)
    return int(found[1]) / 1000 if found else 0.0

def attempt():
    start = time.process_time()
    try:
        table = find_header(read_delimited(read_content(Path(sys.argv[1])))).table
        said = f"READ {len(table.rows)}"
    except ReadingError as error:
        said = error.message
    return time.process_time() - start, said

before = peak()
seconds, said = attempt()
for _ in range(5):
    if seconds >= float(sys.argv[2]):
        seconds = min(seconds, attempt()[0])
print(seconds, peak() - before, said, sep="|")
"""


def attack(path: Path) -> tuple[float, float, str]:
    """Read a file in a process of its own: seconds, megabytes, what was said."""
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(path), str(MOST_SECONDS)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        timeout=60,
    )
    seconds, megabytes, said = done.stdout.strip().split("|", 2)
    return float(seconds), float(megabytes), said


def filled(unit: bytes, start: bytes = b"variant,users\n") -> Callable[[Path], None]:
    def write(path: Path) -> None:
        path.write_bytes(start + unit * (SIZE // len(unit)))

    return write


def sparse(size: int) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        with path.open("wb") as stream:
            stream.truncate(size)

    return write


@pytest.mark.parametrize(
    ("write", "complaint"),
    [
        pytest.param(sparse(2_000_000_000), "larger than 50 MB", id="2 GB sparse"),
        pytest.param(sparse(500_000_000), "larger than 50 MB", id="500 MB line"),
        pytest.param(sparse(SIZE), "not a text file", id="49 MB of NUL"),
        pytest.param(filled(b"x"), "more than 1,000,000 characters", id="49 MB line"),
        pytest.param(filled(b"ab,"), "more than 1,000,000 characters", id="16 million cells"),
        pytest.param(filled(b"\xfc;,|\t"), "more than 1,000,000 characters", id="cp1252 line"),
        pytest.param(filled("\U0001f600,".encode()), "1,000,000 characters", id="emoji line"),
        pytest.param(filled(b'"', b""), "more than 1,000,000 characters", id="49 MB of quotes"),
        pytest.param(filled(b'""\n'), "not an aggregate", id="16 million quoted blank rows"),
        pytest.param(filled(b"\n", b'"'), "not an aggregate", id="quoted line breaks"),
        pytest.param(filled(b"\r", b""), "not an aggregate", id="49 million blank lines"),
        pytest.param(filled(b"10,11\n"), "not an aggregate", id="8 million rows"),
        pytest.param(filled(b"ab," * 1600 + b"\n"), "500,000 cells", id="10,000 by 1,600"),
        pytest.param(
            lambda path: path.write_bytes(b",".join([b"c"] * 100_000) + b"\n1,2\n"),
            "100,000 columns",
            id="100,000 columns",
        ),
    ],
)
def test_it_is_refused_quickly_and_in_little_memory(
    tmp_path: Path, write: Callable[[Path], None], complaint: str
) -> None:
    path = tmp_path / "attack.csv"
    write(path)
    seconds, megabytes, said = attack(path)
    assert complaint in said
    assert "attack.csv" in said
    assert seconds < MOST_SECONDS
    assert megabytes < MOST_MEGABYTES


def test_the_measurement_sees_memory_and_a_large_table_still_opens(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    path.write_bytes(b"variant,users,note\n" + (b"b,10," + b"x" * 4000 + b"\n") * 9_990)
    _, megabytes, said = attack(path)
    assert said == "READ 9990"
    if Path("/proc/self/status").exists():
        assert megabytes > path.stat().st_size / 1_000_000


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes on this system")
def test_a_pipe_is_not_waited_for_even_when_it_replaces_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipe, plain = tmp_path / "pipe.csv", tmp_path / "plain.csv"
    os.mkfifo(pipe)
    plain.write_bytes(b"a,b\n1,2\n")
    with pytest.raises(ReadingError, match=r"pipe\.csv is not an ordinary file"):
        read_content(pipe)
    status = plain.stat()
    monkeypatch.setattr(Path, "stat", lambda _self: status)
    with pytest.raises(ReadingError, match=r"pipe\.csv is not an ordinary file"):
        read_content(pipe)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no devices on this system")
def test_a_device_without_end_is_refused() -> None:
    assert stat.S_ISCHR(Path("/dev/zero").stat().st_mode)
    with pytest.raises(ReadingError, match="zero is not an ordinary file"):
        read_content(Path("/dev/zero"))


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match="is a folder"):
        read_content(tmp_path)


def test_a_file_deleted_while_it_is_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"variant,users\n" * 200_000)
    if sys.platform == "win32":
        pytest.skip("an open file cannot be deleted on this system")
    with pytest.raises(ReadingError, match=r"a\.csv was deleted while it was being read"):
        read_content(path, checkpoint=lambda: path.unlink(missing_ok=True))


def test_a_file_growing_while_it_is_read_is_refused_and_not_followed(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"variant,users\n" * 200_000)
    pieces = 0

    def grow() -> None:
        nonlocal pieces
        pieces += 1
        with path.open("ab") as stream:
            stream.write(b"x" * 4_000_000)

    with pytest.raises(ReadingError, match=r"a\.csv was changed while it was being read"):
        read_content(path, checkpoint=grow)
    assert pieces <= 52


def test_a_file_replaced_by_one_of_the_same_size_while_it_is_read_is_refused(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"1" * 3_000_000)

    def replace() -> None:
        path.write_bytes(b"2" * 3_000_000)
        os.utime(path, ns=(5, 5))

    with pytest.raises(ReadingError, match="was changed"):
        read_content(path, checkpoint=replace)


def test_reading_stops_where_nobody_waits(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"a,b\n" + b",\n" * 100_000)
    content = read_content(path)
    calls = 0

    def cancel_at(number: int) -> Callable[[], None]:
        def checkpoint() -> None:
            nonlocal calls
            calls += 1
            if calls >= number:
                raise ReadingCancelled

        return checkpoint

    with pytest.raises(ReadingCancelled):
        read_content(path, checkpoint=cancel_at(1))
    for number in (2, 10):
        calls = 0
        with pytest.raises(ReadingCancelled):
            read_delimited(content, checkpoint=cancel_at(number))
        assert calls == number
