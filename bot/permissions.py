"""What the Slack app must be allowed, and what for: `amber doctor` checks it."""

from __future__ import annotations

from collections.abc import Mapping

BOT_SCOPES: Mapping[str, str] = {
    "app_mentions:read": "to hear questions that mention Amber",
    "channels:history": "to find a message again whose receipt got lost, in channels",
    "chat:write": "to answer and to send scorecards",
    "commands": "for /kpi and the shortcuts",
    "files:write": "to send figures as a file to whoever asks for them",
    "groups:history": "to find a message again in private channels",
    "im:history": "to hear questions in direct messages",
    "im:write": "to open direct messages",
    "users:read": "to know people's languages",
    "users:read.email": "to know people by their e-mail addresses",
}
APP_SCOPES: Mapping[str, str] = {"connections:write": "for Socket Mode"}
