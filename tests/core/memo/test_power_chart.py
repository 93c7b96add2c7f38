"""The power curve as a drawing: what it holds, in which colours, and when there is none."""

import re

import pytest

from experimentos_core.foundation.changes import ChangeUnit
from experimentos_core.memo.charts.power import power_curve_svg
from experimentos_core.memo.palette import DARK, LIGHT
from experimentos_core.sizing import SizeRequest, power_curve

CURVE = power_curve(SizeRequest(baseline=0.1, mde=0.02), 3835)


def drawn(mde: float | None = 0.02, **more) -> str:
    return power_curve_svg(CURVE, ChangeUnit.POINTS, wanted=0.8, mde=mde, **more)


def test_it_says_what_is_found_how_often_and_in_which_unit() -> None:
    texts = re.findall(r">([^<>\n]+)</text>", drawn())
    assert "2.00 pp in 80% of experiments" in texts
    assert "true change in pp: chance of finding it" in texts
    assert {"0%", "50%", "100%", "0", "2", "4"} <= set(texts)


def test_the_same_curve_gives_the_same_bytes_and_each_palette_its_own() -> None:
    assert drawn() == drawn()
    assert LIGHT.belief in drawn()
    assert LIGHT.belief not in drawn(palette=DARK)
    assert DARK.belief in drawn(palette=DARK)


def test_a_change_beyond_the_curve_is_not_marked() -> None:
    assert "of experiments" not in drawn(mde=0.5)
    assert "of experiments" not in drawn(mde=None)


def test_a_fall_is_drawn_by_its_size() -> None:
    falling = tuple((-change, chance) for change, chance in CURVE)
    assert power_curve_svg(falling, ChangeUnit.POINTS, wanted=0.8, mde=-0.02) == drawn()


@pytest.mark.parametrize("points", [(), ((0.0, 0.05),), ((0.0, 0.05), (0.0, 0.05))])
def test_there_is_nothing_to_draw_without_changes(points) -> None:
    assert power_curve_svg(points, ChangeUnit.AMOUNT, wanted=0.8) == ""
