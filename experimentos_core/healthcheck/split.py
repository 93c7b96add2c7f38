"""Did users arrive in the planned proportions? Sample-ratio mismatch, by variant name."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from experimentos_core.foundation import formatting
from experimentos_core.foundation.config import Thresholds
from experimentos_core.foundation.values import HealthStatus
from experimentos_core.healthcheck.findings import Finding, FindingCode, Place, blocked, warning
from experimentos_core.reading.columns.labels import label_key
from experimentos_core.stats.srm import srm_test


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleRatio:
    """Test of the planned split against the users who came.

    Attributes:
        status: Healthy, Warning or Blocked by the p-value.
        p_value: Chi-square goodness-of-fit p-value.
        chi2: The statistic.
        df: Arms with a planned share, minus one.
        observed: Users by variant.
        expected: Users by variant under the planned split.
    """

    status: HealthStatus
    p_value: float
    chi2: float
    df: int
    observed: dict[str, int]
    expected: dict[str, float]


def check_split(
    observed: dict[str, int], split: dict[str, float] | None, thresholds: Thresholds
) -> tuple[SampleRatio | None, list[Finding]]:
    """Compare users by variant with the planned shares; equal shares when none are planned."""
    shares, findings = _planned_shares(tuple(observed), split)
    if shares is None:
        return None, findings
    findings += _check_zero_shares(observed, shares)
    planned = [label for label in observed if shares[label] > 0]
    if len(planned) < 2:  # noqa: PLR2004 - one planned arm leaves nothing to compare
        return None, findings
    users = [observed[label] for label in planned]
    total_share = sum(shares[label] for label in planned)
    expected = {label: sum(users) * shares[label] / total_share for label in planned}
    test = srm_test(users, [shares[label] for label in planned])
    ratio = SampleRatio(
        status=_status(float(test.p_value), thresholds),
        p_value=float(test.p_value),
        chi2=float(test.chi2),
        df=int(test.df),
        observed=dict(observed),
        expected={label: expected.get(label, 0.0) for label in observed},
    )
    return ratio, findings + _mismatch(ratio, is_planned=split is not None)


def _planned_shares(
    labels: tuple[str, ...], split: dict[str, float] | None
) -> tuple[dict[str, float] | None, list[Finding]]:
    if split is None:
        return dict.fromkeys(labels, 1.0), []
    by_key = {label_key(name): share for name, share in split.items()}
    findings: list[Finding] = []
    unknown = [label for label in labels if label_key(label) not in by_key]
    for label in unknown:
        message = f"The variant {label!r} has no share in the planned split."
        hint = "Add it to the planned split, or remove its row."
        place = Place(variant=label)
        findings.append(blocked(FindingCode.SPLIT_VARIANT_UNKNOWN, message, hint, place))
    present = {label_key(label) for label in labels}
    for name, share in split.items():
        if share > 0 and label_key(name) not in present:
            message = f"The planned variant {name!r} is not in the data."
            hint = "Add its row, or take it out of the planned split."
            place = Place(variant=name)
            findings.append(blocked(FindingCode.SPLIT_VARIANT_ABSENT, message, hint, place))
    if findings:
        return None, findings
    return {label: by_key[label_key(label)] for label in labels}, []


def _check_zero_shares(observed: dict[str, int], shares: dict[str, float]) -> list[Finding]:
    hint = "Find out how users reached it; the assignment is broken until then."
    return [
        blocked(
            FindingCode.SPLIT_ZERO_SHARE,
            f"{formatting.count(users)} {'user is' if users == 1 else 'users are'} in {label!r}, "
            "whose planned share is 0.",
            hint,
            Place(variant=label),
        )
        for label, users in observed.items()
        if shares[label] == 0 and users > 0
    ]


def is_split_doubtful(p: ArrayLike, thresholds: Thresholds) -> NDArray[np.bool_]:
    """Whether sample-ratio p-values warn, or even block."""
    return np.asarray(np.asarray(p) < max(thresholds.srm_warning_p, thresholds.srm_blocked_p))


def is_split_blocking(p: ArrayLike, thresholds: Thresholds) -> NDArray[np.bool_]:
    """Whether sample-ratio p-values block."""
    return np.asarray(np.asarray(p) < thresholds.srm_blocked_p)


def _status(p: float, thresholds: Thresholds) -> HealthStatus:
    if is_split_blocking(p, thresholds):
        return HealthStatus.BLOCKED
    return HealthStatus.WARNING if is_split_doubtful(p, thresholds) else HealthStatus.HEALTHY


def _mismatch(ratio: SampleRatio, *, is_planned: bool) -> list[Finding]:
    if ratio.status is HealthStatus.HEALTHY:
        return []
    observed = " / ".join(formatting.count(users) for users in ratio.observed.values())
    expected = " / ".join(formatting.count(round(x)) for x in ratio.expected.values())
    mismatch = (
        "The split is not as planned"
        if is_planned
        else "The arms are not of equal size, and no other split was planned"
    )
    message = (
        f"{mismatch}: {observed} users came, {expected} were expected "
        f"({formatting.p_equals(ratio.p_value)})."
    )
    hint = "Find out why users are missing in one variant before reading any effect."
    if not is_planned:
        hint += " If the arms were meant to differ, enter the planned split."
    make = blocked if ratio.status is HealthStatus.BLOCKED else warning
    return [make(FindingCode.SRM, message, hint)]
