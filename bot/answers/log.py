"""`log` where no form can open: what was understood, what is missing, and the button that opens the form with it."""

from __future__ import annotations

from bot.answers.answer import Answer, Button, Item
from bot.answers.asked import Asked
from bot.answers.doors import log_button
from bot.answers.naming import choice, prose
from bot.answers.pick import ASK
from bot.entry import MOST_MINUTES, STILL_TO_COME, TOO_LONG, Entry
from bot.scopes import Token, account_named
from kpi_core.errors import InputError
from kpi_core.periods import INSTANT


def answer_log(asked: Asked) -> Answer:
    """Answer `log`: a line with a button; where the surface can, it logs or opens the form itself instead.

    Raises InputError for a day to come, for more than a day's minutes, and, naming what was probably meant, for an
    account that is not in the book or not the asker's.
    """
    entry, voice = asked.question.entry, asked.voice
    if entry is None or not entry.words:
        said = voice.say("Log an interaction: press the button, or type it like this: `log Acme call 20m agreed`.")
        return Answer(said, (Item(prose(said), (log_button("", voice),)),))
    if entry.unknown:
        words = [Token(index, word) for index, word in enumerate(entry.unknown.split())]
        account_named(words, asked.desk, asked.asker, voice)
    if _days_from_today(entry, asked) > 0:
        raise InputError(voice.say(STILL_TO_COME))
    if (entry.minutes or 0) > MOST_MINUTES:
        raise InputError(voice.say(TOO_LONG))
    said = " ".join(filter(None, (_understood(entry, asked), _missing(entry, asked))))
    # The words are read again when the button is pressed: then a form can open, filled in as far as they tell.
    button = Button(voice.say("Log interaction"), ASK, f"log {entry.words}", "primary")
    return Answer(said, (Item(prose(said), (button,)),))


def _days_from_today(entry: Entry, asked: Asked) -> int:
    return (entry.on - (asked.desk.now - INSTANT).date()).days


def _understood(entry: Entry, asked: Asked) -> str:
    voice = asked.voice
    days = _days_from_today(entry, asked)
    parts = (
        asked.desk.accounts[entry.account_id].name if entry.account_id else "",
        choice("interactions", "channel", entry.channel, voice) if entry.channel else "",
        "" if entry.minutes is None else voice.many("{n} minute", "{n} minutes", entry.minutes),
        voice.relative_days(days) if days else "",
        voice.say("“{words}”", words=entry.summary) if entry.summary else "",
    )
    return voice.say("To log: {parts}.", parts=" · ".join(filter(None, parts)))


def _missing(entry: Entry, asked: Asked) -> str:
    voice = asked.voice
    if not entry.account_id:
        return voice.say("With which account? Begin with its name: `log Acme call 20m`.")
    return "" if entry.channel else voice.say("How did you speak? A call, an e-mail, a meeting, a chat?")
