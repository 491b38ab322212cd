"""Where the state is kept: the path of an SQLite file, or a database's URL."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from kpi_core.errors import SetupError

if TYPE_CHECKING:
    from sqlalchemy import URL

MEND = "Set AMBER_DATABASE to a file Amber may write, or to a URL like postgresql://USER:PASSWORD@HOST/DATABASE"


def url_of(address: str) -> URL:
    """Return the URL of a database; an address without a scheme is an SQLite file's path. Raises SetupError."""
    try:
        return make_url(address if "://" in address else f"sqlite:///{Path(address).expanduser()}")
    except (ArgumentError, ValueError, RuntimeError):  # their words may be a piece of a password not percent-encoded
        raise SetupError("the database does not open (its URL is malformed)", MEND) from None


def file_of(address: str) -> Path | None:
    """Return the file of an SQLite database, None of a server's. Raises SetupError."""
    url = url_of(address)
    return Path(url.database).resolve() if url.get_backend_name() == "sqlite" and url.database else None
