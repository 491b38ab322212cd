"""Paper as long as what stands on it: pixels from its top left corner, printed at twice that."""

from __future__ import annotations

from io import BytesIO
from math import ceil
from typing import TYPE_CHECKING, Literal

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle, Wedge
from matplotlib.transforms import Affine2D

from bot.picture.words import PX_PER_INCH, Face, font, points

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.artist import Artist

_SCALE = 2

Align = Literal["left", "center", "right"]


class Paper:
    """What is put on it stays as artists of `figure`; it is printed once its size is known."""

    def __init__(self) -> None:
        self.figure = Figure(dpi=PX_PER_INCH * _SCALE, facecolor="white")
        FigureCanvasAgg(self.figure)  # draws it, whatever backend is set
        self._down = Affine2D()
        self._place = self._down + self.figure.dpi_scale_trans

    def cut_to(self, width: float, height: float) -> None:
        """Set the size."""
        across, down = ceil(width) / PX_PER_INCH, ceil(height) / PX_PER_INCH
        self.figure.set_size_inches(across, down)
        self._down.clear().scale(1 / PX_PER_INCH, -1 / PX_PER_INCH).translate(0, down)

    def png(self) -> bytes:
        """Return the picture; it says neither when nor with what it was made."""
        content = BytesIO()
        self.figure.savefig(content, format="png", metadata={"Software": None})
        return content.getvalue()

    def write(self, x: float, baseline: float, text: str, face: Face, align: Align = "left") -> None:
        """Write one line of signs that the font has."""
        self.figure.text(
            x, baseline, text, fontproperties=font(face), color=face.colour, horizontalalignment=align,
            verticalalignment="baseline", transform=self._place, parse_math=False,
        )  # fmt: skip

    def box(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """Fill a rectangle."""
        self._add(Rectangle((x, y), width, height, color=colour, linewidth=0))

    def ring(self, x: float, y: float, radius: float, share: float, colour: str) -> None:
        """Draw a share of a ring, clockwise from its top."""
        self._add(Wedge((x, y), radius, -90, 360 * share - 90, width=radius / 6, color=colour, linewidth=0))

    def mark(self, x: float, y: float, shape: str, size: float, colour: str, fill: str) -> None:
        """Draw a small shape around a point: one of matplotlib's markers."""
        self._add(Line2D([x], [y], color=colour, marker=shape, markersize=points(size), markerfacecolor=fill))

    def course(self, xs: Sequence[float], ys: Sequence[float], width: float, colour: str) -> None:
        """Draw a line through points, each to be seen; it breaks where y is no number."""
        size = points(width)
        self._add(Line2D(xs, ys, color=colour, linewidth=size, marker="o", markersize=size * 2))

    def _add(self, artist: Artist) -> None:
        artist.set_transform(self._place)
        self.figure.add_artist(artist)
