"""`amber forget`: what Amber itself holds of a person goes; what the book holds is people's to remove."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from sqlalchemy import Engine

from bot.cli.options import Store, desk_of, note, process_settings
from bot.cli.questions import person_named
from bot.desk import Desk
from bot.people import Person
from bot.state import forgetting
from bot.state.db import open_database
from kpi_core.frames import rows_of
from kpi_core.schema import PEOPLE_TABS, TEAM
from sheets.archive import discard_readings

_SHOWN = 12
# What each table holds, in words.
_HELD = {
    "preferences": "settings of their own",
    "deliveries": "messages to them: when each was due, and whether it came",
    "reminders": "subjects of those messages",
    "outbox": "rows that they wrote in Slack, or that name them",
    "owners": "accounts that they were last seen to own",
    "history": "figures of theirs in past weeks",
}


def forget(
    who: Annotated[str, typer.Argument(metavar="PERSON", help="ID, name or e-mail; the ID of who is in no tab now.")],
    store: Store = None,
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Remove it without asking.")] = False,
) -> None:
    """Remove what the state and the readings hold of a person, and say where the book still names them."""
    settings, desk = process_settings(), desk_of(store, None)
    with _state(settings.database) as engine:
        person = _person(who, desk, engine)
        named = f"{person.name} ({person.am_id})"
        held = forgetting.held(engine, person.am_id)
        where = f"Amber's state in {engine.url.render_as_string()}"
        note(f"{where} holds of {named}:" if held else f"{where} holds nothing of {named}")
        for table, count in held.items():
            note(f"  {count} × {_HELD[table]}")
        if held:
            if not yes:
                typer.confirm("Remove all of it for good?", abort=True, err=True)
            forgetting.forget(engine, person.am_id)
            typer.echo(f"Forgotten: {named}")
    named_at = list(_named_at(person, desk))  # while what a lake's desk reads from is there
    for readings in settings.cache.glob("*"):  # of this book under whatever name, and of others that know them
        discard_readings(readings)
    if named_at:
        typer.echo("The book still names them; Amber removes nothing that people wrote:")
        for line in named_at:
            typer.echo(f"  {line}")
    note("Amber's readings of books on disk are removed; the next one holds what the book holds then.")
    note("Messages in Slack are Slack's to remove.")


@contextmanager
def _state(address: str) -> Iterator[Engine]:
    engine = open_database(address)
    try:
        yield engine
    finally:
        engine.dispose()


def _person(who: str, desk: Desk, engine: Engine) -> Person:
    if who not in desk.roster.by_id and forgetting.held(engine, who):
        return Person(who, "somebody who is not in the team tab")
    return person_named(who, desk, "PERSON")


def _named_at(person: Person, desk: Desk) -> Iterator[str]:
    """Yield the cells of the book that hold the person's ID, a line for each column."""
    for table in PEOPLE_TABS:
        for column in table.columns:
            if column.ref == TEAM.key or column is TEAM.id_column:
                rows = rows_of(desk.snapshot.tables[table.key], "row", column.key)
                cells = [
                    desk.snapshot.address(table.key, row["row"], column.key)
                    for row in rows
                    if row[column.key] == person.am_id
                ]
                if cells:
                    more = f" and {len(cells) - _SHOWN} more of that column" if len(cells) > _SHOWN else ""
                    yield f"{', '.join(cells[:_SHOWN])}{more}"
