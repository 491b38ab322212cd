"""The arguments of a Web API call: a JSON body or a form, where nested values are JSON in a string."""

from __future__ import annotations

import json
from dataclasses import dataclass

from bot.workbench.errors import ApiError
from bot.workbench.world import Json


@dataclass(frozen=True, slots=True)
class Arguments:
    """What a call was given."""

    values: Json

    def text(self, name: str, default: str = "") -> str:
        """Return a word or sentence, "" when it was not given."""
        value = self.values.get(name)
        return default if value is None else str(value)

    def needed(self, name: str, error: str = "invalid_arguments") -> str:
        """Return a word that must be there. Raises ApiError."""
        value = self.text(name)
        if not value:
            raise ApiError(error, [f"missing required field: {name}"])
        return value

    def flag(self, name: str) -> bool:
        """Return whether it was given as true; "0" and "false" are not."""
        return self.text(name).lower() in {"1", "true"}

    def integer(self, name: str, default: int) -> int:
        """Return a whole number. Raises ApiError."""
        try:
            return int(self.text(name) or default)
        except ValueError:
            raise ApiError("invalid_arguments", [f"must be an integer [json-pointer:/{name}]"]) from None

    def nested(self, name: str, error: str = "invalid_arguments") -> object:
        """Return an object or array, None when it was not given. Raises ApiError when it is no JSON."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        try:
            parsed: object = json.loads(value) if value else None
        except ValueError:
            raise ApiError(error, [f"must be JSON [json-pointer:/{name}]"]) from None
        return parsed


def page_of(items: list[Json], arguments: Arguments, default: int = 100) -> tuple[list[Json], Json]:
    """Return one page and Slack's response_metadata with the cursor of the next ("" at the end)."""
    start = arguments.integer("cursor", 0)
    end = start + min(max(arguments.integer("limit", 0), 0) or default, 1000)
    return items[start:end], {"next_cursor": str(end) if end < len(items) else ""}
