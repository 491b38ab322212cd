"""A file for one person, through the workbench's three steps."""

from __future__ import annotations

from slack_sdk import WebClient

from bot.answers.answer import Attachment
from bot.listeners.files import send_file
from bot.workbench.server import Workbench


def test_it_lands_in_the_direct_messages_of_one_person(bench: Workbench, client: WebClient) -> None:
    user = next(user["id"] for user in client.users_list()["members"] if not user["is_bot"])
    send_file(client, user, Attachment("amber.xlsx", b"PK..."))
    channel = client.conversations_open(users=user)["channel"]["id"]
    (message,) = client.conversations_history(channel=channel)["messages"]
    assert ["amber.xlsx"] == [file["name"] for file in message["files"]]
