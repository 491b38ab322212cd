"""The checks, in the order in which they are looked at."""

from __future__ import annotations

from bot.doctor import of_book, of_machine, of_slack
from bot.doctor.examination import Check

CHECKS: tuple[Check, ...] = (
    Check("settings", "Settings", of_machine.settings),
    Check("secrets", "Files with secrets", of_machine.secrets, ("settings",)),
    Check("database", "Database", of_machine.database, ("settings",)),
    Check("book", "Book named", of_book.named, ("settings",)),
    Check("google_key", "Key for Google", of_book.google_key, ("book",)),
    Check("access", "Book can be read", of_book.readable, ("book", "google_key")),
    Check("writing", "Book can be written", of_book.writable, ("access",)),
    Check("rows", "Rows", of_book.rows, ("access",)),
    Check("tabs", "Tabs and schema", of_book.tabs, ("rows",)),
    Check("issues", "Data", of_book.issues, ("rows",)),
    Check("quota", "Google's quota", of_book.quota, ("access",)),
    Check("slack_bot_token", "Slack bot token", of_slack.bot_token, ("settings",)),
    Check("slack_scopes", "Slack scopes", of_slack.scopes, ("slack_bot_token",)),
    Check("slack_app_token", "Slack app token", of_slack.app_token, ("settings",)),
    Check("slack_channels", "Slack channels", of_slack.channels, ("slack_bot_token", "rows")),
    Check("slack_people", "People in Slack", of_slack.people, ("slack_bot_token", "rows")),
    Check("clock", "Clock", of_machine.clock, ("settings",)),
)
