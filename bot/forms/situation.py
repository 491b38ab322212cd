"""What one says about a situation: the renewal's outcome, "not now", "not mine"."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from bot.answers.answer import Field
from bot.answers.naming import choice
from bot.forms.record import FieldErrors, Recording, Row, Writing, day_in, event, telling
from bot.voice import mark
from kpi_core.errors import InputError
from kpi_core.rules import RULES_BY_KEY

_OUTCOMES = ("won", "negotiating", "lost")
_SNOOZE_DAYS = 7
_LONGEST_SNOOZE_DAYS = 180


def _outcome_fields(writing: Writing, initial: Mapping[str, str]) -> tuple[Field, ...]:
    say = writing.voice.say
    outcomes = tuple((word, choice("contracts", "renewal_status", word, writing.voice)) for word in _OUTCOMES)
    return (
        Field("outcome", say("How did it end?"), "choice", outcomes, initial.get("outcome", ""), hint=_about(writing)),
        Field("reason", say("Why"), "long_text", optional=True),
    )


def _outcome_row(writing: Writing, row_id: str, answers: Mapping[str, str]) -> Row:
    signal, say = writing.signal(), writing.voice.say
    if signal.subject_kind != "contract":
        raise InputError(say("Only a contract has a renewal outcome."))
    outcome = answers.get("outcome", "")
    if outcome not in _OUTCOMES:
        raise FieldErrors({"outcome": say("Please choose one of the list.")})
    cells = event(
        writing,
        row_id,
        "renewal_outcome",
        signal.subject,
        rule=signal.rule,
        value=outcome,
        reason=answers.get("reason"),
    )
    label = choice("contracts", "renewal_status", outcome, writing.voice)
    told = say(
        "Noted: the renewal of {account} is {outcome}.", account=writing.voice.text(signal.called), outcome=label
    )
    return Row("events", cells, told)


def _snooze_fields(writing: Writing, initial: Mapping[str, str]) -> tuple[Field, ...]:
    say, until = writing.voice.say, writing.today + timedelta(days=_SNOOZE_DAYS)
    return (
        Field("until", say("Silent until"), "date", initial=initial.get("until") or str(until), hint=_about(writing)),
        Field("reason", say("Why it can wait"), "text"),
    )


def _snooze_row(writing: Writing, row_id: str, answers: Mapping[str, str]) -> Row:
    signal, say = writing.signal(), writing.voice.say
    until = day_in(answers, "until", writing.voice)
    if not writing.today < until <= writing.today + timedelta(days=_LONGEST_SNOOZE_DAYS):
        raise FieldErrors({"until": say("Pick a day after today, at most half a year ahead.")})
    if not answers.get("reason"):
        raise FieldErrors({"reason": say("Please say why it can wait.")})
    cells = event(writing, row_id, "snooze", signal.subject, rule=signal.rule, until=until, reason=answers["reason"])
    told = say(
        "{account}: “{what}” stays silent until {day}.",
        account=writing.voice.text(signal.called),
        what=writing.voice.text(RULES_BY_KEY[signal.rule].names),
        day=writing.voice.day(until),
    )
    return Row("events", cells, told)


def _hand_over_fields(writing: Writing, initial: Mapping[str, str]) -> tuple[Field, ...]:
    return (
        Field("reason", writing.voice.say("Whose is it, or why is it not yours?"), "text",
              initial=initial.get("reason", ""), hint=_about(writing)),
    )  # fmt: skip


def _hand_over_row(writing: Writing, row_id: str, answers: Mapping[str, str]) -> Row:
    signal, say = writing.signal(), writing.voice.say
    reason = answers.get("reason", "")
    if not reason:
        raise FieldErrors({"reason": say("Please say why it is not yours.")})
    account = writing.account(signal.account_id or "")
    if account is None:
        raise InputError(say("Only an account can be somebody else's."))
    cells = event(writing, row_id, "hand_over", account.account_id, rule=signal.rule, reason=reason)
    lead = writing.desk.roster.lead_of(writing.asker)
    if lead is None:
        cell = writing.desk.snapshot.address("accounts", account.row, "owner_id")
        return Row("events", cells, say("Noted. Please set its owner in {cell}.", cell=cell))
    if not (lead.active and lead.slack_user_id):
        return Row("events", cells, say("Noted. {lead} is not on Slack: please tell them.", lead=lead.name))
    return Row("events", cells, say("Noted."), telling(writing, f"am:{lead.am_id}", row_id))


def _about(writing: Writing) -> str:
    signal = writing.signal()
    return f"{writing.voice.text(signal.called)}: {writing.voice.text(signal.why)}"


RENEWAL_OUTCOME = Recording("renewal_outcome", mark("Renewal outcome"), mark("Save"), _outcome_fields, _outcome_row)
SNOOZE = Recording("snooze", mark("Snooze"), mark("Snooze"), _snooze_fields, _snooze_row)
NOT_MINE = Recording("not_mine", mark("Not mine"), mark("Tell my lead"), _hand_over_fields, _hand_over_row)
