"""How a file reaches one person: into their direct messages with the bot."""

from __future__ import annotations

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackRequestError

from bot.answers.answer import Attachment
from kpi_core.errors import SetupError, Unavailable

_MEND = "Add the scope files:write to the Slack app (`amber manifest` has it) and install it anew"


def send_file(client: WebClient, user_id: str, file: Attachment) -> None:
    """Send a file to one person. Raises SetupError when the app may not send files, Unavailable."""
    try:
        # A file is shared with a conversation, which a message would open by itself.
        channel = client.conversations_open(users=user_id)["channel"]["id"]
        client.files_upload_v2(channel=channel, file=file.content, filename=file.name, title=file.name)
    except SlackApiError as error:
        if error.response.get("error") != "missing_scope":
            raise
        raise SetupError("Slack does not let Amber send files", _MEND) from error
    except SlackRequestError as error:
        raise Unavailable("Slack did not take the file; try again") from error
