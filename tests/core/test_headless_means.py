"""Continuous metrics on the command line."""

import json
from pathlib import Path
from typing import Any

import pytest

from experimentos_core.cli import main
from tests.helpers.experiments import csv_of, write

HEADER = "variant,users,conversions,orders,aov_sum,aov_sum_sq,latency_sum,latency_sum_sq"
ROWS = (
    ("control", 10_000, 1000, 1200, "60000.00", "3900000.00", "500000.0", "27500000.0"),
    ("b", 10_000, 1010, 1220, "65000.00", "4300000.00", "501000.0", "27600000.0"),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return write(tmp_path / "aov.csv", csv_of(*ROWS, header=HEADER))


def run(capsys: pytest.CaptureFixture[str], path: Path, *options: str) -> dict[str, Any]:
    assert main(["analyze", str(path), "--json", "-", *options]) == 0
    return json.loads(capsys.readouterr().out)


def refused(capsys: pytest.CaptureFixture[str], path: Path, *options: str) -> str:
    assert main(["analyze", str(path), *options]) == 2
    return capsys.readouterr().err


def test_every_continuous_metric_is_in_the_json(path, capsys) -> None:
    report = run(capsys, path)
    assert [m["metric"] for m in report["continuous"]] == ["aov", "latency"]
    (aov, _) = report["continuous"]
    assert set(aov) >= {
        *("metric", "variant", "n_control", "n_treatment", "control_mean", "treatment_mean"),
        *("absolute_lift", "ci", "relative_lift", "relative_ci", "t", "df", "p_value"),
        *("is_significant", "reason"),
    }
    assert (aov["n_control"], aov["control_mean"]) == (1200, 50.0)
    assert [m["metric"] for m in report["bayesian"]["continuous"]] == ["aov", "latency"]


def test_a_mean_can_decide(path, capsys) -> None:
    report = run(capsys, path, "--primary", "aov")
    assert report["primary"]["metric"] == "aov"
    assert report["primary"]["comparisons"][0]["control"] == {"n": 1200, "mean": 50.0}
    assert [g["name"] for g in report["guardrails"]] == ["conversions"]
    assert [m["metric"] for m in report["continuous"]] == ["latency"]
    same = run(capsys, path, "--primary", "aov_sum")
    assert same["primary"] == report["primary"]


def test_an_n_can_be_chosen(path, capsys) -> None:
    report = run(capsys, path, "--map", "n:aov=users", "--no-guardrails")
    assert report["continuous"][0]["n_control"] == 10_000
    again = run(capsys, path, "--map", "n:aov=conversions", "--no-guardrails")
    assert again["continuous"][0]["control_mean"] == 60.0


def test_a_mean_can_guard_with_margins_of_either_scale(path, capsys) -> None:
    report = run(
        capsys,
        path,
        "--guardrail",
        "latency",
        "--guardrail",
        "aov=down:2%:5%",
        "--guardrail",
        "conversions_x=up:0.01:0.02",
    )
    latency, aov, missing = report["guardrails"]
    assert (latency["direction"], latency["margin_scale"]) == ("up", "relative")
    assert (aov["worsened_margin"], aov["severe_margin"]) == (0.02, 0.05)
    assert (missing["status"], missing["control_rate"]) == ("Worsened", None)
    own = run(capsys, path, "--guardrail", "latency=up:0.5:2")
    assert own["guardrails"][0]["margin_scale"] == "absolute"
    assert own["guardrails"][0]["severe_margin"] == 2.0


def test_less_of_a_mean_is_harm_unless_its_name_says_otherwise(path, capsys) -> None:
    report = run(capsys, path, "--guardrail", "aov", "--guardrail", "latency")
    assert [g["direction"] for g in report["guardrails"]] == ["down", "up"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--primary", "profit"), "conversions, aov, latency"),
        (("--primary", " "), "without a value"),
        (("--map", "n:profit=users"), "aov, latency"),
        (("--map", "n:aov=visits"), "no column 'visits'"),
        (("--map", "n:aov="), "could not be read"),
        (("--guardrail", "aov=down:1%:3"), "two scales"),
        (("--guardrail", "aov=down:1%"), "up or down"),
        (("--guardrail", "aov=down:3%:1%"), "exceeds"),
        (("--guardrail", "orders=up:2:3"), "between 0 and 1"),
        (("--guardrail", "aov", "--guardrail", "aov_sum"), "listed twice"),
    ],
)
def test_what_cannot_be_meant_is_a_sentence(path, capsys, options, words) -> None:
    assert words in refused(capsys, path, *options)


def test_half_a_pair_is_left_out_on_request(tmp_path, capsys) -> None:
    text = csv_of(
        ("control", 1000, 100, 5000),
        ("b", 1000, 101, 5100),
        header="variant,users,conversions,revenue_sum",
    )
    path = write(tmp_path / "half.csv", text)
    blocked = run(capsys, path)
    assert blocked["health"]["issues"][0]["code"] == "MEASURE_INCOMPLETE"
    assert main(["analyze", str(path)]) == 0
    assert "--map column:revenue_sum=skip" in capsys.readouterr().out
    report = run(capsys, path, "--map", "column:revenue_sum=skip")
    assert report["health"]["overall_status"] == "Healthy"


def test_the_memo_can_be_written_for_a_mean(path, tmp_path, capsys) -> None:
    memo = tmp_path / "memo.md"
    assert main(["analyze", str(path), "--primary", "aov", "--memo", str(memo)]) == 0
    assert "aov" in memo.read_text(encoding="utf-8")
