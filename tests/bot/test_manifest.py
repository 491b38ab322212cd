"""The manifest asks for what Amber uses: no scope, event or command more, none less."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from slack_bolt import App
from slack_sdk import WebClient

import bot
from bot.desk import Runtime
from bot.listeners import register
from bot.manifest import COMMAND, EVENTS, SHORTCUTS, manifest
from bot.permissions import APP_SCOPES, BOT_SCOPES
from kpi_core.errors import InputError

# What Slack's reference says of each method that Amber calls, in the way it calls it.
SCOPES_OF_METHODS: dict[str, set[str]] = {
    "apps_connections_open": {"connections:write"},
    "auth_test": set(),
    "chat_delete": {"chat:write"},
    "chat_postEphemeral": {"chat:write"},
    "chat_postMessage": {"chat:write"},
    "chat_update": {"chat:write"},
    "conversations_history": {"channels:history", "groups:history", "im:history"},
    "conversations_open": {"im:write"},
    "files_upload_v2": {"files:write"},
    "users_info": {"users:read", "users:read.email"},
    "users_lookupByEmail": {"users:read.email"},
    "views_open": set(),
    "views_publish": set(),
    "views_update": set(),
}
SCOPES_OF_EVENTS = {
    "app_home_opened": set(),
    "app_mention": {"app_mentions:read"},
    "message.im": {"im:history"},
}
# Fields and limits as https://docs.slack.dev/reference/app-manifest gives them: a number limits the characters.
SCHEMA: dict[str, Any] = {
    "_metadata": {"major_version": int, "minor_version": int},
    "display_information": {"name": 35, "description": 140, "background_color": re.compile(r"#[0-9a-f]{6}")},
    "features": {
        "app_home": {
            "home_tab_enabled": bool,
            "messages_tab_enabled": bool,
            "messages_tab_read_only_enabled": bool,
        },
        "bot_user": {"display_name": 80, "always_online": bool},
        "shortcuts": [
            {"name": 24, "callback_id": 255, "description": 150, "type": re.compile("message|global")},
        ],
        "slash_commands": [
            {"command": 32, "description": 2000, "usage_hint": 1000, "should_escape": bool, "url": 255},
        ],
    },
    "oauth_config": {"scopes": {"bot": [80]}},
    "settings": {
        "event_subscriptions": {"request_url": 255, "bot_events": [80]},
        "interactivity": {"is_enabled": bool, "request_url": 255},
        "org_deploy_enabled": bool,
        "socket_mode_enabled": bool,
        "token_rotation_enabled": bool,
    },
}


class Registered:
    """Takes what is registered in place of an App."""

    def __init__(self) -> None:
        self.names: dict[str, set[object]] = {}

    def __getattr__(self, kind: str) -> Callable[[object], Callable[[object], object]]:
        def take(name: object) -> Callable[[object], object]:
            self.names.setdefault(kind, set()).add(name)
            return lambda listener: listener

        return take


@pytest.fixture
def registered() -> dict[str, set[object]]:
    app = Registered()
    fields = cast("Any", Runtime).__dataclass_fields__
    register(cast("App", app), Runtime(**dict.fromkeys(fields)))
    return app.names


def methods_called() -> set[str]:
    """Return the Web API's methods that Amber's code names."""
    methods = {name for name in dir(WebClient) if "_" in name.strip("_") and not name.startswith("_")} - {"api_call"}
    sources = [path for path in Path(bot.__file__).parent.rglob("*.py") if "workbench" not in path.parts]
    trees = [ast.parse(path.read_text("utf-8")) for path in sources]
    return {
        node.attr
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in methods
    }


def test_it_subscribes_to_what_the_listeners_hear(registered: dict[str, set[object]]) -> None:
    assert registered["event"] == {event.partition(".")[0] for event in EVENTS}
    assert registered["command"] == {COMMAND}
    assert registered["shortcut"] == {shortcut.callback_id for shortcut in SHORTCUTS}


def test_it_asks_for_exactly_the_scopes_that_are_used() -> None:
    used = {scope for method in methods_called() for scope in SCOPES_OF_METHODS[method]}
    heard = {scope for event in EVENTS for scope in SCOPES_OF_EVENTS[event]}
    assert used | heard | {"commands"} == {*BOT_SCOPES, *APP_SCOPES}
    assert list(BOT_SCOPES) == manifest()["oauth_config"]["scopes"]["bot"]


def faults(value: object, schema: object, place: str = "") -> Iterator[str]:
    match schema, value:
        case dict(), dict():
            for key in value:
                yield from faults(value[key], schema.get(key), f"{place}.{key}")
        case list(), list():
            for each in value:
                yield from faults(each, schema[0], f"{place}[]")
        case int(), str() if value and len(value) <= schema:
            pass
        case type(), _ if isinstance(value, schema):
            pass
        case re.Pattern(), str() if schema.fullmatch(value):
            pass
        case _:
            yield f"{place}: {value!r}"


@pytest.mark.parametrize("address", ["", "https://amber.example.com"])
def test_it_keeps_to_slacks_schema(address: str) -> None:
    assert [] == list(faults(manifest(address), SCHEMA))


def test_for_socket_mode_it_names_no_address() -> None:
    assert manifest()["settings"]["socket_mode_enabled"]
    assert "url" not in json.dumps(manifest())


@pytest.mark.parametrize(
    "address", ["https://amber.example.com", "https://amber.example.com/", "https://amber.example.com/slack/events"]
)
def test_for_http_it_sends_everything_to_one_address(address: str) -> None:
    made = manifest(address)
    url = "https://amber.example.com/slack/events"
    assert not made["settings"]["socket_mode_enabled"]
    assert {url} == {
        made["features"]["slash_commands"][0]["url"],
        made["settings"]["event_subscriptions"]["request_url"],
        made["settings"]["interactivity"]["request_url"],
    }


@pytest.mark.parametrize("address", ["http://amber.example.com", "amber.example.com", "3000", "https://", "https://[x"])
def test_it_names_an_address_that_slack_does_not_call(address: str) -> None:
    with pytest.raises(InputError, match="write it like https://"):
        manifest(address)
