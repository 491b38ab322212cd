"""Faults planned for the next requests, and the list of the calls that came."""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from tests.emulators.google_sheets.errors import ApiError, DriveError
from tests.emulators.google_sheets.model import Json

Kind = Literal[
    429,
    403,
    500,
    503,
    "rateLimitExceeded",
    "PERMISSION_DENIED",
    "storageQuotaExceeded",
    "garbage",
    "slow",
    "drop_before",
    "drop_after",
]

QUOTA = (
    "Quota exceeded for quota metric 'Read requests' and limit 'Read requests per minute per user' "
    "of service 'sheets.googleapis.com' for consumer 'project_number:1'."
)


@dataclass(slots=True)
class Fault:
    """What happens to the next `times` requests whose "METHOD /path" the pattern finds, after `skip` of them."""

    kind: Kind
    times: int = 1
    matching: str = ""
    skip: int = 0
    seconds: float = 30.0  # how long "slow" waits unless released
    released: threading.Event = field(default_factory=threading.Event)

    def release(self) -> None:
        """Let the requests that wait go on."""
        self.released.set()

    def takes(self, line: str) -> bool:
        """Tell whether this request is hit, counting it."""
        if not self.times or not re.search(self.matching or r" /(v4|drive|upload)/", line):
            return False
        if self.skip:
            self.skip -= 1
            return False
        self.times -= 1
        return True


def error_of(kind: Kind, *, drive: bool) -> ApiError:
    """Return Google's answer for a status that was planned."""
    if kind in {429, "rateLimitExceeded"} and drive:
        status = 429 if kind == 429 else 403
        return DriveError(status, "User Rate Limit Exceeded", "rateLimitExceeded", "usageLimits")
    if kind == "rateLimitExceeded":
        return _limited()
    if kind == "storageQuotaExceeded":
        return DriveError(403, "The user's Drive storage quota has been exceeded.", "storageQuotaExceeded")
    if kind in {403, "PERMISSION_DENIED"}:
        if drive:
            return DriveError(403, "The user does not have sufficient permissions", "insufficientFilePermissions")
        return ApiError(403, "The caller does not have permission")
    if kind == 429:
        return ApiError(429, QUOTA, details=[_info("RATE_LIMIT_EXCEEDED")])
    messages = {500: "Internal error encountered.", 503: "The service is currently unavailable."}
    return ApiError(int(kind), messages[int(kind)])


def _limited() -> ApiError:
    reason = {"message": QUOTA, "domain": "usageLimits", "reason": "rateLimitExceeded"}
    return ApiError(403, QUOTA, errors=[reason], details=[_info("RATE_LIMIT_EXCEEDED")])


def _info(reason: str) -> Json:
    return {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": reason, "domain": "googleapis.com"}


@dataclass(frozen=True, slots=True)
class Call:
    """One request as it came; status 0 when the connection was cut instead of an answer."""

    method: str
    path: str
    query: Mapping[str, Sequence[str]]
    status: int


class Calls(list[Call]):
    """All requests in order."""

    def sheets_reads(self) -> int:
        """Count what spends the read quota of Sheets."""
        return sum(call.method == "GET" and call.path.startswith("/v4/") for call in self)

    def sheets_writes(self) -> int:
        """Count what spends the write quota of Sheets."""
        return sum(call.method != "GET" and call.path.startswith("/v4/") for call in self)

    def drive_calls(self) -> int:
        """Count what spends the quota of Drive."""
        return sum(call.path.startswith(("/drive/", "/upload/")) for call in self)
