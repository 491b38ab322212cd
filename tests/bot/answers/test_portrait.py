"""A scorecard as a picture: it says what the answer says, and everything on it can be read."""

from __future__ import annotations

import struct
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from matplotlib import rc_context
from matplotlib.lines import Line2D

from bot.answers import answer
from bot.answers.answer import Paragraph, TableOf, plain
from bot.answers.naming import DOTS
from bot.answers.portrait import Portrait, portrait
from bot.picture import card_png
from bot.picture.card import drawn
from bot.picture.words import Face, lines_of, width_of
from bot.voice import Voice
from kpi_core.errors import Refused
from kpi_core.kpi import Scope
from kpi_core.periods import last_full

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from matplotlib.transforms import Bbox

    from bot.desk import Desk
    from bot.people import Person

LINH = Scope("am", "1")
TARGETS: list[dict[str, object]] = [
    {"kpi": "retention_rate", "scope": "all", "target": 96.0},
    {"kpi": "overdue_share", "scope": "all", "target": 95.0},
    {"kpi": "freshness", "scope": "all", "target": 20.0},
    {"kpi": "accounts_per_am", "scope": "all", "target": 3.0},
    {"kpi": "nps", "scope": "all", "target": 30.0},
]
INK = Face(14, "black")


@pytest.fixture(scope="module")
def rated(make_desk: Callable[..., Desk]) -> Desk:
    return make_desk(targets=TARGETS)


def of_linh(desk: Desk, language: str = "en") -> Portrait:
    return portrait(desk, desk.roster.by_id["1"], LINH, last_full("week", desk.now), Voice(language))


@pytest.fixture(scope="module")
def card(rated: Desk) -> Portrait:
    return of_linh(rated)


def test_it_says_what_the_answer_says(rated: Desk, linh: Person, card: Portrait) -> None:
    said = answer("card last week", linh, rated, "en")
    table = next(part for part in said.parts if isinstance(part, TableOf))
    rows = [line.row for line in card.lines]
    assert [[plain(cell) for cell in row] for row in table.rows] == [
        [f"{DOTS[row.status]} {row.name}", row.window, row.value, row.target, row.change] for row in rows
    ]
    paragraphs = [plain(part.line) for part in said.parts if isinstance(part, Paragraph)]
    assert {"\n• ".join((title, *sentences)) for title, sentences in card.lists} < set(paragraphs)
    assert f"{card.name}: score {card.score} of 100" == said.summary


def test_a_course_ends_with_the_cards_own_week(card: Portrait) -> None:
    overdue = next(line for line in card.lines if line.row.name == "Overdue share")
    assert (None, None, None, None, None, None, 0.0, 1.0) == overdue.course
    assert "100%" == overdue.row.value


def test_it_says_as_of_which_day_it_is(card: Portrait) -> None:
    assert "Figures as of Nov 18, 2026 10:00." == card.age


def test_it_is_refused_to_whom_the_card_is_refused(rated: Desk, minh: Person) -> None:
    with pytest.raises(Refused):
        portrait(rated, minh, LINH, last_full("week", rated.now), Voice("en"))


def texts(card: Portrait) -> Iterator[str]:
    """Yield what the picture of a card has to show."""
    yield from (card.kind, card.name, card.week, card.score, card.of_hundred, card.age, *card.header)
    for line in card.lines:
        yield from (line.row.name, line.row.window, line.row.value, line.row.target, line.row.change, line.status)
    for title, sentences in card.lists:
        yield from (title, *sentences)
    yield card.without_data


@pytest.mark.parametrize("language", ["en", "vi", "ru"])
def test_it_shows_every_word_of_the_card(rated: Desk, language: str) -> None:
    card = of_linh(rated, language)
    shown = squeezed(" ".join(text.get_text() for text in drawn(card).figure.texts))
    assert [] == [text for text in texts(card) if squeezed(text) not in shown]


def test_a_dollar_begins_no_formula(card: Portrait) -> None:
    assert {False} == {text.get_parse_math() for text in drawn(card).figure.texts}


def squeezed(text: str) -> str:
    """Return a text whose lines may end anywhere."""
    return "".join(text.split())


def test_a_status_is_told_by_shape_as_well_as_by_colour(card: Portrait) -> None:
    assert {"green", "amber", "red", None} == {line.row.status for line in card.lines}
    marks = [one for one in drawn(card).figure.get_children() if isinstance(one, Line2D) and len(one.get_xdata()) == 1]
    assert {"o", "^", "s"} == {mark.get_marker() for mark in marks if mark.get_markersize() > 5}
    assert 4 == len({line.status for line in card.lines})


def hostile(card: Portrait) -> Portrait:
    line = card.lines[0]
    row = replace(line.row, name="Retention " * 20, value="₫1,818,000,000,000,000", target="9" * 400, change="+" * 90)
    lists = (("Going well", ("W" * 500,)), ("To do", ("Thuỳ " * 300, "$x^2$ and $1")))
    return replace(
        card, name="Nguyễn " * 60, lines=(replace(line, row=row), *card.lines), lists=lists, without_data="Ж" * 900
    )


@pytest.mark.parametrize("change", [lambda card: card, hostile, lambda card: replace(card, lines=(), counts=())])
def test_nothing_overlaps_and_all_is_on_the_paper(card: Portrait, change: Callable[[Portrait], Portrait]) -> None:
    figure = drawn(change(card)).figure
    boxes = [(text.get_text(), text.get_window_extent()) for text in figure.texts if text.get_text()]
    assert [] == [(one, other) for (one, a), (other, b) in combinations(boxes, 2) if overlap(a, b)]
    assert [] == [one for one, box in boxes if not inside(box, figure.bbox)]


def overlap(one: Bbox, other: Bbox) -> bool:
    return one.x0 < other.x1 and other.x0 < one.x1 and one.y0 < other.y1 and other.y0 < one.y1


def inside(one: Bbox, other: Bbox) -> bool:
    return other.x0 < one.x0 and one.x1 < other.x1 and other.y0 < one.y0 and one.y1 < other.y1


def test_the_same_card_is_the_same_png_whatever_a_matplotlibrc_says(card: Portrait) -> None:
    small = replace(card, name="Linh 👩‍👩‍👧‍👦 שלום 株式会社", lines=card.lines[:1], lists=())
    first = card_png(small)
    with rc_context({"lines.linewidth": 9, "text.usetex": True, "savefig.dpi": 30}):
        assert first == card_png(small)
    assert (2000, {"IHDR", "pHYs", "IDAT", "IEND"}) == (struct.unpack(">I", first[16:20])[0], set(chunks(first)))


def chunks(png: bytes) -> Iterator[str]:
    at = 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        yield png[at + 4 : at + 8].decode()
        at += length + 12


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Acme\n and\tBamboo", ["Acme and", "Bamboo"]),
        ("Acme and Bamboo and Volga", ["Acme and", "Bamboo a…"]),
        ("W" * 20, ["W" * 6, "W" * 5 + "…"]),
        ("Acme 👩‍👩‍👧‍👦 ⚠️", ["Acme ⚠"]),
        ("株式会社", ["□□□□"]),
        ("\u202eAcme", ["Acme"]),
        ("Vie\u0302\u0323t", ["Việt"]),
        ("", []),
    ],
)
def test_a_text_is_broken_into_lines_of_signs_that_the_font_has(text: str, lines: list[str]) -> None:
    assert lines == lines_of(text, INK, 90, 2)
    assert 90 >= max((width_of(line, INK) for line in lines), default=0)
