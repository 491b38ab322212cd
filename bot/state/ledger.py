"""The ledger of deliveries: who gets what once, and who is at it.

A delivery is enrolled when it falls due, claimed with a lease by whoever posts it, and settled with what became of
it. A claim whose lease ran out belongs to nobody: the message may or may not have been posted, so whoever claims it
next asks the conversation first.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from sqlalchemy import and_, delete, insert, not_, or_, select, update
from sqlalchemy.exc import IntegrityError

from bot.state.records import KINDS, OPEN, Kind, Records, State
from bot.state.tables import deliveries, marks, reminders
from kpi_core.periods import DAY
from kpi_core.text import Text, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection, Engine, Row

LEASE = timedelta(minutes=2)  # longer than one post may take, its timeout included
_REVIVABLE = ("failed", "skipped")  # surely not posted
_REMINDING: tuple[Kind, ...] = ("pings", "alerts")  # their slots begin with the day
_URGENT: Kind = "alerts"
_LONGEST_WAIT_S = 1800.0
_MISSED = Text(
    "missed: nothing was running in time", "lỡ giờ: lúc đó Amber không chạy", "пропущено: Amber тогда не работал"
)


@dataclass(frozen=True, slots=True)
class Errand:
    """What falls due for one recipient: sent at most once per (kind, recipient, slot).

    It is not sent before `due_at`, and not tried any more after `expires_at`.
    """

    kind: Kind
    recipient: str  # "am:3" or "team:North"
    slot: str  # the week "2026-W46", the day "2026-11-16", the first of a day "2026-11-16.1", or a row's ID
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


class Ledger:
    """The deliveries in SQL. Every step is one statement or one transaction, so that any number may share it.

    `clock` counts leases and waits, and must run; `now`, an argument, is when errands fall due, and may be stopped.
    """

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock
        self.records = Records(engine)

    def enrol(self, errand: Errand, now: datetime, *, again: bool = False) -> None:
        """Enter an errand; one that is in already stays as it is, except that `again` revives a skipped or failed one.

        One that has expired is entered as skipped.
        """
        at = self._clock()
        values = {**_due(errand, at), "error": plain(""), "settled_at": None}
        if errand.expires_at <= now:
            values |= {"state": "skipped", "error": _MISSED, "settled_at": at}
        same = _same(errand)
        try:
            with self._engine.begin() as connection:
                connection.execute(insert(deliveries).values(**_key(errand), **values))
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

    def ready(self, now: datetime, kinds: Collection[Kind] = tuple(KINDS)) -> Sequence[Delivery]:
        """Return what may be claimed at `now`, of these kinds: due ones and claims whose lease ran out.

        Those tried least come first, and of these the alerts: an urgent word waits for no digest.
        """
        wanted = [
            deliveries.c.state.in_(OPEN),
            deliveries.c.kind.in_(kinds),
            deliveries.c.due_at <= now,
            _is_free(self._clock()),
        ]
        with self._engine.connect() as connection:
            rows = connection.execute(
                select(deliveries)
                .where(*wanted)
                .order_by(deliveries.c.attempts, deliveries.c.kind != _URGENT, deliveries.c.id)
            ).all()
        return [_delivery(row) for row in rows]

    def claim(self, delivery: Delivery) -> Claim | None:
        """Claim a delivery as it was read; None when somebody else was faster."""
        now, token = self._clock(), uuid4().hex
        unchanged = (
            deliveries.c.id == delivery.id,
            deliveries.c.state == delivery.state,
            deliveries.c.claimed_by == delivery.claimed_by,
            deliveries.c.channel == delivery.channel,  # else it has passed its fence since, and is in doubt
            _is_free(now),
        )
        with self._engine.begin() as connection:
            taken = connection.execute(
                update(deliveries)
                .where(*unchanged)
                .values(state="claimed", claimed_by=token, lease_until=now + LEASE, attempts=deliveries.c.attempts + 1)
            ).rowcount
        return Claim(delivery, token) if taken else None

    def fence(self, claim: Claim, address: str, signals: Sequence[str] = (), counted: int = 0) -> bool:
        """Check right before the post that the claim still holds; note where it goes and of which signals it speaks.

        Those that it only counts are left for a later one.
        After a doubt it is noted too that whoever was before may post as well.
        """
        now = self._clock()
        noted = {"look_again_at": now + LEASE} if claim.is_doubtful else {}
        with self._engine.begin() as connection:
            held = connection.execute(
                update(deliveries)
                .where(*_mine(claim), deliveries.c.lease_until > now)
                .values(lease_until=now + LEASE, channel=address, counted=counted, **noted)
            ).rowcount
            if held and signals:
                connection.execute(delete(reminders).where(reminders.c.delivery_id == claim.delivery.id))
                connection.execute(
                    insert(reminders),
                    [{"delivery_id": claim.delivery.id, "signal": signal} for signal in dict.fromkeys(signals)],
                )
        return bool(held)

    def settle(self, claim: Claim, state: State, error: Text) -> bool:
        """Record what became of a delivery that was not sent; False when the claim is somebody else's by now."""
        return self._change(claim, {"state": state, "error": error, "settled_at": self._clock()})

    def sent(self, delivery: Delivery, channel: str, ts: str) -> bool:
        """Record where the message stands, whoever has the claim by now; False when another one is recorded already."""
        message = {"channel": channel, "ts": ts}
        values = {"state": "sent", "error": plain(""), "settled_at": self._clock(), **message}
        this = deliveries.c.id == delivery.id
        with self._engine.begin() as connection:
            if connection.execute(
                update(deliveries).where(this, deliveries.c.state != "sent").values(**values)
            ).rowcount:
                return True
            recorded = connection.execute(select(deliveries.c.channel, deliveries.c.ts).where(this)).one_or_none()
        return recorded is None or recorded == (channel, ts)

    def look_again(self, delivery: Delivery) -> None:
        """Note that there may be a message beside the recorded one."""
        with self._engine.begin() as connection:
            noted = update(deliveries).where(deliveries.c.id == delivery.id).values(look_again_at=self._clock() + LEASE)
            connection.execute(noted)

    def doubled(self) -> Sequence[Delivery]:
        """Return the sent deliveries of which a message beside the recorded one is to be looked for now."""
        wanted = (deliveries.c.state == "sent", deliveries.c.look_again_at <= self._clock())
        with self._engine.connect() as connection:
            return [_delivery(row) for row in connection.execute(select(deliveries).where(*wanted))]

    def looked(self, delivery: Delivery) -> None:
        """Note that no second message of a delivery is left."""
        with self._engine.begin() as connection:
            connection.execute(update(deliveries).where(deliveries.c.id == delivery.id).values(look_again_at=None))

    def put_back(self, claim: Claim, wait_s: float, error: Text) -> bool:
        """Give back a claim that surely posted nothing, to be tried again after `wait_s` seconds."""
        until = self._clock() + timedelta(seconds=wait_s)
        return self._change(claim, {"state": "due", "lease_until": until, "error": error})

    def leave(self, claim: Claim, wait_s: float, error: Text) -> bool:
        """Leave a claim that may have posted: after `wait_s` seconds somebody asks the conversation."""
        until = self._clock() + timedelta(seconds=wait_s)
        return self._change(claim, {"lease_until": until, "error": error})

    def reminded_in(self, recipient: str, first: date, last: date, besides: Errand | None = None) -> frozenset[str]:
        """Return the signals that a recipient was reminded of on the days first … last, both inclusive.

        What is being posted counts; what the errand `besides` says does not.
        """
        told = select(reminders.c.signal).join(deliveries).where(deliveries.c.recipient == recipient)
        told = told.where(deliveries.c.slot >= first.isoformat(), deliveries.c.slot < (last + DAY).isoformat())
        told = told.where(deliveries.c.kind.in_(_REMINDING), deliveries.c.state.in_(("claimed", "sent", "unknown")))
        if besides is not None:
            told = told.where(not_(and_(*_same(besides))))
        with self._engine.connect() as connection:
            return frozenset(connection.scalars(told))

    def told_since(self, first: date) -> Mapping[str, Collection[date]]:
        """Return on which days each signal was told to anybody from that day on, by the signal's identity."""
        told = select(reminders.c.signal, deliveries.c.slot).join(deliveries).where(deliveries.c.kind.in_(_REMINDING))
        told = told.where(deliveries.c.slot >= first.isoformat(), deliveries.c.state.in_(("sent", "unknown")))
        days: dict[str, set[date]] = {}
        with self._engine.connect() as connection:
            for signal, slot in connection.execute(told):
                days.setdefault(signal, set()).add(date.fromisoformat(slot[:10]))
        return days

    def ticked_at(self) -> datetime | None:
        """Return until when the due slots have been entered; None before the first tick."""
        with self._engine.connect() as connection:
            return connection.scalar(select(marks.c.at).where(marks.c.name == "tick"))

    def tick(self, at: datetime) -> None:
        """Note that all slots due until `at` have been entered."""
        with suppress(IntegrityError), self._engine.begin() as connection:  # the first one: another process noted it
            if not connection.execute(update(marks).where(marks.c.name == "tick").values(at=at)).rowcount:
                connection.execute(insert(marks).values(name="tick", at=at))

    def _change(self, claim: Claim, values: dict[str, object]) -> bool:
        with self._engine.begin() as connection:
            return bool(connection.execute(update(deliveries).where(*_mine(claim)).values(**values)).rowcount)


def enter(connection: Connection, errand: Errand, at: datetime) -> None:
    """Enter an errand in a transaction of the caller's, who commits it with what it tells of; one that is in stays."""
    if connection.scalar(select(deliveries.c.id).where(*_same(errand))) is None:
        connection.execute(insert(deliveries).values(**_key(errand), **_due(errand, at)))


def _due(errand: Errand, at: datetime) -> Mapping[str, object]:
    return {"state": "due", "due_at": errand.due_at, "expires_at": errand.expires_at, "lease_until": at}


def _key(errand: Errand) -> Mapping[str, str]:
    return {"kind": errand.kind, "recipient": errand.recipient, "slot": errand.slot}


def _delivery(row: Row[Any]) -> Delivery:
    errand = Errand(row.kind, row.recipient, row.slot, row.due_at, row.expires_at)
    return Delivery(row.id, errand, row.state, row.claimed_by, row.attempts, row.channel)


def _is_free(now: datetime) -> ColumnElement[bool]:
    """Whether nobody has a delivery at `now`; a lease or wait of days comes of a clock that was wrong."""
    return or_(deliveries.c.lease_until <= now, deliveries.c.lease_until > now + DAY)


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
