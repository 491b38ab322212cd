"""Which contract follows which, and when an account that does not renew is lost.

Successor of contract c: names c in `renews`; or same account and service, starts after c starts, from 90 days before
to `renewal_grace_days` after c's effective end, and ends later. Each contract succeeds at most one other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from kpi_core.timelines import FAR_OFF, LONG_AGO

EARLY_DAYS = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Contract:
    """The part of a contract row that succession looks at. `ends_at` is the effective end; FAR_OFF when open-ended."""

    id: str
    account_id: str
    service: str
    starts_at: datetime
    ends_at: datetime
    signed_at: datetime | None
    renews: str | None
    is_recurring: bool
    is_kept: bool  # somebody's word that it goes on: auto-renews, renewal_status won, the latest outcome says won


def effective_end(row: Mapping[str, Any]) -> datetime:
    """Return min(ends_on, cancelled_on); FAR_OFF for an open-ended contract."""
    return min((day for day in (row["ends_on"], row["cancelled_on"]) if day is not None), default=FAR_OFF)


def contract_of(row: Mapping[str, Any], latest_outcome: Mapping[str, str]) -> Contract | None:
    """Return a contract row as a Contract; None when it lacks what succession needs."""
    if row["contract_id"] is None or row["account_id"] is None or row["starts_on"] is None:
        return None
    word = latest_outcome.get(row["contract_id"])
    not_cancelled = row["cancelled_on"] is None
    kept = (row["auto_renews"] is True and not_cancelled) or row["renewal_status"] == "won"
    return Contract(
        id=row["contract_id"],
        account_id=row["account_id"],
        service=row["service"] or "",
        starts_at=row["starts_on"],
        ends_at=effective_end(row),
        signed_at=row["signed_on"],
        renews=row["renews"],
        is_recurring=row["recurring"] is not False,
        is_kept=kept if word is None else word == "won",
    )


def successors(contracts: Sequence[Contract], grace: timedelta) -> dict[str, Contract]:
    """Return each renewed contract's successor, by the former's id."""
    by_id = {contract.id: contract for contract in contracts}
    found: dict[str, Contract] = {}
    used: set[str] = set()
    in_order = sorted(contracts, key=lambda contract: (contract.starts_at, contract.id))
    for contract in in_order:
        former = by_id.get(contract.renews or "")
        if former is not None and former.id != contract.id and former.id not in found:
            found[former.id] = contract
            used.add(contract.id)
    lines: dict[tuple[str, str], list[Contract]] = {}
    for contract in in_order:
        lines.setdefault((contract.account_id, contract.service), []).append(contract)
    for line in lines.values():
        for former in sorted(line, key=lambda contract: (contract.ends_at, contract.starts_at, contract.id)):
            if former.id in found:
                continue
            later = next((one for one in line if one.id not in used and _follows(one, former, grace)), None)
            if later is not None:
                found[former.id] = later
                used.add(later.id)
    return found


def _follows(later: Contract, former: Contract, grace: timedelta) -> bool:
    return (
        former.ends_at < FAR_OFF
        and not later.renews
        and later.starts_at > former.starts_at
        and former.ends_at - EARLY_DAYS <= later.starts_at <= former.ends_at + grace
        and later.ends_at > former.ends_at
    )


def lapsed_at(contracts: Sequence[Contract], followed: Mapping[str, Contract]) -> dict[str, datetime]:
    """Return, per account, the last effective end of its recurring contracts when nothing carries it on.

    An account is absent when it has no recurring contract, an open-ended one, or one that was renewed by word alone.
    """
    ends: dict[str, datetime] = {}
    for contract in contracts:
        if contract.is_recurring:
            goes_on = contract.is_kept and contract.id not in followed
            end = FAR_OFF if goes_on else contract.ends_at
            ends[contract.account_id] = max(end, ends.get(contract.account_id, LONG_AGO))
    return {account: end for account, end in ends.items() if end < FAR_OFF}
