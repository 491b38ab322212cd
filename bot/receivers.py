"""Who is told of a signal: its AM, their lead or the head, and whoever stands in where one cannot be reached."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from bot.people import Person, Roster
    from kpi_core.rules.signal import Signal


def shares(
    signals: Iterable[Signal], roster: Roster, day: date, escalated: Mapping[str, Person]
) -> Mapping[str, Sequence[Signal]]:
    """Return the signals by the am_id of who is told of them that day, in their order.

    `escalated` says who is told of a signal (by its identity) on top of its audience.
    """
    found: dict[str, list[Signal]] = defaultdict(list)
    for signal in signals:
        told = {person.am_id for person in receivers(signal, roster, day)}
        if (senior := escalated.get(signal.identity)) is not None:
            told.add(senior.am_id)
        for am_id in told:
            found[am_id].append(signal)
    return found


def receivers(signal: Signal, roster: Roster, day: date) -> Sequence[Person]:
    """Return who is told of a signal, each once: its AM, the AM's lead, the heads, as its audience says."""
    owner = roster.by_id.get(signal.am_id or "")
    told: dict[str, Person] = {}
    for audience in signal.audience:
        if audience == "owner" or (audience == "lead" and owner is None):
            found: list[Person | None] = [receiver(signal, roster, day)]
        elif audience == "lead" and owner is not None:
            found = [_stand_in(roster.lead_of(owner), roster, day)]
        else:
            found = [*(person for person in roster.with_role("head") if _reachable(person, day))]
        told |= {person.am_id: person for person in found if person is not None}
    return tuple(told.values())


def receiver(signal: Signal, roster: Roster, day: date) -> Person | None:
    """Return who is told of a signal: its AM; away, the backup; left, without Slack ID or without AM, the lead.

    Whoever of these cannot be reached is stood in for in the same way; None when nobody can be.
    """
    return _stand_in(roster.by_id.get(signal.am_id or ""), roster, day)


def senior_of(signal: Signal, roster: Roster, day: date) -> Person | None:
    """Return the lead who is told when a signal's AM leaves it open, or who stands in for them.

    None when it is nobody's, not the AM's to resolve, or when there is nobody above those who are told anyway.
    """
    owner = roster.by_id.get(signal.am_id or "")
    if owner is None or "owner" not in signal.audience or owner.role == "head":
        return None
    senior = _stand_in(roster.lead_of(owner), roster, day)
    return None if senior in (owner, *receivers(signal, roster, day)) else senior


def _stand_in(person: Person | None, roster: Roster, day: date) -> Person | None:
    """Return the person, or whoever stands in where they cannot be reached; a lead or head at the last."""
    passed: set[str] = set()
    while person is not None and person.am_id not in passed:
        if _reachable(person, day):
            return person
        passed.add(person.am_id)
        backup = roster.by_id.get(person.backup_id)
        if person.is_away(day) and backup is not None and _reachable(backup, day):
            return backup
        person = roster.lead_of(person)
    seniors = (*roster.with_role("lead"), *roster.with_role("head"))
    return next((person for person in seniors if _reachable(person, day)), None)


def _reachable(person: Person, day: date) -> bool:
    return person.active and bool(person.slack_user_id) and not person.is_away(day)
