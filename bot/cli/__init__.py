"""The `amber` command. Each sub-command is a module of this package with a function `command`.

Exit codes: 0 fine, 1 findings (`check`, `doctor`), 2 wrong input or set-up, 3 another system does not answer,
4 refused, 70 a fault of Amber's own, 130 interrupted.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import cast

import typer

from kpi_core.errors import AmberError

# Name: (module:function, what it does). A module is imported only when its command is the one asked for: `amber score`
# must not wait for Slack's libraries.
COMMANDS: dict[str, tuple[str, str]] = {
    "demo": ("demo:demo", "Try everything here: the demo book, the real bot and a local Slack with a web page."),
    "init": ("init:init", "Make the tabs of a book, an .xlsx file or a Google Sheet, or those that it lacks."),
    "doctor": ("doctor:doctor", "Check settings, book, Google and Slack, and say how to mend what is wrong."),
    "manifest": (
        "manifest:manifest",
        "Print the manifest of the Slack app, to paste when you create it; or of the side panel.",
    ),
    "run": ("service:run", "Run the bot, on Slack's Socket Mode or behind a proxy."),
    "ask": ("questions:ask", "Print what /kpi would answer."),
    "score": ("figures:score", "Print figures: KPIs by AM, team, tier or account."),
    "kpis": ("catalogue:kpis", "Print the catalogue of KPIs."),
    "export": ("export:export", "Write the figures of a period to an .xlsx file."),
    "card": ("card:card", "Draw somebody's weekly scorecard as a picture, a .png file."),
    "lake": ("lake:lake", "Write the book's tables as Parquet files, which --store parquet:DIR reads."),
    "check": ("findings:check", "Print what is wrong in the book, each with its cell; exit 1 when there are errors."),
    "import": ("imports:import_rows", "Bring another system's CSV export into a tab; rows already there stay."),
    "digest": ("service:digest", "Send the latest weekly scorecards to all who have not had them."),
    "pings": ("service:pings", "Send today's reminders to all who have not had them."),
    "forget": ("forget:forget", "Remove what the state holds of a person, and say where the book still names them."),
    "deliveries": ("deliveries:deliveries", "Print what was sent to whom, and what was not, and why."),
}
_BUG = 70


def main(words: Sequence[str] | None = None) -> None:
    """Run the command of these words (default: the process's own) and exit."""
    words = list(sys.argv[1:] if words is None else words)
    debug = "--debug" in words
    words = [word for word in words if word != "--debug"] or ["--help"]
    try:
        sys.exit(_assembled(words)(words, prog_name="amber", standalone_mode=False))
    except AmberError as error:
        _fail(str(error), error.exit_code, debug=debug)
    except typer.TyperException as error:
        named = [word for word in words if word in COMMANDS][:1]
        message = error.format_message().replace("Value error, ", "")  # a validator's own prefix
        _fail(f"{message} See: {' '.join(('amber', *named, '--help'))}", 2, debug=debug)
    except (KeyboardInterrupt, typer.Abort):
        _fail("stopped", 130, debug=debug)
    except Exception as error:  # noqa: BLE001  # the last line of defence: one line instead of a traceback
        _fail(f"a fault of Amber's own: {type(error).__name__}: {error}. Run it again with --debug", _BUG, debug=debug)


def _assembled(words: Sequence[str]) -> typer.Typer:
    app = typer.Typer(
        name="amber",
        help="KPIs, weekly scorecards and warnings in time for account managers, from the team's own book.",
        add_completion=False,
        rich_markup_mode="rich",
    )
    app.callback()(_common)
    named = next((word for word in words if word in COMMANDS), None)
    for name, (place, sentence) in COMMANDS.items():
        app.command(name, help=sentence)(_found(place) if name == named else _only_listed)
    return app


def _found(place: str) -> Callable[..., object]:
    module, _, function = place.partition(":")
    return cast("Callable[..., object]", getattr(import_module(f"bot.cli.{module}"), function))


def _common(
    debug: bool = typer.Option(False, "--debug", help="Show where an error came from. May stand anywhere."),
) -> None:
    """Take the options of every command."""


def _only_listed() -> None:
    """Stand for a command that was not asked for: the help names it, nothing runs it."""


def _fail(message: str, exit_code: int, *, debug: bool) -> None:
    if debug:
        raise  # noqa: PLE0704  # called while an exception is handled
    typer.echo(f"amber: {' '.join(message.split())}", err=True)
    sys.exit(exit_code)
