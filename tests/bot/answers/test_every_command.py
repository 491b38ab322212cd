"""Every command, from every role, in every language, on the demo agency's book."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, get_args

import narwhals as nw
import pytest

from bot import blocks, terminal
from bot.access import home_scope, visible_accounts
from bot.answers import answer
from bot.answers.answer import (
    Answer,
    Bold,
    Button,
    Chart,
    Code,
    Facts,
    Form,
    Heading,
    Item,
    Line,
    Link,
    Note,
    Paragraph,
    TableOf,
)
from bot.answers.home import home_answer
from bot.answers.signals import item, signals_for
from bot.commands import COMMANDS
from bot.desk import Desk
from bot.forms import RECORDINGS
from bot.forms.record import Writing
from bot.people import Role
from bot.press import Press
from bot.voice import Voice
from bot.workbench.blockkit.checks import characters_outside_tables, check_blocks, check_view
from bot.workbench.blockkit.limits import BLOCKS_CHARACTERS
from kpi_core.attribution import attribute
from kpi_core.catalogue import BY_KEY, KPIS
from kpi_core.errors import AmberError
from kpi_core.evaluate import Figures
from kpi_core.schema import PEOPLE_TABS
from kpi_core.tables import Tables
from kpi_core.text import LANGUAGES, Language
from sheets.codec import decode
from sheets.demo.agency import rows
from sheets.grid import Book
from sheets.snapshot import Snapshot

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.people import Person

ROLES: tuple[Role, ...] = get_args(Role)
TUESDAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 9, 0)

# What is typed of each command; {account} is one the asker may see, {other} one that a lead of another team owns.
SAMPLES: dict[str, tuple[str, ...]] = {
    "me": ("", "me"),
    "card": ("card last week", "card team Sen", "card all", "card @minh"),
    "figure": (
        "nps last quarter", "freshness team Sen", "revenue account {account}", "nps @minh 2026-10", "nps 2026-W60",
    ),
    "why": ("why freshness", "why"),
    "account": ("account {account}", "account {other}", "account", "account qqqq"),
    "quiet": ("quiet", "quiet team Sen", "quiet all", "quiet @minh"),
    "renewals": ("renewals", "renewals 60 team Neva"),
    "overdue": ("overdue", "overdue all"),
    "log": ("log", "log {account}", "log {account} call 20m yesterday agreed", "log {other} call 20m"),
    "check": ("check",),
    "list": ("list",),
    "help": ("help", "help renewals", "help qqqq"),
    "refresh": ("refresh",),
    "matrix": ("matrix {account}", "matrix {other}", "matrix"),
    "contacts": ("contacts {account}", "contacts {other}"),
    "risks": ("risks", "risks all"),
    "advice": ("advice", "advice freshness", "advice nps team Neva"),
    "settings": ("settings",),
    "export": ("export 2026-W60",),  # what a file holds is checked in test_no_leaks: it takes its time
    "undo": ("undo",),
}  # fmt: skip


def demo_desk() -> Desk:
    tabs = {}
    for tab, tab_rows in rows(TUESDAY).items():
        keys = list(dict.fromkeys(key for row in tab_rows for key in row))
        tabs[tab] = [keys, *([row.get(key) for key in keys] for row in tab_rows)]
    decoded = decode(Book(tabs, "en_US", "Asia/Ho_Chi_Minh", "1"), TUESDAY)
    frames = {key: nw.from_native(frame).lazy() for key, frame in decoded.frames.items()}
    tables = attribute(Tables(frames, decoded.missing, decoded.settings, decoded.base_currency))
    titles = {table.key: table.label.en for table in PEOPLE_TABS}
    now_utc = NOW.replace(tzinfo=UTC)
    snapshot = Snapshot(tables, decoded.issues, "1", now_utc, "Asia/Ho_Chi_Minh", "en_US", titles, {})
    return Desk(snapshot, Figures(tables, NOW), NOW, now_utc)


@pytest.fixture(scope="module")
def demo() -> Desk:
    return demo_desk()


def of_role(role: Role, desk: Desk) -> Person:
    return next(person for person in desk.roster.people if person.role == role and person.am_id != "minh")


def typed(sample: str, asker: Person, desk: Desk) -> str:
    mine = next(account.name for account in visible_accounts(asker, desk))
    other = next(account.name for account in desk.accounts.values() if account.owner_id == "olga")
    return sample.format(account=mine, other=other)


def lines(found: Answer) -> Iterator[Line]:
    """Yield everything an answer says, line by line, the labels of its buttons included."""
    yield (found.summary,)
    for part in found.parts:
        match part:
            case Heading(text):
                yield (text,)
            case Paragraph(line) | Note(line):
                yield line
            case Item(line, buttons):
                yield line
                yield from ((button.label,) for button in buttons)
            case Facts(pairs):
                yield from ((name, *value) for name, value in pairs)
            case TableOf(header, table_rows, caption=caption):
                yield from ((name,) for name in (*header, caption))
                yield from (cell for row in table_rows for cell in row)
            case Chart(_, title, labels, series):
                yield from ((text,) for text in (title, *labels, *(name for name, _ in series)))


def buttons_of(found: Answer) -> Iterator[Button]:
    for part in found.parts:
        if isinstance(part, Item):
            yield from part.buttons


def prose(found: Answer) -> list[str]:
    """Return what an answer says in words: neither what is to be typed nor the addresses of cells."""
    return [
        piece.text if isinstance(piece, Bold) else piece
        for line in lines(found)
        for piece in line
        if not isinstance(piece, Code | Link)
    ]


@pytest.fixture(scope="module")
def words(demo: Desk) -> frozenset[str]:
    """Return every word that people wrote in the book: those stay as they are."""
    written = set(demo.snapshot.titles.values())
    for frame in demo.snapshot.tables.frames.values():
        for column in frame.collect().iter_columns():
            if column.dtype in (nw.String, nw.Categorical):
                written |= {word for value in column.unique() if value for word in re.findall(r"\w+", str(value))}
    return frozenset(written)


_THE_SAME_EVERYWHERE = frozenset({"Amber", "Slack", "Google"})
_AS_TYPED = re.compile(r"`[^`]*`|«[^»]*»|“[^”]*”")


def english(piece: str, words: frozenset[str]) -> set[str]:
    """Return the words of a Russian text in Latin letters that nobody wrote in the book; short forms (NPS) are none."""
    found = {word for word in re.findall(r"\w+", _AS_TYPED.sub("", piece)) if re.fullmatch(r"[A-Z]?[a-z]{2,}", word)}
    return found - words - _THE_SAME_EVERYWHERE


def complaints(found: Answer, language: Language, words: frozenset[str]) -> list[str]:
    """Return what is wrong with an answer: [] for one that may be posted."""
    message = blocks.render(found)
    wrong = check_blocks(message.blocks)
    if characters_outside_tables(message.blocks) > BLOCKS_CHARACTERS:
        wrong.append("more text than Slack takes")
    if not message.text.strip() or len(message.text) > blocks.message.TEXT:
        wrong.append("its text is empty or too long")
    terminal.render(found)
    for piece in prose(found):
        if re.search(r"[{}]|\bNone\b|\bnan\b|\bNaT\b|Text\(", piece):
            wrong.append(f"not filled in: {piece}")
        if raw := set(re.findall(r"\b[a-z]+(?:_[a-z0-9]+)+\b", piece)) - words:
            wrong.append(f"a raw key: {raw}")
        if language == "ru" and (left := english(piece, words)):
            wrong.append(f"English {left}: {piece}")
    return wrong


def said(text: str, asker: Person, desk: Desk, language: Language) -> Answer | str:
    """Return the answer, or the sentence it is refused with."""
    try:
        return answer(text, asker, desk, language)
    except AmberError as error:
        return Voice(language).text(error.text)


def test_it_has_a_sample_of_every_command() -> None:
    assert set() == {command.key for command in COMMANDS} - set(SAMPLES)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("key", [command.key for command in COMMANDS])
def test_it_answers_every_command_to_every_role_in_every_language(
    key: str, role: Role, demo: Desk, words: frozenset[str]
) -> None:
    asker = of_role(role, demo)
    for sample in SAMPLES.get(key, ()):
        text = typed(sample, asker, demo)
        found = {language: said(text, asker, demo, language) for language in LANGUAGES}
        assert 1 == len({type(one) for one in found.values()}), text
        for language, one in found.items():
            if isinstance(one, Answer):
                assert [] == complaints(one, language, words), (text, language)
            else:
                assert "\n" not in one
        english_said, *translated = found.values()
        if isinstance(english_said, str):
            assert english_said not in translated, text


@pytest.mark.parametrize("kpi", [kpi.key for kpi in KPIS])
def test_it_computes_every_kpi_in_russian_without_an_english_word(kpi: str, demo: Desk, words: frozenset[str]) -> None:
    text = kpi if BY_KEY[kpi].broken_down_by else f"why {kpi}"
    assert [] == complaints(answer(text, of_role("head", demo), demo, "ru"), "ru", words)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("role", ROLES)
def test_it_keeps_every_home_within_the_limits(
    role: Role, language: Language, demo: Desk, words: frozenset[str]
) -> None:
    found = home_answer(demo, Voice(language), of_role(role, demo))
    assert [] == check_view(blocks.home(found))
    assert [] == complaints(found, language, words)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("action", RECORDINGS)
def test_it_opens_every_form_whole_in_every_language(
    action: str, language: Language, demo: Desk, words: frozenset[str]
) -> None:
    asker = of_role("head", demo)
    renewal = next(signal for signal in demo.signals if signal.rule == "renewal")
    writing = Writing(asker, demo, Voice(language), Press.on(renewal), NOW.replace(tzinfo=UTC))
    form: Form = RECORDINGS[action].form(writing, "C1")
    view = blocks.form(form)
    assert [] == check_view(view)
    assert (form.title, form.submit) == (view["title"]["text"], view["submit"]["text"])
    if language == "ru":
        said_there = (form.title, form.submit, *(part for field in form.fields for part in (field.label, field.hint)))
        assert set() == {word for part in said_there for word in english(part, words)}


@pytest.mark.parametrize("role", ROLES)
def test_it_offers_only_buttons_that_work(role: Role, demo: Desk) -> None:
    asker = of_role(role, demo)
    for signal in signals_for(asker, demo, home_scope(asker)):
        for button in item(signal, demo, Voice("ru"), asker).buttons:
            writing = Writing(asker, demo, Voice("ru"), Press.from_value(button.value), NOW.replace(tzinfo=UTC))
            assert [] == check_view(blocks.form(RECORDINGS[button.action].form(writing, "C1")))


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_puts_only_buttons_on_answers_that_carry_their_whole_value(language: Language, demo: Desk) -> None:
    for text in ("me", "quiet", "renewals", "overdue", "returning"):
        for button in buttons_of(answer(text, of_role("head", demo), demo, language)):
            assert 0 < len(button.value) <= blocks.message.BUTTON_VALUE
            assert 0 < len(button.label) <= blocks.message.BUTTON_LABEL
