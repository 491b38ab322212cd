"""`amber deliveries`: what was sent to whom, and what was not."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from rich.console import Console
from rich.table import Table

from bot.app.book import readings_of
from bot.app.clock import Clock
from bot.cli.options import Json, Lang, OwnStore, note, process_settings
from bot.delivery.slots import zone_named
from bot.harmless import harmless
from bot.state.address import file_of
from bot.state.db import open_database
from bot.state.records import KINDS, STATES, Record, Records, State, recipient_name
from bot.voice import NOTHING, Voice, mark
from kpi_core.errors import SetupError
from kpi_core.text import Language
from sheets.last_reading import LastReading, last_reading

_DAYS = 14
_MOST = 10_000
_MEND = "Set AMBER_DATABASE to the bot's own, as it stands in its .env or its service's settings"
_COLOURS: dict[State, str] = {"sent": "green", "failed": "red", "unknown": "red", "skipped": "yellow"}
_HEADER = (
    mark("Due"),
    mark("What"),
    mark("Recipient"),
    mark("State"),
    mark("Settled"),
    mark("Tries"),
    mark("Why, and what to do"),
)


def deliveries(
    *,
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help=f"Default: {_DAYS} days ago.")
    ] = None,
    state: Annotated[
        State | None, typer.Option("--state", metavar="STATE", help=f"Just these: {', '.join(STATES)}.")
    ] = None,
    as_json: Json = False,
    lang: Lang = "en",
    store: OwnStore = None,
) -> None:
    """Print the deliveries, the newest first."""
    settings = process_settings()
    spec = store or settings.store
    book = last_reading(readings_of(spec, settings)) if spec else LastReading()
    zone = zone_named(book.timezone, ZoneInfo("UTC"))
    first = since.replace(tzinfo=zone) if since else Clock(settings.as_of)() - timedelta(days=_DAYS)
    path = file_of(settings.database)
    if path is not None and not path.exists():  # whoever asks in another folder than the bot's is to know
        raise SetupError(f"there is no database at {path}", _MEND)
    engine = open_database(settings.database)
    try:
        found = Records(engine).newest(_MOST, [state] if state else tuple(STATES), since=first)
    finally:
        engine.dispose()
    if len(found) == _MOST:
        note(f"These are the newest {_MOST}; there are more")
    found = sorted(found, key=lambda one: one.due_at, reverse=True)  # after a downtime they are entered by recipient
    if as_json:
        typer.echo(json.dumps([_record(one, book, lang) for one in found], ensure_ascii=False, indent=2))
    elif found:
        Console().print(_table(found, book, zone, lang))
    else:
        note(f"No deliveries since {first.astimezone(zone):%Y-%m-%d}")


def _table(found: Sequence[Record], book: LastReading, zone: ZoneInfo, language: Language) -> Table:
    def local(at: datetime | None) -> str:
        return f"{at.astimezone(zone):%Y-%m-%d %H:%M}" if at else NOTHING

    voice = Voice(language)
    table = Table(
        *map(voice.say, _HEADER),
        caption=zone.key,
        caption_justify="left",
        header_style="bold",
        box=None,
        pad_edge=False,
    )
    for one in found:
        table.add_row(
            local(one.due_at),
            f"{voice.text(KINDS[one.kind])} {one.slot}",
            harmless(recipient_name(one.recipient, book.names)),
            harmless(voice.text(STATES[one.state]), _COLOURS.get(one.state, "")),
            local(one.settled_at),
            str(one.attempts),
            harmless(voice.text(one.error)),
        )
    return table


def _record(one: Record, book: LastReading, language: Language) -> dict[str, object]:
    return {
        "kind": one.kind,
        "recipient": one.recipient,
        "name": recipient_name(one.recipient, book.names),
        "slot": one.slot,
        "state": one.state,
        "due_at": one.due_at.astimezone(UTC).isoformat(),
        "settled_at": one.settled_at.astimezone(UTC).isoformat() if one.settled_at else None,
        "attempts": one.attempts,
        "error": one.error.to(language),
    }
