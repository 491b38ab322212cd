"""What somebody may not see is nowhere: in no answer, refusal, choice, file, form or completion."""

from __future__ import annotations

import io
import json
import re
import zipfile
from typing import TYPE_CHECKING

import pytest
from rich.console import Console

from bot import blocks, terminal
from bot.answers import answer
from bot.answers.home import home_answer
from bot.forms import RECORDINGS
from bot.forms.record import Writing
from bot.grammar import completions
from bot.press import Press
from bot.voice import Voice
from kpi_core.errors import AmberError
from tests.bot.answers.full_book import everything_said, of_every_account
from tests.bot.answers.stage import Book, SendingOnce, Slack, Stage

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.answers.answer import Answer
    from bot.desk import Desk
    from bot.people import Person
    from kpi_core.rules.signal import Signal

OWNERS = {"A1": "1", "A2": "2", "A3": "3"}  # Linh's, Minh's of the same team, Olga's of another
NAMES = {"A1": "Kiwi Linh", "A2": "Quokka Minh", "A3": "Wombat Olga"}
AMOUNTS = {"A1": 1000.0, "A2": 765432.0, "A3": 987654.0}
# Whoever asks, and what of whose must never reach them.
HIDDEN = {"1": ("Quokka", "Wombat", "987654"), "4": ("Wombat", "987654"), "3": ("Quokka", "Kiwi", "765432")}


FORGED = {
    "channel": "call", "direction": "outbound", "on": "2026-11-18", "until": "2026-12-01", "outcome": "won",
    "reason": "mine now",
}  # fmt: skip


@pytest.fixture(scope="module")
def tabs() -> Mapping[str, list[dict[str, object]]]:
    return of_every_account(OWNERS, NAMES.__getitem__, AMOUNTS.__getitem__)


@pytest.fixture(scope="module")
def book(make_desk: Callable[..., Desk], tabs: Mapping[str, list[dict[str, object]]]) -> Desk:
    return make_desk(**tabs)


def shown(found: Answer) -> str:
    """Return all that an answer shows, on any surface, its file included."""
    message = blocks.render(found)
    console = Console(file=io.StringIO(), width=500)
    console.print(terminal.render(found))
    written = [message.text, json.dumps(message.blocks, ensure_ascii=False), console.file.getvalue()]
    written.append(json.dumps(blocks.home(found), ensure_ascii=False))
    if file := found.attachment:
        with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
            written += [archive.read(name).decode(errors="replace") for name in archive.namelist()]
    return "\n".join(written)


def said(text: str, asker: Person, desk: Desk) -> str:
    try:
        return shown(answer(text, asker, desk, "en"))
    except AmberError as error:
        return str(error)


def leaked(text: str, asker: Person) -> list[str]:
    """Return what of others stands in a text; sums are found however they are written."""
    digits = re.sub(r"(?<=\d)[,.\s](?=\d{3})", "", text)
    return [one for one in HIDDEN[asker.am_id] if one in text or one in digits]


@pytest.mark.parametrize("who", HIDDEN)
def test_it_says_nothing_of_what_the_asker_may_not_see(who: str, book: Desk) -> None:
    asker = book.roster.by_id[who]
    found = {text: leaked(said(text, asker, book), asker) for text in everything_said(book)}
    assert {} == {text: what for text, what in found.items() if what}


def test_it_says_it_to_whoever_may_see_it(book: Desk) -> None:
    head = said("risks all", book.roster.by_id["5"], book) + said("account A3", book.roster.by_id["5"], book)
    assert all(one in head for one in NAMES.values())


@pytest.mark.parametrize(
    "typed", ["account quok", "matrix wombat", "revenue wombat", "log wombat call 20m", "card quokka"]
)
@pytest.mark.parametrize("who", ["1"])
def test_it_offers_nothing_of_others_for_a_beginning(typed: str, who: str, book: Desk) -> None:
    assert [] == leaked(said(typed, book.roster.by_id[who], book), book.roster.by_id[who])


@pytest.mark.parametrize("who", HIDDEN)
def test_it_refuses_what_is_anothers_like_what_does_not_exist(who: str, book: Desk) -> None:
    asker = book.roster.by_id[who]
    theirs = "A3" if who != "3" else "A2"
    for command in ("account", "matrix", "contacts", "revenue account"):
        assert said(f"{command} {theirs}", asker, book).replace(theirs, "A9") == said(f"{command} A9", asker, book)


@pytest.mark.parametrize("who", HIDDEN)
def test_it_completes_and_shows_at_home_only_what_is_theirs(who: str, book: Desk) -> None:
    asker = book.roster.by_id[who]
    assert [] == leaked("\n".join(completions(book, asker)), asker)
    assert [] == leaked(shown(home_answer(book, Voice("en"), asker)), asker)


@pytest.mark.parametrize("who", HIDDEN)
@pytest.mark.parametrize("action", RECORDINGS)
def test_it_opens_no_form_on_what_is_anothers(
    action: str, who: str, book: Desk, stage_on: Callable[..., Stage]
) -> None:
    asker, stage = book.roster.by_id[who], stage_on()
    for signal in renewals_of_others(book, asker):
        stage.press(asker.slack_user_id, {"action_id": action, "value": Press.on(signal).to_value()})
    assert stage.slack.calls
    assert [] == leaked(json.dumps(stage.slack.calls, ensure_ascii=False), asker)


@pytest.mark.parametrize("who", HIDDEN)
@pytest.mark.parametrize("action", RECORDINGS)
def test_it_takes_no_form_on_what_is_anothers(
    action: str, who: str, book: Desk, stage_on: Callable[..., Stage]
) -> None:
    asker, stage = book.roster.by_id[who], stage_on()
    for signal in renewals_of_others(book, asker):
        heads = Writing(book.roster.by_id["5"], book, Voice("en"), Press.on(signal), stage.instant)
        view = blocks.form(RECORDINGS[action].form(heads, ""))
        known = {block["block_id"] for block in view["blocks"]}
        filled = {key: value for key, value in {**FORGED, "account": signal.account_id or ""}.items() if key in known}
        answered = stage.submit(asker.slack_user_id, view, **filled)
        assert "errors" == answered["response_action"]
        assert [] == leaked(json.dumps(answered, ensure_ascii=False), asker)
    assert {} == stage.book.submitted


@pytest.mark.parametrize("who", HIDDEN)
def test_it_takes_back_nothing_of_anothers(who: str, stage_on: Callable[..., Stage], book: Desk) -> None:
    asker, stage = book.roster.by_id[who], stage_on()
    for account, owner in OWNERS.items():
        if owner != who:
            stage.press(asker.slack_user_id, {"action_id": "undo", "value": f"interactions-{account}"})
    assert {} == stage.book.submitted
    assert [] == leaked(json.dumps(stage.slack.calls, ensure_ascii=False), asker)


def renewals_of_others(book: Desk, asker: Person) -> list[Signal]:
    """Return the renewals that the asker may not see; there are some."""
    renewals = [signal for signal in book.signals if signal.rule == "renewal"]
    found = [one for one in renewals if any(name in one.account_name for name in HIDDEN[asker.am_id])]
    assert found
    return found


@pytest.fixture
def stage_on(
    server: Slack, book: Desk, make_desk: Callable[..., Desk], tabs: Mapping[str, list[dict[str, object]]]
) -> Callable[..., Stage]:
    def made() -> Stage:
        server.calls.clear()
        return Stage(server, Book(book, make_desk, tabs), SendingOnce())

    return made
