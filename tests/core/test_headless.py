"""`analyze`: verdict on stdout, JSON of the agreed shape, memos, exit codes, one clear sentence."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from experimentos_core.cli import main
from experimentos_core.experiment import Report
from experimentos_core.foundation.codec import from_json, to_json
from experimentos_core.samples import all_samples
from tests.helpers.experiments import csv_of, write
from tests.helpers.workbook_bytes import Sheet, workbook_bytes

WIN = csv_of(("control", 10_000, 1000, 10), ("b", 10_000, 1200, 15),
             header="variant,users,conversions,errors")  # fmt: skip


@pytest.fixture
def win(tmp_path: Path) -> Path:
    return write(tmp_path / "win.csv", WIN)


def run_json(capsys: pytest.CaptureFixture[str], *argv: str | Path) -> dict:
    assert main(["analyze", *map(str, argv), "--json", "-"]) == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    return json.loads(captured.out)


def test_the_verdict_and_its_reason_are_printed(
    win: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["analyze", str(win)]) == 0
    first, second, *_ = capsys.readouterr().out.splitlines()
    assert first == "Launch b (LAUNCH)"
    assert "10.00% to 12.00%" in second


def test_the_json_has_the_agreed_shape(win: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = run_json(capsys, win)
    assert report["schema_version"] == 2
    assert set(report["input"]) >= {"name", "sha256"}
    assert set(report["health"]) == {"overall_status", "issues", "srm"}
    assert set(report["health"]["srm"]) == {
        *("status", "p_value", "chi2", "df", "observed", "expected")
    }
    (comparison,) = report["primary"]["comparisons"]
    assert set(comparison) >= {
        *("variant", "control", "treatment", "absolute_lift", "ci", "relative_lift"),
        *("relative_ci", "z", "p_value", "p_corrected", "is_significant", "fisher_p"),
    }
    assert comparison["control"] == {"users": 10_000, "conversions": 1000, "rate": 0.1}
    assert report["primary"]["overall"] is None
    (guardrail,) = report["guardrails"]
    assert set(guardrail) >= {
        *("name", "variant", "direction", "control_rate", "treatment_rate", "delta", "ci"),
        *("p_value", "status", "reason"),
    }
    assert report["continuous"] == []
    assert set(report["bayesian"]) >= {"seed", "draws", "conversion", "prob_best", "continuous"}
    (belief,) = report["bayesian"]["conversion"]
    assert set(belief) >= {"variant", "prob_beats_control", "expected_loss", "lift_ci", "mc_error"}
    assert report["bayesian"]["continuous"] == []
    assert report["decision"]["decision"] == "Launch"
    assert report["decision"]["variant"] == "b"
    assert set(report["decision"]) >= {"decision", "rule", "reason", "details", "variant"}


def test_findings_have_the_agreed_shape(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path / "bad.csv", csv_of(("control", -5, 1), ("b", 10, 1)))
    report = run_json(capsys, path)
    (issue,) = report["health"]["issues"]
    assert set(issue) >= {"code", "severity", "message", "hint", "where"}
    assert issue["where"] == "row 2, column users, variant control"
    assert report["primary"] is None
    assert report["health"]["srm"] is None


def test_the_written_json_is_the_report(win: Path, tmp_path: Path) -> None:
    out = tmp_path / "report.json"
    assert main(["analyze", str(win), "--json", str(out)]) == 0
    text = out.read_text(encoding="utf-8")
    assert to_json(from_json(Report, text)) + "\n" == text


def test_same_input_same_output(win: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        memo, report = tmp_path / f"{name}.html", tmp_path / f"{name}.json"
        assert main(["analyze", str(win), "--json", str(report), "--memo", str(memo)]) == 0
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()


def test_options_reach_the_plan(win: Path, capsys: pytest.CaptureFixture[str]) -> None:
    charter = run_json(
        capsys,
        *(win, "--split", "control=60,b=60", "--alpha", "0.01", "--direction", "down"),
        *("--guardrail-rule", "strict", "--correction", "holm", "--control", "control"),
        *("--guardrail", "errors=down"),
    )["charter"]
    assert charter["split"] == {"control": 60.0, "b": 60.0}
    assert (charter["alpha"], charter["primary"]["direction"]) == (0.01, "down")
    assert (charter["guardrail_rule"], charter["correction"]) == ("strict", "holm")
    assert charter["guardrails"][0]["direction"] == "down"


def test_a_charter_of_one_report_serves_the_next(
    win: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = run_json(capsys, win, "--alpha", "0.01")
    path = write(tmp_path / "charter.json", json.dumps(first["charter"]))
    second = run_json(capsys, win, "--charter", path)
    assert (first["guardrails_proposed"], second["guardrails_proposed"]) == (True, False)
    assert second == first | {"guardrails_proposed": False}


def test_guardrails_can_be_left_out(win: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = run_json(capsys, win, "--no-guardrails")
    assert report["guardrails"] == []
    assert report["charter"]["guardrails"] == []


def test_columns_can_be_mapped(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path / "a.csv", WIN.replace("users", "visitors"))
    assert run_json(capsys, path, "--map", "users=visitors")["decision"]["decision"] == "Launch"


@pytest.mark.parametrize("sample", all_samples(), ids=lambda sample: sample.id)
def test_a_bundled_sample_is_analysed_by_its_own_plan(
    sample, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_json(capsys, sample.path)["charter"]["name"] == sample.charter.name


@pytest.mark.parametrize(
    ("argv", "complaint"),
    [
        ([], "required"),
        (["analyse", "x.csv"], "invalid choice"),
        (["analyze"], "required"),
        (["analyze", "{win}", "--speed"], "--speed"),
        (["analyze", "none.csv"], "There is no file"),
        (["analyze", "{folder}"], "is a folder"),
        (["analyze", "{win}", "--alpha", "2"], "significance level"),
        (["analyze", "{win}", "--alpha", "x"], "alpha"),
        (["analyze", "{win}", "--split", "control"], "could not be read"),
        (["analyze", "{win}", "--split", "control=x,b=1"], "not a number"),
        (["analyze", "{win}", "--split", "control=1,control=1"], "twice"),
        (["analyze", "{win}", "--charter", "{win}"], "charter could not be read"),
        (["analyze", "{win}", "--charter", "none.json"], "There is no file"),
        (["analyze", "{win}", "--memo", "memo.docx"], "cannot be written as"),
        (["analyze", "{win}", "--memo", "memo.pdf"], "PDF"),
        (["analyze", "{win}", "--json", "nowhere/x.json"], "could not be written"),
        (["analyze", "{win}", "--map", "users"], "--map"),
        (["analyze", "{win}", "--map", "decimal:userz=comma"], "there is no column 'userz'"),
        (["analyze", "{win}", "--map", "row:99=skip"], "row 99"),
        (["analyze", "{win}", "--guardrail", "errors=sideways"], "up or down"),
        (["analyze", "{win}", "--guardrail", "errors", "--no-guardrails"], "contradict"),
    ],
)
def test_what_cannot_be_used_is_one_sentence_and_exit_two(
    argv: list[str],
    complaint: str,
    win: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(win.parent)
    code = main([part.format(win=win, folder=win.parent) for part in argv])
    captured = capsys.readouterr()
    assert code == 2
    assert complaint in captured.err
    assert captured.err.count("\n") == 1
    assert "Traceback" not in captured.err


def test_help_is_no_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["analyze", "--help"]) == 0
    assert "--guardrail-rule" in capsys.readouterr().out


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.one_of(st.binary(max_size=300), st.text(max_size=300).map(str.encode)))
def test_no_bytes_however_broken_give_a_traceback(
    content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "fuzz.csv"
    path.write_bytes(content)
    code = main(["analyze", str(path), "--json", "-"])
    captured = capsys.readouterr()
    assert code in (0, 2)
    assert "Traceback" not in captured.err
    if code == 0:
        assert json.loads(captured.out)["decision"]["decision"] == "Hold"
    else:
        assert captured.err.count("\n") == 1


AMBIGUOUS = "variant;users;conversions\ncontrol;10.234;512\nb;10.190;561\n"


def test_what_may_be_read_in_two_ways_is_asked_and_the_option_answers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path / "a.csv", AMBIGUOUS)
    assert main(["analyze", str(path)]) == 2
    asked = capsys.readouterr().err
    assert "10.234 in row 2, column 'users'" in asked
    assert '--map "decimal:users=comma"' in asked
    report = run_json(capsys, path, "--map", "decimal:users=comma")
    assert report["primary"]["comparisons"][0]["control"]["users"] == 10234
    assert report["input"]["choices"] == ["decimal:users=comma"]


def test_what_the_reading_did_is_printed_with_the_option_that_takes_it_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path / "a.csv", f"{WIN.rstrip()}\nTotal,20000,2200\n")
    assert main(["analyze", str(path)]) == 0
    assert 'Otherwise: --map "row:4=use".' in capsys.readouterr().out


def test_a_rate_on_two_scales_is_asked_and_the_option_answers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path / "a.csv", "variant,users,cr\ncontrol,1000,0.800\nb,1000,0.900\n")
    assert main(["analyze", str(path)]) == 2
    asked = capsys.readouterr().err
    assert '--map "scale:cr=fraction"' in asked
    assert '--map "scale:cr=percent"' in asked
    for option, conversions in (("fraction", 800), ("percent", 8)):
        report = run_json(capsys, path, "--map", f"scale:cr={option}")
        assert report["primary"]["comparisons"][0]["control"]["conversions"] == conversions


def test_a_column_called_conversions_can_be_the_rate(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "variant,users,conversions\ncontrol,10234,5.00\nb,10190,5.51\n"
    path = write(tmp_path / "a.csv", text)
    report = run_json(capsys, path, "--map", "rate=conversions")
    assert report["primary"]["comparisons"][0]["control"]["conversions"] == 512


SIGNED = "variant,users,cr\ncontrol,10234,5.00%\nb,10190,5.51%\n"


@pytest.mark.parametrize(
    ("name", "option", "complaint"),
    [
        ("win.csv", "sheet=Nope", "win.csv is no workbook"),
        ("win.csv", "days=running", "the rows are not read by day"),
        ("win.csv", "scale:nope=percent", "there is no column 'nope'"),
        ("win.xlsx", "encoding=cp1252", "win.xlsx is a workbook"),
        ("win.xlsx", "separator=tab", "win.xlsx is a workbook"),
        ("signed.csv", "scale:cr=percent", "the cells of 'cr' have percent signs"),
    ],
)
def test_an_answer_to_what_is_not_asked_is_refused(
    name: str, option: str, complaint: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [line.split(",") for line in WIN.splitlines()]
    (tmp_path / "win.xlsx").write_bytes(workbook_bytes(Sheet(name="Results", rows=rows)))
    write(tmp_path / "win.csv", WIN)
    write(tmp_path / "signed.csv", SIGNED)
    assert main(["analyze", str(tmp_path / name)]) == 0
    capsys.readouterr()
    assert main(["analyze", str(tmp_path / name), "--map", option]) == 2
    said = capsys.readouterr().err
    assert f"--map {option}" in said
    assert complaint in said
    assert said.count("\n") == 1
