"""Planned sizes that make no sense are refused with the figure."""

import pytest

from experimentos_core.charter import Charter, SizePlan, read_charter
from experimentos_core.foundation.codec import to_json
from experimentos_core.foundation.errors import CharterError


@pytest.mark.parametrize(
    ("size", "words"),
    [
        ({"sd": 0.0}, "standard deviation"),
        ({"mde": -0.1}, "smallest change"),
        ({"daily_traffic": float("inf")}, "daily traffic"),
        ({"baseline": float("nan")}, "baseline"),
        ({"power": 1.0}, "power"),
        ({"share_exposed": 0.0}, "share exposed"),
        ({"share_exposed": 1.1}, "share exposed"),
        ({"n_control": 0}, "at least 1"),
        ({"n_treatment": -5}, "at least 1"),
        ({"start": "1.3.2026"}, "could not be read"),
        ({"start": "2026-03-02", "end": "2026-03-01"}, "before the start"),
    ],
)
def test_what_no_experiment_could_have_is_refused(size, words: str) -> None:
    with pytest.raises(CharterError, match=words):
        SizePlan(**size)


def test_all_of_it_may_be_empty_and_survives_json() -> None:
    assert SizePlan() == SizePlan(power=0.8)
    size = SizePlan(baseline=-3.5, sd=1, mde=0.1, n_control=9, start="2026-03-01", end="2026-03-01")
    assert read_charter(to_json(Charter(size=size))).size == size
