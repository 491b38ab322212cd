"""`amber card`: a scorecard as a picture."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from bot.access import home_scope
from bot.answers.portrait import Portrait, portrait
from bot.answers.scorecard import last_week
from bot.cli.figures import period_named
from bot.cli.options import AsOf, Store, desk_of, write_file
from bot.cli.questions import person_named
from bot.desk import Desk
from bot.people import ADMINISTRATOR, Person, language_for
from bot.voice import Voice
from kpi_core.errors import InputError, SetupError
from kpi_core.kpi import Scope
from kpi_core.text import Language

_WHOSE = "Whose: ID, name or e-mail. A lead without accounts stands for the team, the head for everybody."


def card(
    *,
    am: Annotated[str, typer.Option(metavar="WHO", help=_WHOSE)],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE.png", help="The picture to write.")],
    period: Annotated[
        str, typer.Option(help="Its last week is drawn, like 2026-W47 or last month. Default: the last full week.")
    ] = "",
    who: Annotated[
        str | None,
        typer.Option("--as", metavar="WHO", help="As this person may see it. Default: an admin."),
    ] = None,
    lang: Annotated[Language | None, typer.Option("--lang", help="Default: the person's own, else the book's.")] = None,
    store: Store = None,
    as_of: AsOf = None,
) -> None:
    """Draw a scorecard; a file that is there is replaced."""
    if output.suffix.lower() != ".png":
        raise InputError(f"a picture is a .png file; write {output.with_suffix('.png')}", "--output")
    draw = _pen()
    desk = desk_of(store, as_of)
    reader = person_named(who, desk) if who else ADMINISTRATOR
    voice = Voice(language_for(reader, desk.snapshot.tables.settings, chosen=lang or ""))
    scope = _scope_of(person_named(am, desk, "--am"), desk)
    week = last_week(period_named(period, desk.figures), desk)
    drawn = portrait(desk, reader, scope, week, voice)
    write_file(output, draw(drawn))
    typer.echo(f"{output}: {drawn.name} · {drawn.week}")


def _scope_of(person: Person, desk: Desk) -> Scope:
    own = Scope("am", person.am_id)
    return own if person.am_id in desk.figures.scopes["am"] else home_scope(person)


def _pen() -> Callable[[Portrait], bytes]:
    try:
        from bot.picture import card_png  # noqa: PLC0415  # matplotlib takes a second, and may not be there
    except ImportError as error:
        mend = f"Install it: {sys.executable} -m pip install 'amber-kpi[card]'"
        raise SetupError(f"Pictures are drawn by matplotlib, which cannot be loaded ({error})", mend) from error
    return card_png
