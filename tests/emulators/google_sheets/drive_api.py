"""The endpoints of Drive."""

from __future__ import annotations

from tests.emulators.google_sheets import drive, exporting, importing, sharing
from tests.emulators.google_sheets.errors import unsupported
from tests.emulators.google_sheets.model import Json
from tests.emulators.google_sheets.service import SPREADSHEET_TYPE, Service
from tests.emulators.google_sheets.wire import Request, Route


def about(service: Service, request: Request) -> Json:
    answer = {"kind": "drive#about", "user": drive.SERVICE_ACCOUNT, "storageQuota": {"limit": "0", "usage": "0"}}
    return drive.selected(answer, request.options, "*")


def files(service: Service, request: Request) -> Json:
    return drive.files(service, request.options)


def get(service: Service, request: Request, book_id: str) -> Json:
    file = drive.find(service, book_id)
    return drive.selected(drive.resource(file), request.options, drive.DEFAULT_FIELDS)


def create(service: Service, request: Request) -> Json:
    kind = request.json.get("mimeType", SPREADSHEET_TYPE)
    if kind != SPREADSHEET_TYPE:
        raise unsupported(f"files.create of {kind}")
    file = service.create(request.json.get("name") or "Untitled")
    file.parents = request.json.get("parents") or file.parents
    return drive.selected(drive.resource(file), request.options, drive.DEFAULT_FIELDS)


def copy(service: Service, request: Request, book_id: str) -> Json:
    original = drive.find(service, book_id)
    file = service.copy(original, request.json.get("name") or f"Copy of {original.book.title}")
    file.parents = request.json.get("parents") or file.parents
    return drive.selected(drive.resource(file), request.options, drive.DEFAULT_FIELDS)


def update(service: Service, request: Request, book_id: str) -> Json:
    file = drive.find(service, book_id, to_change=True)
    if unknown := request.json.keys() - {"name", "trashed"}:
        raise unsupported(f"files.update of {', '.join(sorted(unknown))}")
    with service.changing(book_id) as book:
        book.properties["title"] = request.json.get("name", book.title)
        file.trashed = request.json.get("trashed", file.trashed)
        gone = request.options.get("removeParents", "").split(",")
        come = [parent for parent in request.options.get("addParents", "").split(",") if parent]
        file.parents = [parent for parent in file.parents if parent not in gone] + come
    return drive.selected(drive.resource(file), request.options, drive.DEFAULT_FIELDS)


def delete(service: Service, request: Request, book_id: str) -> None:
    drive.find(service, book_id, to_change=True)
    del service.files[book_id]


def export(service: Service, request: Request, book_id: str) -> tuple[str, bytes]:
    drive.find(service, book_id)
    with service.reading(book_id) as book:
        return exporting.export(book, request.options.get("mimeType", ""))


def upload(service: Service, request: Request, book_id: str) -> Json:
    file = drive.find(service, book_id, to_change=True)
    with service.changing(book_id):
        importing.replace_with_csv(file, request.body)
    return importing.resource(file)


def permissions(service: Service, request: Request, book_id: str) -> Json:
    return sharing.permissions(drive.find(service, book_id), request.options)


def share(service: Service, request: Request, book_id: str) -> Json:
    file = drive.find(service, book_id, to_change=True)
    return sharing.share(file, request.json, request.options)


def permission(service: Service, request: Request, book_id: str, permission_id: str) -> Json:
    return sharing.permission(drive.find(service, book_id), permission_id, request.options)


def change_permission(service: Service, request: Request, book_id: str, permission_id: str) -> Json:
    file = drive.find(service, book_id, to_change=True)
    return sharing.change(file, permission_id, request.json, request.options)


def revoke(service: Service, request: Request, book_id: str, permission_id: str) -> None:
    sharing.revoke(drive.find(service, book_id, to_change=True), permission_id)


def comments(service: Service, request: Request, book_id: str) -> Json:
    return sharing.comments(drive.find(service, book_id), request.options)


def comment(service: Service, request: Request, book_id: str) -> Json:
    return sharing.comment(drive.find(service, book_id), request.json, request.options)


ROUTES: list[Route] = [
    ("GET", "/drive/v3/about", about),
    ("GET", "/drive/v3/files", files),
    ("POST", "/drive/v3/files", create),
    ("GET", "/drive/v3/files/{id}", get),
    ("PATCH", "/drive/v3/files/{id}", update),
    ("DELETE", "/drive/v3/files/{id}", delete),
    ("POST", "/drive/v3/files/{id}/copy", copy),
    ("GET", "/drive/v3/files/{id}/export", export),
    ("GET", "/drive/v3/files/{id}/permissions", permissions),
    ("POST", "/drive/v3/files/{id}/permissions", share),
    ("GET", "/drive/v3/files/{id}/permissions/{permission}", permission),
    ("PATCH", "/drive/v3/files/{id}/permissions/{permission}", change_permission),
    ("DELETE", "/drive/v3/files/{id}/permissions/{permission}", revoke),
    ("GET", "/drive/v3/files/{id}/comments", comments),
    ("POST", "/drive/v3/files/{id}/comments", comment),
    ("PUT", "/upload/drive/v2/files/{id}", upload),
]
