"""The planned split against the users who came: shares, borders, and every finding in full."""

import pytest

from experimentos_core.charter import Charter
from experimentos_core.foundation.config import DEFAULT_THRESHOLDS
from experimentos_core.foundation.values import HealthStatus, Severity
from experimentos_core.healthcheck.findings import Finding, Place
from experimentos_core.healthcheck.split import (
    SampleRatio,
    check_split,
    is_split_blocking,
    is_split_doubtful,
)
from tests.helpers.experiments import csv_of, report_of

MEANT = "If the arms were meant to differ, enter the planned split."


def checked(
    observed: dict[str, int], split: dict[str, float] | None = None
) -> tuple[SampleRatio | None, list[Finding]]:
    return check_split(observed, split, DEFAULT_THRESHOLDS)


def test_equal_shares_unless_planned_otherwise() -> None:
    ratio, findings = checked({"control": 480, "b": 520, "c": 500})
    assert ratio is not None
    assert ratio.expected == {"control": 500.0, "b": 500.0, "c": 500.0}
    assert (ratio.observed, ratio.df) == ({"control": 480, "b": 520, "c": 500}, 2)
    assert ratio.chi2 == pytest.approx(1.6, rel=1e-12)
    assert (ratio.status, findings) == (HealthStatus.HEALTHY, [])


def test_planned_shares_need_not_add_up_to_one_and_names_may_differ_in_case() -> None:
    ratio, findings = checked({"control": 920, "b": 80}, {"Control ": 9, "B": 1})
    assert ratio is not None
    assert ratio.expected == pytest.approx({"control": 900.0, "b": 100.0})
    assert ratio.chi2 == pytest.approx(400 / 900 + 400 / 100, rel=1e-12)
    assert findings == []


def test_a_variant_without_a_share() -> None:
    ratio, (finding,) = checked({"control": 500, "b": 500, "c": 5}, {"control": 1, "b": 1})
    assert ratio is None
    assert (finding.code, finding.severity) == ("SPLIT_VARIANT_UNKNOWN", Severity.BLOCKED)
    assert finding.message == "The variant 'c' has no share in the planned split."
    assert finding.hint == "Add it to the planned split, or remove its row."
    assert finding.place == Place(variant="c")


def test_a_planned_variant_that_is_absent() -> None:
    ratio, (finding,) = checked({"control": 500, "b": 500}, {"control": 1, "b": 1, "c": 1, "d": 0})
    assert ratio is None
    assert (finding.code, finding.severity) == ("SPLIT_VARIANT_ABSENT", Severity.BLOCKED)
    assert finding.message == "The planned variant 'c' is not in the data."
    assert finding.hint == "Add its row, or take it out of the planned split."
    assert finding.place == Place(variant="c")


@pytest.mark.parametrize(("users", "words"), [(1, "1 user is"), (2, "2 users are")])
def test_users_in_an_arm_without_share(users: int, words: str) -> None:
    shares = {"control": 1.0, "b": 1.0, "c": 0.0}
    ratio, (finding,) = checked({"control": 500, "b": 510, "c": users}, shares)
    assert ratio is not None
    assert (ratio.df, ratio.expected) == (1, {"control": 505.0, "b": 505.0, "c": 0.0})
    assert (finding.code, finding.severity) == ("SPLIT_ZERO_SHARE", Severity.BLOCKED)
    assert finding.message == f"{words} in 'c', whose planned share is 0."
    assert finding.hint == "Find out how users reached it; the assignment is broken until then."
    assert finding.place == Place(variant="c")
    assert checked({"control": 500, "b": 510, "c": 0}, shares)[1] == []


def test_one_planned_arm_leaves_nothing_to_compare() -> None:
    assert checked({"control": 500, "b": 0}, {"control": 1, "b": 0}) == (None, [])


@pytest.mark.parametrize(
    ("p", "doubtful", "blocking"),
    [
        (0.001, False, False),
        (0.00099, True, False),
        (0.00001, True, False),
        (0.0000099, True, True),
        (1.0, False, False),
    ],
)
def test_the_borders_are_strict(p: float, doubtful: bool, blocking: bool) -> None:
    assert bool(is_split_doubtful(p, DEFAULT_THRESHOLDS)) is doubtful
    assert bool(is_split_blocking(p, DEFAULT_THRESHOLDS)) is blocking


@pytest.mark.parametrize(
    ("users", "severity", "words"),
    [
        (10_540, Severity.WARNING, "10,000 / 10,540 users came, 10,270 / 10,270 were expected"),
        (11_541, Severity.BLOCKED, "10,000 / 11,541 users came, 10,770 / 10,770 were expected"),
    ],
)
@pytest.mark.parametrize(
    ("split", "said"),
    [
        (None, ("The arms are not of equal size, and no other split was planned", f" {MEANT}")),
        ({"control": 1.0, "b": 1.0}, ("The split is not as planned", "")),
    ],
)
def test_a_split_that_is_not_as_planned(
    users: int,
    severity: Severity,
    words: str,
    split: dict[str, float] | None,
    said: tuple[str, str],
) -> None:
    mismatch, way_out = said
    table = csv_of(("control", 10_000, 900), ("b", users, 900))
    report = report_of(table, Charter(split=split))
    (finding,) = (one for one in report.health.issues if one.code == "SRM")
    assert finding.severity is severity
    assert finding.message.startswith(f"{mismatch}: {words} (p = ")
    assert finding.hint == (
        "Find out why users are missing in one variant before reading any effect." + way_out
    )
    assert finding.place == Place()
