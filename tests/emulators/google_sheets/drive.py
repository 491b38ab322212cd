"""Drive v3: the files as files."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from tests.emulators.google_sheets import masks
from tests.emulators.google_sheets.errors import DriveError
from tests.emulators.google_sheets.model import Json
from tests.emulators.google_sheets.service import SPREADSHEET_TYPE, File, Service

DEFAULT_FIELDS = "kind,id,name,mimeType"


def find(service: Service, file_id: str) -> File:
    """Return a file the caller may see. Raises DriveError 404: Drive does not tell a hidden file from none."""
    file = service.files.get(file_id)
    if file is None or file.access == "none":
        place = {"location": "fileId", "locationType": "parameter"}
        raise DriveError(404, f"File not found: {file_id}.", "notFound", **place)
    return file


def get(service: Service, file_id: str, query: Mapping[str, str]) -> Json:
    """Return a file's metadata."""
    return _selected(resource(find(service, file_id)), query)


def create(service: Service, body: Json, query: Mapping[str, str]) -> Json:
    """Make an empty spreadsheet."""
    return _selected(resource(service.create(body.get("name", "Untitled"))), query)


def delete(service: Service, file_id: str) -> None:
    """Delete a file for good."""
    find(service, file_id)
    del service.files[file_id]


def resource(file: File) -> Json:
    """Return all of a file's metadata that the emulator knows."""
    return {
        "kind": "drive#file",
        "id": file.book.book_id,
        "name": file.book.title,
        "mimeType": SPREADSHEET_TYPE,
        "createdTime": _rfc3339(file.created),
        "modifiedTime": _rfc3339(file.modified),
        "version": str(file.version),
        "trashed": file.trashed,
        "parents": file.parents,
        "webViewLink": f"https://docs.google.com/spreadsheets/d/{file.book.book_id}/edit?usp=drivesdk",
    }


def _selected(answer: Json, query: Mapping[str, str]) -> Json:
    return masks.select(answer, masks.parse(query.get("fields") or DEFAULT_FIELDS))


def _rfc3339(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"
