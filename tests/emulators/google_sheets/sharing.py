"""Who has a file besides the caller, and what people said about it: permissions and comments of Drive v3."""

from __future__ import annotations

from collections.abc import Mapping

from tests.emulators.google_sheets.drive import selected
from tests.emulators.google_sheets.errors import DriveError
from tests.emulators.google_sheets.model import Json
from tests.emulators.google_sheets.service import File

ROLES = {"owner", "organizer", "fileOrganizer", "writer", "commenter", "reader"}
PERMISSION_FIELDS = "kind,id,type,role"


def permissions(file: File, query: Mapping[str, str]) -> Json:
    """List the permissions."""
    page = {"kind": "drive#permissionList", "permissions": file.permissions}
    return selected(page, query, f"kind,nextPageToken,permissions({PERMISSION_FIELDS})")


def permission(file: File, permission_id: str, query: Mapping[str, str]) -> Json:
    """Return one permission."""
    return selected(_found(file, permission_id), query, PERMISSION_FIELDS)


def share(file: File, body: Json, query: Mapping[str, str]) -> Json:
    """Give somebody a role."""
    if body.get("role") not in ROLES:
        raise DriveError(400, "The specified role is invalid or not supported.", "invalid")
    if body.get("type") in {"user", "group"} and not body.get("emailAddress"):
        raise DriveError(400, "The emailAddress field is required for this permission type.", "invalid")
    given = {key: body[key] for key in ("type", "role", "emailAddress", "domain") if body.get(key)}
    number = f"permission-{len(file.permissions) + 1}"
    identity = "anyoneWithLink" if body.get("type") == "anyone" else number
    made = {"kind": "drive#permission", "id": identity, **given}
    file.permissions.append(made)
    return selected(made, query, PERMISSION_FIELDS)


def change(file: File, permission_id: str, body: Json, query: Mapping[str, str]) -> Json:
    """Give another role."""
    found = _found(file, permission_id)
    found |= {key: body[key] for key in ("role", "pendingOwner") if key in body}
    return selected(found, query, PERMISSION_FIELDS)


def revoke(file: File, permission_id: str) -> None:
    """Take a permission away."""
    file.permissions.remove(_found(file, permission_id))


def _found(file: File, permission_id: str) -> Json:
    for given in file.permissions:
        if given["id"] == permission_id:
            return given
    raise DriveError(404, f"Permission not found: {permission_id}.", "notFound")


def comments(file: File, query: Mapping[str, str]) -> Json:
    """List the comments; Drive wants to be told which fields."""
    _need_fields(query)
    return selected({"kind": "drive#commentList", "comments": file.comments}, query, "*")


def comment(file: File, body: Json, query: Mapping[str, str]) -> Json:
    """Add a comment."""
    _need_fields(query)
    made = {"kind": "drive#comment", "id": f"comment-{len(file.comments) + 1}", **body}
    file.comments.append(made)
    return selected(made, query, "*")


def _need_fields(query: Mapping[str, str]) -> None:
    if not query.get("fields"):
        message = "The 'fields' parameter is required for this method."
        raise DriveError(400, message, "required", location="fields", locationType="parameter")
