"""One rate against another: effect size, standardised statistic, and the way back to a change."""

from enum import StrEnum
from typing import NamedTuple

import numpy as np

from experimentos_core.stats.counts import Floats
from experimentos_core.stats.power.normal import Tails


class ProportionMethod(StrEnum):
    """How the variance is taken."""

    COHENS_H = "cohens_h"
    """Arcsine (Cohen 1988, chapter 6): R's pwr.2p.test and pwr.2p2n.test, statsmodels'
    NormalIndPower with proportion_effectsize."""
    POOLED = "pooled"
    """Pooled under no effect, separate under the change (Fleiss 1981): R's power.prop.test; for
    unequal arms pooled by their sizes."""

    @property
    def tails(self) -> Tails:
        """What the method's sources count, unless told otherwise."""
        return Tails.BOTH if self is ProportionMethod.COHENS_H else Tails.PLANNED


class Standard(NamedTuple):
    """The statistic stands at sqrt(n_control) * gain and is significant beyond z * stretch."""

    gain: Floats
    stretch: Floats


def effect_size(rate: Floats, change: Floats) -> Floats:
    """Cohen's h, signed, from the half-angle formulas: small changes keep all their digits."""
    reached = rate + change
    rest, rest_reached = 1.0 - rate, 1.0 - reached
    sine = change / (np.sqrt(reached * rest) + np.sqrt(rate * rest_reached))
    cosine = np.sqrt(rest * rest_reached) + np.sqrt(rate * reached)
    return np.asarray(2.0 * np.arctan2(sine, cosine))


def standardised(rate: Floats, change: Floats, ratio: Floats, method: ProportionMethod) -> Standard:
    """The two factors of a method; for the pooled one rate + change may be 0 or 1 itself."""
    if method is ProportionMethod.COHENS_H:
        gain = np.abs(effect_size(rate, change)) * np.sqrt(ratio / (1.0 + ratio))
        return Standard(np.asarray(gain), np.ones_like(gain))
    reached = rate + change
    pooled = (rate + ratio * reached) / (1.0 + ratio)
    without_effect = np.sqrt(pooled * (1.0 - pooled) * (1.0 + 1.0 / ratio))
    with_change = np.sqrt(rate * (1.0 - rate) + reached * (1.0 - reached) / ratio)
    return Standard(np.abs(change) / with_change, without_effect / with_change)


def room(rate: Floats, *, upward: bool) -> Floats:
    """Half of Cohen's h between the rate and 1, or the rate and 0."""
    legs = (np.sqrt(1.0 - rate), np.sqrt(rate))
    return np.arctan2(*(legs if upward else legs[::-1]))


def change_at(half_h: Floats, space: Floats, *, upward: bool) -> Floats:
    """The change with |h| = 2 * half_h of a rate with this `room`: sin(u) * sin(2 * room - u)."""
    size = np.sin(half_h) * np.sin(2.0 * space - half_h)
    return np.asarray(size if upward else -size)
