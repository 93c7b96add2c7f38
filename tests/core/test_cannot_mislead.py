"""What a hostile reviewer tried: plans, outputs, terminals and printed numbers must not mislead."""

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from experimentos_core.charter import Charter, GuardrailPlan, PrimaryPlan, propose_guardrail
from experimentos_core.cli import main
from experimentos_core.foundation import formatting as f
from experimentos_core.foundation.errors import CharterError
from experimentos_core.foundation.values import Direction, RuleCode, Verdict
from experimentos_core.memo import generate_memo
from tests.helpers.experiments import codes_of, csv_of, report_of, two_arms, write

ROOT = Path(__file__).parents[2]
TWO_METRICS = (
    "variant,users,conversions,retention_7\ncontrol,44700,20034,8502\nb,45489,20119,8279\n"
)


def test_a_primary_named_like_another_column_blocks() -> None:
    report = report_of(TWO_METRICS, Charter(primary=PrimaryPlan(metric="Retention_7")))
    assert "PRIMARY_IS_ANOTHER_COLUMN" in codes_of(report)
    assert report.primary is None


def test_headless_a_promised_column_is_the_primary(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = write(tmp_path / "a.csv", TWO_METRICS)
    plan = write(tmp_path / "c.json", '{"primary": {"metric": "retention_7"}}')
    assert main(["analyze", str(data), "--charter", str(plan), "--json", "-"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["primary"]["comparisons"][0]["control"]["conversions"] == 8502
    assert report["decision"]["rule"] == "PRIMARY_HARM"


@pytest.mark.parametrize(
    ("name", "direction"),
    [
        ("retention_7", "down"),
        ("visits", "down"),
        ("Active users", "down"),
        ("errors", "up"),
        ("active_user_errors", "up"),
        ("unsubscribed", "up"),
        ("inactive", "up"),
        ("non_converters", "up"),
        ("something", "up"),
    ],
)
def test_the_direction_of_harm_is_guessed_from_the_name(name: str, direction: str) -> None:
    assert propose_guardrail(name).direction is Direction(direction)


def test_a_collapse_of_retention_never_launches() -> None:
    table = two_arms((10_000, 10_000), (1000, 1200), retention_7=(4000, 3500))
    assert report_of(table).decision.rule is RuleCode.GUARDRAIL_SEVERE


def test_stdout_lists_the_guardrails_nobody_promised(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "variant,users,conversions,errors,note\ncontrol,10000,1000,1,x\nb,10000,1200,1,y\n"
    assert main(["analyze", str(write(tmp_path / "a.csv", text))]) == 0
    out = capsys.readouterr().out
    assert "not promised beforehand: errors (harm is up)" in out
    assert "'note' was not used: it holds text" in out


@pytest.mark.parametrize("alpha", [0.0125, 0.0167, 0.025, 1e-05])
def test_alpha_is_printed_as_it_was_set(alpha: float) -> None:
    report = report_of(two_arms((10_000, 10_000), (1000, 1010)), Charter(alpha=alpha))
    assert f"at the {alpha!r} level" in report.decision.reason
    memo = generate_memo(report).markdown
    assert f"tested at the {alpha!r} level" in memo


@given(
    st.sampled_from([0.2, 0.1, 0.05, 0.025, 0.0167, 0.0125, 0.001, 1e-05]), st.floats(0.97, 1.03)
)
def test_a_printed_p_value_stays_on_its_side_of_the_level(alpha: float, factor: float) -> None:
    p = alpha * factor
    assert (float(f.p_value(p, alpha)) < alpha) == (p < alpha)


@given(st.sampled_from([0.001, 0.003, 0.01]), st.floats(0.98, 1.02))
def test_a_printed_change_stays_on_its_side_of_the_margin(margin: float, factor: float) -> None:
    size = margin * factor
    shown = float(f.points_beside(size, margin).removesuffix(" pp"))
    if abs(size - margin) > 1e-11:
        assert (shown < 100 * margin - 1e-12) == (size < margin)


def test_none_and_all_are_said_only_of_none_and_all() -> None:
    assert f.percent(0.99999) == "99.999%"
    assert f.percent(1.0) == "100.00%"
    assert f.percent_pair(0.1, 0.10005) == ("10.000%", "10.005%")


def test_a_control_without_any_conversion_is_a_surprise() -> None:
    report = report_of(two_arms((10_000, 10_000), (0, 500)))
    assert codes_of(report) == ["SURPRISING_CHANGE"]
    assert "from none at all" in report.health.issues[0].message


@pytest.mark.parametrize(
    "outputs",
    [
        ["--json", "a.csv"],
        ["--json", "./a.csv"],
        ["--charter", "c.json", "--json", "c.json"],
        ["--memo", "m.md", "--memo", "m.md"],
        ["--memo", "m.md", "--json", "m.md"],
        ["--memo", "ok.md", "--memo", "nowhere/x.html"],
    ],
)
def test_no_output_destroys_an_input_or_another_output(
    outputs: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "a.csv", csv_of(("control", 100, 10), ("b", 100, 10)))
    write(tmp_path / "c.json", "{}")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert main(["analyze", "a.csv", *outputs]) == 2
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
    assert capsys.readouterr().out == ""


def test_what_options_changed_in_a_charter_is_on_record(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = write(tmp_path / "a.csv", csv_of(("control", 1000, 100), ("b", 1000, 110)))
    plan = write(tmp_path / "c.json", '{"alpha": 0.01}')
    memo = tmp_path / "m.md"
    argv = ["analyze", str(data), "--charter", str(plan), "--alpha", "0.5", "--no-guardrails"]
    assert main([*argv, "--memo", str(memo)]) == 0
    text = memo.read_text(encoding="utf-8")
    assert "**Not as planned** | alpha: 0.5 instead of 0.01; guardrails: none instead of" in text


@pytest.mark.parametrize(
    "text",
    [
        '{"alpha": 0.05, "alpha": 0.5}',
        '{"alpha": 1' + "0" * 400 + "}",
        '{"name": "\\ud800"}',
        '{"split": {"control": 1, "Control": 2}}',
        '{"split": {"control": 1e308, "b": 1e308}}',
        '{"split": {"control": 1e-320, "b": 1}}',
        '{"guardrails": [{"name": "e"}, {"name": "E "}]}',
    ],
)
def test_a_plan_that_says_two_things_or_nothing_real_is_refused(
    text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = write(tmp_path / "a.csv", csv_of(("control", 1000, 100), ("b", 1000, 110)))
    plan = write(tmp_path / "c.json", text)
    assert main(["analyze", str(data), "--charter", str(plan)]) == 2
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize(
    "options",
    [
        ["--split", ""],
        ["--control", " "],
        ["--json", ""],
        ["--map", "users="],
        ["--no"],
        ["--al", "1"],
    ],
)
def test_blank_and_shortened_options_are_refused(options: list[str], tmp_path: Path) -> None:
    data = write(tmp_path / "a.csv", csv_of(("control", 1000, 100), ("b", 1000, 110)))
    assert main(["analyze", str(data), *options]) == 2


def test_guardrails_with_one_name_in_two_spellings_are_refused() -> None:
    with pytest.raises(CharterError, match="listed twice"):
        Charter(guardrails=(GuardrailPlan(name="Errors"), GuardrailPlan(name="errors ")))


def run_program(tmp_path: Path, encoding: str, *options: str) -> subprocess.CompletedProcess[bytes]:
    data = write(tmp_path / "a.csv", csv_of(("control", 10_000, 1200), ("변형", 10_000, 1000)))
    environment = os.environ | {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    code = "import sys; from experimentos_core.cli import main; sys.exit(main(sys.argv[1:]))"
    return subprocess.run(
        [sys.executable, "-c", code, "analyze", str(data), *options],
        capture_output=True,
        check=False,
        cwd=ROOT,
        env=environment,
    )


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "cp949", "utf-8"])
def test_every_terminal_gets_the_verdict(tmp_path: Path, encoding: str) -> None:
    done = run_program(tmp_path, encoding)
    assert done.returncode == 0
    assert done.stderr == b""
    assert done.stdout.startswith(b"Rollback (PRIMARY_HARM)")


def test_json_on_standard_output_is_utf8_whatever_the_terminal(tmp_path: Path) -> None:
    done = run_program(tmp_path, "ascii", "--json", "-")
    report = json.loads(done.stdout.decode("utf-8"))
    assert report["primary"]["comparisons"][0]["variant"] == "변형"


def test_names_cannot_steer_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = "b\x1b[2J\u202eLaunch"
    data = write(tmp_path / "a.csv", csv_of(("control", 10_000, 1200), (name, 10_000, 1000)))
    assert main(["analyze", str(data)]) == 0
    out = capsys.readouterr().out
    assert not re.search("[\x00-\x09\x0b-\x1f\u202e]", out)
    assert "[U+001B]" in out


def test_a_stream_without_bytes_gets_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = write(tmp_path / "a.csv", csv_of(("control", 10_000, 1200), ("b", 10_000, 1000)))
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stdout", stream)
    assert main(["analyze", str(data)]) == 0
    assert stream.getvalue().startswith("Rollback")
    monkeypatch.setattr(sys, "stdout", None)
    assert main(["analyze", str(data)]) == 0


def test_a_verdict_is_never_a_launch_for_harm() -> None:
    for good in Direction:
        x = (2400, 2000) if good is Direction.UP else (2000, 2400)
        charter = Charter(primary=PrimaryPlan(direction=good))
        assert (
            report_of(two_arms((20_000, 20_000), x), charter).decision.decision is Verdict.ROLLBACK
        )


def test_one_row_per_user_is_one_finding() -> None:
    rows = [("a" if i % 2 else "control", 1, i % 2) for i in range(500)]
    duplicates = [
        i for i in report_of(csv_of(*rows)).health.issues if i.code == "VARIANT_DUPLICATE"
    ]
    assert len(duplicates) == 1
    assert "one row per user" in duplicates[0].message


def test_a_launch_names_the_guardrail_that_is_not_settled() -> None:
    decision = report_of(two_arms((10_000, 10_000), (1000, 1200), errors=(100, 120))).decision
    assert decision.decision is Verdict.LAUNCH
    assert "errors is not settled" in decision.reason
    assert "stands against" not in decision.reason
    assert "0.20 pp as measured" in decision.details[0]


def test_the_arms_to_stop_are_told_first() -> None:
    rows = [("control", 20_000, 2400), ("b", 20_000, 2410), ("c", 20_000, 2000)]
    decision = report_of(csv_of(*rows)).decision
    assert [detail.split(" ")[0] for detail in decision.details] == ["Stop", "b:"]


def test_a_broken_split_is_not_to_be_mended_in_the_file() -> None:
    decision = report_of(two_arms((5000, 10_000), (500, 700))).decision
    assert "run the experiment again" in decision.would_change
