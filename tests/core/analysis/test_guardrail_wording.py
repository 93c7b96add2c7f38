"""Why a guardrail has its status: every sentence, with its numbers on their side of the margins."""

import math

import pytest

from experimentos_core.analysis.guardrail_wording import Judged, explain_status
from experimentos_core.charter import Margins
from experimentos_core.foundation.changes import ChangeUnit
from experimentos_core.foundation.values import GuardrailRule, GuardrailStatus, MarginScale

EVIDENCE, POINT, STRICT = GuardrailRule.EVIDENCE, GuardrailRule.POINT, GuardrailRule.STRICT
SEVERE, WORSENED = GuardrailStatus.SEVERE, GuardrailStatus.WORSENED
OVER_SEVERE = "Worse by 3.00 pp, at or over the severe margin of 2.00 pp"
INCONCLUSIVE, OK = GuardrailStatus.INCONCLUSIVE, GuardrailStatus.OK


@pytest.mark.parametrize(
    ("status", "rule", "harm", "interval", "said"),
    [
        (
            SEVERE,
            POINT,
            0.03,
            (0.001, 0.05),
            f"{OVER_SEVERE}.",
        ),
        (
            SEVERE,
            EVIDENCE,
            0.03,
            (0.001, 0.05),
            f"{OVER_SEVERE}, and proven (0.10 pp or more).",
        ),
        (
            WORSENED,
            EVIDENCE,
            0.015,
            (0.001, 0.05),
            "Worse by 1.50 pp, at or over the margin of 1.00 pp.",
        ),
        (
            WORSENED,
            EVIDENCE,
            0.015,
            (0.0, 0.05),
            "Worse by 1.50 pp, at or over the margin of 1.00 pp, but that is not proven.",
        ),
        (
            WORSENED,
            EVIDENCE,
            0.02,
            (-0.001, 0.05),
            "Worse by 2.00 pp, at or over the severe margin of 2.00 pp, but that is not proven.",
        ),
        (
            WORSENED,
            EVIDENCE,
            0.02,
            (0.001, 0.05),
            "Worse by 2.00 pp, at or over the margin of 1.00 pp.",
        ),
        (
            WORSENED,
            POINT,
            0.019999,
            (0.001, 0.05),
            "Worse by 1.9999 pp, at or over the margin of 1.00 pp.",
        ),
        (
            WORSENED,
            EVIDENCE,
            0.0100001,
            (0.001, 0.05),
            "Worse by 1.00001 pp, at or over the margin of 1.00 pp.",
        ),
        (
            INCONCLUSIVE,
            EVIDENCE,
            0.005,
            (-0.01, 0.03),
            "Worse by 0.50 pp as measured, 3.00 pp at worst; the severe margin is 2.00 pp{}.",
        ),
        (
            INCONCLUSIVE,
            EVIDENCE,
            0.0,
            (-0.01, 0.03),
            "Not worse as measured, 3.00 pp at worst; the severe margin is 2.00 pp{}.",
        ),
        (
            INCONCLUSIVE,
            STRICT,
            -0.001,
            (-0.01, math.inf),
            "Not worse as measured, without limit at worst; the severe margin is 2.00 pp{}.",
        ),
        (
            OK,
            POINT,
            0.0,
            (-0.01, 0.03),
            "Changed by 0.00 pp in the harmful direction, under 1.00 pp.",
        ),
        (
            OK,
            POINT,
            -0.005,
            (-0.01, 0.03),
            "Changed by \u22120.50 pp in the harmful direction, under 1.00 pp.",
        ),
        (
            OK,
            POINT,
            0.005,
            (-0.01, 0.03),
            "Worse by 0.50 pp, under the margin of 1.00 pp.",
        ),
        (
            OK,
            EVIDENCE,
            0.005,
            (-0.01, 0.015),
            "Worse by 1.50 pp at most, under the severe margin of 2.00 pp.",
        ),
        (
            OK,
            STRICT,
            -0.02,
            (-0.03, -0.01),
            "No worse: the interval ends at \u22121.00 pp in the harmful direction.",
        ),
        (
            OK,
            EVIDENCE,
            -0.02,
            (-0.03, 0.0),
            "No worse: the interval ends at 0.00 pp in the harmful direction.",
        ),
    ],
)
def test_every_status_is_explained(status, rule, harm, interval, said) -> None:
    judged = Judged(
        status=status,
        harm=harm,
        interval=interval,
        margins=Margins(worsened=0.01, severe=0.02, scale=MarginScale.ABSOLUTE),
        unit=ChangeUnit.POINTS,
        rule=rule,
    )
    settle = "; about 12,000 users in both arms would settle it"
    assert explain_status(judged, users_needed=12_000) == said.format(settle)
    assert explain_status(judged, users_needed=None) == said.format("")


@pytest.mark.parametrize(
    ("status", "harm", "high", "near"),
    [
        (WORSENED, 0.01, 0.05, "1.00 pp, at or over the margin of 1.00 pp"),
        (WORSENED, 0.0199999, 0.05, "1.99999 pp, at or over the margin"),
        (OK, 0.001, 0.0199999, "1.99999 pp at most, under the severe margin of 2.00 pp"),
        (INCONCLUSIVE, 0.0199999, 0.0200001, "1.99999 pp as measured, 2.00001 pp at worst"),
    ],
)
def test_a_figure_next_to_a_margin_has_the_digits_to_show_its_side(
    status, harm, high, near
) -> None:
    judged = Judged(
        status=status,
        harm=harm,
        interval=(0.001, high),
        margins=Margins(worsened=0.01, severe=0.02, scale=MarginScale.ABSOLUTE),
        unit=ChangeUnit.POINTS,
        rule=EVIDENCE,
    )
    assert near in explain_status(judged, users_needed=None)
