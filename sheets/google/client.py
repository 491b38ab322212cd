"""Calls to Google that end: with an answer, or with one of Amber's own errors within a known time."""

from __future__ import annotations

import json
import logging
import re
import time
from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from random import Random
from typing import TYPE_CHECKING, Any, NamedTuple

from google.auth.transport.requests import AuthorizedSession
from gspread.http_client import HTTPClient
from gspread.urls import DRIVE_FILES_API_V3_URL
from requests.exceptions import Timeout
from tenacity import Retrying, retry_if_exception, stop_after_attempt, stop_before_delay

from sheets.google.credentials import address_of
from sheets.google.fault_kinds import fault_of
from sheets.google.faults import VENDOR_ERRORS, Failed, NotUnderstood

if TYPE_CHECKING:
    from google.auth.credentials import Credentials
    from requests import Response
    from tenacity import RetryCallState

_HOST = re.compile(r"https://[^/]+/")
_SHEET = re.compile(r"/(?:spreadsheets|files)/([^/:?]+)")
_CALLED = re.compile(r"/(spreadsheets|files)/[^/:?]+(?:/(\w+)[^:?]*)?(?::(\w+))?")
_PIECE_BYTES = 1 << 16
_log = logging.getLogger(__name__)


class Limit(NamedTuple):
    """How long Amber bears silence, and how long one call may take in all, with its tries; in seconds."""

    silence_seconds: float
    deadline_seconds: float


_SHEETS_LIMIT = Limit(180, 240)  # Google itself gives a request up after 180 s
_DRIVE_LIMIT = Limit(10, 30)  # only a file's version is asked for there


@dataclass(frozen=True)
class Patience:
    """How long Amber waits for Google, how often it tries, and what it waits by."""

    sheets: Limit = _SHEETS_LIMIT
    drive: Limit = _DRIVE_LIMIT
    connect_seconds: float = 5
    tries: int = 5
    first_wait_seconds: float = 1
    longest_wait_seconds: float = 32
    random: Random = field(default_factory=Random)
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic


@dataclass(frozen=True, slots=True)
class Answer:
    """The body of an answer that is fine. Stands where gspread expects a Response."""

    content: bytes

    def json(self) -> Any:
        """Return the body parsed. Raises NotUnderstood for garbage."""
        try:
            return json.loads(self.content)
        except (ValueError, RecursionError) as error:
            raise NotUnderstood("Google's answer broke off, or was not Google's") from error


class SheetsClient(HTTPClient):
    """gspread's calls with a timeout and a deadline on each.

    A read (GET) that met trouble that passes is tried again, and so is what Google refused for its quota. A write is
    never sent again otherwise: when its answer was lost or is a 5xx, it raises Unavailable, and who wrote looks what
    became of it. Every call raises Unavailable, SetupError, InputError, or TabsChanged for a range that is not there.
    """

    def __init__(self, credentials: Credentials, api_url: str = "", patience: Patience | None = None) -> None:
        self.patience = patience or Patience()
        session = AuthorizedSession(  # type: ignore[no-untyped-call]  # google-auth
            credentials, refresh_timeout=self.patience.drive.silence_seconds
        )
        session.headers["User-Agent"] = "amber-kpi (gzip)"  # Google compresses for whom it reads "gzip" in the name
        super().__init__(credentials, session)
        self.address = address_of(credentials)
        self._api_url = api_url

    def file_version(self, spreadsheet: str) -> str:
        """Return a token of the file's state. Costs nothing of the Sheets quota; works on shared drives too."""
        params = {"fields": "version,modifiedTime", "supportsAllDrives": "true"}
        file = self.request("get", f"{DRIVE_FILES_API_V3_URL}/{spreadsheet}", params=params).json()
        if not isinstance(file, dict) or "version" not in file:
            raise NotUnderstood("Google's answer does not say the sheet's version")
        return f"{file['version']}-{file.get('modifiedTime', '')}"

    def request(  # type: ignore[override]  # of a Response, gspread only takes what an Answer has
        self,
        method: str,
        endpoint: str,
        params: Mapping[str, Any] | None = None,
        data: bytes | None = None,
        json: Mapping[str, Any] | None = None,
        files: Any = None,
        headers: MutableMapping[str, str] | None = None,
    ) -> Answer:
        """Call Google; see the class. `endpoint` is Google's, whatever server is called in its place."""
        limit = self.patience.drive if endpoint.startswith(DRIVE_FILES_API_V3_URL) else self.patience.sheets
        url = _HOST.sub(self._api_url, endpoint, count=1) if self._api_url else endpoint
        ends = self.patience.clock() + limit.deadline_seconds
        send = partial(
            self._send, limit, ends, method, url, params=params, data=data, json=json, files=files, headers=headers
        )
        is_read = method.upper() == "GET"
        tries = Retrying(
            retry=retry_if_exception(lambda error: _may_repeat(error, is_read)),
            stop=stop_after_attempt(self.patience.tries) | stop_before_delay(limit.deadline_seconds),
            wait=self._wait,
            sleep=self.patience.sleep,
            reraise=True,
        )
        try:
            return tries(send)
        except (Failed, *VENDOR_ERRORS) as error:
            sheet = _SHEET.search(endpoint)
            raise fault_of(error).said(error, sheet[1] if sheet else "", self.address) from error

    def _send(self, limit: Limit, ends: float, method: str, url: str, **what: Any) -> Answer:
        left_seconds = ends - self.patience.clock()
        timeout = (self.patience.connect_seconds, min(limit.silence_seconds, max(0.1, left_seconds)))
        outcome = "lost"
        try:
            with self.session.request(
                method, url, timeout=timeout, stream=True, allow_redirects=False, **what
            ) as response:
                body = self._body(response, ends)
                outcome = f"http_{response.status_code}"
        finally:
            _log.debug("google.called", extra={"method": _called(method, url), "outcome": outcome})
        if response.status_code >= HTTPStatus.MULTIPLE_CHOICES:
            raise Failed(response.status_code, body, response.headers.get("Retry-After"))
        if body and "json" not in response.headers.get("Content-Type", ""):
            raise Failed(response.status_code, b"")
        return Answer(body)

    def _body(self, response: Response, ends: float) -> bytes:
        """Return the whole body; a server that only drips is left at the deadline."""
        pieces = []
        while piece := response.raw.read1(_PIECE_BYTES, decode_content=True):
            pieces.append(piece)
            if self.patience.clock() > ends:
                raise Timeout
        return b"".join(pieces)

    def _wait(self, state: RetryCallState) -> float:
        """Return how long to wait before the next try: what Google asks for, else twice as long each time, shaken."""
        error = state.outcome.exception() if state.outcome else None
        if isinstance(error, Failed) and error.retry_after_seconds is not None:
            return error.retry_after_seconds
        wait = self.patience.first_wait_seconds * 2 ** (state.attempt_number - 1)
        shaken: float = min(wait, self.patience.longest_wait_seconds) * self.patience.random.uniform(0.5, 1.5)
        return shaken


def _called(method: str, url: str) -> str:
    """Return what is called, without on which sheet: "values.batchGet", "files.get"."""
    found = _CALLED.search(url)
    return f"{found[2] or found[1]}.{found[3] or method.lower()}" if found else method.lower()


def _may_repeat(error: BaseException, is_read: bool) -> bool:
    if not isinstance(error, (Failed, *VENDOR_ERRORS)):
        return False
    fault = fault_of(error)
    return fault.passes and (is_read or fault.is_refusal)
