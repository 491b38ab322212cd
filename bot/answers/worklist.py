"""Work lists: what needs attention, quiet accounts, overdue invoices; each line says why and what can be done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

import narwhals as nw

from bot.access import require_names
from bot.answers.answer import Answer, Bold, Button, Heading, Item, Line, Note, Paragraph, Part
from bot.answers.asked import Asked
from bot.answers.attention import OF_QUIET, nothing_found, unwatched
from bot.answers.naming import age, cell, person_name, prose, scope_name
from bot.answers.signals import MOST_ITEMS, items, more_of, signals_for
from bot.press import Press
from kpi_core.catalogue import BY_KEY
from kpi_core.frames import rows_of
from kpi_core.kpi import SourceRow
from kpi_core.rules import RULES, Signal

_OF_OVERDUE = ("invoices.account_id", "invoices.due_on", "invoices.amount")


def answer_risks(asked: Asked) -> Answer:
    """Answer `risks`: all that needs attention, worst first, and how much there is of each kind. Raises Refused."""
    found = _visible(asked)
    title = asked.voice.many("{n} thing needs attention", "{n} things need attention", len(found))
    kinds = Counter(signal.rule for signal in found)
    told = [f"{asked.voice.text(rule.names)} {kinds[rule.key]}" for rule in RULES if kinds[rule.key]]
    below: list[Part] = [Note((" · ".join(told),))] if len(found) > 1 else []
    if len(found) > MOST_ITEMS:
        below.append(Note(prose(_where_the_rest_is(asked))))
    fine = asked.voice.say("Nothing needs attention.")
    if unkept := unwatched(asked.desk, asked.voice):
        fine = asked.voice.say("Nothing needs attention in what the book keeps.")
        below.append(Note((asked.voice.say("The book does not keep: {names}.", names=unkept),)))
    return listed(asked, title, _items(found, asked), fine, ("accounts.account_id",), below)


def _where_the_rest_is(asked: Asked) -> str:
    if asked.scope.level in {"all", "team"}:
        return asked.voice.say("Fewer at a time: `risks @am`, `quiet`, `renewals`, `overdue`, `account NAME`.")
    return asked.voice.say("Fewer at a time: `quiet`, `renewals`, `overdue`, `account NAME`.")


def answer_quiet(asked: Asked) -> Answer:
    """Answer `quiet`: accounts past their contact cadence. Raises Refused."""
    found = [signal for signal in _visible(asked) if signal.rule == "quiet"]
    title = asked.voice.many("{n} quiet account", "{n} quiet accounts", len(found))
    return listed(asked, title, _items(found, asked), asked.voice.say("Every account is within its rhythm."), OF_QUIET)


def answer_overdue(asked: Asked) -> Answer:
    """Answer `overdue`: unpaid invoices past due, the greatest first. Raises Refused."""
    require_names(asked.asker, asked.scope, asked.desk, asked.voice)
    kpi, voice = BY_KEY["overdue_amount"], asked.voice
    currency = asked.desk.snapshot.tables.base_currency
    period = asked.desk.figures.window(kpi)
    result = asked.desk.figures.result(kpi, asked.scope, period)
    rows = [row for row in asked.desk.figures.rows(kpi, asked.scope, period) if row.numerator > 0]
    rows.sort(key=lambda row: -row.numerator)
    if not rows:
        fine = voice.text(result.reason) if result.reason else voice.say("No invoice is past due.")
        return _nothing(asked, fine, _OF_OVERDUE)
    title = voice.say("Overdue: {amount}", amount=voice.figure(kpi, result.value, currency))
    due_days = _due_days(asked, rows[:MOST_ITEMS])
    shown = [_invoice(row, due_days[row.row], asked) for row in rows[:MOST_ITEMS]]
    return _answered(asked, title, [*shown, *more_of(len(rows) - MOST_ITEMS, voice)])


def listed(
    asked: Asked, title: str, shown: Sequence[Part], fine: str, needs: Sequence[str], below: Sequence[Part] = ()
) -> Answer:
    """Return these lines as a work list, with what stands below it.

    Where there are none it is said that all is fine, as far as the book has what that needs ("tab.column").
    """
    if not shown:
        return _nothing(asked, fine, needs, below)
    return _answered(asked, title, [*shown, *below])


def _items(found: Sequence[Signal], asked: Asked) -> Sequence[Part]:
    return items(found, asked.desk, asked.voice, asked.asker)


def _answered(asked: Asked, title: str, parts: Sequence[Part]) -> Answer:
    name = scope_name(asked.scope, asked.desk, asked.voice)
    return Answer(f"{name} · {title}", (Heading(f"{name} · {title}"), *parts, age(asked.desk, asked.voice)))


def _nothing(asked: Asked, fine: str, needs: Sequence[str], below: Sequence[Part] = ()) -> Answer:
    name = scope_name(asked.scope, asked.desk, asked.voice)
    said = nothing_found(asked.desk, asked.voice, asked.scope, fine, needs)
    return Answer(f"{name}: {said}", (Heading(name), Paragraph((said,)), *below, age(asked.desk, asked.voice)))


def _visible(asked: Asked) -> Sequence[Signal]:
    require_names(asked.asker, asked.scope, asked.desk, asked.voice)
    return signals_for(asked.asker, asked.desk, asked.scope)


def _invoice(row: SourceRow, due_on: datetime | None, asked: Asked) -> Item:
    voice, account = asked.voice, asked.desk.accounts.get(row.account_id or "")
    today = asked.desk.now - timedelta(microseconds=1)
    line: Line = (
        Bold(account.name if account else row.account_id or "?"),
        f": {voice.money(row.numerator, asked.desk.snapshot.tables.base_currency)}",
    )
    if due_on is not None:
        line = (*line, ", ", voice.say("due {when}", when=voice.relative_days((due_on.date() - today.date()).days)))
    if row.am_id != asked.asker.am_id:
        line = (*line, f" · {person_name(row.am_id, asked.desk, voice)}")
    press = Press(account_id=row.account_id or "")
    log = Button(voice.say("Log interaction"), "log_interaction", press.to_value())
    return Item((*line, "  ", cell(asked.desk, row.tab, row.row)), (log,))


def _due_days(asked: Asked, invoices: Sequence[SourceRow]) -> dict[int, datetime]:
    shown = nw.col("row").is_in([invoice.row for invoice in invoices])
    found = rows_of(asked.desk.snapshot.tables["invoices"].filter(shown), "row", "due_on")
    return {row["row"]: row["due_on"] for row in found}
