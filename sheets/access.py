"""What Amber may do with a book, found out without changing anything."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class BookAccess:
    """How a book stands to Amber. `schema_version` is 0 for a book that no Amber has set up.

    `address` is whom the book is shared with, "" for a file; `server_time` is aware, None where no server is asked.
    """

    name: str
    address: str
    can_write: bool
    schema_version: int
    server_time: datetime | None = None
