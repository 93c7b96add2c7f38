"""`verify`: a table or JSON, and the exit code says whether every figure agrees."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from experimentos_core.cli import main
from experimentos_core.foundation.codec import from_json
from experimentos_core.verification import cases, recompute, reference_cases
from experimentos_core.verifying import VerificationDocument

ROOT = Path(__file__).parents[3]
NEWCOMBE = "Newcombe 1998, table II (a): 56/70 against 48/80, score interval"


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A few reference results that may be damaged, in place of the bundled ones."""
    folder = tmp_path / "reference"
    folder.mkdir()
    for path in cases.REFERENCE.iterdir():
        document = json.loads(path.read_text(encoding="utf-8"))
        few = json.dumps(document | {"cases": document["cases"][:3]})
        (folder / path.name).write_text(few, encoding="utf-8")
    monkeypatch.setattr(cases, "REFERENCE", folder)
    return folder


def run(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, str, str]:
    code = main(["verify", *argv])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_all_agree(capsys):
    code, out, err = run(capsys)
    figures = sum(len(case.figures) for case in reference_cases())
    assert (code, err) == (0, "")
    assert out.splitlines()[-1] == f"{figures} of {figures} figures agree."
    assert "DIFFERS" not in out


def test_the_table_shows_case_source_figure_expected_got_difference_tolerance(capsys):
    blocks = run(capsys)[1].split("\n\n")
    assert blocks[0].startswith("ExperimentOS ")
    assert "SciPy" in blocks[0]
    (block,) = [block for block in blocks if block.startswith(NEWCOMBE)]
    _, source, head, lower, upper = block.splitlines()
    assert source.startswith("  Source: Newcombe (1998), Statistics in Medicine")
    assert head.split() == ["figure", "expected", "got", "difference", "tolerance", "result"]
    assert lower.split() == [
        *("lower", "limit", "0.0533", lower.split()[3], "3.4e-05", "5e-05", "agrees")
    ]
    assert lower.split()[3].startswith("0.05333384")
    assert upper.index("0.3377") == lower.index("0.0533") == head.index("expected")


def test_the_json_says_the_same(capsys):
    code, out, err = run(capsys, "--json", "-")
    assert (code, err) == (0, "")
    document = json.loads(out)
    assert document["schema_version"] == 1
    assert document["passed"] is True
    assert set(document["libraries"]) == {"NumPy", "SciPy"}
    found = document["verification"]
    assert found["figures"] == found["agreeing"]
    (case,) = [case for case in found["cases"] if case["title"] == NEWCOMBE]
    assert set(case) == {"title", "source", "method", "figures"}
    lower = case["figures"][0]
    assert lower | {"got": "", "difference": 0} == {
        "name": "lower limit", "expected": "0.0533", "got": "", "difference": 0,
        "tolerance": 5e-5, "agrees": True,
    }  # fmt: skip
    assert from_json(VerificationDocument, out).verification.passed


def test_the_json_can_be_written_beside_the_table(tmp_path, capsys):
    out = tmp_path / "verified.json"
    code, printed, _ = run(capsys, "--json", str(out))
    assert code == 0
    assert printed.endswith("figures agree.\n")
    assert json.loads(out.read_text(encoding="utf-8"))["passed"] is True


@pytest.mark.parametrize("wrong", ["0.0534", "0.0532", "-0.0533", "undefined"])
def test_a_moved_digit_is_named_and_exit_one(copy, capsys, wrong):
    path = copy / "published.json"
    text = path.read_text(encoding="utf-8")
    assert text.count('"0.0533"') == 1
    path.write_text(text.replace('"0.0533"', f'"{wrong}"'), encoding="utf-8")
    code, out, err = run(capsys)
    assert (code, err) == (1, "")
    *_, differs, _, last = out.splitlines()
    named = f"DIFFERS: {NEWCOMBE}: lower limit should be {wrong}, but is 0.0533338"
    assert differs.startswith(named)
    agreeing, figures = (int(word) for word in last.split() if word.isdigit())
    assert agreeing == figures - 1
    code, out, _ = run(capsys, "--json", "-")
    assert code == 1
    assert json.loads(out)["passed"] is False


def test_a_kernel_off_by_a_millionth_is_named_and_exit_one(copy, monkeypatch, capsys):
    sound = recompute.fisher_p
    monkeypatch.setattr(recompute, "fisher_p", lambda *table: sound(*table) * (1 + 1e-6))
    code, out, _ = run(capsys)
    assert code == 1
    assert "DIFFERS: Fisher's tea tasting" in out


@pytest.mark.parametrize("damage", [lambda p: p.unlink(), lambda p: p.write_bytes(b"{")])
def test_missing_or_damaged_results_are_one_sentence_and_exit_two(copy, capsys, damage):
    damage(copy / "means.json")
    code, out, err = run(capsys)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert "means.json" in err
    assert "Install ExperimentOS again." in err


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["memo.html"], "There is no file memo.html"),
        (["memo.html", "another.html"], "Unrecognized"),
        (["--alpha", "0.05"], "Unrecognized"),
        (["--json"], "expected one argument"),
        (["--json", "nowhere/out.json"], "could not be written"),
    ],
)
def test_what_cannot_be_used_is_one_sentence_and_exit_two(
    argv, said, tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    code, out, err = run(capsys, *argv)
    assert (code, out) == (2, "")
    assert said in err
    assert err.count("\n") == 1


def test_names_in_a_tampered_file_cannot_steer_the_terminal(copy, capsys):
    path = copy / "published.json"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("Newcombe 1998", "\\u001b[2JNewcombe"), encoding="utf-8")
    code, out, _ = run(capsys)
    assert code == 0
    assert "\x1b" not in out


def test_it_runs_from_the_program_without_a_window(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_QT, "verify"],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.rstrip().endswith(b"figures agree.")


WITHOUT_QT = """
import sys
for name in ("PySide6", "matplotlib", "scipy.stats", "scipy.optimize"):
    sys.modules[name] = None
import main
sys.exit(main.main(sys.argv[1:]))
"""
