"""A sheet to draw on, as SVG; the only module with matplotlib.

It is matplotlib's SVG renderer without its figures, axes and text, which take a hundred times as
long. Labels are written as XML text, so nothing measures, parses or warns about them.
Places are in points from the upper left corner.
"""

import io
from collections.abc import Sequence
from threading import Lock
from typing import Any, Final, Literal

import matplotlib as mpl
from matplotlib.backend_bases import GraphicsContextBase
from matplotlib.backends import backend_svg
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

_FONTS: Final = "'DejaVu Sans', 'Segoe UI', 'Helvetica Neue', Arial, sans-serif"
_SETTINGS: dict[Any, Any] = {"svg.id": None, "svg.hashsalt": "experimentos", "path.sketch": None}
_NO_METADATA: Final = {"Date": None, "Creator": None, "Format": None, "Type": None}
_BASELINE: Final = 0.36  # of the size of the text, below its middle
_DECIMALS: Final = 2

_DRAWING = Lock()  # matplotlib keeps its settings in global state

type Place = tuple[float, float]
type Anchor = Literal["start", "middle", "end"]


class Canvas:
    """Collects lines, shapes and labels, and gives them as one SVG document."""

    def __init__(self, width: float, height: float, background: str | None) -> None:
        """Begin with a sheet of this size in points; None leaves it transparent."""
        self._stream = io.StringIO()
        self._height = height
        self._upright = Affine2D().scale(1.0, -1.0).translate(0.0, height)
        make_renderer: Any = backend_svg.RendererSVG
        with _DRAWING, mpl.rc_context(_SETTINGS):
            self._svg = make_renderer(width, height, self._stream, metadata=_NO_METADATA)
        if background is not None:
            corners = ((0.0, 0.0), (width, 0.0), (width, height), (0.0, height))
            self.shape(corners, background)

    def line(
        self,
        places: Sequence[Place],
        colour: str,
        width: float = 1.0,
        dashes: tuple[float, float] | None = None,
    ) -> None:
        """Draw through these places; `dashes` are the lengths of dash and gap."""
        pen = self._svg.new_gc()
        pen.set_foreground(colour)
        pen.set_linewidth(width)
        if dashes is not None:
            pen.set_dashes(0.0, list(dashes))
        self._draw(pen, places)

    def shape(self, corners: Sequence[Place], colour: str, opacity: float = 1.0) -> None:
        """Fill the area within these corners."""
        pen = self._svg.new_gc()
        pen.set_linewidth(0.0)
        rgb = mpl.colors.to_rgb(colour)
        self._draw(pen, corners, (*rgb, opacity))

    def write(
        self,
        text: str,
        place: Place,
        colour: str,
        *,
        size: float,
        anchor: Anchor = "start",
        bold: bool = False,
    ) -> None:
        """Write one line of plain text, its middle level with the place."""
        x, y = place
        weight = {"font-weight": "bold"} if bold else {}
        self._svg.writer.element(
            "text",
            text,
            attrib={
                "x": _plain(x),
                "y": _plain(y + _BASELINE * size),
                "font-family": _FONTS,
                "font-size": _plain(size),
                "text-anchor": anchor,
                "fill": colour,
                **weight,
            },
        )

    def svg(self) -> str:
        """Return the document; nothing can be drawn after that."""
        self._svg.finalize()
        return self._stream.getvalue()

    def _draw(
        self,
        pen: GraphicsContextBase,
        places: Sequence[Place],
        fill: tuple[float, ...] | None = None,
    ) -> None:
        path = Path([(round(x, _DECIMALS), round(y, _DECIMALS)) for x, y in places])
        path.should_simplify = False
        self._svg.draw_path(pen, path, self._upright, fill)


def _plain(number: float) -> str:
    return f"{number:.{_DECIMALS}f}".rstrip("0").rstrip(".")
