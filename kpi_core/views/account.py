"""The account card: all of one account."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import narwhals as nw

from kpi_core.evaluate import Figures
from kpi_core.frames import Frame, rows_of
from kpi_core.health import Health, health
from kpi_core.health.delivery import breaches
from kpi_core.kpi import Scope
from kpi_core.measures.contracts import with_renewal
from kpi_core.measures.engagement import with_cadence
from kpi_core.measures.facts import contacts
from kpi_core.measures.money import OVERDUE, REVENUE, unpaid_at_end
from kpi_core.measures.satisfaction import CLIENT_KINDS, is_achieved
from kpi_core.periods import DAY, INSTANT, Period, trailing
from kpi_core.portfolio import account_row
from kpi_core.presence import has
from kpi_core.timelines import FAR_OFF
from kpi_core.views.renewals import Standing, standing
from kpi_core.views.stakeholders import StakeholderMap, stakeholder_map
from kpi_core.views.wallet import Wallet, wallets

REVENUE_DAYS = 365


@dataclass(frozen=True, slots=True)
class ContractLine:
    """One contract of the account; `amount` in its own currency.

    `ends_on` is None for an open-ended one, `standing` for one that is not to be renewed: open-ended or one-off.
    """

    contract_id: str
    service: str | None
    ends_on: date | None
    amount: float | None
    currency: str
    standing: Standing | None
    row: int


@dataclass(frozen=True, slots=True)
class AccountMoney:
    """Money in base currency; `oldest_due_on` is the due date of the oldest invoice that is overdue."""

    revenue: float  # of the last 365 days
    unpaid: float
    overdue: float
    oldest_due_on: date | None


@dataclass(frozen=True, slots=True)
class AccountRequests:
    """Requests open now, those of them that break a promise, and when the oldest was opened."""

    open: int
    late: int
    oldest_opened_at: datetime | None


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of the client to a survey of kind nps, csat or ces."""

    kind: str
    score: float
    at: datetime
    comment: str | None
    row: int


@dataclass(frozen=True, slots=True)
class Goal:
    """One outcome the client wants; `is_achieved` None: not due yet, and not reached."""

    goal: str
    due_on: date
    target: float | None
    actual: float | None
    is_achieved: bool | None
    row: int


@dataclass(frozen=True, slots=True)
class OpenDeal:
    """One deal that is neither won nor lost; `amount` in base currency."""

    name: str | None
    kind: str | None
    stage: str | None
    amount: float | None
    expected_close_on: date | None
    row: int


@dataclass(frozen=True, slots=True)
class AccountCard:
    """All of one account. None: the book does not keep it; an empty tuple: there is none. Latest first.

    `account` is its row of the tab `accounts` with `owner_id` as of now; `health` and `wallet` are None unless active.
    """

    account: Mapping[str, Any]
    health: Health | None
    last_contact_at: datetime | None
    cadence_days: int
    people: StakeholderMap
    contracts: tuple[ContractLine, ...] | None
    money: AccountMoney | None
    requests: AccountRequests | None
    answers: tuple[Answer, ...] | None
    goals: tuple[Goal, ...] | None
    deals: tuple[OpenDeal, ...] | None
    wallet: Wallet | None


def account_card(figures: Figures, account_id: str, healths: Mapping[str, Health] | None = None) -> AccountCard:
    """Return the card of one account. Raises InputError when the book has none of that id.

    `healths` are those of the active accounts, where they are known already.
    """
    account = account_row(figures, account_id)
    tables = figures.tables
    this_account = nw.col("account_id") == account_id
    spoken = contacts(tables, figures.now).filter(this_account).select(nw.col("at").max())
    cadence = rows_of(with_cadence(tables["accounts"].filter(this_account), tables), "cadence")[0]["cadence"]
    scope = Scope("account", account_id)
    return AccountCard(
        account=account,
        health=(health(figures, scope) if healths is None else healths).get(account_id),
        last_contact_at=rows_of(spoken)[0]["at"],
        cadence_days=int(cadence),
        people=stakeholder_map(figures, account_id),
        contracts=_contracts(figures, account_id),
        money=_money(figures, account_id),
        requests=_requests(figures, account_id),
        answers=_answers(figures, account_id),
        goals=_goals(figures, account_id),
        deals=_deals(figures, account_id),
        wallet=next(iter(wallets(figures, scope)), None),
    )


def _of(figures: Figures, account_id: str, *needs: str) -> Frame | None:
    """Return the account's rows of the tab that the needs are in; None when the book does not keep them."""
    if not has(figures.tables, needs):
        return None
    return figures.tables[needs[0].partition(".")[0]].filter(nw.col("account_id") == account_id)


def _contracts(figures: Figures, account_id: str) -> tuple[ContractLine, ...] | None:
    frame = _of(figures, account_id, "contracts.account_id")
    if frame is None:
        return None
    told = with_renewal(frame, figures.tables, figures.now).sort("ended_at", "row", descending=True)
    return tuple(
        ContractLine(
            contract_id=row["contract_id"],
            service=row["service"],
            ends_on=row["ended_at"].date() if row["ended_at"] < FAR_OFF else None,
            amount=row["amount"],
            currency=row["own_currency"],
            standing=standing(row) if row["is_recurring"] and row["ended_at"] < FAR_OFF else None,
            row=row["row"],
        )
        for row in rows_of(told)
    )


def _money(figures: Figures, account_id: str) -> AccountMoney | None:
    tables, now = figures.tables, figures.now
    if not has(tables, OVERDUE.needs):
        return None
    this_account = nw.col("account_id") == account_id
    year = trailing(REVENUE_DAYS, now, now)
    earned = rows_of(REVENUE.facts(tables, year).filter(this_account), "numerator")
    unpaid = rows_of(
        unpaid_at_end(tables, Period(now - DAY, now, "range", now)).filter(this_account), "unpaid", "due_on"
    )
    overdue = [row for row in unpaid if row["due_on"] is not None and row["due_on"] + DAY <= now]
    return AccountMoney(
        revenue=sum(row["numerator"] for row in earned),
        unpaid=sum(row["unpaid"] or 0.0 for row in unpaid),
        overdue=sum(row["unpaid"] or 0.0 for row in overdue),
        oldest_due_on=min((row["due_on"].date() for row in overdue), default=None),
    )


def _requests(figures: Figures, account_id: str) -> AccountRequests | None:
    frame = _of(figures, account_id, "requests.account_id", "requests.opened_at", "requests.resolved_at")
    if frame is None:
        return None
    unresolved = nw.col("resolved_at").is_null() | (nw.col("resolved_at") >= nw.lit(figures.now))
    waiting = rows_of(frame.filter((nw.col("opened_at") < nw.lit(figures.now)) & unresolved), "opened_at")
    late = rows_of(breaches(frame, figures.now), "row")
    return AccountRequests(len(waiting), len(late), min((row["opened_at"] for row in waiting), default=None))


def _answers(figures: Figures, account_id: str) -> tuple[Answer, ...] | None:
    frame = _of(figures, account_id, "surveys.account_id", "surveys.kind", "surveys.at", "surveys.score")
    if frame is None:
        return None
    is_answered = ~nw.col("score").is_null() & (nw.col("at") < nw.lit(figures.now))
    given = frame.filter(nw.col("kind").is_in(list(CLIENT_KINDS)) & is_answered).sort("at", "row", descending=True)
    return tuple(Answer(row["kind"], row["score"], row["at"], row["comment"], row["row"]) for row in rows_of(given))


def _goals(figures: Figures, account_id: str) -> tuple[Goal, ...] | None:
    frame = _of(figures, account_id, "outcomes.account_id", "outcomes.due_on")
    if frame is None:
        return None
    dated = frame.filter(~nw.col("due_on").is_null()).with_columns(_achieved=is_achieved())
    today = (figures.now - INSTANT).date()
    return tuple(
        Goal(
            goal=row["goal"],
            due_on=row["due_on"].date(),
            target=row["target"],
            actual=row["actual"],
            is_achieved=True if row["_achieved"] else False if row["due_on"].date() <= today else None,
            row=row["row"],
        )
        for row in rows_of(dated.sort("due_on", "row", descending=True))
    )


def _deals(figures: Figures, account_id: str) -> tuple[OpenDeal, ...] | None:
    frame = _of(figures, account_id, "deals.account_id", "deals.stage")
    if frame is None:
        return None
    is_open = ~nw.col("stage").fill_null("").is_in(["won", "lost"])
    still_open = frame.filter(is_open & (nw.col("created_at") < nw.lit(figures.now)))
    return tuple(
        OpenDeal(
            name=row["name"],
            kind=row["kind"],
            stage=row["stage"],
            amount=row["base_amount"],
            expected_close_on=row["expected_close_on"].date() if row["expected_close_on"] else None,
            row=row["row"],
        )
        for row in rows_of(still_open.sort("created_at", "row", descending=True))
    )
