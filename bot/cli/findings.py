"""`amber check`: what is wrong in the book."""

import json
from dataclasses import asdict

import typer

from bot.cli.options import AsOf, Json, Lang, Store, desk_of, note
from bot.voice import Voice
from kpi_core.text import Language
from sheets.grid import Issue


def check(*, as_json: Json = False, lang: Lang = "en", store: Store = None, as_of: AsOf = None) -> None:
    """Print the issues of the book, errors first; exit 1 when there are errors."""
    snapshot = desk_of(store, as_of).snapshot
    issues = sorted(snapshot.issues, key=lambda issue: issue.severity != "error")
    if as_json:
        records = [asdict(issue) | {"message": issue.message.to(lang)} for issue in issues]
        typer.echo(json.dumps(records, ensure_ascii=False, indent=2))
    for issue in () if as_json else issues:
        typer.echo(_line(issue, lang))
    errors = sum(issue.severity == "error" for issue in issues)
    if issues:
        note(f"errors: {errors}, warnings: {len(issues) - errors}")
    elif not snapshot.titles:
        note("The book has none of the tabs yet: amber init makes them")
    else:
        note("Nothing is wrong in the book")
    raise typer.Exit(1 if errors else 0)


def _line(issue: Issue, language: Language) -> str:
    place = f"{issue.tab}!{issue.cell}  " if issue.cell else issue.tab and f"{issue.tab}  "
    mark = "" if issue.severity == "error" else "warning: "
    hint = f". {Voice(language).say('Did you mean “{word}”?', word=issue.suggestion)}" if issue.suggestion else ""
    return f"{place}{mark}{' '.join(issue.message.to(language).split())}{hint}"
