"""`amber demo`: everything on this machine."""

import os
import signal
import sys
import webbrowser
from threading import Event
from typing import Annotated

import typer

from bot.app.book import demo_book, demo_folder
from bot.app.clock import Clock
from bot.app.demo import staged
from bot.cli.options import note, process_settings

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
    settings, folder, stop = process_settings(), demo_folder(), Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    book = demo_book(folder, Clock(settings.as_of), note, fresh=fresh)
    database = folder / "amber.sqlite3"
    if fresh:
        for old in folder.glob(f"{database.name}*"):
            old.unlink()
    note("The local Slack and the bot are starting")
    with staged(book, database, settings, port) as stage:
        stage.wait_until_connected(stop)
        if not stop.is_set():
            typer.echo(f"Amber is ready:  {stage.bench.url}/")
            typer.echo(f"Its book, open and edit it:  {book}")
            typer.echo("Ctrl-C ends the demo")
            if browser and _has_display():
                webbrowser.open(f"{stage.bench.url}/")
        while not stop.wait(_LOOKS_EVERY_S):
            stage.check()


def _has_display() -> bool:
    return sys.platform != "linux" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
