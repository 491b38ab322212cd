"""auth.*, users.*, team.*, bots.*, apps.*: who is who."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.workbench.errors import ApiError
from bot.workbench.methods.arguments import Arguments, page_of
from bot.workbench.workspace import Workspace
from bot.workbench.world import (
    APP_ID,
    BOT_ID,
    BOT_NAME,
    BOT_USER_ID,
    TEAM_DOMAIN,
    TEAM_ID,
    TEAM_NAME,
    Json,
    Resident,
)


def auth_test(workspace: Workspace, _arguments: Arguments) -> Json:
    """Tell the bot who it is."""
    return {
        "url": f"{workspace.url}/",
        "team": TEAM_NAME,
        "team_id": TEAM_ID,
        "user": BOT_NAME.lower(),
        "user_id": BOT_USER_ID,
        "bot_id": BOT_ID,
        "is_enterprise_install": False,
    }


def open_link(workspace: Workspace, _arguments: Arguments) -> Json:
    """Give out the address of a Socket Mode websocket, good for one connection."""
    address = workspace.url.replace("http://", "ws://", 1)
    return {"url": f"{address}/link/?ticket={workspace.link.new_pass()}&app_id={APP_ID}"}


def user_info(workspace: Workspace, arguments: Arguments) -> Json:
    """Describe one person."""
    user = arguments.text("user")
    if user == BOT_USER_ID:
        return {"user": _bot_shown()}
    if user not in workspace.world.people:
        raise ApiError("user_not_found")
    return {"user": _shown(workspace, workspace.world.people[user], arguments)}


def user_list(workspace: Workspace, arguments: Arguments) -> Json:
    """List everybody, the bot included."""
    everyone = [_bot_shown(), *(_shown(workspace, person, arguments) for person in workspace.world.people.values())]
    page, metadata = page_of(everyone, arguments)
    return {"members": page, "response_metadata": metadata}


def user_by_email(workspace: Workspace, arguments: Arguments) -> Json:
    """Find a person by e-mail address."""
    email = arguments.text("email").casefold()
    for person in workspace.world.people.values():
        if email and person.email.casefold() == email:
            return {"user": _shown(workspace, person, arguments)}
    raise ApiError("users_not_found")


def team_info(_workspace: Workspace, _arguments: Arguments) -> Json:
    """Describe the workspace."""
    return {"team": {"id": TEAM_ID, "name": TEAM_NAME, "domain": TEAM_DOMAIN}}


def bot_info(_workspace: Workspace, arguments: Arguments) -> Json:
    """Describe the bot."""
    if arguments.text("bot", BOT_ID) != BOT_ID:
        raise ApiError("bot_not_found")
    return {"bot": {"id": BOT_ID, "app_id": APP_ID, "user_id": BOT_USER_ID, "name": BOT_NAME, "deleted": False}}


def _shown(workspace: Workspace, person: Resident, arguments: Arguments) -> Json:
    shown: Json = {
        "id": person.id,
        "team_id": TEAM_ID,
        "name": person.name,
        "real_name": person.real_name,
        "deleted": False,
        "is_bot": False,
        "is_app_user": False,
        "tz": person.tz,
        "tz_offset": _offset_seconds(person.tz, workspace.world.clock()),
        "profile": {
            "real_name": person.real_name,
            "display_name": person.name,
            "title": person.title,
            "team": TEAM_ID,
            **({"email": person.email} if "users:read.email" in workspace.scopes else {}),
        },
    }
    return shown | ({"locale": person.locale} if arguments.flag("include_locale") else {})


def _bot_shown() -> Json:
    return {
        "id": BOT_USER_ID,
        "team_id": TEAM_ID,
        "name": BOT_NAME.lower(),
        "real_name": BOT_NAME,
        "deleted": False,
        "is_bot": True,
        "profile": {"real_name": BOT_NAME, "display_name": BOT_NAME, "api_app_id": APP_ID, "bot_id": BOT_ID},
    }


def _offset_seconds(zone: str, now: float) -> int:
    try:
        offset = datetime.fromtimestamp(now, UTC).astimezone(ZoneInfo(zone)).utcoffset()
    except (ZoneInfoNotFoundError, ValueError):
        return 0
    return int(offset.total_seconds()) if offset else 0


METHODS = {
    "auth.test": auth_test,
    "apps.connections.open": open_link,
    "users.info": user_info,
    "users.list": user_list,
    "users.lookupByEmail": user_by_email,
    "team.info": team_info,
    "bots.info": bot_info,
}
