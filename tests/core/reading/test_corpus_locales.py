"""The machine's locale has no say: the whole corpus reads the same, byte for byte, under each."""

import gzip
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
LOCALES = ("C", "de_DE.UTF-8", "tr_TR.UTF-8", "ar_EG.UTF-8", "fr_FR.UTF-8")
SOURCES = Path("/usr/share/i18n")


@pytest.fixture
def locale_path(tmp_path: Path) -> Path:
    """The locales of this test, made where the system has the sources to make them."""
    path = tmp_path / "locales"
    path.mkdir()
    compiler = shutil.which("localedef")
    packed = SOURCES / "charmaps" / "UTF-8.gz"
    if compiler is None or not packed.exists():
        return path
    charmap = tmp_path / "UTF-8"
    charmap.write_bytes(gzip.decompress(packed.read_bytes()))

    def make(name: str) -> None:
        source = name.partition(".")[0]
        if (SOURCES / "locales" / source).exists():
            command = [compiler, "-c", "-i", source, "-f", str(charmap), str(path / name)]
            subprocess.run(command, check=False, capture_output=True)

    with ThreadPoolExecutor(max_workers=2) as pool:
        list(pool.map(make, LOCALES[1:]))
    return path


def _read_corpus(name: str, locale_path: Path, folder: Path) -> tuple[str, str]:
    """Return the locale that ran, with its decimal mark, and every interpretation as JSON."""
    folder.mkdir()
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith("LC_")},
        "LC_ALL": name,
        "LANG": name,
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
        "PYTHONHASHSEED": str(LOCALES.index(name) + 1),
    }
    if any(locale_path.iterdir()):
        environment["LOCPATH"] = str(locale_path)
    command = [sys.executable, "-m", "tests.core.reading.corpus.in_locale", str(folder)]
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False)
    assert run.returncode == 0, run.stderr.decode(errors="replace")[-2000:]
    ran, _, outcomes = run.stdout.decode("ascii").partition("\n")
    return ran, outcomes


@pytest.mark.timeout(240)
def test_the_corpus_reads_the_same_under_every_locale(
    locale_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with ThreadPoolExecutor(max_workers=2) as pool:
        folders = [tmp_path / name for name in LOCALES]
        results = dict(
            zip(
                LOCALES,
                pool.map(_read_corpus, LOCALES, [locale_path] * len(LOCALES), folders),
                strict=True,
            )
        )
    with capsys.disabled():
        really = "; ".join(f"{name} ran as {ran}" for name, (ran, _) in results.items())
        sys.stdout.write(f"\nlocales, each with its decimal mark: {really}\n")
    if all((locale_path / name).exists() for name in LOCALES[1:]):
        assert results["de_DE.UTF-8"][0] == "de_DE.UTF-8 ,"
        assert results["tr_TR.UTF-8"][0].startswith("tr_TR.UTF-8")
    reference = results["C"][1]
    assert reference.count("\n") > 1000
    for name in LOCALES[1:]:
        lines = zip(results[name][1].splitlines(), reference.splitlines(), strict=False)
        assert [pair for pair in lines if pair[0] != pair[1]] == [], name
        assert results[name][1] == reference, name
