"""The chance of finding a change, over changes: the power curve of a planned size."""

from collections.abc import Sequence
from typing import Final

from experimentos_core.foundation.changes import ChangeUnit, change_size
from experimentos_core.foundation.formatting import level
from experimentos_core.memo.charts.axis import Axis, tick_words
from experimentos_core.memo.charts.canvas import Canvas
from experimentos_core.memo.palette import LIGHT, ChartPalette

_WIDTH, _HEIGHT = 576.0, 190.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 40.0, 560.0, 14.0, 150.0
_SIZE: Final = 8.0
_TICKS, _CAPTION = 10.0, 26.0  # from the axis down to the middles of the texts
_SHARES: Final = (0.0, 0.25, 0.5, 0.75, 1.0)
_DASHED = (3.0, 2.0)
_DOT = 2.6


def power_curve_svg(
    points: Sequence[tuple[float, float]],
    unit: ChangeUnit,
    *,
    wanted: float,
    mde: float | None = None,
    palette: ChartPalette = LIGHT,
) -> str:
    """Draw the chance of finding a change over its size, as SVG.

    Args:
        points: Size of a change and the chance of finding it, from 0 to 1; negative changes are
            drawn by their size.
        unit: What the changes are measured in.
        wanted: The chance that is wanted: a dashed line across.
        mde: The change it is wanted for: a dot with its words; None: none.
        palette: The colours.

    Empty where there are fewer than two points, or all changes are 0.
    """
    places = [(abs(change), chance) for change, chance in points]
    furthest = max((change for change, _ in places), default=0.0)
    if len(places) < 2 or not furthest > 0:  # noqa: PLR2004 - a line has two ends
        return ""
    canvas = Canvas(_WIDTH, _HEIGHT, palette.background)
    axis = Axis(low=0.0, high=furthest, left=_LEFT, right=_RIGHT)
    _draw_grid(canvas, palette, axis, unit)
    across = _height(wanted)
    canvas.line(((_LEFT, across), (_RIGHT, across)), palette.muted, 0.9, _DASHED)
    canvas.line([(axis.at(x), _height(y)) for x, y in places], palette.belief, 1.8)
    if mde is not None and abs(mde) <= furthest:
        _draw_mark(canvas, palette, (axis.at(abs(mde)), across), _words(mde, unit, wanted))
    return canvas.svg()


def _draw_grid(canvas: Canvas, palette: ChartPalette, axis: Axis, unit: ChangeUnit) -> None:
    for share in _SHARES:
        y = _height(share)
        canvas.line(((_LEFT, y), (_RIGHT, y)), palette.grid, 0.6)
        place = (_LEFT - 6.0, y)
        canvas.write(level(share), place, palette.muted, size=_SIZE, anchor="end")
    for value, words in axis.ticks(_SIZE, lambda v, step: tick_words(v, step, unit, signed=False)):
        place = (axis.at(value), _BOTTOM + _TICKS)
        canvas.write(words, place, palette.muted, size=_SIZE, anchor="middle")
    canvas.line(((_LEFT, _BOTTOM), (_RIGHT, _BOTTOM)), palette.muted, 0.8)
    measured = f" in {unit.value}" if unit.value else ""
    caption = f"true change{measured}: chance of finding it"
    middle = (0.5 * (_LEFT + _RIGHT), _BOTTOM + _CAPTION)
    canvas.write(caption, middle, palette.text, size=_SIZE, anchor="middle")


def _draw_mark(
    canvas: Canvas, palette: ChartPalette, place: tuple[float, float], words: str
) -> None:
    x, y = place
    canvas.line(((x, y), (x, _BOTTOM)), palette.muted, 0.9, _DASHED)
    corners = ((x - _DOT, y), (x, y - _DOT), (x + _DOT, y), (x, y + _DOT))
    canvas.shape(corners, palette.belief)
    canvas.write(words, (x + 8.0, y + 9.0), palette.text, size=_SIZE, bold=True)


def _words(mde: float, unit: ChangeUnit, wanted: float) -> str:
    return f"{change_size(mde, unit)} in {level(wanted)} of experiments"


def _height(chance: float) -> float:
    return _BOTTOM - chance * (_BOTTOM - _TOP)
