"""What Google says when somebody opens the panel or presses a button in it, and the shapes it takes in reply.

The event: https://developers.google.com/workspace/add-ons/concepts/event-objects; the replies:
https://developers.google.com/workspace/add-ons/guides/alternate-runtimes.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Self

from kpi_core.errors import InputError

Json = dict[str, Any]

# The buttons of whoever has not let Amber know yet who they are, or which sheet this is, are Google's own.
ASK_WHO: Json = {"requesting_google_scopes": {"all_scopes": True}}
ASK_WHICH_SHEET: Json = {
    "renderActions": {"hostAppAction": {"editorAction": {"requestFileScopeForActiveDocument": {}}}}
}


@dataclass(frozen=True, slots=True)
class Event:
    """One event. `user_token` says who it is, once that is verified; `spreadsheet` is "" until they let Amber see it.

    `action` and `value` are those of the button that was pressed, "" when the panel was opened.
    """

    user_token: str = ""
    spreadsheet: str = ""
    locale: str = ""
    action: str = ""
    value: str = ""

    @classmethod
    def read(cls, body: bytes) -> Self:
        """Read an event's JSON; what it does not say is "". Raises InputError for what is no event."""
        try:
            said = json.loads(body)
        except (ValueError, RecursionError):
            said = None
        if not isinstance(said, dict):
            raise InputError("that is no event of Google's")
        return cls(
            user_token=_text(said, "authorizationEventObject", "userIdToken"),
            spreadsheet=_text(said, "sheets", "id"),
            locale=_text(said, "commonEventObject", "userLocale"),
            action=_text(said, "commonEventObject", "parameters", "action"),
            value=_text(said, "commonEventObject", "parameters", "value"),
        )

    def reply(self, card: Json, *, in_place: bool = False) -> Json:
        """Return what shows a card: on top of those before it, or `in_place` of the one whose button was pressed."""
        action = {"action": {"navigations": [{"updateCard" if in_place else "pushCard": card}]}}
        return {"renderActions": action} if self.action else action


def _text(said: object, *path: str) -> str:
    for key in path:
        said = said.get(key) if isinstance(said, dict) else None
    return said if isinstance(said, str) else ""
