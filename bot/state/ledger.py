"""The ledger of deliveries: who gets what once, and who is at it.

A delivery is enrolled when it falls due, claimed with a lease by whoever posts it, and settled with what became of
it. A claim whose lease ran out belongs to nobody: the message may or may not have been posted, so whoever claims it
next asks the conversation first.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Literal
from uuid import uuid4

from sqlalchemy import and_, delete, func, insert, not_, select, update
from sqlalchemy.exc import IntegrityError

from bot.state.db import deliveries, marks, reminders
from kpi_core.periods import DAY

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date, datetime

    from sqlalchemy import ColumnElement, Engine

Kind = Literal["digest", "pings", "alerts"]
State = Literal["due", "claimed", "sent", "failed", "skipped", "unknown"]
LEASE = timedelta(minutes=2)  # longer than one post may take, its timeout included
_OPEN = ("due", "claimed")
_REVIVABLE = ("failed", "skipped")  # surely not posted
_LONGEST_WAIT_S = 1800.0


@dataclass(frozen=True, slots=True)
class Errand:
    """What falls due for one recipient: sent at most once per (kind, recipient, slot).

    It is not sent before `due_at`, and not tried any more after `expires_at`.
    """

    kind: Kind
    recipient: str  # "am:3" or "team:North"
    slot: str  # the week "2026-W46", the day "2026-11-16", or the first of a day "2026-11-16.1"
    due_at: datetime
    expires_at: datetime

    @property
    def key(self) -> str:
        """The delivery's stable name: it travels in the message's metadata."""
        return f"{self.kind}|{self.recipient}|{self.slot}"


@dataclass(frozen=True, slots=True)
class Delivery:
    """An errand as it stands in the ledger."""

    id: int
    errand: Errand
    state: State
    claimed_by: str
    attempts: int
    channel: str  # where it was, or was about to be, posted


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to post one delivery while the lease lasts; `delivery` is as it stood before."""

    delivery: Delivery
    token: str

    @property
    def is_doubtful(self) -> bool:
        """Whether an earlier try passed its fence and may have posted, and nobody knows."""
        return self.delivery.state == "claimed" and self.delivery.channel != ""

    @property
    def wait_s(self) -> float:
        """How long to wait before the next try, doubling with each."""
        return min(30.0 * 2.0 ** min(self.delivery.attempts, 10), _LONGEST_WAIT_S)


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of a delivery, and when; `signals` are the identities of those it spoke of."""

    kind: Kind
    recipient: str
    state: State
    at: datetime
    error: str
    signals: tuple[str, ...]


class Ledger:
    """The deliveries in SQL. Every step is one statement or one transaction, so that any number may share it.

    `clock` counts leases and waits, and must run; `now`, an argument, is when errands fall due, and may be stopped.
    """

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock

    def enrol(self, errand: Errand, now: datetime, *, again: bool = False) -> None:
        """Enter an errand; one that is in already stays as it is, except that `again` revives a skipped or failed one.

        One that has expired is entered as skipped.
        """
        late = errand.expires_at <= now
        values = {
            "state": "skipped" if late else "due",
            "due_at": errand.due_at,
            "expires_at": errand.expires_at,
            "lease_until": self._clock(),
            "error": "missed: nothing was running in time" if late else "",
        }
        same = _same(errand)
        try:
            with self._engine.begin() as connection:
                connection.execute(
                    insert(deliveries).values(kind=errand.kind, recipient=errand.recipient, slot=errand.slot, **values)
                )
        except IntegrityError:
            if again:
                with self._engine.begin() as connection:
                    connection.execute(
                        update(deliveries).where(*same, deliveries.c.state.in_(_REVIVABLE)).values(**values)
                    )

    def state(self, errand: Errand) -> State | None:
        """Return what became of an errand; None when it was never entered."""
        with self._engine.connect() as connection:
            return connection.scalar(select(deliveries.c.state).where(*_same(errand)))

    def ready(self, now: datetime, kind: Kind | None = None) -> Sequence[Delivery]:
        """Return what may be claimed at `now`: due ones and claims whose lease ran out, oldest first."""
        wanted = [
            deliveries.c.state.in_(_OPEN),
            deliveries.c.due_at <= now,
            deliveries.c.lease_until <= self._clock(),
        ]
        if kind is not None:
            wanted.append(deliveries.c.kind == kind)
        with self._engine.connect() as connection:
            rows = connection.execute(select(deliveries).where(*wanted).order_by(deliveries.c.id)).all()
        return [
            Delivery(
                row.id,
                Errand(row.kind, row.recipient, row.slot, row.due_at, row.expires_at),
                row.state,
                row.claimed_by,
                row.attempts,
                row.channel,
            )
            for row in rows
        ]

    def claim(self, delivery: Delivery) -> Claim | None:
        """Claim a delivery as it was read; None when somebody else was faster."""
        now, token = self._clock(), uuid4().hex
        unchanged = (
            deliveries.c.id == delivery.id,
            deliveries.c.state == delivery.state,
            deliveries.c.claimed_by == delivery.claimed_by,
            deliveries.c.lease_until <= now,
        )
        with self._engine.begin() as connection:
            taken = connection.execute(
                update(deliveries)
                .where(*unchanged)
                .values(state="claimed", claimed_by=token, lease_until=now + LEASE, attempts=deliveries.c.attempts + 1)
            ).rowcount
        return Claim(delivery, token) if taken else None

    def fence(self, claim: Claim, address: str, signals: Sequence[str] = ()) -> bool:
        """Check right before the post that the claim still holds; note where it goes and of which signals it speaks."""
        now = self._clock()
        with self._engine.begin() as connection:
            held = connection.execute(
                update(deliveries)
                .where(*_mine(claim), deliveries.c.lease_until > now)
                .values(lease_until=now + LEASE, channel=address)
            ).rowcount
            if held and signals:
                connection.execute(delete(reminders).where(reminders.c.delivery_id == claim.delivery.id))
                connection.execute(
                    insert(reminders),
                    [{"delivery_id": claim.delivery.id, "signal": signal} for signal in dict.fromkeys(signals)],
                )
        return bool(held)

    def settle(self, claim: Claim, state: State, error: str = "") -> bool:
        """Record what became of a delivery that was not sent; False when the claim is somebody else's by now."""
        return self._change(claim, {"state": state, "error": error, "settled_at": self._clock()})

    def sent(self, claim: Claim, channel: str, ts: str) -> bool:
        """Record where the message stands; False when the claim is somebody else's by now."""
        place = {"channel": channel, "ts": ts}
        return self._change(claim, {"state": "sent", "error": "", "settled_at": self._clock(), **place})

    def put_back(self, claim: Claim, wait_s: float, error: str) -> bool:
        """Give back a claim that surely posted nothing, to be tried again after `wait_s` seconds."""
        until = self._clock() + timedelta(seconds=wait_s)
        return self._change(claim, {"state": "due", "lease_until": until, "error": error})

    def leave(self, claim: Claim, wait_s: float, error: str) -> bool:
        """Leave a claim that may have posted: after `wait_s` seconds somebody asks the conversation."""
        until = self._clock() + timedelta(seconds=wait_s)
        return self._change(claim, {"lease_until": until, "error": error})

    def reminded_in(self, recipient: str, first: date, last: date, besides: Errand | None = None) -> frozenset[str]:
        """Return the signals that a recipient was reminded of on the days first … last, both inclusive.

        What is being posted counts; what the errand `besides` says does not.
        """
        told = select(reminders.c.signal).join(deliveries).where(deliveries.c.recipient == recipient)
        told = told.where(deliveries.c.slot >= first.isoformat(), deliveries.c.slot < (last + DAY).isoformat())
        told = told.where(deliveries.c.state.in_(("claimed", "sent", "unknown")))
        if besides is not None:
            told = told.where(not_(and_(*_same(besides))))
        with self._engine.connect() as connection:
            return frozenset(connection.scalars(told))

    def states_on(self, kind: Kind, recipient: str, day: date) -> Sequence[State]:
        """Return what became of a recipient's deliveries of one kind on a day."""
        of_day = (deliveries.c.slot >= day.isoformat(), deliveries.c.slot < (day + DAY).isoformat())
        states = select(deliveries.c.state).where(deliveries.c.kind == kind, deliveries.c.recipient == recipient)
        with self._engine.connect() as connection:
            return connection.scalars(states.where(*of_day)).all()

    def settled_until(self) -> str:
        """Return a token that changes whenever another delivery is settled."""
        settled = select(func.count(), func.max(deliveries.c.settled_at)).where(deliveries.c.state.not_in(_OPEN))
        with self._engine.connect() as connection:
            count, last = connection.execute(settled).one()
        return f"{count} until {last}"

    def settled(self, most: int) -> Sequence[Settled]:
        """Return the latest deliveries that are settled, newest first, each with the signals it spoke of."""
        latest = select(deliveries).where(deliveries.c.state.not_in(_OPEN)).order_by(deliveries.c.id.desc()).limit(most)
        with self._engine.connect() as connection:
            rows = connection.execute(latest).all()
            about: dict[int, list[str]] = {row.id: [] for row in rows}
            spoken = select(reminders).where(reminders.c.delivery_id.in_(about))
            for each in connection.execute(spoken.order_by(reminders.c.signal)):
                about[each.delivery_id].append(each.signal)
        return [
            Settled(row.kind, row.recipient, row.state, row.settled_at or row.due_at, row.error, tuple(about[row.id]))
            for row in rows
        ]

    def ticked_at(self) -> datetime | None:
        """Return until when the due slots have been entered; None before the first tick."""
        with self._engine.connect() as connection:
            return connection.scalar(select(marks.c.at).where(marks.c.name == "tick"))

    def tick(self, at: datetime) -> None:
        """Note that all slots due until `at` have been entered."""
        with self._engine.begin() as connection:
            if not connection.execute(update(marks).where(marks.c.name == "tick").values(at=at)).rowcount:
                connection.execute(insert(marks).values(name="tick", at=at))

    def _change(self, claim: Claim, values: dict[str, object]) -> bool:
        with self._engine.begin() as connection:
            return bool(connection.execute(update(deliveries).where(*_mine(claim)).values(**values)).rowcount)


def _same(errand: Errand) -> tuple[ColumnElement[bool], ...]:
    return (
        deliveries.c.kind == errand.kind,
        deliveries.c.recipient == errand.recipient,
        deliveries.c.slot == errand.slot,
    )


def _mine(claim: Claim) -> tuple[ColumnElement[bool], ...]:
    return (
        deliveries.c.id == claim.delivery.id,
        deliveries.c.claimed_by == claim.token,
        deliveries.c.state == "claimed",
    )
