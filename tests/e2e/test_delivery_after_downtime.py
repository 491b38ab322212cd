"""Amber was down: over a week-end, then for three weeks. And Minh's Slack user is gone all the while.

The same bot is started anew at each moment of the story, on the book, the state and the Slack that it left.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import openpyxl
import pytest

from bot.app.book import one_desk
from bot.app.workplace import workplace
from bot.cli import main
from bot.settings import Settings, read_settings
from bot.workbench.server import Workbench
from bot.workbench.world import Json, World
from sheets.layout import write_book

pytestmark = pytest.mark.timeout(600)  # four starts of the bot

TEAM = [
    {"am_id": "1", "name": "Linh", "slack_user_id": "U0LINH", "role": "am", "team": "North"},
    {"am_id": "2", "name": "Minh", "slack_user_id": "U0GONE", "role": "am", "team": "North"},
    {"am_id": "3", "name": "Olga", "slack_user_id": "U0OLGA", "role": "am", "team": "East", "locale": "ru"},
    {"am_id": "5", "name": "Dmitri", "slack_user_id": "U0DMITRI", "role": "head"},
]
SETTINGS = [{"key": "timezone", "value": "Asia/Ho_Chi_Minh"}, {"key": "admin_channel", "value": "C0ADMIN"}]
# Minutes before the end it was up already: nothing may be told twice.
STORY = ("2026-11-13T17:00", "2026-11-16T12:00", "2026-12-07T12:00", "2026-12-07T12:05")


@dataclass(frozen=True)
class Office:
    """What outlives the bot."""

    bench: Workbench
    book: Path
    settings: Settings
    environment: dict[str, str]

    def digests(self, user: str) -> list[Json]:
        """The digests that stand in a conversation."""
        return [message for message in self.bench.messages(user) if _key(message).startswith("digest|")]

    def deliveries(self, capsys: pytest.CaptureFixture[str], *words: str) -> list[Json]:
        """What `amber deliveries` says."""
        with pytest.raises(SystemExit) as ended:
            main(("deliveries", "--json", "--since", "2026-11-01", *words))
        assert not ended.value.code
        found: list[Json] = json.loads(capsys.readouterr().out)
        return found


def _key(message: Json) -> str:
    key: str = message.get("metadata", {}).get("event_payload", {}).get("key", "")
    return key


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("office")
    write_book(folder / "book.xlsx", {"team": TEAM, "settings": SETTINGS})
    environment = {
        "AMBER_STORE": f"xlsx:{folder / 'book.xlsx'}",
        "AMBER_DATABASE": str(folder / "state.sqlite3"),
        "AMBER_CACHE": str(folder / "cache"),
        "AMBER_AS_OF": STORY[-1],
    }
    seconds = count(1_795_000_000)
    desk = one_desk(environment["AMBER_STORE"], read_settings(environment, folder / ".env"))
    residents = [person for person in desk.roster.people if person.slack_user_id != "U0GONE"]
    world = World.of_roster(residents, {"C0ADMIN": "amber-admin"}, lambda: float(next(seconds)))
    with Workbench(world) as bench:
        environment |= {"AMBER_SLACK_BOT_TOKEN": bench.bot_token, "SLACK_API_URL": bench.api_url}
        for moment in STORY:
            settings = read_settings(environment | {"AMBER_AS_OF": moment}, folder / ".env")
            with workplace(settings, settings.store) as place:
                place.tick()
                place.tick()  # the next minute's
        yield Office(bench, folder / "book.xlsx", settings, environment)


@pytest.fixture
def environment(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, text in office.environment.items():
        monkeypatch.setenv(name, text)


@pytest.mark.parametrize(("user", "late"), [("U0LINH", "Late"), ("U0OLGA", "С опозданием"), ("U0DMITRI", "Late")])
def test_digests_that_are_sent_late_say_so(office: Office, user: str, late: str) -> None:
    after_weekend, after_weeks = office.digests(user)
    assert after_weekend["metadata"]["event_payload"]["key"].endswith("|2026-W46")
    assert after_weeks["metadata"]["event_payload"]["key"].endswith("|2026-W49")
    for message in (after_weekend, after_weeks):
        assert late in str(message["blocks"][0])
        assert "08:00" in str(message["blocks"][0])


def test_what_is_too_old_is_skipped_and_listed(office: Office, environment: None, capsys) -> None:
    listed = office.deliveries(capsys, "--state", "skipped")
    assert {"2026-W47", "2026-W48"} == {one["slot"] for one in listed if one["kind"] == "digest"}
    rows = openpyxl.load_workbook(office.book)["Pings"].iter_rows(values_only=True)
    noted = [to for _, what, to, state, *_ in rows if (what, state) == ("weekly scorecard", "skipped")]
    assert sorted(["Linh", "Minh", "Olga", "Dmitri"] * 2) == sorted(noted)


def test_the_admin_is_told_once_who_cannot_be_reached(office: Office) -> None:
    told = office.bench.messages("C0ADMIN")
    assert 2 == len(told)  # of the first digest, and three weeks later of the next
    for message in told:
        assert "Minh" in str(message["blocks"])
        assert "Linh" not in str(message["blocks"])


def test_what_failed_is_listed_with_what_to_do(office: Office, environment: None, capsys) -> None:
    failed = office.deliveries(capsys, "--state", "failed")
    assert [("Minh", "2026-W49"), ("Minh", "2026-W46")] == [(one["name"], one["slot"]) for one in failed]
    assert "Check the ID in the team tab" in failed[0]["error"]


def test_nothing_came_twice(office: Office) -> None:
    conversations = ("U0LINH", "U0OLGA", "U0DMITRI", "C0ADMIN")
    keys = [_key(message) for conversation in conversations for message in office.bench.messages(conversation)]
    assert sorted(set(keys)) == sorted(keys)
    assert [] == office.bench.breaches
