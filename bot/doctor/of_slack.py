"""Checks of Slack: tokens, scopes, channels, people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.doctor.examination import Outcome, finding, fine, not_applicable
from bot.permissions import BOT_SCOPES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.doctor.surroundings import Surroundings
    from bot.people import Person

_MENDS = {
    "not_in_channel": "/invite @Amber there",
    "channel_not_found": "write its ID (C…) in the settings tab; a private one: /invite @Amber there",
}


def bot_token(surroundings: Surroundings) -> Outcome:
    """Check that Slack takes the bot token."""
    surroundings.settings.require("slack_bot_token")
    identity = surroundings.identity
    return fine(f"{identity.get('user')} in {identity.get('team')}")


def scopes(surroundings: Surroundings) -> Outcome:
    """Check that the bot token may do all that Amber does."""
    granted = surroundings.identity["scopes"]
    if granted is None:
        return not_applicable("this server does not say what the token may do")
    missing = {scope: use for scope, use in BOT_SCOPES.items() if scope not in granted}
    if missing:
        return finding(
            "missing: " + "; ".join(f"{scope} ({use})" for scope, use in missing.items()),
            "Add them under OAuth & Permissions → Bot Token Scopes, and install the app anew",
        )
    return fine(f"all {len(BOT_SCOPES)}")


def app_token(surroundings: Surroundings) -> Outcome:
    """Check that the app token opens Socket Mode; requests over HTTP need none, and nobody knows a secret but Slack."""
    if surroundings.settings.slack_signing_secret and not surroundings.settings.slack_app_token:
        return not_applicable("a signing secret is set: Amber is run with --http")
    surroundings.settings.require("slack_app_token")
    surroundings.slack.opens_socket()
    return fine("it opens Socket Mode")


def channels(surroundings: Surroundings) -> Outcome:
    """Check that Amber is in every channel that the team's settings name."""
    named = list(surroundings.channels())
    if not named:
        return not_applicable("the settings tab names no channel")
    refusals = {
        f"{setting} ({channel})": refusal
        for setting, channel in named
        if (refusal := surroundings.slack.refusal_of_channel(channel))
    }
    if not refusals:
        return fine(f"Amber is in {len(named)}")
    return finding(
        "; ".join(f"{place}: {refusal}" for place, refusal in refusals.items()),
        "; ".join(f"{place}: {_MENDS.get(refusal, 'name another')}" for place, refusal in refusals.items()),
    )


def people(surroundings: Surroundings) -> Outcome:
    """Check that everybody active can be reached: digests and reminders go to slack_user_id."""
    active = [person for person in surroundings.desk.roster.people if person.active]
    if not active:
        return not_applicable("the team tab names nobody yet")
    unnamed = [person for person in active if not person.slack_user_id]
    unknown = [p for p in active if p.slack_user_id and not surroundings.slack.is_known(p.slack_user_id)]
    if not unnamed and not unknown:
        return fine(f"all {len(active)} have an ID that Slack knows")
    lines = [
        _listed("without slack_user_id", [person.name for person in unnamed]),
        _listed("not known to Slack", [f"{person.name} ({person.slack_user_id})" for person in unknown]),
    ]
    return finding("; ".join(filter(None, lines)), _ids_to_write(surroundings, [*unnamed, *unknown]))


def _listed(what: str, names: Sequence[str]) -> str:
    return f"{what}: {', '.join(names)}" if names else ""


def _ids_to_write(surroundings: Surroundings, persons: Sequence[Person]) -> str:
    """Return how to fill the team tab, with the IDs that e-mail addresses tell."""
    by_email = {person.name: surroundings.slack.user_of(person.email) for person in persons if person.email}
    told = ", ".join(f"{name} is {user}" for name, user in by_email.items() if user)
    return "Fill slack_user_id in the team tab" + (
        f": by their e-mail addresses, {told}" if told else " (in Slack: profile → ⋮ → Copy member ID)"
    )
