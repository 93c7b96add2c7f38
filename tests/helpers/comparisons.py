"""Random comparisons by the hundred thousand, hostile ones among them, and what must hold."""

import numpy as np

BILLION = 10**9
LEVELS = [0.1, 0.05, 0.01, 0.001]
_UNITS = (-75, 75)


def random_tables(count, seed):
    """x_c, n_c, x_t, n_t, alpha: sizes log-uniform from 1 to 1e9, some of them the very ends.

    A third of the arms are empty, full, or all but a few; a third of the tables are near the
    border between significant and not.
    """
    dice = np.random.default_rng(seed)

    def one_arm():
        n = np.floor(10 ** dice.uniform(0, 9, count)).astype(np.int64)
        n = np.where(dice.random(count) < 0.03, dice.choice([1, BILLION], count), n)
        x = dice.binomial(n, dice.beta(0.3, 0.3, count))
        few = np.minimum(n, dice.integers(0, 8, count))
        kind = dice.integers(0, 9, count)
        return np.choose(np.minimum(kind, 4), [few * 0, n, few, n - few, x]), n

    (x_c, n_c), (x_t, n_t) = one_arm(), one_arm()
    same_rate = dice.random(count) < 0.3  # near the border between significant and not
    near = np.rint(n_t * (x_c / n_c) + dice.normal(0, 2, count) * np.sqrt(np.minimum(x_c, n_t)))
    x_t = np.where(same_rate, np.clip(near, 0, n_t), x_t).astype(np.int64)
    return x_c, n_c, x_t, n_t, dice.choice(LEVELS, count)


def _random_samples(dice, count):
    """Sizes from 2 to 1e9; some means 0 or negative, some variances 0, any ratio of the two."""
    n = np.floor(10 ** dice.uniform(np.log10(2), 9, count))
    n = np.where(dice.random(count) < 0.2, dice.integers(2, 6, count), n)
    n = np.where(dice.random(count) < 0.03, BILLION, n)
    mean = 10 ** dice.uniform(-8, 8, count) * np.where(dice.random(count) < 0.15, -1, 1)
    mean = np.where(dice.random(count) < 0.05, 0, mean)
    variance = (10 ** dice.uniform(-9, 4, count) * mean) ** 2
    return n, mean, np.where(dice.random(count) < 0.1, 0, variance)


def random_means(count, seed):
    """Both arms (n, mean, variance each), the difference of the means, and a level each.

    Half of the variances are alike; most differences, and a third of the means, are near a
    border; a tenth is in a huge or a tiny unit.
    """
    dice = np.random.default_rng(seed)
    n_c, mean_c, variance_c = _random_samples(dice, count)
    n_t, mean_t, variance_t = _random_samples(dice, count)
    alike = variance_c * 10 ** dice.uniform(-2, 2, count)
    variance_t = np.where(dice.random(count) < 0.5, alike, variance_t)
    error_c = np.sqrt(variance_c / n_c)
    small = dice.random(count) < 0.3
    mean_c = np.where(small, np.abs(dice.normal(0, 3, count)) * error_c, mean_c)
    near = small | (dice.random(count) < 0.7)
    noise = dice.normal(0, 3, count) * np.hypot(error_c, np.sqrt(variance_t / n_t))
    noise = np.where(dice.random(count) < 0.03, 0, noise)
    difference = np.where(near, noise, mean_t - mean_c)
    mean_t = np.where(near, mean_c + noise, mean_t)
    arms = n_c, mean_c, variance_c, n_t, mean_t, variance_t
    unit = np.where(dice.random(count) < 0.1, 10 ** dice.uniform(*_UNITS, count), 1.0)
    return (*in_unit(arms, difference, unit), dice.choice(LEVELS, count))


def in_unit(arms, difference, factor):
    """The same arms and difference, counted in a unit smaller by the factor."""
    n_c, mean_c, variance_c, n_t, mean_t, variance_t = arms
    control = n_c, mean_c * factor, variance_c * factor**2
    treatment = n_t, mean_t * factor, variance_t * factor**2
    return (*control, *treatment), difference * factor


def exchanged(arms):
    """Treatment for control."""
    return (*arms[3:], *arms[:3])


def excludes_no_effect(low, high):
    """Where 0 lies outside; a nan limit excludes nothing."""
    return (low > 0) | (high < 0)


def assert_tables_coherent(result, alpha):
    """p < alpha exactly where both intervals exclude 0, wherever there is a relative one."""
    significant = result.p_value < alpha
    excludes = excludes_no_effect(result.difference_low, result.difference_high)
    np.testing.assert_array_equal(excludes, significant)
    defined = ~np.isnan(result.relative_low)
    excludes = excludes_no_effect(result.relative_low, result.relative_high)
    np.testing.assert_array_equal(excludes[defined], significant[defined])
    assert not significant[~defined].any()
    np.testing.assert_array_equal(np.sign(result.z), np.sign(result.difference))


def assert_means_coherent(result, alpha):
    """p < alpha exactly where both intervals exclude 0; also says where there are any."""
    testable = ~np.isnan(result.p_value)
    significant = result.p_value < alpha
    excludes = excludes_no_effect(result.difference_low, result.difference_high)
    np.testing.assert_array_equal(excludes, significant)
    defined = testable & (result.mean_c > 0)
    for limit in (result.relative_low, result.relative_high):
        np.testing.assert_array_equal(~np.isnan(limit), defined)
    excludes = excludes_no_effect(result.relative_low, result.relative_high)
    np.testing.assert_array_equal(excludes[defined], significant[defined])
    np.testing.assert_array_equal(np.sign(result.t[testable]), np.sign(result.difference[testable]))
    assert ((result.p_value >= 0) & (result.p_value <= 1))[testable].all()
