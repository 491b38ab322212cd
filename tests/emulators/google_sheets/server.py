"""The emulated Google over HTTP: tokens, faults, the list of calls, and what a test does as a person would."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from itertools import count
from typing import Self

from sheets.grid import Cell, Grid
from tests.emulators.google_sheets import a1, entering, formulas, keys, scopes, values
from tests.emulators.google_sheets.errors import ApiError, DriveError
from tests.emulators.google_sheets.faults import Call, Calls, Fault, Kind
from tests.emulators.google_sheets.http_server import Answer, HttpServer
from tests.emulators.google_sheets.model import Sheet, trimmed
from tests.emulators.google_sheets.refusals import refusal
from tests.emulators.google_sheets.routes import answer
from tests.emulators.google_sheets.service import Access, Service
from tests.emulators.google_sheets.wire import JSON_TYPE, Request, dumped


class GoogleSheetsServer:
    """A context manager: the server runs in a thread while it is entered."""

    def __init__(self, port: int = 0) -> None:
        self.service = Service()
        self.calls = Calls()
        self._faults: list[Fault] = []
        self._faults_lock = threading.Lock()
        self._tokens: dict[str, frozenset[str]] = {}  # token → its scopes
        self._numbers = count(1)
        self._broken: list[Exception] = []
        self._http = HttpServer(port, self._reply)
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        for fault in self._faults:
            fault.release()
        self._http.shutdown()
        self._thread.join()
        self._http.close_connections()
        self._http.server_close()
        if self._broken and kind is None:
            raise self._broken[0]

    @property
    def url(self) -> str:
        """The address, with a slash at its end."""
        return f"http://127.0.0.1:{self._http.server_port}/"

    def credentials(self) -> str:
        """Return the JSON text of a service account's key that /token accepts."""
        return keys.service_account(f"{self.url}token")

    def user_credentials(self) -> str:
        """Return the JSON text of a person's OAuth credentials that /token accepts."""
        return keys.authorized_user(f"{self.url}token")

    def new_book(
        self,
        title: str = "Book",
        locale: str = "en_US",
        timezone: str = "Etc/GMT",
        tabs: Mapping[str, Grid] | None = None,
        access: Access = "writer",
    ) -> str:
        """Make a spreadsheet as a person does and share it; return its ID. Without tabs it has an empty Sheet1."""
        file = self.service.create(title, locale, timezone)
        file.access = access
        if tabs:
            file.book.sheets = [_filled(number, title, grid) for number, (title, grid) in enumerate(tabs.items())]
            file.book.check_size()
        return file.book.book_id

    def cells(self, book_id: str, tab: str) -> list[list[Cell]]:
        """Return a tab's unformatted values, without trailing blanks; blank cells are ""."""
        sheet = self._sheet(book_id, tab)
        return [["" if value is None else value for value in row] for row in trimmed(sheet.values)]

    def put(self, book_id: str, tab: str, cell: str, grid: Grid) -> None:
        """Edit cells from this one on, as a person pastes them: texts stay texts; None leaves one, "" blanks it."""
        with self.service.edited(self.service.files[book_id]) as book:
            sheet, area = a1.locate(book, f"{a1.quoted(tab)}!{cell}")
            _fill(sheet, area.top or 0, area.left or 0, grid)
            formulas.recalculate(book)

    def type(self, book_id: str, tab: str, cell: str, texts: Sequence[Sequence[str]]) -> None:
        """Type texts into cells as a person does: "=1+1" is a formula, "5 %" a number, "2026-01-05" a date."""
        with self.service.edited(self.service.files[book_id]) as book:
            values.update(
                book,
                f"{a1.quoted(tab)}!{cell}",
                {"values": [list(row) for row in texts]},
                {"valueInputOption": "USER_ENTERED"},
            )

    def protect(self, book_id: str, tab: str, cells: str = "") -> None:
        """Protect cells of a tab, or all of it, from the caller, as its owner may."""
        with self.service.edited(self.service.files[book_id]) as book:
            sheet, area = a1.locate(book, a1.quoted(tab) + (f"!{cells}" if cells else ""))
            place = {"protectedRangeId": book.new_number(), "range": area.json()}
            sheet.protected_ranges.append({**place, "requestingUserCanEdit": False})

    def share(self, book_id: str, access: Access) -> None:
        """Give the caller this access: "none" is a book that was never shared."""
        self.service.files[book_id].access = access

    def remove(self, book_id: str) -> None:
        """Delete the spreadsheet for good, as its owner may."""
        del self.service.files[book_id]

    def fail(self, kind: Kind, times: int = 1, *, matching: str = "", skip: int = 0, seconds: float = 30.0) -> Fault:
        """Plan a fault for the next requests whose "METHOD /path" `matching` finds; without it, any but tokens.

        A number or a reason is answered with Google's error; "garbage" is no JSON; "slow" waits for the seconds or
        until released, then answers; "drop_before" and "drop_after" cut the line without and with the effect.
        """
        fault = Fault(kind, times, matching, skip, seconds)
        self._faults.append(fault)
        return fault

    def expire_tokens(self) -> None:
        """Let every token given so far be refused."""
        self._tokens.clear()

    def _sheet(self, book_id: str, tab: str) -> Sheet:
        sheet = self.service.files[book_id].book.titled(tab)
        if sheet is None:
            raise KeyError(tab)
        return sheet

    def _reply(self, request: Request, authorization: str) -> Answer | None:
        """Keep a fault of the emulator's own for the end of the test, which it then fails."""
        try:
            return self.respond(request, authorization)
        except Exception as broken:  # noqa: BLE001 it is raised when the server is left
            self._broken.append(broken)
            return _error(ApiError(500, f"The emulator itself failed: {broken!r}"))

    def respond(self, request: Request, authorization: str) -> Answer | None:
        """Return status, content type and body; None cuts the line."""
        fault = self._next_fault(f"{request.method} {request.path}")
        kind = fault.kind if fault else None
        if fault and kind == "slow":
            fault.released.wait(fault.seconds)
        reply = None if kind == "drop_before" else _planned(kind, request) or self._answer(request, authorization)
        if kind == "drop_after":
            reply = None
        self.calls.append(Call(request.method, request.path, request.query, reply[0] if reply else 0))
        return reply

    def _next_fault(self, line: str) -> Fault | None:
        with self._faults_lock:
            return next((fault for fault in self._faults if fault.takes(line)), None)

    def _answer(self, request: Request, authorization: str) -> Answer:
        if request.path == "/token":
            return self._token(request)
        granted = self._tokens.get(authorization.removeprefix("Bearer "))
        if granted is None:
            return _error(_unauthenticated(request.path))
        if not scopes.enough(granted, request.method, request.path):
            return _error(refusal("ACCESS_TOKEN_SCOPE_INSUFFICIENT", drive=not request.path.startswith("/v4/")))
        try:
            body = answer(self.service, request)
        except ApiError as error:
            return _error(error)
        if body is None:
            return 204, "text/html", b""
        if isinstance(body, tuple):
            return 200, *body
        return 200, JSON_TYPE, dumped(body)

    def _token(self, request: Request) -> Answer:
        try:
            granted = keys.granted(request.body)
        except keys.RefusedGrantError as refused:
            return 400, JSON_TYPE, dumped(refused.body())
        token = f"emulated-token-{next(self._numbers)}"
        self._tokens[token] = granted
        return 200, JSON_TYPE, dumped({"access_token": token, "expires_in": 3599, "token_type": "Bearer"})


def _planned(kind: Kind | None, request: Request) -> Answer | None:
    """Return the answer that takes the place of the real one, None when the fault is about time or the line."""
    if kind in {None, "slow", "drop_after"}:
        return None
    if kind == "garbage":
        return 200, "text/html", b"<html>Sorry, something went wrong"
    return _error(refusal(kind, drive=not request.path.startswith("/v4/")))


def _filled(number: int, title: str, grid: Grid) -> Sheet:
    """Make a tab of a grid. A large one has no blank columns: a book has room for ten million cells."""
    sheet = Sheet.blank(number, title, columns=1 if len(grid) > 100_000 else 26)
    _fill(sheet, 0, 0, grid)
    return sheet


def _fill(sheet: Sheet, top: int, left: int, grid: Grid) -> None:
    """Put a grid's values in, making the tab larger where needed."""
    for row, cells in enumerate(grid, top):
        if row == len(sheet.values) == len(sheet.marks) and not left:
            sheet.values.append([entering.plain(cell) for cell in cells])
            sheet.marks.append(
                {place: mark for place, cell in enumerate(cells) if (mark := entering.DATE_MARKS.get(type(cell)))}
            )
            continue
        for column, cell in enumerate(cells, left):
            if cell is not None:
                entering.enter(sheet, row, column, entering.from_python(cell))
    sheet.row_count = max(sheet.row_count, len(sheet.values))
    sheet.column_count = max(sheet.column_count, max((len(row) for row in sheet.values), default=0))


def _unauthenticated(path: str) -> ApiError:
    message = (
        "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid "
        "authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project."
    )
    return ApiError(401, message) if path.startswith("/v4/") else DriveError(401, "Invalid Credentials", "authError")


def _error(error: ApiError) -> Answer:
    return error.code, JSON_TYPE, dumped(error.body())
