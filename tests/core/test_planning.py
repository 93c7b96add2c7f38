"""`plan` on the command line: sizes, what the rule will do, and a charter to lock."""

import json
from pathlib import Path
from typing import Any

import pytest

from experimentos_core.charter import read_charter
from experimentos_core.cli import main
from experimentos_core.foundation.values import Correction
from tests.helpers.experiments import csv_of, write


def answer(capsys: pytest.CaptureFixture[str], *options: str) -> dict[str, Any]:
    assert main(["plan", *options, "--json", "-"]) == 0
    return json.loads(capsys.readouterr().out)


def test_the_json_has_the_agreed_shape(capsys) -> None:
    plan = answer(capsys, "--baseline", "0.10", "--mde", "0.02", "--traffic", "5000")
    assert set(plan) >= {
        *("n_control", "n_treatment", "total", "days", "power", "mde", "method", "characteristics")
    }
    assert (plan["n_control"], plan["total"], plan["days"], plan["mde"]) == (3835, 7670, 2, 0.02)
    assert plan["characteristics"] == []


def test_relative_changes_unequal_arms_and_shares(capsys) -> None:
    plan = answer(
        capsys,
        *("--baseline", "0.10", "--mde", "0.2", "--relative", "--ratio", "0.5"),
        *("--traffic", "5000", "--share", "0.1", "--arms", "3"),
    )
    assert plan["mde"] == pytest.approx(0.02)
    assert plan["n_treatment"] == pytest.approx(plan["n_control"] / 2, abs=1)
    assert plan["total"] == plan["n_control"] + 2 * plan["n_treatment"]
    assert plan["days"] == -(-plan["total"] // 500)


def test_with_n_it_answers_the_change_and_with_both_the_power(capsys) -> None:
    change = answer(capsys, "--baseline", "0.1", "--n", "3835")
    assert change["mde"] == pytest.approx(0.02, abs=2e-6)
    power = answer(capsys, "--baseline", "0.1", "--n", "3835", "--mde", "0.02")
    assert power["power"] == pytest.approx(0.80004, abs=1e-4)
    mean = answer(capsys, "--sd", "10", "--mde", "1", "--n", "1571")
    assert mean["power"] == pytest.approx(0.80007, abs=1e-4)


def test_the_rule_is_tried_on_request(capsys) -> None:
    plan = answer(
        capsys,
        *("--baseline", "0.1", "--mde", "0.02", "--characteristics"),
        *("--guardrail", "cancel=0.05:0.003"),
    )
    none = plan["characteristics"][0]
    assert set(none) == {"scenario", "launch", "hold", "rollback", "by_rule", "mc_error"}
    assert none["launch"] + none["hold"] + none["rollback"] == pytest.approx(1)
    assert sum(none["by_rule"].values()) == pytest.approx(1)
    assert len(plan["by_guardrail_rule"]) == 3
    assert "cancel cannot reliably be shown safe" in plan["guardrails"][0]
    again = answer(
        capsys,
        *("--baseline", "0.1", "--mde", "0.02", "--characteristics"),
        *("--guardrail", "cancel=0.05:0.003"),
    )
    assert again == plan


def test_without_guardrails_each_error_is_half_of_alpha(capsys) -> None:
    plan = answer(capsys, "--baseline", "0.1", "--mde", "0.02", "--characteristics")
    none = plan["characteristics"][0]
    for share in (none["launch"], none["rollback"]):
        assert share == pytest.approx(0.025, abs=5 * none["mc_error"])


def test_the_charter_it_writes_can_be_followed(tmp_path: Path, capsys) -> None:
    path = tmp_path / "plan.json"
    options = ("--baseline", "0.1", "--mde", "-0.02", "--guardrail", "errors=0.05:0.006")
    assert main(["plan", *options, "--guardrail-rule", "strict", "--charter", str(path)]) == 0
    charter = read_charter(path.read_text(encoding="utf-8"))
    assert charter.primary.direction == "down"
    assert (charter.size.mde, charter.size.n_control) == (0.02, 3205)
    assert charter.guardrails[0].severe_margin == 0.006
    data = write(
        tmp_path / "d.csv",
        csv_of(
            ("control", 4000, 400, 200),
            ("b", 4000, 300, 200),
            header="variant,users,conversions,errors",
        ),
    )
    assert main(["analyze", str(data), "--charter", str(path)]) == 0
    assert capsys.readouterr().out.count("strict") == 0


@pytest.mark.parametrize(
    ("options", "kind"),
    [(("--sd", "12", "--mde", "0.2"), "mean"), (("--baseline", "0.1", "--mde", "0.02"), "rate")],
)
def test_the_charter_names_what_decides(tmp_path: Path, options, kind: str) -> None:
    path = tmp_path / "plan.json"
    assert main(["plan", *options, "--primary", "revenue per user", "--charter", str(path)]) == 0
    primary = read_charter(path.read_text(encoding="utf-8")).primary
    assert (primary.metric, primary.kind) == ("revenue per user", kind)


def test_the_text_says_the_answer_first(capsys) -> None:
    assert main(["plan", "--baseline", "0.1", "--mde", "0.02", "--traffic", "1000"]) == 0
    first, second, *_ = capsys.readouterr().out.splitlines()
    assert first == "7,670 users (3,835 in each arm), 8 days"
    assert second == "A rise of 2.00 pp from 10.00% is found with a probability of 80.0%."


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ((), "Neither"),
        (("--baseline", "1.5", "--mde", "0.1"), "between 0 and 1"),
        (("--mde", "0.1", "--relative"), "needs a baseline"),
        (("--baseline", "0.1", "--n", "0"), "at least 1"),
        (("--baseline", "0.1", "--mde", "0.02", "--share", "0.5"), "without --traffic"),
        (("--baseline", "0.1", "--mde", "0.02", "--guardrail", "x"), "could not be read"),
        (("--baseline", "0.1", "--mde", "0.02", "--guardrail", "x=2:0.1"), "between 0 and 1"),
        (("--baseline", "0.1", "--mde", "0.02", "--guardrail", "x=0.1:0"), "above 0"),
        (("--baseline", "0.5", "--n", "2", "--characteristics"), "no change can be found"),
        (("--baseline", "x"), "invalid float"),
        (("--baseline", "0.1", "--mde", "0.02", "--alpha", "2"), "significance level must lie"),
        (("--baseline", "0.1", "--mde", "0.02", "--power", "0.04"), "between the level 0.05 and 1"),
    ],
)
def test_what_cannot_be_planned_is_one_sentence(capsys, options, words: str) -> None:
    assert main(["plan", *options]) == 2
    assert words in capsys.readouterr().err


def test_a_split_by_name_says_arms_and_ratio_and_the_data_are_held_to_it(tmp_path, capsys) -> None:
    path, data = tmp_path / "plan.json", tmp_path / "data.csv"
    options = ("--baseline", "0.1", "--mde", "0.02", "--charter", str(path))
    plan = answer(capsys, *options, "--split", "old=20,new=40,newer=40")
    assert plan == {**answer(capsys, *options, "--arms", "3", "--ratio", "2"), "notes": []}
    main(["plan", *options, "--split", "old=20,new=40,newer=40"])
    charter = read_charter(path.read_text(encoding="utf-8"))
    assert charter.split == {"old": 20.0, "new": 40.0, "newer": 40.0}
    assert charter.control == "old"
    n_c, n_t = plan["n_control"], plan["n_treatment"]
    rows = (("old", n_c, n_c // 10), ("new", n_t, n_t // 8), ("newer", n_t, n_t // 8))
    write(data, csv_of(*rows))
    capsys.readouterr()
    assert main(["analyze", str(data), "--charter", str(path), "--json", "-"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["health"]["srm"]["status"] == "Healthy"


def test_unequal_arms_without_names_are_said_to_be_expected_equal(tmp_path, capsys) -> None:
    options = ("--baseline", "0.1", "--mde", "0.02", "--ratio", "2")
    (note,) = answer(capsys, *options, "--charter", str(tmp_path / "plan.json"))["notes"]
    assert note == (
        "The charter names no arms, so the health check will expect equal ones: plan with "
        "--split control=1,treatment=2 and the arms' own names."
    )
    assert main(["plan", *options, "--charter", str(tmp_path / "plan.json")]) == 0
    assert note in capsys.readouterr().out
    assert answer(capsys, *options)["notes"] == []
    assert main(["plan", "--baseline", "0.1", "--mde", "0.02", "--ratio", "0"]) == 2


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--split", "control=1,b=2", "--ratio", "2"), "Leave --ratio and --arms out."),
        (("--split", "control=1,b=2", "--arms", "2"), "Leave --ratio and --arms out."),
        (("--split", "control=1"), "does not plan a control and a treatment"),
        (("--split", "control=1,b=0"), "does not plan a control and a treatment"),
        (("--split", "control=1,b=nan"), "does not plan a control and a treatment"),
        (("--split", "control=1,b=1,c=2"), "plans treatments of different sizes"),
        (("--split", "control"), "could not be read at 'control'"),
        (("--split", ""), "could not be read"),
    ],
)
def test_a_split_that_cannot_be_planned_is_a_sentence(options, words, capsys) -> None:
    assert main(["plan", "--baseline", "0.1", "--mde", "0.02", *options]) == 2
    printed = capsys.readouterr()
    assert words in printed.err
    assert printed.out == ""


def test_the_users_that_come_in_so_many_days(capsys) -> None:
    traffic = ("--baseline", "0.1", "--traffic", "100", "--share", "0.57", "--days", "100")
    plan = answer(capsys, *traffic)
    assert (plan["n_control"], plan["total"], plan["days"]) == (2850, 5700, 100)  # not 2849
    assert plan["mde"] == answer(capsys, "--baseline", "0.1", "--n", "2850")["mde"]
    plan = answer(capsys, *traffic, "--ratio", "2", "--arms", "3", "--mde", "0.02")
    assert (plan["n_control"], plan["n_treatment"], plan["days"]) == (1140, 2280, 100)
    assert plan["power"] < 0.8


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--days", "14"), "--days was given without --traffic."),
        (("--days", "14", "--traffic", "9", "--n", "4"), "so does --n."),
        (("--days", "0", "--traffic", "9"), "at least a day, not 0."),
        (("--days", "1", "--traffic", "3"), "fewer than two users come for each arm."),
        (("--days", "2", "--traffic", "0"), "must be above 0, but is 0."),
        (("--days", "2", "--traffic", "9", "--share", "2"), "at most 1, but is 2."),
        (("--days", "2", "--traffic", "9", "--ratio", "0"), "cannot be 0."),
        (("--days", "2", "--traffic", "9", "--arms", "0"), "this one has 0."),
    ],
)
def test_days_that_bring_no_users_are_said(capsys, options: tuple[str, ...], said: str) -> None:
    assert main(["plan", "--baseline", "0.1", *options]) == 2
    assert said in capsys.readouterr().err


def test_several_treatments_are_corrected_for_as_asked(capsys, tmp_path: Path) -> None:
    several = ("--baseline", "0.1", "--mde", "0.02", "--arms", "4")
    usual = answer(capsys, *several)
    assert usual["alpha"] == pytest.approx(0.05 / 3)
    assert answer(capsys, *several, "--correction", "holm") == usual
    path = tmp_path / "charter.json"
    alone = answer(capsys, *several, "--correction", "none", "--charter", str(path))
    assert alone["alpha"] == 0.05
    assert alone["n_control"] == 3835
    assert read_charter(path.read_text(encoding="utf-8")).correction is Correction.NONE
