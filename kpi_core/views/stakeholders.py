"""The stakeholder map: an account's contacts by influence and relationship, and the risk of hanging on one thread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

import narwhals as nw

from kpi_core.evaluate import Figures
from kpi_core.frames import rows_of
from kpi_core.health.bonds import contacts_at
from kpi_core.measures.facts import contacts
from kpi_core.portfolio import require_account
from kpi_core.presence import has
from kpi_core.schema import CONTACTS

# The most influential first, as the schema lists them; those of unknown influence come last.
INFLUENCES: tuple[str, ...] = CONTACTS.column("influence").choices
RELATIONSHIPS = range(1, 6)


@dataclass(frozen=True, slots=True)
class Stakeholder:
    """One contact who is still there. `relationship` is 1 (cold) to 5 (close), None when nobody typed one."""

    contact_id: str
    name: str | None
    title: str | None
    influence: str | None
    relationship: int | None
    last_on: date | None
    row: int


@dataclass(frozen=True, slots=True)
class StakeholderMap:
    """An account's contacts, the most influential and closest first."""

    account_id: str
    stakeholders: tuple[Stakeholder, ...]
    is_known: bool  # the book keeps contacts
    is_influence_known: bool  # and who decides

    @property
    def decision_makers(self) -> tuple[Stakeholder, ...]:
        """Those who decide."""
        return tuple(one for one in self.stakeholders if one.influence == "decision_maker")

    @property
    def is_single_threaded(self) -> bool | None:
        """Whether the account hangs on one contact at most, or nobody known there decides; None: not known."""
        if not self.is_known:
            return None
        nobody_decides = self.is_influence_known and not self.decision_makers
        return len(self.stakeholders) <= 1 or nobody_decides


def stakeholder_map(figures: Figures, account_id: str) -> StakeholderMap:
    """Return the account's stakeholder map. Raises InputError for an unknown account."""
    require_account(figures, account_id)
    this_account = nw.col("account_id") == account_id
    spoken = contacts(figures.tables, figures.now).filter(this_account & ~nw.col("contact_id").is_null())
    last = {
        row["contact_id"]: row["at"].date() for row in rows_of(spoken.group_by("contact_id").agg(nw.col("at").max()))
    }
    is_known = has(figures.tables, ("contacts.account_id",))
    is_influence_known = is_known and has(figures.tables, ("contacts.influence",))
    return StakeholderMap(account_id, stakeholders(figures, account_id, last), is_known, is_influence_known)


def stakeholders(
    figures: Figures, account_id: str, last: Mapping[str, date] = MappingProxyType({})
) -> tuple[Stakeholder, ...]:
    """Return the account's contacts, the most influential and closest first; `last` is when each was spoken with."""
    rows = rows_of(contacts_at(figures.tables, figures.now).filter(nw.col("account_id") == account_id))
    people = [_stakeholder(row, last.get(row["contact_id"])) for row in rows]
    return tuple(sorted(people, key=_rank))


def _stakeholder(row: dict[str, Any], last_on: date | None) -> Stakeholder:
    relationship = row["relationship"]
    return Stakeholder(
        contact_id=row["contact_id"],
        name=row["name"],
        title=row["title"],
        influence=row["influence"],
        relationship=int(relationship) if relationship in RELATIONSHIPS else None,
        last_on=last_on,
        row=row["row"],
    )


def _rank(one: Stakeholder) -> tuple[int, int, int]:
    influence = INFLUENCES.index(one.influence) if one.influence in INFLUENCES else len(INFLUENCES)
    return influence, -(one.relationship or 0), one.row
