"""Planning: users for a change, the change for users, or the power of both; always two-sided tests.

Arrays first: `proportion_*` and `mean_*` broadcast like NumPy ufuncs, so a curve is one call, and
alpha is that of one comparison (after any correction for several treatments). `*_users_needed` and
`days_needed` make whole users and days of an answer.

Changes are absolute (0.02 is two percentage points), `ratio` is users in a treatment over users
in the control. Power is that of the plan: it is never computed from an observed effect.
"""

from experimentos_core.stats.power.means import mean_mde, mean_power, mean_size
from experimentos_core.stats.power.normal import Tails
from experimentos_core.stats.power.proportions import (
    cohens_h,
    proportion_mde,
    proportion_power,
    proportion_size,
)
from experimentos_core.stats.power.rates import ProportionMethod
from experimentos_core.stats.power.whole_users import (
    DetectableChange,
    NotDetectable,
    UsersNeeded,
    days_needed,
    mean_users_needed,
    proportion_detectable_change,
    proportion_users_needed,
)

__all__ = [
    "DetectableChange",
    "NotDetectable",
    "ProportionMethod",
    "Tails",
    "UsersNeeded",
    "cohens_h",
    "days_needed",
    "mean_mde",
    "mean_power",
    "mean_size",
    "mean_users_needed",
    "proportion_detectable_change",
    "proportion_mde",
    "proportion_power",
    "proportion_size",
    "proportion_users_needed",
]
