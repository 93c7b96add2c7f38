"""`verify MEMO` on the command line: what it prints, its exit codes, its JSON."""

import json
from pathlib import Path

import pytest

from experimentos_core.cli import EXIT_DIFFERENCE, EXIT_DONE, EXIT_UNUSABLE, main
from experimentos_core.foundation.codec import from_json
from experimentos_core.memo_verifying import MemoDocument
from experimentos_core.samples import all_samples
from tests.helpers.memo_checks import html_of

SAMPLE = next(sample for sample in all_samples() if sample.id == "game_gate")


@pytest.fixture
def memo(tmp_path: Path) -> Path:
    path = tmp_path / "memo.html"
    path.write_text(html_of("game_gate"), encoding="utf-8", newline="\n")
    return path


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    path = tmp_path / "changed.html"
    html = html_of("game_gate").replace(">0.0016<", ">0.0061<")
    path.write_text(html, encoding="utf-8", newline="\n")
    return path


def test_a_sound_memo_says_what_was_checked(memo, capsys) -> None:
    assert main(["verify", str(memo)]) == EXIT_DONE
    out, err = capsys.readouterr()
    assert err == ""
    first, *parts, outcome, origin = out.splitlines()
    assert first.startswith("memo.html: Rollback, made by ExperimentOS ")
    assert [part[:16] for part in parts] == [
        "  Data          ",
        "  Locked plan   ",
        "  Decision taken",
        "  Thresholds    ",
        "  Numbers       ",
        "  Memo as shown ",
    ]
    assert "figures recomputed from the data in the memo, all agree" in parts[4]
    assert outcome == "Verified: every number was recomputed from the data in this memo."
    assert "--data FILE" in origin


def test_a_changed_memo_names_the_difference_and_ends_with_1(changed, capsys) -> None:
    assert main(["verify", str(changed)]) == EXIT_DIFFERENCE
    out, err = capsys.readouterr()
    assert err == ""
    assert (
        'DIFFERS: Primary result: day-7 retention, gate_40, p: the memo shows "0.0061", '
        'its data gives "0.0016".'
    ) in out.splitlines()
    assert out.endswith("1 difference: do not rely on this memo.\n")


def test_what_is_no_memo_ends_with_2_and_one_sentence(capsys) -> None:
    assert main(["verify", str(SAMPLE.path)]) == EXIT_UNUSABLE
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("game_gate.csv is no memo of ExperimentOS")
    assert err.count("\n") == 1


def test_the_data_file_is_compared(memo, tmp_path, capsys) -> None:
    assert main(["verify", str(memo), "--data", str(SAMPLE.path)]) == EXIT_DONE
    assert "game_gate.csv is the file it names" in capsys.readouterr().out
    other = tmp_path / "other.csv"
    other.write_bytes(SAMPLE.path.read_bytes() + b"\n")
    assert main(["verify", str(memo), "--data", str(other)]) == EXIT_DIFFERENCE
    assert "DIFFERS: Data file: other.csv is not the file" in capsys.readouterr().out
    missing = str(tmp_path / "missing.csv")
    assert main(["verify", str(memo), "--data", missing]) == EXIT_UNUSABLE
    assert "There is no file missing.csv" in capsys.readouterr().err
    assert main(["verify", "--data", str(SAMPLE.path)]) == EXIT_UNUSABLE
    assert "no memo is named" in capsys.readouterr().err


@pytest.mark.parametrize("kind", ["memo", "changed"])
def test_the_json_holds_all_of_it(kind, request, tmp_path, capsys) -> None:
    path = request.getfixturevalue(kind)
    status = main(["verify", str(path), "--json", "-"])
    printed = capsys.readouterr().out
    out = tmp_path / "out.json"
    assert main(["verify", str(path), "--json", str(out)]) == status
    assert out.read_text(encoding="utf-8") == printed
    document = from_json(MemoDocument, printed)
    assert document.passed is (status == EXIT_DONE)
    assert document.memo == path.name
    assert document.check.report.charter.name == "Cookie Cats gate at level 40"
    plain = json.loads(printed)
    assert plain["schema_version"] == 1
    assert bool(plain["check"]["differences"]) is (kind == "changed")


def test_json_never_overwrites_the_memo(memo, capsys) -> None:
    before = memo.read_bytes()
    assert main(["verify", str(memo), "--json", str(memo)]) == EXIT_UNUSABLE
    assert "is named twice" in capsys.readouterr().err
    assert memo.read_bytes() == before
