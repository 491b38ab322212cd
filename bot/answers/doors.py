"""What leads on from an answer about an account: the other pictures of it, and the form to log a contact."""

from __future__ import annotations

from collections.abc import Mapping

from bot.accounts import Account
from bot.answers.answer import Button, Code, Item, Line
from bot.answers.pick import ASK
from bot.press import Press
from bot.voice import Voice, mark

# The command's words → (the button's label, what follows them).
_DOORS: Mapping[str, tuple[str, str]] = {
    "account": (mark("Account"), "{id}"),
    "contacts": (mark("Contacts"), "{id}"),
    "matrix": (mark("Matrix"), "account {id}"),
}


def doors(account: Account, voice: Voice, *commands: str, can_log: bool = True) -> Item:
    """Return a line with a button for each command about the account, and first one to log a contact with it."""
    line: Line = (voice.say("More of {account}:", account=account.name),)
    for position, command in enumerate(commands):
        line = (*line, " · " if position else " ", Code(f"{command} {account.name}"))
    opened = tuple(door(account.account_id, command, voice) for command in commands)
    return Item(line, (log_button(account.account_id, voice), *opened) if can_log else opened)


def door(account_id: str, command: str, voice: Voice) -> Button:
    """Return the button that asks a command about an account."""
    label, rest = _DOORS[command]
    return Button(voice.say(label), ASK, f"{command} {rest.format(id=account_id)}")


def log_button(account_id: str, voice: Voice) -> Button:
    """Return the button that opens the form to log a contact with an account."""
    return Button(voice.say("Log interaction"), "log_interaction", Press(account_id).to_value())
