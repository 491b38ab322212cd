"""`amber demo`: everything on this machine."""

import os
import sys
import webbrowser
from pathlib import Path
from typing import Annotated

import typer

from bot.app.book import demo_book, demo_folder
from bot.app.clock import Clock
from bot.app.demo import staged
from bot.cli.options import note, process_settings
from bot.cli.stopping import told_to_stop

_LOOKS_EVERY_S = 0.5


def demo(
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port of the page. Default: any free one.")] = 0,
    *,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the page in the browser.")] = True,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Start over: a new book as of today, nothing sent yet.")
    ] = False,
) -> None:
    """Run the demo until Ctrl-C."""
    settings, folder = process_settings(), demo_folder()
    database = folder / "amber.sqlite3"
    if fresh and database.exists():
        _forget_all(database)
    book = demo_book(folder, Clock(settings.as_of), note, fresh=fresh)
    note("The local Slack and the bot are starting")
    with told_to_stop() as stop, staged(book, database, settings, port) as stage:
        stage.wait_until_connected(stop)
        if not stop.is_set():
            typer.echo(f"Amber is ready:  {stage.bench.url}/")
            typer.echo(f"Its book, open and edit it:  {book}")
            typer.echo("Ctrl-C ends the demo")
            if browser and _has_display():
                webbrowser.open(f"{stage.bench.url}/")
        while not stop.wait(_LOOKS_EVERY_S):
            stage.check()


def _forget_all(database: Path) -> None:
    """Remove the state. Raises Conflict while a bot works with it."""
    from bot.state.alone import alone  # noqa: PLC0415  # who starts over waits for SQL, and nobody else

    with alone(str(database)):
        for ending in ("", "-wal", "-shm"):
            Path(f"{database}{ending}").unlink(missing_ok=True)


def _has_display() -> bool:
    return sys.platform != "linux" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
