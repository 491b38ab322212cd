"""What one has set for oneself, and the button that changes it."""

from __future__ import annotations

from datetime import datetime, time

from bot.answers.answer import Answer, Button, Facts, Heading, Item, Line, Link, Note, Part
from bot.answers.asked import Asked
from bot.delivery.slots import Timetable
from bot.desk import Desk
from bot.people import Person
from bot.personal import Personal
from bot.voice import Voice, mark
from kpi_core.text import Language

CHANGE_SETTINGS = "change_settings"
LANGUAGE_NAMES: dict[Language, str] = {"en": "English", "vi": "Tiếng Việt", "ru": "Русский"}
DAYS = (
    mark("Monday"), mark("Tuesday"), mark("Wednesday"), mark("Thursday"), mark("Friday"), mark("Saturday"),
    mark("Sunday"),
)  # fmt: skip


def answer_settings(asked: Asked) -> Answer:
    """Answer `settings`: what the asker has set, with a button to change it; an admin also finds the team's."""
    title = asked.voice.say("My settings")
    parts = settings_parts(asked.own, asked.asker, asked.desk, asked.voice)
    return Answer(title, (Heading(title), *parts))


def settings_parts(own: Personal, person: Person, desk: Desk, voice: Voice) -> list[Part]:
    """Return a person's settings as facts, the button that changes them, and for an admin the team's settings."""
    pairs: list[tuple[str, Line]] = [
        (voice.say("Language"), (_language(own, voice),)),
        (voice.say("Weekly digest"), (_digest(own, desk, voice),)),
        (voice.say("Pause"), (_pause(own, desk, voice),)),
    ]
    change = Button(voice.say("Change settings"), CHANGE_SETTINGS, person.am_id)
    parts: list[Part] = [Facts(tuple(pairs)), Item((voice.say("These are yours alone."),), (change,))]
    if person.role == "admin":
        parts.append(_team_settings(desk, voice))
    return parts


def digest_timetable(own: Personal, desk: Desk) -> Timetable:
    """Return when a person's digest comes: as they set it, else as the team did. Raises InputError."""
    return own.digest or Timetable.parse(desk.snapshot.tables.settings.text("digest"))


def _language(own: Personal, voice: Voice) -> str:
    if own.language:
        return LANGUAGE_NAMES[own.language]
    return voice.say("automatic ({language})", language=LANGUAGE_NAMES[voice.language])


def _digest(own: Personal, desk: Desk, voice: Voice) -> str:
    timetable = digest_timetable(own, desk)
    day = voice.say(DAYS[timetable.weekday]) if timetable.weekday is not None else voice.say("every day")
    return f"{day} {timetable.at:%H:%M}"


def _pause(own: Personal, desk: Desk, voice: Voice) -> str:
    if own.paused_until is None or datetime.combine(own.paused_until, time.min) < desk.now:
        return voice.say("none")
    return voice.say("until {day}: no reminders, no digest", day=voice.day(own.paused_until))


def _team_settings(desk: Desk, voice: Voice) -> Note:
    address = desk.snapshot.titles.get("settings", "settings")
    url = desk.snapshot.link("settings", 1)
    place = Link(address, url) if url else address
    return Note((voice.say("The team's settings stand in the tab "), place, "."))
