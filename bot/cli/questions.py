"""`amber ask`: what `/kpi` would answer, in the terminal."""

from typing import Annotated

import typer
from rich.console import Console

from bot import lookup
from bot.answers import answer
from bot.cli.options import AsOf, Store, desk_of, note
from bot.desk import Desk
from bot.people import ADMINISTRATOR, Person, language_for
from bot.terminal import render
from bot.voice import Voice
from kpi_core.errors import InputError
from kpi_core.text import Language, Text, joined

_OR = Text(" or ", " hoặc ", " или ")
_SEVERAL = Text(
    "'{who}' may be {likely}; write the ID",
    "“{who}” có thể là {likely}; hãy ghi mã (ID)",
    "«{who}» — это может быть {likely}; напишите ID",
)
_NEAR = Text(
    "nobody is called '{who}'; did you mean {likely}?",
    "không có ai tên “{who}”; có phải bạn muốn nói {likely}?",
    "никого не зовут «{who}»; может быть, {likely}?",
)
_NOBODY = Text(
    "nobody is called '{who}'; take an ID or a name of the team tab",
    "không có ai tên “{who}”; hãy dùng mã hoặc tên trong tab nhân sự",
    "никого не зовут «{who}»; возьмите ID или имя с листа команды",
)


def ask(
    text: Annotated[str, typer.Argument(help="What one would type after /kpi; blank for the scorecard.")] = "",
    who: Annotated[
        str | None,
        typer.Option("--as", metavar="WHO", help="Ask as this person: ID, name or e-mail. Default: an admin."),
    ] = None,
    lang: Annotated[Language | None, typer.Option("--lang", help="Default: the person's own, else the book's.")] = None,
    store: Store = None,
    as_of: AsOf = None,
) -> None:
    """Print the answer to a question."""
    desk = desk_of(store, as_of)
    language = language_for(ADMINISTRATOR, desk.snapshot.tables.settings, chosen=lang or "")
    try:
        asker = person_named(who, desk) if who else ADMINISTRATOR
        language = language_for(asker, desk.snapshot.tables.settings, chosen=lang or "")
        found = answer(text, asker, desk, language)
    except InputError as error:
        raise InputError(Voice(language).text(error.text)) from None
    Console().print(render(found))
    if found.attachment:
        note("amber export -o FILE.xlsx writes the file")


def person_named(who: str, desk: Desk, place: str = "--as") -> Person:
    """Return the person of that ID, e-mail or name, or with these words in the name. Raises InputError at the place."""
    people = [lookup.named(one, one.name, one.am_id, one.email) for one in desk.roster.people]
    found = lookup.find(who.removeprefix("@"), people)
    if len(found) == 1:
        return found[0].thing
    likely = [part for one in found or lookup.alike(who, people) for part in (_OR, f"{one.label} ({one.typed})")][1:]
    if found:
        raise InputError(_SEVERAL.format(who=who, likely=joined(likely, "")), place)
    raise InputError(_NEAR.format(who=who, likely=joined(likely, "")) if likely else _NOBODY.format(who=who), place)
