"""What a person can do, and what comes of it. Every outcome has `ok`, and `error` as Slack words it to the person.

Raises ApiError when a person could not have done that: no such message, button or form before them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.workbench.blockkit.checks import elements_of
from bot.workbench.blockkit.state import errors_at_inputs, merged, missing
from bot.workbench.errors import ApiError, Unanswered
from bot.workbench.interactivity import payloads
from bot.workbench.methods.arguments import Arguments
from bot.workbench.respond import answered_at_once, say
from bot.workbench.workspace import Workspace
from bot.workbench.world import BOT_USER_ID, Conversation, Json, Message, Resident

_DONE: Json = {"ok": True}
# docs.slack.dev/reference/events
_EVENT_SCOPES: Mapping[str, frozenset[str]] = {
    "message.im": frozenset({"im:history"}),
    "app_mention": frozenset({"app_mentions:read"}),
    "app_home_opened": frozenset(),
}
_TROUBLE = "We had some trouble connecting. Try again?"


class Interactions:
    """Turns what people do into envelopes, and acknowledgements into what they see."""

    def __init__(self, workspace: Workspace, commands: Sequence[str]) -> None:
        self._workspace = workspace
        self._commands = frozenset(commands)

    async def write(self, user: str, address: str, text: str) -> Json:
        """Write in a conversation; a text that starts with a slash is a command."""
        person, conversation = self._there(user, address)
        if text.startswith("/"):
            command, _, rest = text.partition(" ")
            return await self.command(user, address, command, rest.strip())
        world = self._workspace.world
        message = world.post(conversation, Message(world.next_ts(), user, world.addressed(text)))
        if BOT_USER_ID in conversation.members and (conversation.kind == "im" or f"<@{BOT_USER_ID}>" in message.text):
            self._announce(payloads.message_event(person, conversation, message))
        return _DONE

    async def command(self, user: str, address: str, command: str, text: str) -> Json:
        """Give a slash command."""
        person, conversation = self._there(user, address)
        if self._commands and command not in self._commands:
            return _failed(f"{command} is not a valid command.")
        payload = payloads.slash_command(
            person,
            conversation,
            command,
            self._workspace.world.addressed(text, with_handles=True),
            response_url=self._workspace.response_url(user, conversation),
            trigger_id=self._workspace.tickets.trigger(user),
        )
        try:
            acknowledged = await self._workspace.line.deliver("slash_commands", payload)
            if answered_at_once(acknowledged):
                say(self._workspace, conversation, user, Arguments(acknowledged))
        except Unanswered as silence:
            return _failed(f'{command} failed with the error "{silence}"')
        except ApiError as error:
            self._workspace.note_breach(command, error)
            return _failed(f'{command} failed with the error "{error.code}"')
        return _DONE

    async def press(self, user: str, address: str, ts: str, action: Json) -> Json:
        """Press or choose something in a message."""
        person, conversation = self._there(user, address)
        message = _message_before(user, conversation, ts)
        payload = payloads.action_in_message(
            person,
            conversation,
            message,
            self._made(message.blocks, action),
            response_url=self._workspace.response_url(user, conversation, ts),
            trigger_id=self._workspace.tickets.trigger(user),
        )
        return await self._interact(payload)

    async def press_in_view(self, user: str, view_id: str, action: Json) -> Json:
        """Press or choose something in a form or on the home page."""
        view = self._workspace.views.of(user, view_id)
        made = self._made(view["blocks"], action)
        chosen = {made["block_id"]: {made["action_id"]: made}}
        newer = merged(view["state"]["values"], chosen)
        view["state"] = {"values": newer}
        trigger_id = self._workspace.tickets.trigger(user, view_id)
        return await self._interact(
            payloads.action_in_view(self._person(user), view, made, trigger_id=trigger_id),
        )

    async def shortcut(self, user: str, callback_id: str, address: str = "", ts: str = "") -> Json:
        """Use a global shortcut, or with a ts one on that message."""
        person, trigger_id = self._person(user), self._workspace.tickets.trigger(user)
        action_ts = self._workspace.world.next_ts()
        if not ts:
            return await self._interact(
                payloads.global_shortcut(person, callback_id, trigger_id=trigger_id, action_ts=action_ts)
            )
        _, conversation = self._there(user, address)
        message = _message_before(user, conversation, ts)
        if message.reader:  # Slack offers none on what one person alone sees
            raise ApiError("message_not_found")
        payload = payloads.message_shortcut(
            person,
            conversation,
            message,
            callback_id,
            response_url=self._workspace.response_url(user, conversation),
            trigger_id=trigger_id,
            action_ts=action_ts,
        )
        return await self._interact(payload)

    async def submit(self, user: str, view_id: str, values: object) -> Json:
        """Submit a form. Gives {"errors"} by block, {} when it closed, {"view"} when another is shown."""
        views = self._workspace.views
        view = views.of(user, view_id)
        view["state"] = {"values": merged(view["state"]["values"], values)}
        if empty := missing(view["blocks"], view["state"]["values"]):
            return {"errors": empty}
        trigger_id = self._workspace.tickets.trigger(user, view_id)
        payload = payloads.view_submission(self._person(user), view, trigger_id=trigger_id)
        try:
            acknowledged = await self._workspace.line.deliver("interactive", payload)
            return self._concluded(user, view, acknowledged)
        except Unanswered:
            return _failed(_TROUBLE)
        except ApiError as error:
            self._workspace.note_breach("view_submission", error)
            return _failed(_TROUBLE)

    async def close(self, user: str, view_id: str) -> Json:
        """Close a form unsubmitted; the bot is told when it asked for that."""
        view = self._workspace.views.of(user, view_id)
        self._workspace.views.close(user, view_id)
        if view["notify_on_close"]:
            await self._interact(payloads.view_closed(self._person(user), view))
        return _DONE

    def open_home(self, user: str) -> Json | None:
        """Open the home page: the bot is told; what it published last is shown meanwhile."""
        person, view = self._person(user), self._workspace.views.home(user)
        direct = self._workspace.conversation(user)
        self._announce(payloads.home_opened(person, direct, view, ts=self._workspace.world.next_ts()))
        return view

    def _concluded(self, user: str, view: Json, acknowledged: Json) -> Json:
        views, view_id = self._workspace.views, view["id"]
        match acknowledged.get("response_action"):
            case "errors":
                return {"errors": errors_at_inputs(view["blocks"], acknowledged.get("errors"))}
            case "update":
                return {"view": views.update(acknowledged.get("view"), view_id=view_id)}
            case "push":
                return {"view": views.push(user, acknowledged.get("view"))}
            case "clear":
                views.close(user, view_id, all_of_them=True)
            case None:
                views.close(user, view_id)
            case unknown:
                raise ApiError("invalid_arguments", [f"value not allowed: {unknown} [json-pointer:/response_action]"])
        return {}

    async def _interact(self, payload: Json) -> Json:
        try:
            await self._workspace.line.deliver("interactive", payload)
        except Unanswered:
            return _failed("This app responded with an error or not in time. Please try again.")
        return _DONE

    def _announce(self, inner: Json) -> None:
        """Tell the bot of an event, if its manifest subscribes to that and has the scope for it."""
        name = "message.im" if inner["type"] == "message" else inner["type"]
        if name not in self._workspace.events or not _EVENT_SCOPES[name] <= self._workspace.scopes:
            return
        world = self._workspace.world
        wrapped = payloads.event(inner, event_id=world.id_for("Ev"), event_time=int(world.clock()))
        self._workspace.line.announce(wrapped)

    def _made(self, blocks: list[Json], action: Json) -> Json:
        """Return the action as Slack sends it: what the element says counts more than what the page says."""
        for block in blocks:
            for element in elements_of(block):
                named = (block["block_id"], element["action_id"])
                if named == (action.get("block_id", block["block_id"]), action.get("action_id")):
                    said: Json = {
                        key: element[key] for key in ("text", "value", "style", "placeholder") if key in element
                    }
                    own: Json = {"type": element["type"], "block_id": named[0], "action_id": named[1]}
                    return {**action, **said, **own, "action_ts": self._workspace.world.next_ts()}
        raise ApiError("no_such_action")

    def _person(self, user: str) -> Resident:
        person = self._workspace.world.people.get(user)
        if person is None:
            raise ApiError("user_not_found")
        return person

    def _there(self, user: str, address: str) -> tuple[Resident, Conversation]:
        return self._person(user), self._workspace.conversation_of(user, address)


def _message_before(user: str, conversation: Conversation, ts: str) -> Message:
    message = conversation.message(ts, user)
    if message is None:
        raise ApiError("message_not_found")
    return message


def _failed(error: str) -> Json:
    return {"ok": False, "error": error}
