"""`amber doctor`: whether everything is set up, and how to mend what is not."""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import typer
from rich.console import Console
from rich.text import Text as Words

from bot.app.clock import Clock
from bot.cli.options import Json, Lang, OwnStore
from bot.doctor import CHECKS, Check, Examined, Surroundings, examine
from bot.voice import Voice

_MARKS = {"fine": ("✓", "green"), "finding": ("✗", "red"), "not_applicable": ("–", "dim")}


def doctor(*, as_json: Json = False, lang: Lang = "en", store: OwnStore = None) -> None:
    """Check settings, book, Google and Slack, changing nothing; exit 1 when something is to be mended."""
    surroundings = Surroundings(os.environ, Path(".env"), Clock(), store)
    console, voice = Console(quiet=as_json), Voice(lang)
    with _beginning(console, voice) as begin:
        examined = []
        for each in examine(CHECKS, surroundings, begin):
            examined.append(each)
            _print(each, console, voice)
    if as_json:
        typer.echo(json.dumps([_record(each, voice) for each in examined], ensure_ascii=False, indent=2))
    raise typer.Exit(1 if any(each.outcome.status == "finding" for each in examined) else 0)


@contextmanager
def _beginning(console: Console, voice: Voice) -> Iterator[Callable[[Check], object]]:
    """Show on a terminal what is being looked at, below what is known."""
    if console.quiet or not console.is_terminal:
        yield lambda _: None
        return
    with console.status("") as status:
        yield lambda check: status.update(f"{voice.text(check.title)} …")


def _print(each: Examined, console: Console, voice: Voice) -> None:
    outcome = each.outcome
    mark, style = _MARKS[outcome.status]
    said = (voice.text(outcome.text), "dim" if style == "dim" else "")
    console.print(Words.assemble((mark, style), f" {voice.text(each.check.title)}: ", said), soft_wrap=True)
    if mend := voice.text(outcome.mend):
        console.print(Words.assemble("  → ", (mend, "bold")), soft_wrap=True)


def _record(each: Examined, voice: Voice) -> dict[str, str]:
    outcome = each.outcome
    return {
        "key": each.check.key,
        "title": voice.text(each.check.title),
        "status": outcome.status,
        "text": voice.text(outcome.text),
        "mend": voice.text(outcome.mend),
    }
