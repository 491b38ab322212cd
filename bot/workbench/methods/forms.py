"""views.*: forms and home pages."""

from __future__ import annotations

from bot.workbench.errors import ApiError
from bot.workbench.methods.arguments import Arguments
from bot.workbench.workspace import Workspace
from bot.workbench.world import Json


def open_view(workspace: Workspace, arguments: Arguments) -> Json:
    """Open a form for whom the trigger ID was given out."""
    trigger = workspace.tickets.take_trigger(arguments.needed("trigger_id"))
    return {"view": workspace.views.open(trigger.user, arguments.nested("view"))}


def push_view(workspace: Workspace, arguments: Arguments) -> Json:
    """Put a form on top of the one in which the trigger ID was given out."""
    trigger = workspace.tickets.take_trigger(arguments.needed("trigger_id"))
    if not trigger.view_id or workspace.views.top(trigger.user) is None:
        raise ApiError("invalid_trigger_id")
    return {"view": workspace.views.push(trigger.user, arguments.nested("view"))}


def update_view(workspace: Workspace, arguments: Arguments) -> Json:
    """Change an open form."""
    view = workspace.views.update(
        arguments.nested("view"),
        view_id=arguments.text("view_id"),
        external_id=arguments.text("external_id"),
        known_hash=arguments.text("hash"),
    )
    return {"view": view}


def publish_view(workspace: Workspace, arguments: Arguments) -> Json:
    """Set a person's home page."""
    user = arguments.needed("user_id", "user_not_found")
    if user not in workspace.world.people:
        raise ApiError("user_not_found")
    return {"view": workspace.views.publish(user, arguments.nested("view"), arguments.text("hash"))}


METHODS = {
    "views.open": open_view,
    "views.push": push_view,
    "views.update": update_view,
    "views.publish": publish_view,
}
