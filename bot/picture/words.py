"""Words on a picture: the signs that the font has, how wide they are, where a line ends. Sizes in pixels."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from matplotlib import get_data_path
from matplotlib.font_manager import FontProperties
from matplotlib.ft2font import FT2Font
from matplotlib.textpath import text_to_path

from bot.bidi import kept_in_order

PX_PER_INCH = 100
_POINTS_PER_INCH = 72
_LONGEST_TEXT = 1500  # characters
_BLANKS = re.compile(r"[^\S\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]+")
_ISOLATES, _EMOJI_GLUE = frozenset("\u2068\u2069"), re.compile("[\u200d\ufe0e\ufe0f]")
_UNKNOWN, _ELLIPSIS = "\N{WHITE SQUARE}", "…"


@dataclass(frozen=True, slots=True)
class Face:
    """How words look."""

    size: float
    colour: str
    is_bold: bool = False

    @property
    def line(self) -> int:
        """The distance of two lines."""
        return round(self.size * 1.45)


def points(pixels: float) -> float:
    """Return a length in the unit that fonts, lines and markers are measured in."""
    return pixels / PX_PER_INCH * _POINTS_PER_INCH


@cache
def font(face: Face) -> FontProperties:
    """Return DejaVu Sans as it comes with matplotlib: the same letters on every machine."""
    return FontProperties(fname=_file(is_bold=face.is_bold), size=points(face.size))


def _file(*, is_bold: bool) -> Path:
    return Path(get_data_path(), "fonts", "ttf", f"DejaVuSans{'-Bold' if is_bold else ''}.ttf")


@cache
def _signs() -> frozenset[int]:
    return frozenset(FT2Font(_file(is_bold=True)).get_charmap())  # the bold has fewer of them


def drawable(text: str) -> str:
    """Return a text on one line, of signs that the font has: a letter it lacks is a square, an emoji is left out."""
    composed = unicodedata.normalize("NFC", _EMOJI_GLUE.sub("", kept_in_order(text[:_LONGEST_TEXT], alone=True)))
    return _BLANKS.sub(" ", "".join(map(_sign, _BLANKS.sub(" ", composed)))).strip()


def _sign(sign: str) -> str:
    if ord(sign) in _signs() or sign in _ISOLATES:  # these are obeyed, not drawn
        return sign
    return _UNKNOWN if unicodedata.category(sign)[0] in "LN" else ""


def width_of(text: str, face: Face) -> float:
    """Return how wide a text of signs that the font has is."""
    width, _, _ = text_to_path.get_text_width_height_descent(text, font(face), ismath=False)
    return width * PX_PER_INCH / _POINTS_PER_INCH


def lines_of(text: str, face: Face, width: float, most: int) -> list[str]:
    """Break a text at its spaces, and inside words wider than a line; what is too much ends in an ellipsis."""
    lines: list[str] = []
    rest = drawable(text)
    while len(lines) < most - 1 and (fitting := _fitting(rest, face, width)) < len(rest):
        space = rest.rfind(" ", 1, fitting + 1)
        end = space if space > 0 else max(fitting, 1)
        lines.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    if width_of(rest, face) > width:
        rest = rest[: _fitting(rest, face, width - width_of(_ELLIPSIS, face))].rstrip() + _ELLIPSIS
    return [*lines, rest] if rest else lines


def _fitting(text: str, face: Face, width: float) -> int:
    """Return how many signs from the beginning fit into the width."""
    return bisect_right(range(1, len(text) + 1), width, key=lambda n: width_of(text[:n], face))
