"""Every check of the doctor, on a local Google and a local Slack: fine as it is, and each thing that may be wrong."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.app.clock import Clock
from bot.doctor import CHECKS, Check, Surroundings, examine
from bot.workbench.server import Workbench
from bot.workbench.world import BOT_USER_ID, World
from sheets.google import GoogleSheet
from sheets.layout import write_book
from tests.emulators.google_sheets import GoogleSheetsServer

TABS = {
    "Team": [
        ["am_id", "name", "email", "slack_user_id", "team"],
        ["1", "Linh", "linh@agency.example", "U0LINH", "North"],
        ["2", "Olga", "olga@agency.example", "U0OLGA", "North"],
    ],
    "Accounts": [["account_id", "name", "owner_id"], ["A", "Acme", "1"]],
    "Settings": [["key", "value"], ["team_channel.North", "C0TEAM"]],
}
PANEL = {
    "AMBER_PANEL_URL": "https://amber.example.com",
    "AMBER_PANEL_SERVICE_ACCOUNT": "service-1@gcp-sa-gsuiteaddons.iam.gserviceaccount.com",
    "AMBER_PANEL_CLIENT_ID": "1-abc.apps.googleusercontent.com",
}


@pytest.fixture(scope="module")
def google() -> Iterator[GoogleSheetsServer]:
    with GoogleSheetsServer() as server:
        yield server


@pytest.fixture
def bench() -> Iterator[Workbench]:
    with Workbench(World.of_cast(lambda: 1_795_000_000.0)) as running:
        yield running


@pytest.fixture
def sheet(google: GoogleSheetsServer) -> str:
    """A sheet as it should be, set up by Amber."""
    book = google.new_book("Lantern", tabs=TABS)
    GoogleSheet(book, google.credentials(), google.url).prepare(["team", "accounts", "settings"])
    return book


@pytest.fixture
def environ(google: GoogleSheetsServer, bench: Workbench, sheet: str, tmp_path: Path) -> dict[str, str]:
    key = tmp_path / "key.json"
    key.touch(0o600)
    key.write_text(google.credentials())
    return {
        "AMBER_STORE": f"gsheet:{sheet}",
        "AMBER_GOOGLE_CREDENTIALS": str(key),
        "GOOGLE_API_URL": google.url,
        "AMBER_CACHE": str(tmp_path / "cache"),
        "AMBER_DATABASE": str(tmp_path / "amber.sqlite3"),
        "AMBER_SLACK_BOT_TOKEN": bench.bot_token,
        "AMBER_SLACK_APP_TOKEN": bench.app_token,
        "SLACK_API_URL": bench.api_url,
    }


Look = Callable[..., Mapping[str, tuple[str, str, str]]]


@pytest.fixture
def look(environ: dict[str, str], tmp_path: Path) -> Look:
    """Return what goes through these checks and what they need, else all, and gives (status, text, mend) by key."""

    def look(
        *keys: str, clock: Callable[[], datetime] | None = None, **changes: str
    ) -> Mapping[str, tuple[str, str, str]]:
        surroundings = Surroundings(environ | changes, tmp_path / ".env", clock or Clock())
        return {
            each.check.key: (each.outcome.status, each.outcome.text.to("en"), each.outcome.mend.to("en"))
            for each in examine(with_needs(keys) if keys else CHECKS, surroundings)
        }

    return look


def with_needs(keys: Sequence[str]) -> list[Check]:
    wanted = set(keys)
    for check in reversed(CHECKS):
        wanted |= set(check.needs) if check.key in wanted else set()
    return [check for check in CHECKS if check.key in wanted]


def statuses(found: Mapping[str, tuple[str, str, str]], status: str) -> list[str]:
    return [key for key, outcome in found.items() if outcome[0] == status]


def test_everything_is_fine_and_nothing_is_changed(
    look: Look, google: GoogleSheetsServer, bench: Workbench, tmp_path: Path
) -> None:
    writes = google.calls.sheets_writes()
    found = look(**PANEL)
    assert [check.key for check in CHECKS] == statuses(found, "fine")
    assert "“Lantern”, shared with" in found["access"][1]
    assert (writes, []) == (google.calls.sheets_writes(), bench.breaches)
    assert not (tmp_path / "amber.sqlite3").exists()


def test_with_nothing_set_it_says_what_to_set(tmp_path: Path) -> None:
    surroundings = Surroundings({}, tmp_path / ".env", Clock())
    found = {each.check.key: each.outcome for each in examine(CHECKS, surroundings)}
    assert ["book", "slack_bot_token", "slack_app_token"] == [
        key for key, outcome in found.items() if outcome.status == "finding"
    ]
    assert all(outcome.mend for outcome in found.values() if outcome.status == "finding")


def test_a_wrong_setting_is_the_only_finding(look: Look) -> None:
    found = look(AMBER_SLACK_BOT_TOKEN="hush")
    assert ["settings"] == statuses(found, "finding")
    assert "hush" not in str(found)


def test_files_with_secrets_that_others_may_read_are_named(look: Look, tmp_path: Path) -> None:
    (tmp_path / "key.json").chmod(0o644)
    (tmp_path / ".env").write_text("AMBER_LOG=info\n")
    (tmp_path / ".env").chmod(0o640)
    status, text, mend = look("secrets")["secrets"]
    assert ("finding", f"chmod 600 {tmp_path}/key.json {tmp_path}/.env") == (status, mend)
    assert text.startswith("other users of this machine may read")


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("", "AMBER_GOOGLE_CREDENTIALS is not set"),
        ("{}", "of a kind it does not know"),
        ("gone.json", "cannot be read"),
    ],
)
def test_a_key_that_is_none_is_named(look: Look, key: str, said: str) -> None:
    found = look(AMBER_GOOGLE_CREDENTIALS=key)
    assert said in found["google_key"][1]
    assert "not looked at: mend “Key for Google” first" == found["rows"][1]


def test_a_sheet_that_is_not_shared_says_with_whom_to(look: Look, google: GoogleSheetsServer, sheet: str) -> None:
    google.share(sheet, "none")
    found = look()
    address = json.loads(google.credentials())["client_email"]
    assert "finding" == found["access"][0]
    assert address in found["access"][2]


def test_a_sheet_shared_for_viewing_can_be_read_but_not_written(
    look: Look, google: GoogleSheetsServer, sheet: str
) -> None:
    google.share(sheet, "reader")
    found = look()
    assert ("fine", "finding", "fine") == (found["access"][0], found["writing"][0], found["rows"][0])
    assert found["writing"][2].endswith("as an editor")


def test_a_book_without_its_tabs_is_told_how_to_get_them(look: Look, google: GoogleSheetsServer) -> None:
    empty = google.new_book()
    found = look(AMBER_STORE=f"gsheet:{empty}")
    assert ("finding", "the book has no tab Team, no tab Accounts", "amber init") == found["tabs"]


def test_a_command_to_type_names_the_book_that_was_asked_for(tmp_path: Path) -> None:
    surroundings = Surroundings({}, tmp_path / ".env", Clock(), "gsheet:https://docs.google.com/d/ID/edit?gid=0#gid=0")
    assert "amber init --store 'gsheet:https://docs.google.com/d/ID/edit?gid=0#gid=0'" == surroundings.command("init")


def test_wrong_cells_are_counted(look: Look, google: GoogleSheetsServer, sheet: str) -> None:
    google.put(sheet, "Accounts", "A3", [["B", "Bamboo", "nobody"]])
    assert ("finding", "errors: 1, warnings: 0") == look("issues")["issues"][:2]


def test_a_refused_bot_token_is_a_finding(look: Look) -> None:
    found = look("slack_scopes", AMBER_SLACK_BOT_TOKEN="xoxb-old")
    assert ("finding", "Slack refuses the token (invalid_auth)") == found["slack_bot_token"][:2]
    assert ["slack_scopes"] == statuses(found, "not_applicable")


def test_a_refused_app_token_is_a_finding(look: Look) -> None:
    assert ("finding", "Slack refuses the token (invalid_auth)") == look(
        "slack_app_token", AMBER_SLACK_APP_TOKEN="xapp-old"
    )["slack_app_token"][:2]


def test_missing_scopes_are_named_with_their_use(look: Look, bench: Workbench) -> None:
    bench.scopes.discard("im:write")
    status, text, _ = look("slack_scopes")["slack_scopes"]
    assert ("finding", "missing: im:write (to open direct messages)") == (status, text)


def test_slack_that_is_down_is_a_finding(look: Look, bench: Workbench) -> None:
    bench.faults.next("auth.test", "503")
    assert ("finding", "Slack takes no requests right now (HTTP 503)", "Try again in a while") == (
        look("slack_bot_token")["slack_bot_token"]
    )


def test_a_channel_that_amber_is_not_in_is_named(
    look: Look, bench: Workbench, google: GoogleSheetsServer, sheet: str
) -> None:
    workspace = bench._workspace
    workspace.world.conversations["C0TEAM"].members.discard(BOT_USER_ID)
    google.put(sheet, "Settings", "A3", [["admin_channel", "C0GONE"]])
    status, text, mend = look("slack_channels")["slack_channels"]
    assert "team_channel.North (C0TEAM): not_in_channel; admin_channel (C0GONE): channel_not_found" == text
    assert "team_channel.North (C0TEAM): /invite @Amber there" in mend
    assert "finding" == status


def test_people_that_slack_does_not_know_are_named_with_their_ids(
    look: Look, google: GoogleSheetsServer, sheet: str
) -> None:
    google.put(sheet, "Team", "D2", [[""], ["U0GONE"]])
    status, text, mend = look("slack_people")["slack_people"]
    assert ("finding", "without slack_user_id: Linh; not known to Slack: Olga (U0GONE)") == (status, text)
    assert mend.endswith("Linh is U0LINH, Olga is U0OLGA")


@pytest.mark.parametrize(("minutes", "way"), [(7, "ahead of"), (-7, "behind")])
def test_a_clock_that_is_wrong_is_a_finding(look: Look, minutes: int, way: str) -> None:
    status, text, _ = look("access", "slack_bot_token", "clock", clock=lambda: Clock()() + timedelta(minutes=minutes))[
        "clock"
    ]
    assert "finding" == status
    assert f"s {way} " in text


def test_a_database_that_cannot_be_written_is_a_finding(look: Look, tmp_path: Path) -> None:
    assert "finding" == look("database", AMBER_DATABASE=str(tmp_path / "nowhere" / "amber.sqlite3"))["database"][0]
    (tmp_path / "broken.sqlite3").write_bytes(b"this is no database" * 100)
    assert "finding" == look("database", AMBER_DATABASE=str(tmp_path / "broken.sqlite3"))["database"][0]


def test_a_book_in_a_file_needs_no_google(look: Look, tmp_path: Path) -> None:
    write_book(tmp_path / "book.xlsx", {"team": [{"am_id": "1", "name": "Linh", "slack_user_id": "U0LINH"}]})
    found = look(AMBER_STORE=f"xlsx:{tmp_path / 'book.xlsx'}", AMBER_GOOGLE_CREDENTIALS="")
    assert ["secrets", "google_key", "quota", "panel", "slack_channels"] == statuses(found, "not_applicable")
    assert [] == statuses(found, "finding")


def test_a_side_panel_stands_in_google_sheets_alone(look: Look, tmp_path: Path) -> None:
    assert ("fine", "Google calls https://amber.example.com/google/panel") == look("panel", **PANEL)["panel"][:2]
    found = look("panel", **PANEL | {"AMBER_STORE": f"xlsx:{tmp_path / 'book.xlsx'}"})
    assert "the side panel stands in Google Sheets, and the book is elsewhere" == found["panel"][1]


def test_a_side_panel_that_does_not_know_who_calls_it_is_a_finding(look: Look) -> None:
    found = look("panel", **PANEL | {"AMBER_PANEL_CLIENT_ID": ""})
    assert ("finding", "AMBER_PANEL_CLIENT_ID is not set") == found["panel"][:2]


def test_a_file_that_is_not_there_is_a_finding(look: Look, tmp_path: Path) -> None:
    found = look(AMBER_STORE=f"xlsx:{tmp_path / 'nowhere.xlsx'}")
    assert ["access"] == statuses(found, "finding")


def test_who_runs_it_over_http_needs_no_app_token(look: Look) -> None:
    found = look("slack_app_token", AMBER_SLACK_APP_TOKEN="", AMBER_SLACK_SIGNING_SECRET="8f742231")
    assert "not_applicable" == found["slack_app_token"][0]
