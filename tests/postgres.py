"""A PostgreSQL server of the tests' own, in a folder of its own, over a socket there; no port."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from sqlalchemy import create_engine, text

from bot.state.db import open_database

_TEMPLATE = "amber_of_today"
_IN_HASTE = "-c fsync=off -c full_page_writes=off -c autovacuum=off"  # nothing here outlives a power cut


class Postgres:
    """The server; each test works with a database of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count()

    def url(self, database: str) -> str:
        return f"postgresql://postgres@/{database}?host={self._folder}"

    def new_database(self) -> str:
        """Make an empty database with today's tables; return its URL."""
        return self._made(f"copy_{next(self._numbers)}", _TEMPLATE)

    def bare_database(self) -> str:
        """Make a database with nothing in it; return its URL."""
        return self._made(f"bare_{next(self._numbers)}", "template1")

    def start(self) -> None:
        log, options = (
            self._folder / "log",
            f"-k {self._folder} -c listen_addresses= -c max_connections=60 {_IN_HASTE}",
        )
        self._run("pg_ctl", "start", "--wait", "--silent", "-D", f"{self._data}", "-l", f"{log}", "-o", options)

    def stop(self, mode: str = "fast") -> None:
        """Stop it under its clients, as a restart of the server does."""
        self._run("pg_ctl", "stop", "--wait", "--silent", "-D", f"{self._data}", "-m", mode)

    def prepare(self) -> None:
        self._run("initdb", "--no-sync", "-D", f"{self._data}", "-U", "postgres", "-A", "trust", "-E", "UTF8")
        self.start()
        open_database(self._made(_TEMPLATE, "template1")).dispose()

    @property
    def _data(self) -> Path:
        return self._folder / "data"

    def _made(self, name: str, template: str) -> str:
        server = create_engine(self.url("postgres"), isolation_level="AUTOCOMMIT")
        with server.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
        server.dispose()
        return self.url(name)

    def _run(self, program: str, *arguments: str) -> None:
        # The server refuses to run as root; its user stands for it then.
        user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"] if os.geteuid() == 0 else []
        command = [*user, _binary(program), *arguments]
        subprocess.run(command, check=True, cwd=self._folder, stdout=subprocess.DEVNULL)


@contextmanager
def postgres_server() -> Iterator[Postgres]:
    """Give a running server that is gone afterwards."""
    folder = Path(
        tempfile.mkdtemp(prefix="amber-pg-")
    )  # pytest's folders are closed to other users, and their paths long
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    server = Postgres(folder)
    try:
        server.prepare()
        try:
            yield server
        finally:
            server.stop("immediate")  # what it has not written yet goes with its folder
    finally:
        shutil.rmtree(folder)


def _binary(program: str) -> str:
    found = shutil.which(program)
    newest = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"))  # Debian leaves them off PATH
    if not found and not newest:
        raise FileNotFoundError(f"{program} of PostgreSQL: install it with `make postgres`")
    return found or str(newest[-1])
