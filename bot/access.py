"""Who may see what: the one place that decides it, for Slack, the command line and every other surface.

| role | sees |
| --- | --- |
| am, senior_am | their own figures and accounts, those of whom they stand in for; totals of their team, without names |
| lead | everything of their team |
| head, admin | everything |

Anybody else is refused and told whom to ask. What one may not see is answered like what does not exist.
"""

from __future__ import annotations

from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING

from kpi_core.errors import InputError, Refused
from kpi_core.kpi import EVERYBODY, Scope

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.accounts import Account
    from bot.desk import Desk
    from bot.people import Person, Role
    from bot.voice import Voice
    from kpi_core.rules.signal import Signal

EVERYONE: frozenset[Role] = frozenset({"am", "senior_am", "lead", "head", "admin"})
LEADERS: frozenset[Role] = frozenset({"lead", "head", "admin"})
_SEE_ALL = frozenset({"head", "admin"})
_PERSONAL = frozenset({"am", "criteria"})  # the subjects of signals that are not for those they are about


def may_see(asker: Person, scope: Scope, desk: Desk) -> bool:
    """Whether the asker may see the totals of a scope."""
    if asker.role in _SEE_ALL:
        return True
    match scope.level:
        case "am":
            person = desk.roster.by_id.get(scope.id)
            return person is not None and sees_person(asker, person)
        case "account":
            account = desk.accounts.get(scope.id)
            return account is not None and sees_account(asker, account, desk)
        case "team":
            return bool(asker.team) and scope.id == asker.team
        case "all" | "tier":
            return False


def sees_names(asker: Person, scope: Scope, desk: Desk) -> bool:
    """Whether the asker may see who and which accounts stand behind the totals of a scope."""
    if scope.level == "team" and asker.role not in LEADERS:
        return False
    return may_see(asker, scope, desk)


def sees_person(asker: Person, person: Person) -> bool:
    """Whether the asker may see a person's figures."""
    own = asker.am_id == person.am_id
    same_team = asker.role == "lead" and bool(asker.team) and asker.team == person.team
    return own or same_team or asker.role in _SEE_ALL


def sees_account(asker: Person, account: Account, desk: Desk) -> bool:
    """Whether the asker may see an account: who may see its owner's figures does, and who stands in for its owner."""
    owner = desk.roster.by_id.get(account.owner_id)
    return asker.role in _SEE_ALL if owner is None else _sees_accounts_of(asker, owner, desk)


def stands_in(asker: Person, person: Person, desk: Desk) -> bool:
    """Whether the asker is the backup of somebody who is away now."""
    return person.is_away(desk.now.date()) and person.backup_id == asker.am_id


def acts_on(asker: Person, signal: Signal, desk: Desk) -> bool:
    """Whether the asker may act on a signal.

    Who sees its account does; where it has none, who sees its AM's figures; about a person, only those who lead them.
    So does to whom it went because its AM left it open: the backup of a lead who is away.
    """
    senior = desk.escalated.get(signal.identity)
    is_theirs = senior is not None and senior.am_id == asker.am_id
    if signal.account_id:
        account = desk.accounts.get(signal.account_id)
        return account is not None and (is_theirs or sees_account(asker, account, desk))
    if is_theirs:
        return True
    if asker.role in _SEE_ALL:
        return True
    about = desk.roster.by_id.get(signal.am_id or "")
    if about is None or (signal.subject_kind in _PERSONAL and asker.role not in LEADERS):
        return False
    return sees_person(asker, about) or stands_in(asker, about, desk)


def visible_accounts(asker: Person, desk: Desk) -> tuple[Account, ...]:
    """Return the accounts the asker may see, in the sheet's order; each question asks for them, so owner by owner."""
    if asker.role in _SEE_ALL:
        return tuple(desk.accounts.values())
    owners = [person for person in desk.roster.people if _sees_accounts_of(asker, person, desk)]
    found = chain.from_iterable(desk.accounts_by_owner.get(person.am_id, ()) for person in owners)
    return tuple(sorted(found, key=attrgetter("row")))


def _sees_accounts_of(asker: Person, owner: Person, desk: Desk) -> bool:
    return sees_person(asker, owner) or stands_in(asker, owner, desk)


def visible_people(asker: Person, desk: Desk) -> tuple[Person, ...]:
    """Return the active people whose figures the asker may see."""
    return tuple(person for person in desk.roster.people if person.active and sees_person(asker, person))


def visible_teams(asker: Person, desk: Desk) -> tuple[str, ...]:
    """Return the names of the teams whose totals the asker may see."""
    if asker.role in _SEE_ALL:
        return tuple(dict.fromkeys(person.team for person in desk.roster.people if person.team))
    return (asker.team,) if asker.team else ()


def require(asker: Person, scope: Scope, desk: Desk, voice: Voice) -> None:
    """Raise Refused, saying whom to ask, unless the asker may see the scope's totals; InputError when it has none."""
    if not may_see(asker, scope, desk):
        raise not_theirs(asker, desk, voice)
    if scope.level == "am" and scope.id not in desk.figures.scopes["am"]:
        person = desk.roster.by_id.get(scope.id)
        name = person.name if person else scope.id
        raise InputError(
            voice.say("{person} has no accounts of their own. Ask for a team: `card team NAME`.", person=name)
        )


def require_names(asker: Person, scope: Scope, desk: Desk, voice: Voice) -> None:
    """Raise Refused, saying whom to ask, unless the asker may see who and which accounts are in the scope."""
    require(asker, scope, desk, voice)
    if not sees_names(asker, scope, desk):
        whom = whom_to_ask(asker, desk, voice)
        raise Refused(voice.say("That names accounts, and those are not all yours. {whom} can help.", whom=whom))


def not_theirs(asker: Person, desk: Desk, voice: Voice) -> Refused:
    """Return the refusal of what is not the asker's to see: it says whom to ask."""
    return Refused(voice.say("That is not yours to see. {whom} can help.", whom=whom_to_ask(asker, desk, voice)))


def whom_to_ask(asker: Person, desk: Desk, voice: Voice) -> str:
    """Return the name of whoever can help the asker further: their lead, else the head."""
    lead = desk.roster.lead_of(asker)
    return lead.name if lead and lead != asker else _named(desk.roster.with_role("head", "admin"), voice)


def stranger(desk: Desk, voice: Voice) -> Refused:
    """Return the refusal of a colleague who is not in the team tab."""
    return _unknown(_named(desk.roster.with_role("head", "admin"), voice), voice)


def outsider(voice: Voice) -> Refused:
    """Return the refusal of somebody who may be anybody: it names nobody."""
    return _unknown(_named((), voice), voice)


def _unknown(whom: str, voice: Voice) -> Refused:
    return Refused(
        voice.say(
            "I do not know you yet. Please ask {whom} to add you to the team tab with your e-mail address.", whom=whom
        )
    )


def _named(people: Iterable[Person], voice: Voice) -> str:
    names = [person.name for person in people]
    return names[0] if names else voice.say("your administrator")


def home_scope(asker: Person) -> Scope:
    """Return what "me" means for the asker: an AM's own book, a lead's team, everybody for head and admin."""
    if asker.role in _SEE_ALL:
        return EVERYBODY
    return Scope("team", asker.team) if asker.role == "lead" and asker.team else Scope("am", asker.am_id)
