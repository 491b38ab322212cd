"""`amber run`, `amber digest`, `amber pings`: the bot, and sending now.

What they run is imported once the settings are read: who has left one out hears it at once.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from bot.address import Address
from bot.app.book import store_spec
from bot.app.log import log_events
from bot.cli.options import AsOf, Store, instant_of, note, process_settings
from bot.cli.stopping import told_to_stop
from kpi_core.errors import InputError

if TYPE_CHECKING:
    from bot.app.workplace import Workplace

DryRun = Annotated[bool, typer.Option("--dry-run", help="Send nothing; say who would get one.")]


Http = Annotated[
    str,
    typer.Option(
        "--http", metavar="[HOST:]PORT", help="Take Slack's requests, and the side panel's, here, behind a proxy."
    ),
]


def run(store: Store = None, http: Http = "") -> None:
    """Run the bot until it is told to stop (Ctrl-C, SIGTERM); told twice, it ends at once.

    What is being answered or posted is finished, in some seconds or not at all.
    """
    address = Address.named(http, "--http") if http else None
    settings = process_settings()
    log_events(settings.log_level)
    with told_to_stop() as stop:
        from bot.app.service import serve  # noqa: PLC0415  # see the module

        serve(settings, store_spec(store, settings, note), stop, address)


def digest(
    week: Annotated[str, typer.Option(metavar="WEEK", help="Like 2026-W47. Default: the last full week.")] = "",
    store: Store = None,
    as_of: AsOf = None,
    *,
    dry_run: DryRun = False,
) -> None:
    """Send a week's scorecards; what was sent already is not sent again."""
    with _sending(store, as_of, dry_run=dry_run) as place:
        from bot.cli.figures import period_named  # noqa: PLC0415  # see the module

        asked = period_named(week, place.desks.current().figures, "--week")
        if asked.unit != "week" or asked.is_running:
            raise InputError(f"'{week}' is not a week that has ended; write it like 2026-W47", "--week")
        _tell(place.deliveries.digest(asked, dry_run=dry_run))


def pings(store: Store = None, as_of: AsOf = None, *, dry_run: DryRun = False) -> None:
    """Send today's reminders; what was sent already is not sent again."""
    with _sending(store, as_of, dry_run=dry_run) as place:
        _tell(place.deliveries.pings(dry_run=dry_run))


@contextmanager
def _sending(store: str | None, day: str | None, *, dry_run: bool) -> Iterator["Workplace"]:
    settings = process_settings()
    settings = replace(settings, as_of=instant_of(day, settings))
    if not dry_run:
        settings.require("slack_bot_token")
    from bot.app.workplace import workplace  # noqa: PLC0415  # see the module

    with workplace(settings, store_spec(store, settings, note)) as place:
        yield place


def _tell(lines: Sequence[str]) -> None:
    for line in lines:
        typer.echo(line)
    if not lines:
        note("Nothing to send: all have had theirs")
