"""`make bench`: how fast Amber is, in ratios to what one would use instead."""

import typer

from tests.bench import commands

typer.echo(f"From command to answer on loopback, {commands.ROUNDS} commands one at a time")
typer.echo(commands.table())
