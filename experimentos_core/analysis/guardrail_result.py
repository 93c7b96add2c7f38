"""One guardrail of one treatment, as a record."""

from dataclasses import dataclass

from experimentos_core.analysis.numbers import Bounds
from experimentos_core.charter import GuardrailPlan, Margins
from experimentos_core.foundation.changes import ChangeUnit
from experimentos_core.foundation.values import (
    Direction,
    GuardrailStatus,
    MarginScale,
    MetricKind,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardrailResult:
    """One guardrail of one treatment; numbers are None where it could not be computed.

    Attributes:
        name: The guardrail.
        variant: The treatment.
        direction: The direction of harm.
        kind: Whether it is a rate or a mean.
        per: For a mean, the column of its n; empty for a rate.
        control_rate: Share of the control's users; None for a mean.
        treatment_rate: Share of the treatment's users; None for a mean.
        control_mean: Mean of the control; None for a rate.
        treatment_mean: Mean of the treatment; None for a rate.
        delta: Treatment minus control.
        ci: Interval of `delta` at the charter's level; None where not computable.
        relative_delta: `delta` divided by the control's value; None where that is not positive.
        relative_ci: Its interval; None for an unbounded end, both None where undefined.
        p_value: Two-sided p-value of the pooled z test, or of Welch's t test.
        margin_scale: What the margins are measured in.
        worsened_margin: Harmful change from which it is worsened.
        severe_margin: Harmful change from which it is severe.
        status: OK, Inconclusive, Worsened or Severe.
        reason: Why, in a sentence.
        users_to_settle: For an inconclusive one, total users of both arms at which, with the
            values seen, harm of the severe margin would be ruled out; else None.
        fisher_p: Fisher's exact p-value on sparse tables, else None.
    """

    name: str
    variant: str
    direction: Direction
    kind: MetricKind
    per: str
    control_rate: float | None
    treatment_rate: float | None
    control_mean: float | None
    treatment_mean: float | None
    delta: float | None
    ci: Bounds | None
    relative_delta: float | None
    relative_ci: Bounds
    p_value: float | None
    margin_scale: MarginScale
    worsened_margin: float
    severe_margin: float
    status: GuardrailStatus
    reason: str
    users_to_settle: int | None
    fisher_p: float | None

    @property
    def is_relative(self) -> bool:
        """Whether it is judged by its relative change."""
        return self.margin_scale is MarginScale.RELATIVE

    @property
    def delta_unit(self) -> ChangeUnit:
        """What `delta` is measured in."""
        return ChangeUnit.POINTS if self.kind is MetricKind.RATE else ChangeUnit.AMOUNT

    @property
    def unit(self) -> ChangeUnit:
        """What harm and margins are measured in."""
        return ChangeUnit.PERCENT if self.is_relative else self.delta_unit

    @property
    def harm(self) -> float | None:
        """The change it is judged by, in the harmful direction."""
        change = self.relative_delta if self.is_relative else self.delta
        return None if change is None else self.direction.sign * change

    @property
    def harm_ci(self) -> Bounds | None:
        """The interval of the harm, lower end first; None where there is none."""
        interval = self.relative_ci if self.is_relative else self.ci
        if self.harm is None or interval is None or self.direction is Direction.UP:
            return None if self.harm is None else interval
        low, high = interval
        return (None if high is None else -high, None if low is None else -low)


def not_computable(
    plan: GuardrailPlan, margins: Margins, kind: MetricKind, variant: str, reason: str
) -> GuardrailResult:
    """Return a guardrail without numbers: it counts as worsened, with its reason."""
    return GuardrailResult(
        name=plan.name,
        variant=variant,
        direction=plan.direction,
        kind=kind,
        per="",
        control_rate=None,
        treatment_rate=None,
        control_mean=None,
        treatment_mean=None,
        delta=None,
        ci=None,
        relative_delta=None,
        relative_ci=(None, None),
        p_value=None,
        margin_scale=margins.scale,
        worsened_margin=margins.worsened,
        severe_margin=margins.severe,
        status=GuardrailStatus.WORSENED,
        reason=reason,
        users_to_settle=None,
        fisher_p=None,
    )
