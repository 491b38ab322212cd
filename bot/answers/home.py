"""App Home: what one does most, one's scorecard, one's work list, one's settings."""

from __future__ import annotations

from bot.access import home_scope
from bot.answers.answer import Answer, Button, Divider, Heading, Item
from bot.answers.pick import ASK
from bot.answers.scorecard import card_answer
from bot.answers.settings import CHANGE_SETTINGS, settings_parts
from bot.answers.signals import MOST_ITEMS
from bot.desk import Desk
from bot.people import Person
from bot.personal import UNSET, Personal
from bot.press import Press
from bot.voice import Voice
from kpi_core.periods import INSTANT, unit_period


def home_answer(desk: Desk, voice: Voice, reader: Person, own: Personal = UNSET) -> Answer:
    """Return the reader's scorecard of the running week with their whole work list and their settings."""
    week = unit_period("week", desk.now - INSTANT, desk.now)
    card = card_answer(desk, voice, home_scope(reader), week, reader, MOST_ITEMS)
    heading, settings = Heading(voice.say("My settings")), settings_parts(own, reader, desk, voice)
    return Answer(card.summary, (_doors(voice, reader), *card.parts, Divider(), heading, *settings))


def _doors(voice: Voice, reader: Person) -> Item:
    log = Button(voice.say("Log interaction"), "log_interaction", Press().to_value(), "primary")
    return Item(
        (voice.say("Hello, {name}.", name=reader.name),),
        (
            log,
            Button(voice.say("Export"), ASK, "export"),
            Button(voice.say("Help"), ASK, "help"),
            Button(voice.say("My settings"), CHANGE_SETTINGS, reader.am_id),
        ),
    )
