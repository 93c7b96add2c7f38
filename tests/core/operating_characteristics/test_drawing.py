"""The data that are drawn have the laws they should have."""

import numpy as np
import pytest

from experimentos_core.operating_characteristics import MeanBaseline, RateBaseline
from experimentos_core.operating_characteristics.drawing import Users, draw_metric, draw_users
from tests.helpers.planned_decisions import plan_of

N = 40_000


def users_of(control: int, treated: int) -> Users:
    arrived = np.full((N, 2), (control, treated))
    return Users(arrived=arrived, control=arrived[:, :1], treated=arrived[:, 1:])


def test_users_are_sent_by_chance_and_none_is_lost():
    users = draw_users(plan_of(0.1, 0.02, (600, 300, 100)), np.random.default_rng(1), N)
    assert (users.arrived.sum(axis=1) == 1000).all()
    np.testing.assert_allclose(users.arrived.mean(axis=0), (600, 300, 100), rtol=0.005)
    np.testing.assert_allclose(users.arrived.var(axis=0), (240, 210, 90), rtol=0.05)


def test_an_arm_without_users_is_counted_as_one_and_kept_as_none():
    users = draw_users(plan_of(0.1, 0.02, (1, 1)), np.random.default_rng(1), 100)
    assert users.arrived.min() == 0
    assert min(users.control.min(), users.treated.min()) == 1


def test_counts_are_binomial():
    levels = (0.2, None, 0.3)
    control, treated = draw_metric(
        RateBaseline(rate=0.2), levels, users_of(500, 300), np.random.default_rng(2)
    )
    assert treated[1] is None
    for sample, n, p in ((control, 500, 0.2), (treated[0], 300, 0.2), (treated[2], 300, 0.3)):
        assert sample is not None
        assert sample.values.mean() == pytest.approx(n * p, rel=0.01)
        assert sample.values.var() == pytest.approx(n * p * (1 - p), rel=0.04)
    assert abs(np.corrcoef(control.values[:, 0], treated[0].values[:, 0])[0, 1]) < 0.02


def test_means_are_normal_and_their_variances_chi_square():
    control, (treated,) = draw_metric(
        MeanBaseline(mean=20.0, sd=6.0), (23.0,), users_of(9, 4), np.random.default_rng(3)
    )
    assert treated is not None
    for sample, n, mean in ((control, 9, 20.0), (treated, 4, 23.0)):
        values, variances = sample.values[:, 0], sample.variances[:, 0]
        assert values.mean() == pytest.approx(mean, abs=0.1)
        assert values.var() == pytest.approx(36.0 / n, rel=0.05)
        assert variances.mean() == pytest.approx(36.0, rel=0.03)
        assert variances.var() == pytest.approx(2 * 36.0**2 / (n - 1), rel=0.08)
        assert abs(np.corrcoef(values, variances)[0, 1]) < 0.02
