"""`amber export`: figures as an .xlsx file."""

from pathlib import Path
from typing import Annotated

import typer

from bot.answers.spreadsheet import figures_xlsx
from bot.cli.figures import period_named
from bot.cli.options import AsOf, Lang, Store, desk_of, write_file
from bot.cli.questions import person_named
from bot.people import ADMINISTRATOR
from bot.voice import Voice
from kpi_core.errors import InputError


def export(
    *,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE.xlsx", help="The file to write.")],
    period: Annotated[str, typer.Option(help="Like 2026-W47, last month or ytd. Default: the last full week.")] = "",
    who: Annotated[
        str | None,
        typer.Option("--as", metavar="WHO", help="Only what this person may see: ID, name or e-mail."),
    ] = None,
    lang: Lang = "en",
    store: Store = None,
    as_of: AsOf = None,
) -> None:
    """Write the figures of a period to a file; one that is there is replaced."""
    if output.suffix.lower() != ".xlsx":
        raise InputError(f"a spreadsheet is an .xlsx file; write {output.with_suffix('.xlsx')}", "--output")
    desk = desk_of(store, as_of)
    when = period_named(period, desk.figures)
    reader = person_named(who, desk) if who else ADMINISTRATOR
    content = figures_xlsx(desk, reader, when, Voice(lang))
    write_file(output, content)
    typer.echo(f"{output}: {Voice(lang).period(when)}")
