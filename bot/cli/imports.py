"""`amber import`: another system's CSV export into a tab."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bot.app.book import store_spec
from bot.app.place import place_of
from bot.cli.options import Store, note, process_settings
from sheets.headers import recognise_tab
from sheets.importer import BadRow, Imported, import_csv


def import_rows(
    file: Annotated[Path, typer.Argument(metavar="FILE.csv", help="The export.")],
    into: Annotated[str, typer.Option(metavar="TAB", help="The tab that gets the rows, like accounts.")],
    mapping: Annotated[
        Path, typer.Option("--map", metavar="MAP.toml", help="Which of their columns is which of ours.")
    ],
    store: Store = None,
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Write nothing; say what would be written.")] = False,
    skip_bad: Annotated[
        bool, typer.Option("--skip-bad", help="Leave out rows that do not fit, take the rest.")
    ] = False,
) -> None:
    """Add the file's rows to a tab of the book, each ID once."""
    settings = process_settings()
    tab = recognise_tab(into) or into
    book = place_of(store_spec(store, settings, note), settings).opener()()
    with _progress(file.name) as progress:
        done = import_csv(file, tab, mapping, book, dry_run=dry_run, skip_bad=skip_bad, progress=progress)
    for row in done.bad:
        typer.echo(_line(row))
    refused = bool(done.bad) and not skip_bad
    typer.echo(_summary(done, tab, dry_run=dry_run, refused=refused), err=refused)
    raise typer.Exit(2 if refused else 0)


def _summary(done: Imported, tab: str, *, dry_run: bool, refused: bool) -> str:
    if refused:
        was = "would be" if dry_run else "was"
        return (
            f"amber: nothing {was} written; rows that do not fit: {len(done.bad)}. "
            "Mend them, or take the rest with --skip-bad"
        )
    would = "would be " if dry_run else ""
    not_meant = f", not meant by the mapping: {done.passed_over}" if done.passed_over else ""
    counts = f"{done.added}, already there: {done.skipped_existing}, left out: {len(done.bad)}"
    return f"rows {would}added to {tab}: {counts}{not_meant}"


def _line(row: BadRow) -> str:
    hint = f"; did you mean {row.suggestion}?" if row.suggestion else ""
    return f"{row.file}:{row.line}  {' '.join(row.reason.split())}{hint}"


@contextmanager
def _progress(name: str) -> Iterator[Callable[[int, int], None]]:
    """Show rows written and rows in all: a bar on a terminal, lines elsewhere."""
    console = Console(stderr=True)
    if not console.is_terminal:
        note(f"Reading {name}")
        yield lambda done, of: note(f"{done:,} of {of:,} rows written") if done else None
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("rows"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(name, total=None)
        yield lambda done, of: bar.update(task, completed=done, total=of)
