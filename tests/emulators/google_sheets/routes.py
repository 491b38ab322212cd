"""Which function answers which request."""

from __future__ import annotations

import re
from typing import Any

from tests.emulators.google_sheets import drive_api, sheets_api
from tests.emulators.google_sheets.errors import unsupported
from tests.emulators.google_sheets.service import Service
from tests.emulators.google_sheets.wire import Request

PARTS = {"{id}": r"(?P<book_id>[^/:]+)", "{range}": r"(?P<text>.+?)", "{number}": r"(?P<number>\d+)"}
PARTS |= {"{permission}": r"(?P<permission_id>[^/:]+)"}


def _pattern(path: str) -> re.Pattern[str]:
    for part, pattern in PARTS.items():
        path = path.replace(part, pattern)
    return re.compile(path, re.DOTALL)


ROUTES = [(method, _pattern(path), endpoint) for method, path, endpoint in sheets_api.ROUTES + drive_api.ROUTES]


def answer(service: Service, request: Request) -> Any:
    """Find the endpoint and return its answer: JSON, (content type, bytes), or None. Raises ApiError."""
    for method, pattern, endpoint in ROUTES:
        if method == request.method and (found := pattern.fullmatch(request.path)):
            return endpoint(service, request, **found.groupdict())
    raise unsupported(f"{request.method} {request.path}")
