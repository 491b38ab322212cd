"""Into what a figure is broken down: the teams, AMs, tiers or accounts within whom it is asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.access import require_names
from bot.answers.asked import Asked
from bot.answers.naming import choice, scope_name
from bot.clauses import OFFERED
from bot.desk import Desk
from bot.voice import Voice, mark
from kpi_core.errors import InputError
from kpi_core.kpi import Level, Scope

LEVEL_NAMES: Mapping[Level, str] = {
    "team": mark("Team"),
    "am": mark("AM"),
    "tier": mark("Tier"),
    "account": mark("Account"),
}
_WITHIN: Mapping[Level, tuple[Level, ...]] = {
    "all": ("team", "am", "tier", "account"),
    "team": ("am", "account"),
    "am": ("account",),
    "tier": ("account",),
    "account": (),
}


def within(by: str, asked: Asked) -> Level:
    """Return the level that is asked for, which lies within whom it is asked for. Raises InputError, Refused."""
    require_names(asked.asker, asked.scope, asked.desk, asked.voice)
    levels = _WITHIN[asked.scope.level]
    if found := next((level for level in levels if level == by), None):
        return found
    name = scope_name(asked.scope, asked.desk, asked.voice)
    if not levels:
        raise InputError(asked.voice.say("“{name}” is one account: there is nothing to break down.", name=name))
    known = ", ".join(f"`{asked.voice.text(OFFERED[level])}`" for level in levels)
    raise InputError(asked.voice.say("The figures of “{name}” can be broken down {known}.", name=name, known=known))


def scopes_within(scope: Scope, level: Level, desk: Desk) -> Sequence[Scope]:
    """Return the scopes of a level within another, in the sheet's order; accounts count for who owns them now."""
    found = [Scope(level, scope_id) for scope_id in desk.figures.scopes[level]]
    return [one for one in found if _is_within(one, scope, desk)]


def name_within(scope: Scope, desk: Desk, voice: Voice) -> str:
    """Return what a scope is called below the name of its level."""
    if scope.level == "tier":
        return choice("accounts", "tier", scope.id, voice)
    return desk.figures.scopes[scope.level][scope.id]


def _is_within(one: Scope, scope: Scope, desk: Desk) -> bool:
    people = desk.roster.by_id
    match scope.level, one.level:
        case "all", _:
            return True
        case "team", "am":
            return one.id in people and people[one.id].team == scope.id
        case "team", "account":
            owner = people.get(desk.accounts[one.id].owner_id)
            return owner is not None and owner.team == scope.id
        case "am", "account":
            return desk.accounts[one.id].owner_id == scope.id
        case "tier", "account":
            return desk.accounts[one.id].tier == scope.id
    return False
