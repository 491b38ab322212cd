"""Drive v3: the files as files."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime

from tests.emulators.google_sheets import keys, masks
from tests.emulators.google_sheets.errors import DriveError, unsupported
from tests.emulators.google_sheets.model import Json
from tests.emulators.google_sheets.service import SPREADSHEET_TYPE, File, Service

DEFAULT_FIELDS = "kind,id,name,mimeType"
DEFAULT_LIST_FIELDS = f"kind,incompleteSearch,nextPageToken,files({DEFAULT_FIELDS})"
SERVICE_ACCOUNT: Json = {"kind": "drive#user", "displayName": keys.EMAIL, "emailAddress": keys.EMAIL, "me": True}

_TERM = re.compile(
    r"""(?:(?P<field>\w+)\s*(?P<sign>=|!=|contains|in)\s*(?P<quote>["'])(?P<text>(?:\\.|(?!(?P=quote)).)*)(?P=quote)
    |(?P<flag>trashed)\s*=\s*(?P<flagged>true|false)
    |(?P<quote2>["'])(?P<parent>.*?)(?P=quote2)\s+in\s+parents)""",
    re.VERBOSE,
)


def find(service: Service, file_id: str, *, to_change: bool = False) -> File:
    """Return a file the caller may see. Raises DriveError 404: Drive does not tell a hidden file from none; 403."""
    file = service.files.get(file_id)
    if file is None or file.access == "none":
        place = {"location": "fileId", "locationType": "parameter"}
        raise DriveError(404, f"File not found: {file_id}.", "notFound", **place)
    if to_change and file.access == "reader":
        message = "The user does not have sufficient permissions for this file."
        raise DriveError(403, message, "insufficientFilePermissions")
    return file


def selected(answer: Json, query: Mapping[str, str], default: str) -> Json:
    """Return the fields the caller asked for, or Drive's default ones. Raises ApiError 501 for one there is not."""
    mask = masks.parse(query.get("fields") or default)
    first_file = next(iter(answer.get("files", ())), {})
    if missing := [*_missing(answer, mask), *(_missing(first_file, mask.get("files", {})) if first_file else [])]:
        raise unsupported(f"field {missing[0]}")
    return masks.select(answer, mask)


def _missing(answer: Json, mask: masks.Mask) -> list[str]:
    return [name for name in mask if name not in answer and name not in {"*", "nextPageToken"}]


def files(service: Service, query: Mapping[str, str]) -> Json:
    """List the files the caller may see, the last changed first."""
    wanted = _filter(query.get("q", ""))
    if query.get("orderBy"):
        raise unsupported(f"files.list ordered by {query['orderBy']}")
    seen = [file for file in service.files.values() if file.access != "none" and wanted(file)]
    seen.sort(key=lambda file: file.modified, reverse=True)
    start, size = int(query.get("pageToken") or 0), int(query.get("pageSize") or 100)
    page: Json = {"kind": "drive#fileList", "incompleteSearch": False}
    if start + size < len(seen):
        page["nextPageToken"] = str(start + size)
    page["files"] = [resource(file) for file in seen[start : start + size]]
    return selected(page, query, DEFAULT_LIST_FIELDS)


def _filter(text: str) -> Callable[[File], bool]:
    """Read a query: terms joined by "and". Raises DriveError 400, ApiError 501."""
    tests, at = [], 0
    while at < len(text):
        found = _TERM.match(text, at)
        if not found:
            place = {"location": "q", "locationType": "parameter"}
            raise DriveError(400, "Invalid Value", "invalid", **place)
        tests.append(_term(found))
        joint = re.compile(r"\s*and\s+|\s*$").match(text, found.end())
        if not joint:
            raise unsupported(f"files.list with q={text}")
        at = joint.end()
    return lambda file: all(test(file) for test in tests)


def _term(found: re.Match[str]) -> Callable[[File], bool]:
    if found["flag"]:
        return lambda file: file.trashed == (found["flagged"] == "true")
    if found["parent"]:
        return lambda file: found["parent"] in file.parents
    field, sign, text = found["field"], found["sign"], re.sub(r"\\(.)", r"\1", found["text"])
    match field, sign:
        case "name", "=":
            return lambda file: file.book.title == text
        case "name", "contains":
            return lambda file: text.casefold() in file.book.title.casefold()
        case "mimeType", "=" | "!=":
            return lambda _: (text == SPREADSHEET_TYPE) == (sign == "=")
        case "parents", "in":
            return lambda file: text in file.parents
    raise unsupported(f"files.list with {found[0]}")


def resource(file: File) -> Json:
    """Return all of a file's metadata that the emulator knows."""
    return {
        "kind": "drive#file",
        "id": file.book.book_id,
        "name": file.book.title,
        "mimeType": SPREADSHEET_TYPE,
        "createdTime": rfc3339(file.created),
        "modifiedTime": rfc3339(file.modified),
        "version": str(file.version),
        "trashed": file.trashed,
        "parents": file.parents,
        "capabilities": {"canEdit": file.access == "writer", "canShare": file.access == "writer"},
        "lastModifyingUser": SERVICE_ACCOUNT,
        "permissions": file.permissions,
        "webViewLink": f"https://docs.google.com/spreadsheets/d/{file.book.book_id}/edit?usp=drivesdk",
    }


def rfc3339(moment: datetime) -> str:
    """Return a moment as Google writes it."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"
