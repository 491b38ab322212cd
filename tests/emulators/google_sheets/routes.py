"""Which function answers which request."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tests.emulators.google_sheets import describing, drive, values
from tests.emulators.google_sheets.errors import bad, unsupported
from tests.emulators.google_sheets.model import Json
from tests.emulators.google_sheets.requests import metadata
from tests.emulators.google_sheets.service import Service


@dataclass(frozen=True)
class Request:
    """What came over the wire; `query` holds all values of each parameter."""

    method: str
    path: str
    query: Mapping[str, Sequence[str]]
    body: bytes

    @cached_property
    def options(self) -> Mapping[str, str]:
        """The parameters that are given once."""
        return {name: given[-1] for name, given in self.query.items()}

    @cached_property
    def json(self) -> Json:
        """The body. Raises ApiError 400 when it is no object."""
        try:
            body = json.loads(self.body or b"{}")
        except ValueError:
            body = None
        if body is None:
            return {}
        if not isinstance(body, dict):
            raise bad('Invalid JSON payload received. Unknown name "": Root element must be a message.')
        return body


Endpoint = Callable[..., Any]
ROUTES: list[tuple[str, re.Pattern[str], Endpoint]] = []


def route(method: str, path: str) -> Callable[[Endpoint], Endpoint]:
    """Register an endpoint: named parts of the path become its arguments."""
    pattern = re.compile(path.replace("{id}", r"(?P<book_id>[^/:]+)").replace("{range}", r"(?P<text>.+?)"))

    def register(endpoint: Endpoint) -> Endpoint:
        ROUTES.append((method, pattern, endpoint))
        return endpoint

    return register


def answer(service: Service, request: Request) -> Any:
    """Find the endpoint and return its answer: JSON, bytes, or None for "no content". Raises ApiError."""
    for method, pattern, endpoint in ROUTES:
        if method == request.method and (found := pattern.fullmatch(request.path)):
            return endpoint(service, request, **found.groupdict())
    raise unsupported(f"{request.method} {request.path}")


BOOKS = "/v4/spreadsheets"


@route("GET", f"{BOOKS}/{{id}}")
def _get(service: Service, request: Request, book_id: str) -> Json:
    with service.reading(book_id) as book:
        with_grid = request.options.get("includeGridData", "").lower() == "true"
        ranges = request.query.get("ranges", ())
        return describing.spreadsheet(book, request.options.get("fields", ""), ranges, with_grid=with_grid)


@route("POST", BOOKS)
def _create(service: Service, request: Request) -> Json:
    given = request.json.get("properties", {})
    file = service.create(given.get("title", "Untitled spreadsheet"), given.get("locale", "en_US"))
    return describing.spreadsheet(file.book)


@route("POST", f"{BOOKS}/{{id}}:batchUpdate")
def _batch_update(service: Service, request: Request, book_id: str) -> Json:
    from tests.emulators.google_sheets import batch

    with service.changing(book_id) as book:
        return batch.update(book, request.json)


@route("GET", f"{BOOKS}/{{id}}/developerMetadata/(?P<number>\\d+)")
def _get_metadata(service: Service, request: Request, book_id: str, number: str) -> Json:
    with service.reading(book_id) as book:
        return metadata.get(book, int(number))


@route("POST", f"{BOOKS}/{{id}}/developerMetadata:search")
def _search_metadata(service: Service, request: Request, book_id: str) -> Json:
    with service.reading(book_id) as book:
        return metadata.search(book, request.json)


@route("GET", f"{BOOKS}/{{id}}/values:batchGet")
def _batch_get(service: Service, request: Request, book_id: str) -> Json:
    with service.reading(book_id) as book:
        return values.batch_get(book, request.query.get("ranges", ()), request.options)


@route("POST", f"{BOOKS}/{{id}}/values:batchUpdate")
def _batch_update_values(service: Service, request: Request, book_id: str) -> Json:
    with service.changing(book_id) as book:
        return values.batch_update(book, request.json)


@route("POST", f"{BOOKS}/{{id}}/values:batchClear")
def _batch_clear(service: Service, request: Request, book_id: str) -> Json:
    with service.changing(book_id) as book:
        return values.batch_clear(book, request.json)


@route("POST", f"{BOOKS}/{{id}}/values/{{range}}:append")
def _append(service: Service, request: Request, book_id: str, text: str) -> Json:
    with service.changing(book_id) as book:
        return values.append(book, text, request.json, request.options)


@route("POST", f"{BOOKS}/{{id}}/values/{{range}}:clear")
def _clear(service: Service, request: Request, book_id: str, text: str) -> Json:
    with service.changing(book_id) as book:
        return values.clear(book, text)


@route("GET", f"{BOOKS}/{{id}}/values/{{range}}")
def _get_values(service: Service, request: Request, book_id: str, text: str) -> Json:
    with service.reading(book_id) as book:
        return values.get(book, text, request.options)


@route("PUT", f"{BOOKS}/{{id}}/values/{{range}}")
def _update_values(service: Service, request: Request, book_id: str, text: str) -> Json:
    with service.changing(book_id) as book:
        return values.update(book, text, request.json, request.options)


FILES = "/drive/v3/files"


@route("GET", f"{FILES}/{{id}}")
def _get_file(service: Service, request: Request, book_id: str) -> Json:
    return drive.get(service, book_id, request.options)


@route("POST", FILES)
def _create_file(service: Service, request: Request) -> Json:
    return drive.create(service, request.json, request.options)


@route("DELETE", f"{FILES}/{{id}}")
def _delete_file(service: Service, request: Request, book_id: str) -> None:
    drive.delete(service, book_id)
