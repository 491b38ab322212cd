"""One person at the workbench, for tests: gives commands, presses buttons, fills forms, reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.workbench.blockkit.checks import elements_of
from bot.workbench.blockkit.state import chosen
from bot.workbench.errors import ApiError
from bot.workbench.world import Conversation, Json

if TYPE_CHECKING:
    from bot.workbench.interactivity.interactions import Interactions
    from bot.workbench.server import Workbench
    from bot.workbench.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Visitor:
    """A person's hands and eyes. A conversation is its ID; none means the direct messages with the bot."""

    bench: Workbench
    workspace: Workspace
    interactions: Interactions
    user: str

    def command(self, command: str, text: str = "", conversation: str = "") -> Json:
        """Give a slash command and wait for its acknowledgement."""
        return self.bench.run(self.interactions.command(self.user, conversation or self.user, command, text))

    def write(self, text: str, conversation: str = "") -> Json:
        """Write a message."""
        return self.bench.run(self.interactions.write(self.user, conversation or self.user, text))

    def shortcut(self, callback_id: str, conversation: str = "", ts: str = "") -> Json:
        """Use a shortcut, with a ts one on that message."""
        return self.bench.run(self.interactions.shortcut(self.user, callback_id, conversation or self.user, ts))

    def press(self, action_id: str, pick: str | None = None, *, button_value: str = "", conversation: str = "") -> Json:
        """Press or choose in the open form, else in the newest message that has it, else on the home page.

        `pick` is an option's value, a date, a text; `button_value` tells buttons with the same action_id apart.
        Raises ApiError no_such_action.
        """
        view = self.form()
        if view is not None and (action := _action(view["blocks"], action_id, pick, button_value)):
            return self.bench.run(self.interactions.press_in_view(self.user, view["id"], action))
        for place, ts, blocks in self._newest_first(conversation):
            if action := _action(blocks, action_id, pick, button_value):
                return self.bench.run(self.interactions.press(self.user, place.id, ts, action))
        home = self.workspace.views.home(self.user)
        if home is not None and (action := _action(home["blocks"], action_id, pick, button_value)):
            return self.bench.run(self.interactions.press_in_view(self.user, home["id"], action))
        raise ApiError("no_such_action", [action_id])

    def submit(self, values: Mapping[str, object] | None = None) -> Json:
        """Submit the open form; `values` by block_id: a text, a date, an option's value, or a list of them."""
        view = self.form()
        if view is None:
            raise ApiError("not_found")
        filled: Json = {}
        for block in view["blocks"]:
            for element in elements_of(block):
                if block["block_id"] in (values or {}):
                    answer = chosen(element, (values or {})[block["block_id"]])
                    filled.setdefault(block["block_id"], {})[element["action_id"]] = answer
        return self.bench.run(self.interactions.submit(self.user, view["id"], filled))

    def close(self) -> Json:
        """Close the open form."""
        view = self.form()
        return self.bench.run(self.interactions.close(self.user, view["id"] if view else ""))

    def form(self) -> Json | None:
        """Return the form before this person."""
        return self.workspace.views.top(self.user)

    def home(self) -> Json | None:
        """Return the home page as the bot published it last."""
        return self.workspace.views.home(self.user)

    def open_home(self) -> None:
        """Open the home page."""

        async def opened() -> None:
            self.interactions.open_home(self.user)

        self.bench.run(opened())

    def messages(self, conversation: str = "") -> list[Json]:
        """Return what this person sees in a conversation, oldest first, ephemeral ones marked."""
        found = self.workspace.conversation_of(self.user, conversation or self.user)
        return [message.as_slack() | {"is_ephemeral": bool(message.reader)} for message in found.seen_by(self.user)]

    def _newest_first(self, conversation: str) -> Iterator[tuple[Conversation, str, list[Json]]]:
        world = self.workspace.world
        places = [self.workspace.conversation(conversation)] if conversation else world.seen_by(self.user)
        found = [(place, message) for place in places for message in place.seen_by(self.user)]
        for place, message in sorted(found, key=lambda pair: pair[1].ts, reverse=True):
            yield place, message.ts, message.blocks


def _action(blocks: list[Json], action_id: str, pick: str | None, button_value: str) -> Json | None:
    for block in blocks:
        for element in elements_of(block):
            if element["action_id"] == action_id and button_value in {"", element.get("value", "")}:
                return {**chosen(element, pick), "block_id": block["block_id"], "action_id": action_id}
    return None
