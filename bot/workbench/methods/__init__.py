"""The methods of Slack's Web API that the workbench knows: METHODS is the list."""

from __future__ import annotations

from collections.abc import Callable, Mapping

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
