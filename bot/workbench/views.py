"""The forms that are open and the home pages that are published."""

from __future__ import annotations

import json
import secrets

from bot.workbench.blockkit import limits
from bot.workbench.blockkit.checks import check_view
from bot.workbench.blockkit.state import initial_state, merged, with_ids
from bot.workbench.errors import ApiError
from bot.workbench.world import APP_ID, BOT_ID, TEAM_ID, Change, Json, World

_DEEPEST = 3  # a form, one on top of it, and one more


class Views:
    """Each person's stack of open forms, and home page."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._stacks: dict[str, list[Json]] = {}
        self._homes: dict[str, Json] = {}

    def top(self, user: str) -> Json | None:
        """Return the form that person has before them."""
        stack = self._stacks.get(user)
        return stack[-1] if stack else None

    def home(self, user: str) -> Json | None:
        """Return what the bot last published for that person."""
        return self._homes.get(user)

    def of(self, user: str, view_id: str) -> Json:
        """Return a form or home page of that person. Raises ApiError not_found."""
        shown = [*self._stacks.get(user, []), *([self._homes[user]] if user in self._homes else [])]
        found = next((view for view in shown if view["id"] == view_id), None)
        if found is None:
            raise ApiError("not_found")
        return found

    def open(self, user: str, view: object) -> Json:
        """Show a form, in place of all that were open. Raises ApiError."""
        return self._show(user, _checked(view, "modal"), below=[])

    def push(self, user: str, view: object) -> Json:
        """Show a form on top of the one that is open. Raises ApiError."""
        below = self._stacks.get(user, [])
        if len(below) >= _DEEPEST:
            raise ApiError("push_limit_reached")
        return self._show(user, _checked(view, "modal"), below)

    def update(self, view: object, *, view_id: str = "", external_id: str = "", known_hash: str = "") -> Json:
        """Change an open form. Raises ApiError: not_found, hash_conflict."""
        for user, stack in self._stacks.items():
            for index, old in enumerate(stack):
                if view_id == old["id"] or (external_id and external_id == old["external_id"]):
                    self._expect(old, known_hash)
                    fresh = self._dressed(_checked(view, "modal"), old)
                    fresh["state"] = {"values": merged(initial_state(fresh["blocks"]), old["state"]["values"])}
                    stack[index] = fresh
                    self._world.tell(Change("view", user=user, view=fresh))
                    return fresh
        raise ApiError("not_found")

    def publish(self, user: str, view: object, known_hash: str = "") -> Json:
        """Set a person's home page. Raises ApiError."""
        old = self._homes.get(user)
        self._expect(old, known_hash)
        fresh = self._homes[user] = self._dressed(_checked(view, "home"), old)
        self._world.tell(Change("home", user=user, view=fresh))
        return fresh

    def close(self, user: str, view_id: str, *, all_of_them: bool = False) -> None:
        """Close a form, and those on top of it; the one below is shown again."""
        stack = self._stacks.get(user, [])
        at = 0 if all_of_them else next((at for at, view in enumerate(stack) if view["id"] == view_id), len(stack))
        closed, self._stacks[user] = stack[at:], stack[:at]
        for view in reversed(closed):
            self._world.tell(Change("view_closed", user=user, view=view))
        if closed and (below := self.top(user)):
            self._world.tell(Change("view", user=user, view=below))

    def _show(self, user: str, view: Json, below: list[Json]) -> Json:
        fresh = self._dressed(view, None)
        fresh["root_view_id"] = below[0]["id"] if below else fresh["id"]
        fresh["previous_view_id"] = below[-1]["id"] if below else None
        self._stacks[user] = [*below, fresh]
        self._world.tell(Change("view", user=user, view=fresh))
        return fresh

    def _dressed(self, view: Json, old: Json | None) -> Json:
        blocks = with_ids(view["blocks"])
        kept = {key: old[key] for key in ("id", "root_view_id", "previous_view_id")} if old else {}
        view_id = kept.get("id") or self._world.id_for("V")
        return {
            "title": None, "submit": None, "close": None, "callback_id": "", "private_metadata": "", "external_id": "",
            "clear_on_close": False, "notify_on_close": False,
            **view,
            "id": view_id, "root_view_id": view_id, "previous_view_id": None, **kept,
            "blocks": blocks, "state": {"values": initial_state(blocks)},
            "hash": f"{int(self._world.clock())}.{secrets.token_hex(4)}",
            "team_id": TEAM_ID, "app_id": APP_ID, "bot_id": BOT_ID, "app_installed_team_id": TEAM_ID,
        }  # fmt: skip

    @staticmethod
    def _expect(old: Json | None, known_hash: str) -> None:
        if known_hash and (old is None or old["hash"] != known_hash):
            raise ApiError("hash_conflict")


def _checked(view: object, kind: str) -> Json:
    if len(json.dumps(view)) > limits.VIEW_BYTES:
        raise ApiError("view_too_large")
    problems = check_view(view)
    if not isinstance(view, dict) or problems:
        raise ApiError("invalid_arguments", problems)
    if view["type"] != kind:
        raise ApiError("invalid_arguments", [f"the view must be of type {kind} [json-pointer:/view/type]"])
    return view
