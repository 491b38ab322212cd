"""`make bench`: how fast Amber is, in ratios to what one would use instead."""

import typer

from tests.bench import commands, start

typer.echo(f"From command to answer on loopback, {commands.ROUNDS} commands one at a time")
typer.echo(commands.table())
typer.echo(f"\nStart to end of a process, the best of {start.ROUNDS}")
typer.echo(start.table())
