"""A guardrail as it is planned: its harm, and the margins of it."""

import math
from dataclasses import dataclass, replace

from experimentos_core.foundation.config import DEFAULT_THRESHOLDS
from experimentos_core.foundation.errors import CharterError
from experimentos_core.foundation.values import Direction, MarginScale, MetricKind
from experimentos_core.reading.columns.roles import guess_harm, guess_mean_harm

_SMALLEST_MARGIN = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Margins:
    """From which harmful change on a guardrail counts as worsened, and as severe.

    Attributes:
        worsened: A difference of rates or of means, or a share of the control's value.
        severe: The same; at least as large.
        scale: Which of both: absolute or relative.
    """

    worsened: float
    severe: float
    scale: MarginScale


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardrailPlan:
    """A metric that must not get worse.

    Attributes:
        name: Its column, or the name of a continuous metric.
        direction: The direction of harm.
        worsened_margin: Harmful change from which it counts as worsened; None: the usual one.
        severe_margin: Harmful change from which it counts as severe; None: the usual one.
        scale: What the margins are measured in; None: absolute where a margin is given, else
            what is usual: absolute for a rate, relative for a mean.
    """

    name: str
    direction: Direction = Direction.UP
    worsened_margin: float | None = None
    severe_margin: float | None = None
    scale: MarginScale | None = None

    def __post_init__(self) -> None:
        """Refuse margins that order nothing."""
        given = [m for m in (self.worsened_margin, self.severe_margin) if m is not None]
        if not all(math.isfinite(margin) and margin >= _SMALLEST_MARGIN for margin in given):
            message = f"The margins of guardrail {self.name!r} must be above 0."
            raise CharterError(message, "A margin of 0.3 percentage points is written 0.003.")
        if len(given) > 1 and given[0] > given[1]:
            message = f"The worsened margin of guardrail {self.name!r} exceeds its severe margin."
            raise CharterError(message, "Make the severe margin at least as large.")

    def margins(self, kind: MetricKind) -> Margins:
        """Return its margins, the usual ones where none are set.

        Where only one is set, the other keeps the usual proportion to it; an absolute one of a
        rate keeps its usual value.

        Raises:
            CharterError: For margins of a rate that no change of it can reach, and where no margin
                is usual: absolute ones of a mean, whose unit is its own.
        """
        usual = _USUAL_MARGINS[kind]
        is_set = self.worsened_margin is not None or self.severe_margin is not None
        scale = self.scale or (MarginScale.ABSOLUTE if is_set else usual.scale)
        worsened, severe = self.worsened_margin, self.severe_margin
        if kind is MetricKind.MEAN and scale is MarginScale.ABSOLUTE and not is_set:
            message = f"The guardrail {self.name!r} has no margins in its own unit."
            raise CharterError(message, "Set them, or make them relative.")
        if scale is not usual.scale:
            usual = _USUAL_MARGINS[MetricKind.MEAN]
        if is_set and (kind is MetricKind.MEAN or scale is MarginScale.RELATIVE):
            proportion = usual.severe / usual.worsened
            worsened = (severe or 0.0) / proportion if worsened is None else worsened
            severe = worsened * proportion if severe is None else severe
        worsened = usual.worsened if worsened is None else worsened
        severe = usual.severe if severe is None else severe
        if kind is MetricKind.RATE and scale is MarginScale.ABSOLUTE:
            self._check_reachable(worsened, severe)
        if scale is MarginScale.RELATIVE and self.direction is Direction.DOWN and severe >= 1:
            message = (
                f"The guardrail {self.name!r} cannot fall by its severe margin of {severe:.0%}."
            )
            raise CharterError(message, "A relative margin of 3 % is written 0.03, or 3%.")
        return Margins(worsened=worsened, severe=severe, scale=scale)

    def _check_reachable(self, worsened: float, severe: float) -> None:
        if severe > 1 or worsened > 1:
            message = f"The margins of guardrail {self.name!r} must lie between 0 and 1."
            raise CharterError(message, "A margin of 0.3 percentage points is written 0.003.")
        if worsened > severe:
            message = f"The worsened margin of guardrail {self.name!r} exceeds its severe margin."
            raise CharterError(message, "Make the severe margin at least as large.")

    @property
    def likely_kind(self) -> MetricKind:
        """What it is where the data do not tell: a mean if its margins are none of a rate."""
        try:
            self.margins(MetricKind.RATE)
        except CharterError:
            return MetricKind.MEAN
        return MetricKind.RATE

    def settled(self, kind: MetricKind) -> "GuardrailPlan":
        """Return the same plan with its margins written out.

        Raises:
            CharterError: As for `margins`.
        """
        margins = self.margins(kind)
        return replace(
            self,
            worsened_margin=margins.worsened,
            severe_margin=margins.severe,
            scale=margins.scale,
        )


_USUAL_MARGINS = {
    MetricKind.RATE: Margins(
        worsened=DEFAULT_THRESHOLDS.worsened_margin,
        severe=DEFAULT_THRESHOLDS.severe_margin,
        scale=MarginScale.ABSOLUTE,
    ),
    MetricKind.MEAN: Margins(
        worsened=DEFAULT_THRESHOLDS.worsened_share,
        severe=DEFAULT_THRESHOLDS.severe_share,
        scale=MarginScale.RELATIVE,
    ),
}


def propose_guardrail(name: str, kind: MetricKind = MetricKind.RATE) -> GuardrailPlan:
    """Return a guardrail with the usual margins, the direction of harm guessed from its name."""
    harm = guess_harm(name) if kind is MetricKind.RATE else guess_mean_harm(name)
    return GuardrailPlan(name=name, direction=harm)
