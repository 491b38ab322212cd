"""`amber init`: the tabs of a book made, or those that it lacks."""

from contextlib import AbstractContextManager, nullcontext
from typing import Annotated

import typer
from rich.console import Console

from bot.app.place import Place, place_of
from bot.cli.options import OwnStore, note, process_settings
from kpi_core.errors import InputError, SetupError
from kpi_core.schema import TABS, TEAM
from kpi_core.text import Language
from sheets.headers import recognise_tab

START = ("team", "accounts", "interactions", "contracts", "targets", "settings")


def init(
    store: OwnStore = None,
    *,
    tabs: Annotated[
        list[str] | None,
        typer.Option("--tabs", metavar="NAME… | all", help=f"The tabs to make. Default: {', '.join(START)}."),
    ] = None,
    more: Annotated[list[str] | None, typer.Argument(hidden=True)] = None,
    lang: Annotated[
        Language | None, typer.Option("--lang", help="Language of new tabs. Default: that of the book.")
    ] = None,
) -> None:
    """Make the tabs the book lacks, with headers, notes and drop-downs; nothing that stands there is changed."""
    settings = process_settings()
    spec = store or settings.store
    if not spec:
        raise SetupError("no book is named", "Give --store xlsx:PATH or --store gsheet:URL, or set AMBER_STORE")
    if more and not tabs:
        raise InputError(f"what is meant by '{' '.join(more)}'? Tabs are named after --tabs")
    wanted = _keys([*(tabs or ()), *(more or ())])
    place = place_of(spec, settings)
    book = place.opener()()
    with _working("Looking at the book and making what it lacks"):
        made = book.prepare(wanted, lang)
    for change in made:
        typer.echo(f"made: {change}")
    if not made:
        note("The book has all of that already: nothing was changed")
    elif TEAM.key in made:
        note(_next_step(place))


def _working(line: str) -> AbstractContextManager[object]:
    """Say what takes its time: while it lasts on a terminal, a line elsewhere."""
    console = Console(stderr=True)
    if console.is_terminal:
        return console.status(line)
    note(line)
    return nullcontext()


def _keys(names: list[str]) -> list[str]:
    """Return the keys of the tabs named, by key or title in any language. Raises InputError."""
    words = [word for name in names for word in name.split(",") if word]
    if not words:
        return list(START)
    if "all" in words:
        return list(TABS)
    keys = {word: recognise_tab(word) for word in words}
    unknown = [word for word, key in keys.items() if key is None]
    if unknown:
        raise InputError(f"there is no tab {', '.join(unknown)}; the tabs are {', '.join(TABS)}", "--tabs")
    return [key for key in dict.fromkeys(keys.values()) if key]


def _next_step(place: Place) -> str:
    who = "share the sheet with your team, and fill in" if place.is_google else "open it and fill in"
    return f"Next: {who} the team's tab, then the accounts'. amber doctor says what is left to do"
