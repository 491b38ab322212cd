"""Whatever people write in the book: nothing fails, nobody is paged, Slack takes it, and names read as typed."""

from __future__ import annotations

import io
import json
import re
from datetime import UTC
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.console import Console

from bot import blocks, terminal
from bot.answers import answer
from bot.answers.home import home_answer
from bot.answers.told import sentence
from bot.forms import RECORDINGS
from bot.forms.record import Writing
from bot.press import Press
from bot.voice import Voice
from bot.workbench.blockkit.checks import characters_outside_tables, check_blocks, check_view
from bot.workbench.blockkit.limits import BLOCKS_CHARACTERS
from kpi_core.errors import AmberError
from tests.bot.answers.full_book import NOW, of_every_account

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from bot.desk import Desk
    from kpi_core.text import Language

ESCAPE = "\x1b[31mred\x07"
NAMES = (
    "<!channel>", "<@U0HA>", "<#C1|general>", "<https://evil.example|Acme>", "*bold* _it_ ~gone~", "&amp; &lt;",
    "`code`", "x" * 3000, "&" * 3000, "שלום עולם", "\u202eevil", "👩‍👩‍👧‍👦🏴", "a\nb\n\nc", "\t", "{name} {0} %s",
    "=1+1", "@channel", ESCAPE, "|", "'; DROP TABLE", "ĐẶNG Ñ", ":smile:",
)  # fmt: skip
HOSTILE = st.one_of(st.sampled_from(NAMES), st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60))
# What Slack acts on: a page, a mention, a channel, a link with words of its own.
CONTROL = re.compile(r"<[!@#]|<https?:")
FEW = settings(max_examples=3, suppress_health_check=list(HealthCheck))
ASKED = ("me", "risks", "renewals", "overdue", "contacts A0", "account A0", "advice", "check", "why revenue", "log A0")


def book_of(names: Sequence[str], make_desk: Callable[..., Desk]) -> Desk:
    """Return the desk on a book where accounts and all that is written of them bear these names, owned by one AM."""
    named = {f"A{n}": name for n, name in enumerate(names)}
    tabs = of_every_account(dict.fromkeys(named, "1"), named.__getitem__, lambda _: 12.5)
    team = [
        {"am_id": "1", "name": names[0], "role": "am", "team": names[-1], "manager_id": "4"},
        {"am_id": "4", "name": f"{names[0]} Ha", "role": "lead", "team": names[-1]},
    ]
    return make_desk(**tabs, team=team)


@pytest.fixture(scope="module")
def book(make_desk: Callable[..., Desk]) -> Desk:
    return book_of(NAMES, make_desk)


def marked_up(value: Any) -> Iterator[str]:
    """Yield every text that Slack reads signs in."""
    if isinstance(value, dict):
        if value.get("type") == "mrkdwn":
            yield value["text"]
        for inner in value.values():
            yield from marked_up(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from marked_up(inner)


def check(found: Any, text: str) -> None:
    message = blocks.render(found)
    assert [] == check_blocks(message.blocks), text
    assert BLOCKS_CHARACTERS >= characters_outside_tables(message.blocks), text
    assert not [one for one in (message.text, *marked_up(message.blocks)) if CONTROL.search(one)], text
    assert 0 < len(message.text) <= blocks.message.TEXT
    Console(file=io.StringIO(), width=100).print(terminal.render(found))
    assert json.dumps(message.blocks, ensure_ascii=False).encode()


@FEW
@given(names=st.lists(HOSTILE, min_size=1, max_size=3))
def test_it_answers_on_any_book(names: list[str], make_desk: Callable[..., Desk]) -> None:
    desk = book_of(names, make_desk)
    for text in ("risks", "account A0", "overdue", f"account {names[0]}"):
        try_to_answer(text, desk, "vi")


@pytest.mark.parametrize("text", [*ASKED, "card all", "revenue", "settings", "help <!channel>"])
def test_it_answers_on_a_book_of_hostile_names(text: str, book: Desk) -> None:
    try_to_answer(text, book, "ru")


@pytest.mark.parametrize("number", range(len(NAMES)))
def test_it_finds_an_account_of_any_name(number: int, book: Desk) -> None:
    for text in (f"account A{number}", f"account {NAMES[number]}", f"log {NAMES[number]} call 20m", NAMES[number]):
        try_to_answer(text, book, "en")


def try_to_answer(text: str, desk: Desk, language: Language) -> None:
    try:
        check(answer(text, desk.roster.by_id["1"], desk, language), text)
    except AmberError as error:
        check(sentence(Voice(language).text(error.text)), text)


def test_it_shows_the_home_on_a_book_of_hostile_names(book: Desk) -> None:
    assert [] == check_view(blocks.home(home_answer(book, Voice("vi"), book.roster.by_id["1"])))


@pytest.mark.parametrize("number", range(len(NAMES)))
def test_it_opens_every_form_on_an_account_of_any_name(number: int, book: Desk) -> None:
    signal = next(signal for signal in book.signals if signal.rule == "renewal" and signal.account_id == f"A{number}")
    writing = Writing(book.roster.by_id["1"], book, Voice("en"), Press.on(signal), NOW.replace(tzinfo=UTC))
    for recording in RECORDINGS.values():
        assert [] == check_view(blocks.form(recording.form(writing, "C1")))


@pytest.mark.parametrize(
    "name", ["<!channel>", "&amp; &lt;", "שלום עולם", "👩‍👩‍👧‍👦🏴", "{name} {0} %s", "=1+1", "@channel"]
)
def test_it_shows_a_name_as_typed(name: str, book: Desk) -> None:
    made = blocks.render(answer(f"account A{NAMES.index(name)}", book.roster.by_id["1"], book, "en"))
    assert name == made.blocks[0]["text"]["text"]
    assert name in made.text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def test_it_leaves_no_escape_sequence_for_a_terminal(book: Desk) -> None:
    shown = io.StringIO()
    found = answer(f"account A{NAMES.index(ESCAPE)}", book.roster.by_id["1"], book, "en")
    Console(file=shown, width=100, force_terminal=False).print(terminal.render(found))
    assert "\x1b" not in shown.getvalue()
