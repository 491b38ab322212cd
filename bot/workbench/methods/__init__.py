"""The methods of Slack's Web API that the workbench knows: METHODS is the list."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from bot.workbench.methods import chat, conversations, files, forms, people
from bot.workbench.methods.arguments import Arguments
from bot.workbench.workspace import Workspace
from bot.workbench.world import Json

Method = Callable[[Workspace, Arguments], Json]

METHODS: Mapping[str, Method] = {
    **people.METHODS,
    **conversations.METHODS,
    **chat.METHODS,
    **forms.METHODS,
    **files.METHODS,
}
# One of these the bot token must be allowed, as Slack's reference says of each method; the others need none, or see
# for themselves.
SCOPES: Mapping[str, Sequence[str]] = {
    "bots.info": ("users:read",),
    "chat.delete": ("chat:write",),
    "chat.postEphemeral": ("chat:write",),
    "chat.postMessage": ("chat:write",),
    "chat.update": ("chat:write",),
    "conversations.info": ("channels:read", "im:read"),
    "conversations.join": ("channels:join",),
    "conversations.list": ("channels:read", "im:read"),
    "conversations.members": ("channels:read", "im:read"),
    "conversations.open": ("im:write",),
    "files.completeUploadExternal": ("files:write",),
    "files.getUploadURLExternal": ("files:write",),
    "team.info": ("team:read",),
    "users.info": ("users:read",),
    "users.list": ("users:read",),
    "users.lookupByEmail": ("users:read.email",),
}
# Calls a minute by Slack's tiers, which promise "20+", "50+", "100+": docs.slack.dev/apis/web-api/rate-limits. What is
# posted has a pace of its own, and tier 1 (apps.connections.open) no figure that one could count on.
PER_MINUTE: Mapping[str, int] = {
    **dict.fromkeys(("conversations.list", "users.list"), 20),
    **dict.fromkeys(
        (
            "bots.info",
            "chat.delete",
            "conversations.history",
            "conversations.info",
            "conversations.join",
            "conversations.open",
            "team.info",
            "users.lookupByEmail",
        ),
        50,
    ),
    **dict.fromkeys(
        (
            "conversations.members",
            "files.completeUploadExternal",
            "files.getUploadURLExternal",
            "users.info",
            "views.open",
            "views.publish",
            "views.push",
            "views.update",
        ),
        100,
    ),
}
