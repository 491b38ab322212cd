"""How a scorecard is laid out: who and the score, a row per figure, what lacks data, what goes well and what to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import nan
from typing import TYPE_CHECKING

from bot.picture.paper import Align, Paper
from bot.picture.words import Face, lines_of, width_of

if TYPE_CHECKING:
    from bot.answers.portrait import Portrait, PortraitLine
    from kpi_core.scorecard import Status

_INK, _MUTED, _LINE, _ACCENT, _WHITE = "#221b14", "#766a5d", "#eadfce", "#b45309", "#ffffff"
# A status is told by shape as well as by colour: marker, colour, fill.
_STATUS: dict[Status | None, tuple[str, str, str]] = {
    "green": ("o", "#15803d", "#15803d"),
    "amber": ("^", "#a16207", "#eab308"),
    "red": ("s", "#b42318", "#b42318"),
    None: ("o", _MUTED, _WHITE),
}
_KIND, _NAME, _WEEK = Face(13, _ACCENT, is_bold=True), Face(30, _INK, is_bold=True), Face(15, _MUTED)
_SCORE, _UNIT, _TITLE = Face(36, _INK, is_bold=True), Face(11, _MUTED), Face(15, _INK, is_bold=True)
_BODY, _VALUE, _QUIET, _SMALL = Face(14, _INK), Face(14, _INK, is_bold=True), Face(13, _MUTED), Face(12, _MUTED)

_MARGIN, _GAP, _AIR, _INDENT = 56, 26, 30, 22  # around all; between columns; between sections; of what has a mark
_RADIUS, _ROW, _DOT = 56, 36, 9
_COURSE_WIDTH, _COURSE_HEIGHT, _LAST = 112, 18, 6
_LIST_SHARES: Mapping[int, Sequence[float]] = {0: (), 1: (1,), 2: (0.4, 0.6)}
_LEAST_WIDTH, _MOST_NAME, _MOST_CELL = 1000, 330, 230


def drawn(card: Portrait) -> Paper:
    """Return the scorecard drawn; the paper is wider than usual where its figures are."""
    layout = _Layout(card)
    y: float = _MARGIN
    for section in (layout.head, layout.table, layout.without_data, layout.lists, layout.foot):
        y = section(y)
    layout.paper.cut_to(layout.width, y)
    return layout.paper


@dataclass(frozen=True)
class _Column:
    """A column of the table after the names: what it holds, how, and how wide that is."""

    texts: Sequence[str]  # its header, then a text per line
    face: Face
    align: Align
    width: float


def _column(head: str, cells: Sequence[str], face: Face, align: Align) -> _Column:
    written = [next(iter(lines_of(cell, face, _MOST_CELL, 1)), "") for cell in cells]
    width = max([width_of(head, _SMALL), *(width_of(cell, face) for cell in written)])
    return _Column((head, *written), face, align, width)


class _Layout:
    """The sections: each is drawn from a height down and returns the one below it."""

    def __init__(self, card: Portrait) -> None:
        self.card = card
        self.paper = Paper()
        self.columns = self._columns()
        others = sum(column.width + _GAP for column in self.columns) + _GAP + _COURSE_WIDTH
        widest = max((width_of(line.row.name, _BODY) for line in card.lines), default=0)
        self.name_width = max(_LEAST_WIDTH - 2 * _MARGIN - _INDENT - others, min(widest, _MOST_NAME))
        self.inner = _INDENT + self.name_width + others
        self.right = _MARGIN + self.inner
        self.width = self.right + _MARGIN

    def head(self, y: float) -> float:
        """Draw whose card it is, its week, how many figures stand how, and the score."""
        card, width = self.card, self.inner - 2 * _RADIUS - _GAP
        self.paper.box(0, 0, self.width, 6, _ACCENT)
        self._score(self.right - _RADIUS, y + _RADIUS)
        below = self._text(_MARGIN, y, card.kind, _KIND, width, 1)
        below = self._text(_MARGIN, below + 4, card.name, _NAME, width, 2)
        below = self._text(_MARGIN, below + 2, card.week, _WEEK, width, 2)
        below = self._text(_MARGIN, below + 8, card.remark, _BODY, width, 2)
        below = self._counts(below)
        return max(below, y + 2 * _RADIUS) + _AIR

    def _score(self, x: float, y: float) -> None:
        self.paper.ring(x, y, _RADIUS, 1, _LINE)
        self.paper.ring(x, y, _RADIUS, self.card.share or 0, _ACCENT)
        self.paper.write(x, y + 9, self.card.score, _SCORE, "center")
        self.paper.write(x, y + 29, self.card.of_hundred, _UNIT, "center")

    def _counts(self, y: float) -> float:
        if not self.card.counts:
            return y
        x: float = _MARGIN
        for status, count in self.card.counts:
            self._dot(x, y + 10, status)
            self.paper.write(x + _INDENT - 4, y + 15, count, _VALUE)
            x += _INDENT + width_of(count, _VALUE) + _GAP - 8
        return y + _VALUE.line

    def table(self, y: float) -> float:
        """Draw a row per figure."""
        if not self.card.lines:
            return y
        name, *_, course = self.card.header
        self.paper.write(_MARGIN + _INDENT, y + 12, name, _SMALL)
        for x, column in self._placed():
            self.paper.write(x, y + 12, column.texts[0], _SMALL, column.align)
        self.paper.write(self.right - _COURSE_WIDTH, y + 12, course, _SMALL)
        y += 22
        for place, line in enumerate(self.card.lines, start=1):
            y = self._row(y, place, line)
        self._rule(y)
        return y + _AIR

    def _row(self, y: float, place: int, line: PortraitLine) -> float:
        self._rule(y)
        middle = y + _ROW / 2
        self._dot(_MARGIN, middle, line.row.status)
        below = self._text(_MARGIN + _INDENT, middle - _BODY.line / 2, line.row.name, _BODY, self.name_width, 2)
        for x, column in self._placed():
            self.paper.write(x, middle + 5, column.texts[place], column.face, column.align)
        self._course(self.right - _COURSE_WIDTH, middle - _COURSE_HEIGHT / 2, line.course)
        return below + (_ROW - _BODY.line) / 2

    def _course(self, x: float, y: float, values: Sequence[float | None]) -> None:
        known = [value for value in values if value is not None]
        low, span = min(known), max(known) - min(known)
        heights = [nan if value is None else (value - low) / span if span else 0.5 for value in values]
        step = (_COURSE_WIDTH - _LAST / 2) / (len(values) - 1)
        xs = [x + place * step for place in range(len(values))]
        ys = [y + (1 - height) * _COURSE_HEIGHT for height in heights]
        self.paper.course(xs, ys, 1.4, _MUTED)
        self.paper.mark(xs[-1], ys[-1], "o", _LAST, _ACCENT, _ACCENT)

    def without_data(self, y: float) -> float:
        """Name what has no data."""
        if not self.card.without_data:
            return y
        return self._text(_MARGIN, y - _AIR / 2, self.card.without_data, _QUIET, self.inner, 12) + _AIR

    def lists(self, y: float) -> float:
        """Draw the lists beside one another; sentences of advice are longer than those of praise."""
        shares = _LIST_SHARES[len(self.card.lists)]
        x, ends = float(_MARGIN), [y]
        for share, (title, sentences) in zip(shares, self.card.lists, strict=True):
            width = (self.inner + _GAP) * share - _GAP
            ends.append(self._list(x, y, width, title, sentences))
            x += width + _GAP
        return max(ends)

    def _list(self, x: float, y: float, width: float, title: str, sentences: Sequence[str]) -> float:
        y = self._text(x, y, title, _TITLE, width, 1) + 6
        for sentence in sentences:
            self.paper.mark(x + 3, y + _BODY.line / 2, "o", 4, _ACCENT, _ACCENT)
            y = self._text(x + 16, y, sentence, _BODY, width - 16, 5) + 6
        return y + _AIR - 6

    def foot(self, y: float) -> float:
        """Draw as of when the figures are."""
        self._rule(y)
        self.paper.write(self.right, y + 24, "Amber", _KIND, "right")
        return self._text(_MARGIN, y + 12, self.card.age, _SMALL, self.inner - 100, 3) + _MARGIN / 2

    def _columns(self) -> list[_Column]:
        """Return the columns between the names and the courses, each as wide as its widest text."""
        rows = [(one.row.window, one.row.value, one.row.target, one.row.change, one.status) for one in self.card.lines]
        styles: Sequence[tuple[Face, Align]] = (
            (_QUIET, "left"), (_VALUE, "right"), (_BODY, "right"), (_BODY, "right"), (_BODY, "left"),
        )  # fmt: skip
        texts = zip(self.card.header[1:-1], *rows, strict=True)
        return [_column(head, cells, *style) for (head, *cells), style in zip(texts, styles, strict=True)]

    def _placed(self) -> Sequence[tuple[float, _Column]]:
        """Return each column with where its texts are aligned."""
        placed, x = [], _MARGIN + _INDENT + self.name_width + _GAP
        for column in self.columns:
            placed.append((x + column.width if column.align == "right" else x, column))
            x += column.width + _GAP
        return placed

    def _text(self, x: float, y: float, text: str, face: Face, width: float, most: int) -> float:
        """Write a text that may take several lines; return the height below it."""
        for line in lines_of(text, face, width, most):
            y += face.line
            self.paper.write(x, y - face.line / 2 + face.size * 0.36, line, face)
        return y

    def _dot(self, x: float, y: float, status: Status | None) -> None:
        shape, colour, fill = _STATUS[status]
        self.paper.mark(x + _DOT / 2, y, shape, _DOT, colour, fill)

    def _rule(self, y: float) -> None:
        self.paper.box(_MARGIN, y, self.inner, 1, _LINE)
