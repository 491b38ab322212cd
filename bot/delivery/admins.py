"""Who looks after Amber: where to post what they alone should know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.people import language_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.desk import Desk
    from bot.personal import Personal
    from kpi_core.text import Language


def admins(
    desk: Desk, own: Callable[[str], Personal], user_of: Callable[[str], str] = lambda _: ""
) -> Iterator[tuple[str, Language]]:
    """Yield the admin channel, then the admins, then the heads, each with the language; `user_of` knows IDs by e-mail.

    `own` knows what a person has set for themselves.
    """
    settings = desk.snapshot.tables.settings
    if channel := settings.text("admin_channel"):
        yield channel, language_for(None, settings)
    for person in (*desk.roster.with_role("admin"), *desk.roster.with_role("head")):
        # At the beginning IDs are what is missing: who is known by e-mail is reached all the same.
        if user := person.slack_user_id or (person.email and user_of(person.email)):
            yield user, language_for(person, settings, chosen=own(person.am_id).language or "")
