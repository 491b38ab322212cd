"""The endpoints of Sheets v4."""

from __future__ import annotations

from itertools import chain, count

from tests.emulators.google_sheets import batch, describing, values
from tests.emulators.google_sheets.errors import ApiError, unsupported
from tests.emulators.google_sheets.model import Json, Sheet, Spreadsheet
from tests.emulators.google_sheets.requests import metadata
from tests.emulators.google_sheets.service import Service
from tests.emulators.google_sheets.wire import Request, Route


def get(service: Service, request: Request, book_id: str) -> Json:
    with service.reading(book_id) as book:
        with_grid = request.options.get("includeGridData", "").lower() == "true"
        ranges = request.query.get("ranges", ())
        return describing.spreadsheet(book, request.options.get("fields", ""), ranges, with_grid=with_grid)


def create(service: Service, request: Request) -> Json:
    given = request.json.get("properties", {})
    if unknown := request.json.keys() - {"properties", "sheets"}:
        raise unsupported(f"create with {', '.join(sorted(unknown))}")
    title, locale = given.get("title", "Untitled spreadsheet"), given.get("locale", "en_US")
    book = service.create(title, locale, given.get("timeZone", "Etc/GMT")).book
    sheets = [_blank(number, sheet) for number, sheet in enumerate(request.json.get("sheets", []))]
    book.sheets = sheets or book.sheets
    return describing.spreadsheet(book, request.options.get("fields", ""))


def _blank(number: int, given: Json) -> Sheet:
    if unknown := given.keys() - {"properties"}:
        raise unsupported(f"create with sheets.{', '.join(sorted(unknown))}")
    properties = given.get("properties", {})
    sheet = Sheet.blank(properties.get("sheetId", number), properties.get("title", f"Sheet{number + 1}"))
    grid = {**sheet.properties["gridProperties"], **properties.get("gridProperties", {})}
    sheet.properties |= {**{key: given for key, given in properties.items() if key != "index"}, "gridProperties": grid}
    return sheet


def copy_to(service: Service, request: Request, book_id: str, number: str) -> Json:
    """Copy a tab into another book."""
    with service.reading(book_id) as book:
        original = book.sheet(int(number))
        if original is None:
            raise ApiError(404, "Requested entity was not found.")
        copied = original.copy()
    with service.changing(request.json.get("destinationSpreadsheetId", "")) as target:
        copied.properties |= {"sheetId": target.new_number(), "title": _free_title(target, f"Copy of {original.title}")}
        copied.protected_ranges, copied.tables, copied.developer_metadata = [], [], []
        target.sheets.append(copied)
        return describing.properties(copied, len(target.sheets) - 1)


def _free_title(book: Spreadsheet, title: str) -> str:
    numbered = (f"{title} {number}" for number in count(2))
    return next(free for free in chain([title], numbered) if book.titled(free) is None)


def batch_update(service: Service, request: Request, book_id: str) -> Json:
    with service.changing(book_id) as book:
        return batch.update(book, request.json)


def get_metadata(service: Service, request: Request, book_id: str, number: str) -> Json:
    with service.reading(book_id) as book:
        return metadata.get(book, int(number))


def search_metadata(service: Service, request: Request, book_id: str) -> Json:
    with service.reading(book_id) as book:
        return metadata.search(book, request.json)


def batch_get(service: Service, request: Request, book_id: str) -> Json:
    with service.reading(book_id) as book:
        return values.batch_get(book, request.query.get("ranges", ()), request.options)


def batch_update_values(service: Service, request: Request, book_id: str) -> Json:
    with service.changing(book_id) as book:
        return values.batch_update(book, request.json)


def batch_clear(service: Service, request: Request, book_id: str) -> Json:
    with service.changing(book_id) as book:
        return values.batch_clear(book, request.json)


def append(service: Service, request: Request, book_id: str, text: str) -> Json:
    with service.changing(book_id) as book:
        return values.append(book, text, request.json, request.options)


def clear(service: Service, request: Request, book_id: str, text: str) -> Json:
    with service.changing(book_id) as book:
        return values.clear(book, text)


def get_values(service: Service, request: Request, book_id: str, text: str) -> Json:
    with service.reading(book_id) as book:
        return values.get(book, text, request.options)


def update_values(service: Service, request: Request, book_id: str, text: str) -> Json:
    with service.changing(book_id) as book:
        return values.update(book, text, request.json, request.options)


ROUTES: list[Route] = [
    ("GET", "/v4/spreadsheets/{id}", get),
    ("POST", "/v4/spreadsheets", create),
    ("POST", "/v4/spreadsheets/{id}:batchUpdate", batch_update),
    ("POST", "/v4/spreadsheets/{id}/sheets/{number}:copyTo", copy_to),
    ("GET", "/v4/spreadsheets/{id}/developerMetadata/{number}", get_metadata),
    ("POST", "/v4/spreadsheets/{id}/developerMetadata:search", search_metadata),
    ("GET", "/v4/spreadsheets/{id}/values:batchGet", batch_get),
    ("POST", "/v4/spreadsheets/{id}/values:batchUpdate", batch_update_values),
    ("POST", "/v4/spreadsheets/{id}/values:batchClear", batch_clear),
    ("POST", "/v4/spreadsheets/{id}/values/{range}:append", append),
    ("POST", "/v4/spreadsheets/{id}/values/{range}:clear", clear),
    ("GET", "/v4/spreadsheets/{id}/values/{range}", get_values),
    ("PUT", "/v4/spreadsheets/{id}/values/{range}", update_values),
]
