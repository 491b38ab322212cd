"""Forms in Slack: how one is opened, and how one that comes back filled in is taken."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from slack_bolt import Args
from slack_sdk import WebClient

from bot import blocks
from bot.answers.answer import Form
from bot.answers.told import told
from bot.forms import FieldErrors
from bot.listeners.visitors import Visitors
from bot.voice import Voice
from kpi_core.errors import AmberError

T = TypeVar("T")


def open_form(client: WebClient, trigger_id: str, form: Form, voice: Voice) -> None:
    """Open a form; the trigger lives three seconds."""
    client.views_open(trigger_id=trigger_id, view=blocks.form(form, voice.say("Cancel")))


def taken(args: Args, visitors: Visitors, take: Callable[[], T]) -> T | None:
    """Return what `take` makes of a filled form, before Slack hears that it is done; None when something is wrong.

    What is wrong stands at its field, what is not about one field at the first.
    """
    try:
        made = take()
    except FieldErrors as wrong:
        args.ack(response_action="errors", errors=dict(wrong.errors))
    except AmberError as error:
        first, voice = next(iter(blocks.answers(args.body["view"]))), visitors.voice(args.body["user"]["id"])
        args.ack(response_action="errors", errors={first: told(error, voice)})
    else:
        args.ack()
        return made
    return None
