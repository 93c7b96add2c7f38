"""The frozen program, moved elsewhere and without an environment, does what the source does.

`make bundle` builds it, `make smoke` runs these.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from experimentos_core import __version__
from experimentos_core.samples import all_samples

ROOT = Path(__file__).resolve().parents[2]
BUNDLE = ROOT / "dist" / "ExperimentOS"
WINDOWS = sys.platform == "win32"
COMMAND = "experimentos-cli.exe" if WINDOWS else "ExperimentOS"
NEEDED_BY_WINDOWS = ("SYSTEMROOT", "TEMP", "TMP") if WINDOWS else ()
MOST_MEGABYTES = 300
NOT_SHIPPED = re.compile(
    r"Qt6?(?:Charts|DataVisualization|Graphs|Network|Pdf|Qml|Quick|VirtualKeyboard|WebEngine)"
    r"|(?:^|[/_])(?:_?ssl\b|libssl|libcrypto|tkinter|libreadline|pandas|PyQt)"
)


@pytest.fixture(scope="session")
def moved_bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundle in a folder with a blank and an umlaut in its name, far from the source."""
    assert BUNDLE.is_dir(), "there is no bundle; run `make bundle` first"
    place = tmp_path_factory.mktemp("bündle") / "Experiment OS"
    shutil.copytree(BUNDLE, place, symlinks=True)
    return place


@pytest.fixture
def frozen(moved_bundle, tmp_path):
    """Run the frozen program with nothing but a home and a platform without a display."""
    environment = {name: os.environ[name] for name in NEEDED_BY_WINDOWS}
    environment |= {"HOME": str(tmp_path / "home"), "QT_QPA_PLATFORM": "offscreen"}
    (tmp_path / "home").mkdir()

    def run(*arguments: str | Path) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [moved_bundle / COMMAND, *arguments],
            cwd=tmp_path, env=environment, stdin=subprocess.DEVNULL, capture_output=True,
            check=False, timeout=100,
        )  # fmt: skip

    return run


def from_source(*arguments: str | Path) -> subprocess.CompletedProcess[bytes]:
    """Run the same from source."""
    return subprocess.run(
        [sys.executable, ROOT / "main.py", *arguments],
        capture_output=True,
        check=False,
        timeout=100,
    )


def outcome(done: subprocess.CompletedProcess[bytes]) -> tuple[int, bytes, bytes]:
    """Everything a person sees of a run."""
    return done.returncode, done.stdout, done.stderr


def test_the_version_is_the_sources(frozen):
    assert outcome(frozen("--version")) == (0, f"ExperimentOS {__version__}\n".encode(), b"")


def test_the_window_opens_analyses_a_sample_and_writes_its_memo(frozen, tmp_path):
    folder = tmp_path / "memo"
    folder.mkdir()
    assert outcome(frozen("--smoke-test", folder)) == (0, b"", b"")
    written = {path.suffix: path.read_bytes() for path in folder.iterdir()}
    assert written.keys() == {".md", ".html", ".pdf"}
    assert written[".pdf"].startswith(b"%PDF-")
    assert re.search(rb"Launch|Hold|Rollback", written[".md"])
    assert b"data:image/svg+xml" in written[".html"]


@pytest.mark.parametrize("sample", all_samples(), ids=lambda sample: sample.id)
def test_every_sample_gives_the_very_report_and_memo_of_the_source(
    frozen, moved_bundle, tmp_path, sample
):
    (shipped,) = moved_bundle.rglob(f"samples/{sample.path.name}")
    texts = []
    for name, run, table in (("frozen", frozen, shipped), ("source", from_source, sample.path)):
        memos = [tmp_path / f"{name}{suffix}" for suffix in (".md", ".html", ".pdf")]
        done = run("analyze", table, "--json", "-", *(x for m in memos for x in ("--memo", m)))
        assert (done.returncode, done.stderr) == (0, b"")
        json.loads(done.stdout)
        assert memos[2].read_bytes().startswith(b"%PDF-")
        texts.append((done.stdout, memos[0].read_bytes(), memos[1].read_bytes()))
    assert texts[0] == texts[1]


def test_the_reference_results_agree_as_from_source(frozen):
    done = frozen("verify")
    assert (done.returncode, done.stderr) == (0, b"")
    assert re.search(rb"\n(\d+) of \1 figures agree\.\s*\Z", done.stdout)
    assert outcome(done) == outcome(from_source("verify"))


def test_what_is_kept_is_listed_found_and_computed_again(frozen, moved_bundle, tmp_path):
    (shipped,) = moved_bundle.rglob("samples/game_gate.csv")
    assert frozen("analyze", shipped, "--keep").returncode == 0
    listed = json.loads(frozen("history", "list", "--search", "gate", "--json", "-").stdout)
    (row,) = listed["experiments"]
    assert row["verdict"] == "Rollback"
    again = frozen("history", "rerun", row["uid"])
    assert (again.returncode, again.stderr) == (0, b"")


def test_a_memo_proves_itself_and_a_changed_one_does_not(frozen, moved_bundle, tmp_path):
    (shipped,) = moved_bundle.rglob("samples/game_gate.csv")
    memo = tmp_path / "memo.html"
    assert frozen("analyze", shipped, "--memo", memo).returncode == 0
    assert frozen("verify", memo).returncode == 0
    text = memo.read_text(encoding="utf-8")
    memo.write_text(text.replace("Rollback", "Launch", 1), encoding="utf-8")
    assert frozen("verify", memo).returncode == 1


def test_a_file_that_is_not_there_is_one_sentence_and_status_2(frozen):
    done = frozen("analyze", "missing.csv")
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.count(b"\n") == 1
    assert b"missing.csv" in done.stderr


def test_nothing_is_shipped_that_reaches_a_network_or_is_not_used():
    shipped = [path.relative_to(BUNDLE).as_posix() for path in BUNDLE.rglob("*")]
    assert [name for name in shipped if NOT_SHIPPED.search(name)] == []
    assert [name for name in shipped if re.search(r"imageformats/(?:lib)?qsvg\.", name)]


def test_the_bundle_keeps_its_size():
    files = [path for path in BUNDLE.rglob("*") if path.is_file() and not path.is_symlink()]
    assert sum(path.stat().st_size for path in files) / 1e6 <= MOST_MEGABYTES


def test_no_link_in_the_bundle_leads_nowhere():
    assert [path for path in BUNDLE.rglob("*") if path.is_symlink() and not path.exists()] == []
