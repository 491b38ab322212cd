"""`make bench`: how fast Amber is, in ratios to what one would use instead."""

import typer

from tests.bench import commands, core, delivery, google, idle, slack, start

typer.echo(f"From command to answer on loopback, {commands.ROUNDS} commands one at a time")
typer.echo(commands.table())
typer.echo(f"\nStart to end of a process, the best of {start.ROUNDS}")
typer.echo(start.table())
typer.echo(
    "\nThe KPI core on a book of 200 AMs, 10,000 accounts and 1,000,000 interactions, a week and the week before"
)
typer.echo(core.table())
typer.echo(
    "\nThe bot on that book, asked over the local Slack; its own time is that to the answer less the echo's median"
)
typer.echo(slack.table())
typer.echo(
    f"\nA Google Sheet of {google.ROWS:,} rows × 10 columns, and the bot beside it and beside {google.MOST_ROWS:,} rows"
)
typer.echo(google.table())
typer.echo(f"\nA digest for {delivery.AMS} AMs against the local Slack with its limits on")
typer.echo(delivery.table())
typer.echo(f"\nThe bot on the demo book while nobody asks, over {idle.OBSERVED_S} s")
typer.echo(idle.table())
