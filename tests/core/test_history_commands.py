"""`history` on the command line: the same store as the window, and one sentence where it fails."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from experimentos_core.cli import main
from experimentos_core.foundation.paths import user_paths
from experimentos_core.history.database import Database
from experimentos_core.history.keeping import trash
from experimentos_core.history.opening import read_experiment
from experimentos_core.history.place import history_of
from tests.helpers.histories import FLAT, HARMFUL, LAUNCHING, full_experiment, kept

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def database() -> Database:
    return history_of(user_paths())


def said(capsys: pytest.CaptureFixture[str], *options: str, status: int = 0) -> str:
    capsys.readouterr()
    assert main(["history", *options]) == status
    out, err = capsys.readouterr()
    assert bool(err) is (status == 2)
    return err or out


def answer(capsys: pytest.CaptureFixture[str], *options: str, status: int = 0) -> Any:
    return json.loads(said(capsys, *options, "--json", "-", status=status))


def test_an_empty_history_is_empty_and_stays_unmade(capsys, database: Database):
    assert said(capsys, "list") == "0 experiments.\n"
    assert not database.path.exists()


def test_the_list_says_what_the_window_says(capsys, database: Database):
    uids = [kept(database, text, name=f"n {text[-5:-1]}") for text in (LAUNCHING, FLAT, HARMFUL)]
    lines = said(capsys, "list").splitlines()
    assert [line[:8] for line in lines[:3]] == [uid[:8] for uid in reversed(uids)]
    assert re.fullmatch(
        rf"{uids[0][:8]}  Launch    2026-03-01  n 1200 \(Ada\): \+2\.00 pp .*", lines[2]
    )
    assert lines[3] == "3 experiments."


def test_the_list_is_searched_filtered_sorted_and_cut(capsys, database: Database):
    first = full_experiment(database, name="Checkout")
    second = kept(database, HARMFUL, name="Banner", owner="Bo")

    def ids(*options: str) -> list[str]:
        return [row["uid"] for row in answer(capsys, "list", *options)["experiments"]]

    assert ids("--search", "bann BO") == [second]
    assert ids("--verdict", "hold") == [first]
    assert ids("--tag", "Q3") == [first]
    assert ids("--order", "name") == [second, first]
    assert ids("--order", "oldest", "--limit", "1") == [first]
    assert said(capsys, "list", "--limit", "1").endswith("2 experiments, the first 1 listed.\n")
    trash(database, [first])
    assert ids() == [second]
    assert ids("--trash") == [first]


def test_the_list_goes_to_a_spreadsheet(capsys, database: Database, tmp_path: Path):
    kept(database)
    said(capsys, "list", "--csv", str(tmp_path / "list.csv"))
    assert "'+2.00 pp" in (tmp_path / "list.csv").read_text(encoding="utf-8-sig")


def test_all_of_an_experiment_is_shown_by_the_start_of_its_id(capsys, database: Database):
    uid = full_experiment(database)
    text = said(capsys, "show", uid[:6].upper())
    for part in ("Button\n", f"Id: {uid}", "Decision taken: Launch", "because It is free.",
                 "Tags: Q3, big bet", "Report 2: look 2", "Realised 2026-04-01T09:30:00Z by Eva",
                 "- 2026-03-01T09:30:00Z: amended"):  # fmt: skip
        assert part in text
    document = answer(capsys, "show", uid)
    assert document["experiment"]["row"]["uid"] == uid
    assert document["report"]["decision"]["decision"] == "Hold"
    assert len(document["experiment"]["chain"]["versions"]) == 2


def test_an_experiment_goes_out_and_comes_in(capsys, database: Database, tmp_path: Path):
    uid = full_experiment(database)
    path = tmp_path / "x.experiment"
    assert answer(capsys, "export", uid, str(path))["uid"] == uid
    copy = answer(capsys, "import", str(path))["uid"]
    assert copy != uid
    assert read_experiment(database, copy).row.note == "Zoë's note: ±2 % 価格"


def test_a_memo_comes_in_where_it_proves_itself(capsys, database: Database, tmp_path: Path):
    sample, memo = ROOT / "resources/samples/landing_page.csv", tmp_path / "memo.html"
    assert main(["analyze", str(sample), "--memo", str(memo)]) == 0
    uid = answer(capsys, "import", str(memo))["uid"]
    assert read_experiment(database, uid).row.name == "New landing page"
    text = memo.read_text(encoding="utf-8")
    memo.write_text(text.replace("17,489", "17,488").replace("0.19", "0.18"), encoding="utf-8")
    assert memo.read_text(encoding="utf-8") != text
    assert "does not prove itself" in said(capsys, "import", str(memo), status=2)
    assert len(answer(capsys, "list")["experiments"]) == 1


def test_a_kept_report_is_computed_anew(capsys, database: Database, monkeypatch):
    uid = full_experiment(database)
    text = said(capsys, "rerun", uid, "--analysis", "1")
    assert text.startswith("Equal: Report 1 of experiment.csv, made 2026-03-01T09:30:00Z.")
    other = "experimentos_core.history.rerun.recompute"
    from tests.helpers.histories import made_report

    monkeypatch.setattr(other, lambda report: made_report(HARMFUL))
    text = said(capsys, "rerun", uid, status=1)
    assert 'DIFFERS: Verdict, Verdict: then "Hold", now "Rollback". Cause: unknown.' in text
    assert answer(capsys, "rerun", uid, status=1)["is_equal"] is False


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("show", "abc"), "There is no experiment 'abc' in the history."),
        (("show", ""), "There is no experiment '' in the history."),
        (("show", "*"), "There is no experiment '*' in the history."),
        (("export", "abc", "x"), "There is no experiment 'abc'"),
        (("rerun", "abc"), "There is no experiment 'abc'"),
        (("import", "nowhere.experiment"), "nowhere.experiment"),
        (("import", "README.md"), "holds no experiment that was exported"),
        (("list", "--limit", "-1"), "--limit must not be negative"),
        (("list", "--trash", "--verdict", "hold"), "cannot be asked together"),
        (("list", "--verdict", "maybe"), "Argument --verdict: invalid choice"),
        ((), "The following arguments are required: COMMAND"),
        (("forget",), "invalid choice"),
    ],
)
def test_what_cannot_be_is_one_sentence(capsys, options, sentence: str, monkeypatch):
    monkeypatch.chdir(ROOT)
    error = said(capsys, *options, status=2)
    assert sentence in error
    assert error.count("\n") == 1


def test_an_id_that_is_the_start_of_several_names_them(capsys, database: Database):
    from experimentos_core.charter import Charter
    from experimentos_core.history.ledger import keep_draft
    from experimentos_core.history.records import Draft

    for uid in ("abc1", "abc2"):
        keep_draft(database, uid, Draft(charter=Charter()), None)
    assert "'abc' is the start of 2 experiments" in said(capsys, "show", "abc", status=2)
    assert "(no name)" in said(capsys, "show", "abc1")


def test_a_report_is_kept_only_when_asked(capsys, database: Database):
    sample = str(ROOT / "resources/samples/landing_page.csv")
    assert main(["analyze", sample]) == 0
    assert not database.path.exists()
    assert main(["analyze", sample, "--keep"]) == 0
    found = re.search(r"Kept in the history as ([0-9a-f]{8})\.", capsys.readouterr().out)
    assert found is not None
    experiment = read_experiment(
        database, answer(capsys, "show", found[1])["experiment"]["row"]["uid"]
    )
    assert experiment.draft is not None
    assert (experiment.draft.file_name, experiment.draft.analysis) == ("landing_page.csv", 1)
    assert said(capsys, "rerun", found[1]).startswith("Equal")


def test_names_cannot_steer_the_terminal(capsys, database: Database):
    uid = kept(database, name="a\x1b[2Jb\u202ec", owner="\x07")
    for text in (said(capsys, "list"), said(capsys, "show", uid)):
        assert "\x1b" not in text
        assert "\u202e" not in text


def test_the_program_itself_answers():
    done = subprocess.run(
        [sys.executable, "main.py", "history", "list"],
        cwd=ROOT, env=os.environ, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, "0 experiments.\n", "")
