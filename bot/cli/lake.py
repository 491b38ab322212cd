"""`amber lake`: the book as Parquet files."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.options import Store, desk_of
from sheets.parquet import write_tables


def lake(
    *,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="The folder to make.")],
    store: Store = None,
) -> None:
    """Write a file for each tab, without what the figures leave out; --store parquet:DIR reads it."""
    written = write_tables(output, desk_of(store, None).snapshot)
    typer.echo(f"{output}: {written} tables; ask them with --store parquet:{output}")
