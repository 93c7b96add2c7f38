"""From numbers to what the rules look at; one experiment is the 0-d case of a million."""

import numpy as np
from numpy.typing import ArrayLike

from experimentos_core.analysis.guardrail_rules import StatusLevel, stops_launch
from experimentos_core.decision.rules import Evidence
from experimentos_core.foundation.values import GuardrailRule


def weigh(
    *,
    health_blocked: ArrayLike,
    split_broken: ArrayLike,
    significant: ArrayLike,
    gains: ArrayLike,
    worst_guardrail: ArrayLike,
    rule: GuardrailRule,
) -> Evidence:
    """Gather the evidence of one or many treatments; all arguments broadcast.

    Args:
        health_blocked: Whether the data is unusable.
        split_broken: Whether the sample-ratio test warns or blocks.
        significant: Whether the primary changed significantly, corrected for all treatments.
        gains: Its change in the good direction; read only where it is significant.
        worst_guardrail: StatusLevel of the treatment's worst guardrail; OK without guardrails.
        rule: Says whether an inconclusive guardrail counts as worsened.
    """
    is_significant, change = np.asarray(significant, dtype=bool), np.asarray(gains)
    worst = np.asarray(worst_guardrail)
    return Evidence(
        health_blocked=np.asarray(health_blocked, dtype=bool),
        split_broken=np.asarray(split_broken, dtype=bool),
        guardrail_severe=worst >= StatusLevel.SEVERE,
        primary_harm=is_significant & (change < 0),
        not_final=np.array(False),  # noqa: FBT003 - no looks are planned in this charter
        primary_gain=is_significant & (change > 0),
        guardrail_worsened=stops_launch(worst, rule),
    )
