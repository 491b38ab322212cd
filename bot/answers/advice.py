"""Advice: what to do next about a KPI, about a scorecard, or about one account, with whom to begin."""

from __future__ import annotations

from collections.abc import Sequence

from bot.access import require, sees_names
from bot.answers.answer import Answer, Bold, Button, Heading, Item, Line, Note, Paragraph, Part
from bot.answers.asked import Asked
from bot.answers.doors import door, log_button
from bot.answers.naming import DOTS, age, prose, scope_name
from bot.desk import Desk
from bot.voice import Voice
from kpi_core.advice import GUIDES, Advice, advice_on, advise_account
from kpi_core.catalogue import BY_KEY
from kpi_core.kpi import Kpi
from kpi_core.periods import INSTANT, unit_period
from kpi_core.scorecard import Scorecard
from kpi_core.scorecards import scorecard, target
from kpi_core.targets import status

_ACCOUNTS_SHOWN = 3


def answer_advice(asked: Asked) -> Answer:
    """Answer `advice`. Raises Refused, and InputError for a KPI that does not exist for whom it is asked."""
    require(asked.asker, asked.scope, asked.desk, asked.voice)
    if asked.question.kpi:
        return _answer(asked, asked.voice.text(asked.question.kpi.names), _on_kpi(asked, asked.question.kpi))
    title = asked.voice.say("What to do next")
    if asked.scope.level == "account":
        return _answer(asked, title, _on_account(asked))
    return _answer(asked, title, _on_card(asked))


def piece(advice: Advice, desk: Desk, voice: Voice) -> Item:
    """Return a piece of advice as a line, with what opens its account."""
    kpi = BY_KEY[advice.kpi]
    account = desk.accounts.get(advice.account_id or "")
    buttons: tuple[Button, ...] = ()
    if account:
        buttons = (log_button(account.account_id, voice), door(account.account_id, "account", voice))
    return Item((Bold(voice.text(kpi.names)), f": {voice.text(advice.sentence)}"), buttons)


def _on_card(asked: Asked) -> list[Part]:
    """Advise on what is off target; where nothing is, on the accounts that do worst."""
    desk, voice, scope = asked.desk, asked.voice, asked.scope
    card = scorecard(desk.figures, scope, unit_period("week", desk.now - INSTANT, desk.now))
    sees = sees_names(asked.asker, scope, desk)
    if given := desk.advice(card, names_accounts=sees):
        return [piece(advice, desk, voice) for advice in given]
    healths = desk.healths_of(scope) if sees else {}
    worst = sorted((one for one in healths if healths[one].score is not None), key=lambda one: healths[one].score or 0)
    begin = [
        advice for one in worst[:_ACCOUNTS_SHOWN] for advice in advise_account(desk.figures, one, healths[one])[:1]
    ]
    return [Paragraph((_nothing_off(card, voice),)), *(piece(advice, desk, voice) for advice in begin)]


def _nothing_off(card: Scorecard, voice: Voice) -> str:
    if any(line.status for line in card.lines):
        return voice.say("Everything with a target is on target.")
    return voice.say("No figure here has a target, so none is off target.")


def _on_account(asked: Asked) -> list[Part]:
    of_account = asked.desk.healths.get(asked.scope.id)
    if of_account is None:
        return [Paragraph((asked.voice.say("This account is not active."),))]
    given = advise_account(asked.desk.figures, asked.scope.id, of_account)
    if not given:
        return [Paragraph((asked.voice.say("Nothing in the book is amiss with this account."),))]
    return [piece(advice, asked.desk, asked.voice) for advice in given]


def _on_kpi(asked: Asked, kpi: Kpi) -> list[Part]:
    """Say where the KPI stands, what to do first, and what else helps."""
    desk, voice, scope = asked.desk, asked.voice, asked.scope
    healths = desk.healths_of(scope) if sees_names(asked.asker, scope, desk) else {}
    first = advice_on(desk.figures, kpi.key, healths)
    said = voice.text(first.sentence).lower()
    more = [sentence for sentence in map(voice.text, GUIDES[kpi.key].general) if sentence.lower() not in said]
    parts: list[Part] = [Paragraph(_standing(asked, kpi)), piece(first, desk, voice)]
    if more:
        bullets = "".join(f"\n• {sentence[:1].upper()}{sentence[1:]}" for sentence in more)
        parts.append(Paragraph((Bold(voice.say("What else helps")), bullets)))
    return parts


def _standing(asked: Asked, kpi: Kpi) -> Line:
    figures, voice = asked.desk.figures, asked.voice
    currency = asked.desk.snapshot.tables.base_currency
    period = figures.window(kpi)
    result = figures.result(kpi, asked.scope, period)
    if result.value is None:
        return (voice.say("No value"), f": {voice.text(result.reason)}" if result.reason else "")
    goal = target(figures, kpi, asked.scope, period)
    said: Line = (f"{DOTS[status(kpi, result, goal)]} ", Bold(voice.figure(kpi, result.value, currency)))
    return (
        (*said, f"   {voice.say('target {target}', target=voice.figure(kpi, goal.value, currency))}") if goal else said
    )


def _answer(asked: Asked, title: str, parts: Sequence[Part]) -> Answer:
    name = scope_name(asked.scope, asked.desk, asked.voice)
    hint = Note(prose(asked.voice.say("`advice KPI` tells about one figure, `risks` lists all that waits.")))
    heading = f"{name} · {title}"
    return Answer(heading, (Heading(heading), *parts, hint, age(asked.desk, asked.voice)))
