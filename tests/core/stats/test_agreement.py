"""The last bit of an interval is the test's: a limit is on the side of 0 that the test says."""

import numpy as np
import pytest

from experimentos_core.stats.agreement import settled_by_test

SMALLEST = 5e-324


def settled(low, high, estimate, significant):
    columns = (np.array(value) for value in (low, high, estimate, significant))
    return tuple(float(limit) for limit in settled_by_test(*columns))


@pytest.mark.parametrize(
    ("given", "significant", "expected"),
    [
        # low, high, estimate
        ((1.0, 3.0, 2.0), True, (1.0, 3.0)),
        ((-3.0, -1.0, -2.0), True, (-3.0, -1.0)),
        ((-1.0, 3.0, 2.0), False, (-1.0, 3.0)),
        ((-3.0, 1.0, -2.0), False, (-3.0, 1.0)),
        # the test is significant, the limit not yet beyond 0
        ((-1e-20, 3.0, 2.0), True, (SMALLEST, 3.0)),
        ((0.0, 3.0, 2.0), True, (SMALLEST, 3.0)),
        ((-3.0, 1e-20, -2.0), True, (-3.0, -SMALLEST)),
        ((-3.0, 0.0, -2.0), True, (-3.0, -SMALLEST)),
        # the test is not significant, the limit is beyond 0
        ((1e-20, 3.0, 2.0), False, (0.0, 3.0)),
        ((-3.0, -1e-20, -2.0), False, (-3.0, 0.0)),
        # the estimate lies inside, whatever rounding did
        ((2.1, 3.0, 2.0), True, (2.0, 3.0)),
        ((1.0, 1.9, 2.0), True, (1.0, 2.0)),
        ((-3.0, -2.1, -2.0), True, (-3.0, -2.0)),
        ((1.0, 1.9, 2.0), False, (0.0, 2.0)),
        ((-1.9, -1.0, -2.0), False, (-2.0, 0.0)),
        ((0.0, 0.0, 0.0), False, (0.0, 0.0)),
        ((1e-20, 1.0, 0.0), False, (0.0, 1.0)),
        ((-1.0, -1e-20, 0.0), False, (-1.0, 0.0)),
    ],
)
def test_limits_are_settled(given, significant, expected):
    assert settled(*given, significant) == expected


@pytest.mark.parametrize("significant", [True, False])
def test_no_limit_is_a_negative_zero(significant):
    for given in ((-0.0, 1.0, 0.0), (-1.0, -0.0, 0.0), (-0.0, -0.0, -0.0)):
        assert not np.signbit([limit for limit in settled(*given, significant) if limit == 0]).any()


def test_what_is_undefined_stays_undefined():
    assert np.isnan(settled(np.nan, np.nan, np.nan, False)).all()
    assert np.isnan(settled(np.nan, np.nan, 2.0, True)).all()
