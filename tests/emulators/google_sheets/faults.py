"""Faults planned for the next requests, and the list of the calls that came."""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal[
    429,
    403,
    500,
    503,
    "rateLimitExceeded",
    "PERMISSION_DENIED",
    "storageQuotaExceeded",
    "SERVICE_DISABLED",
    "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
    "OFFICE_FILE",
    "garbage",
    "slow",
    "drop_before",
    "drop_after",
]


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
