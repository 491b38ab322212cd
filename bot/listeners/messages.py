"""What somebody typed in Slack, as it was typed; a message, as far as it tells an interaction."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from bot.blocks.mrkdwn import cut
from bot.desk import Desk
from bot.forms import Writing

# Slack makes links of all that looks like one: <mailto:linh@a.vn|linh@a.vn>, <http://Acme.com|Acme.com>, <#C1|general>.
_LINK = re.compile(r"<(?![@#!])(?:mailto:|tel:)?([^<>|]+)(?:\|([^<>]+))?>")
_CHANNEL = re.compile(r"<#\w+\|([^<>]+)>")
_MENTION = re.compile(r"<@(\w+)(?:\|([^<>]*))?>")
_SUMMARY = 500  # characters: what it was about, not the whole letter


def typed(text: str) -> str:
    """Return what somebody typed: Slack sends it with `& < >` escaped and with links; mentions stay as they are."""
    shown = _CHANNEL.sub(r"#\1", _LINK.sub(lambda link: link[2] or link[1], text))
    plain = shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return unicodedata.normalize("NFC", plain)  # some keyboards send a letter and its accents apart


def with_names(text: str, desk: Desk) -> str:
    """Return what was typed with people's names in place of their mentions."""

    def name(mention: re.Match[str]) -> str:
        person = desk.roster.by_slack(mention[1])
        return f"@{person.name if person else mention[2] or mention[1]}"

    return _MENTION.sub(name, text)


def answers_of_message(body: Mapping[str, Any], writing: Writing) -> Mapping[str, str]:
    """Return what the message of a shortcut tells, as answers of the form, with a link to it."""
    message = body["message"]
    by_asker = message.get("user") == body["user"]["id"]
    return {
        "channel": "chat",
        "direction": "outbound" if by_asker else "inbound",
        "on": str(min(_day(str(message["ts"]), writing), writing.today)),
        "summary": cut(with_names(typed(str(message.get("text") or "")), writing.desk).strip(), _SUMMARY),
        "link": permalink(body),
    }


def permalink(body: Mapping[str, Any]) -> str:
    """Return the address of the shortcut's message, "" where Slack does not say its workspace.

    Made here as Slack makes it: chat.getPermalink knows only conversations that the bot is in.
    """
    message, domain = body["message"], (body.get("team") or {}).get("domain")
    if not domain:
        return ""
    channel, ts = body["channel"]["id"], str(message["ts"])
    thread_ts = message.get("thread_ts", ts)
    thread = "" if thread_ts == ts else f"?{urlencode({'thread_ts': thread_ts, 'cid': channel})}"
    return f"https://{domain}.slack.com/archives/{channel}/p{ts.replace('.', '')}{thread}"


def _day(ts: str, writing: Writing) -> date:
    """Return the day of a message in the reporting zone."""
    zone = ZoneInfo(writing.desk.snapshot.timezone)
    return datetime.fromtimestamp(float(ts), UTC).astimezone(zone).date()
