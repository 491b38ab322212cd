"""`amber ask`: what `/kpi` would answer, in the terminal."""

from typing import Annotated

import typer
from rich.console import Console

from bot import lookup
from bot.answers import answer
from bot.cli.options import AsOf, Store, desk_of
from bot.desk import Desk
from bot.people import ADMINISTRATOR, Person, language_for
from bot.terminal import render
from bot.voice import Voice
from kpi_core.errors import InputError
from kpi_core.text import Language


def ask(
    text: Annotated[str, typer.Argument(help="What one would type after /kpi; blank for the scorecard.")] = "",
    who: Annotated[
        str | None,
        typer.Option("--as", metavar="WHO", help="Ask as this person: ID, name or e-mail. Default: an admin."),
    ] = None,
    lang: Annotated[Language | None, typer.Option("--lang", help="Default: the person's own, else the book's.")] = None,
    store: Store = None,
    as_of: AsOf = None,
) -> None:
    """Print the answer to a question."""
    desk = desk_of(store, as_of)
    asker = person_named(who, desk) if who else ADMINISTRATOR
    language = language_for(asker, desk.snapshot.tables.settings, chosen=lang or "")
    try:
        found = answer(text, asker, desk, language)
    except InputError as error:
        raise InputError(Voice(language).text(error.text)) from None
    Console().print(render(found))


def person_named(who: str, desk: Desk, place: str = "--as") -> Person:
    """Return the person of that ID, e-mail or name, or with these words in the name. Raises InputError at the place."""
    people = [lookup.named(one, one.name, one.am_id, one.email) for one in desk.roster.people]
    found = lookup.find(who.removeprefix("@"), people)
    if len(found) == 1:
        return found[0].thing
    likely = [f"{one.label} ({one.typed})" for one in found or lookup.alike(who, people)]
    if found:
        raise InputError(f"'{who}' may be {' or '.join(likely)}; write the ID", place)
    hint = f"did you mean {' or '.join(likely)}?" if likely else "take an ID or a name of the team tab"
    raise InputError(f"nobody is called '{who}'; {hint}", place)
