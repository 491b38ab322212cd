"""spreadsheets.batchUpdate: all requests or none."""

from __future__ import annotations

from tests.emulators.google_sheets import describing, formulas, guarding, messages
from tests.emulators.google_sheets.errors import ApiError, bad, unsupported
from tests.emulators.google_sheets.model import Json, Spreadsheet
from tests.emulators.google_sheets.requests import HANDLERS


def update(book: Spreadsheet, body: Json) -> Json:
    """Do the requests on a draft, and keep it when all went well. Raises ApiError 400 with the request's place."""
    body = messages.read("BatchUpdateSpreadsheetRequest", body)
    requests = body.get("requests") or []
    if not requests:
        raise bad("Must specify at least one request.")
    draft = book.copy()
    replies = [_reply(book, draft, place, request) for place, request in enumerate(requests)]
    formulas.recalculate(draft)
    book.become(draft)
    answer: Json = {"spreadsheetId": book.book_id, "replies": replies}
    if body.get("includeSpreadsheetInResponse"):
        with_grid = bool(body.get("responseIncludeGridData"))
        ranges = body.get("responseRanges", ())
        answer["updatedSpreadsheet"] = describing.spreadsheet(book, "", ranges, with_grid=with_grid)
    return answer


def _reply(book: Spreadsheet, draft: Spreadsheet, place: int, request: Json) -> Json:
    if len(request) != 1:
        raise bad(f"Invalid requests[{place}]: Must specify exactly one request.")
    [(name, given)] = request.items()
    if name not in HANDLERS:
        raise unsupported(f"batchUpdate request {name}")
    try:
        reply = HANDLERS[name](draft, given)
        draft.check_size()
        guarding.check_change(book, draft)
    except ApiError as error:
        if error.code == 400 and not error.message.startswith("Invalid "):
            raise bad(f"Invalid requests[{place}].{name}: {error.message}") from None
        raise
    return reply
