"""What several commands share: their options, and the desk they work at."""

import os
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.app.book import one_desk, store_spec
from bot.desk import Desk
from bot.settings import Settings, as_of, read_settings
from kpi_core.errors import InputError
from kpi_core.text import Language

_BOOK = "xlsx:PATH|gsheet:URL|parquet:DIR"
Store = Annotated[
    str | None,
    typer.Option("--store", metavar=_BOOK, help="The book. Default: AMBER_STORE, else the demo book."),
]
OwnStore = Annotated[str | None, typer.Option("--store", metavar=_BOOK, help="The book. Default: AMBER_STORE.")]
AsOf = Annotated[
    str | None, typer.Option("--as-of", metavar="DATE", help="Compute as of the end of this day, like 2026-11-17.")
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Lang = Annotated[Language, typer.Option("--lang", help="Language of names and sentences.")]


def process_settings() -> Settings:
    """Return the settings of this process."""
    return read_settings(os.environ, Path(".env"))


def note(line: str) -> None:
    """Say something beside the output."""
    typer.echo(line, err=True)


def instant_of(day: str | None, settings: Settings) -> datetime | None:
    """Return the instant `--as-of` names, else the settings'. Raises InputError."""
    try:
        return as_of(day) if day else settings.as_of
    except ValueError as error:
        raise InputError(f"'{day}' is not a day. {error}", "--as-of") from None


def desk_of(store: str | None, day: str | None) -> Desk:
    """Return the desk on the book these two options name. Raises what opening and reading the book raises."""
    settings = process_settings()
    spec = store_spec(store, settings, note)
    desk = one_desk(spec, replace(settings, as_of=instant_of(day, settings)))
    if desk.snapshot.stale:
        note(f"These are the figures of {desk.snapshot.read_at:%Y-%m-%d %H:%M} UTC: {desk.snapshot.stale.to('en')}")
    return desk


def write_file(path: Path, content: bytes) -> None:
    """Write the file of `--output`; one that is there is replaced. Raises InputError."""
    try:
        path.write_bytes(content)
    except OSError as error:
        raise InputError(f"{path} cannot be written ({error.strerror})", "--output") from error
