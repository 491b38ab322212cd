"""The Slack app as Slack is told of it: what it listens to, and the manifest that sets all of it up in one paste.

The fields and their limits: https://docs.slack.dev/reference/app-manifest.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from bot.address import https_address
from bot.permissions import BOT_SCOPES

COMMAND = "/kpi"
EVENTS = ("app_home_opened", "app_mention", "message.im")
REQUESTS_PATH = "/slack/events"
USAGE_HINT = "[KPI, account, quiet, renewals, help …]"


@dataclass(frozen=True, slots=True)
class Shortcut:
    """An entry of Slack's own menus; a "message" one stands in the menu of each message."""

    callback_id: str
    name: str  # at most 24 characters
    description: str
    type: Literal["global", "message"] = "global"


SHORTCUTS = (
    Shortcut("log_interaction", "Log an interaction", "A call, a meeting, an e-mail with an account"),
    Shortcut("log_message", "Log as an interaction", "Logs this message, with its link", "message"),
    Shortcut("send_digest", "Send Monday's digest", "For leads: scorecards to all who have not had them"),
    Shortcut("send_pings", "Send today's pings", "For leads: today's reminders to all who have not had them"),
)


def manifest(address: str = "") -> Mapping[str, Any]:
    """Return the app's manifest: for Socket Mode, or for requests to an https address under which Amber is reached.

    Raises InputError for an address that Slack would not call.
    """
    url = {"request_url": https_address(address, REQUESTS_PATH, "Slack", "--http")} if address else {}
    return {
        "_metadata": {"major_version": 1, "minor_version": 1},
        "display_information": {
            "name": "Amber",
            "description": "KPIs, weekly scorecards and warnings in time, from your team's own book of accounts",
            "background_color": "#6b3f00",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "Amber", "always_online": True},
            "shortcuts": [asdict(shortcut) for shortcut in SHORTCUTS],
            "slash_commands": [_command(url.get("request_url", ""))],
        },
        "oauth_config": {"scopes": {"bot": list(BOT_SCOPES)}},
        "settings": {
            "event_subscriptions": {**url, "bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True, **url},
            "org_deploy_enabled": False,
            "socket_mode_enabled": not address,
            "token_rotation_enabled": False,
        },
    }


def _command(url: str) -> Mapping[str, str | bool]:
    # Escaped, a mention of a person comes with their ID: names alone are not unique.
    return {
        "command": COMMAND,
        "description": "KPIs, scorecards, accounts, and what deserves attention",
        "usage_hint": USAGE_HINT,
        "should_escape": True,
        **({"url": url} if url else {}),
    }
