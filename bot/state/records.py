"""What the ledger holds, to be read: what was sent to whom, and what was not, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sqlalchemy import func, select

from bot.state.tables import deliveries, reminders
from kpi_core.text import Text

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Engine

Kind = Literal["digest", "pings", "alerts", "not_mine", "failures", "set_up"]
State = Literal["due", "claimed", "sent", "failed", "skipped", "unknown"]
OPEN: tuple[State, ...] = ("due", "claimed")
# Beside each key its name, for people.
KINDS: Mapping[Kind, Text] = {
    "digest": Text("weekly scorecard", "bảng điểm tuần", "недельная карта"),
    "pings": Text("reminders", "nhắc việc", "напоминания"),
    "alerts": Text("urgent reminder", "nhắc việc khẩn", "срочное напоминание"),
    "not_mine": Text("request for another owner", "đề nghị đổi người phụ trách", "просьба сменить ответственного"),
    "failures": Text("what was not delivered", "báo cáo tin không gửi được", "что не доставлено"),
    "set_up": Text("what is missing in the set-up", "phần thiết lập còn thiếu", "чего не хватает в настройке"),
}
STATES: Mapping[State, Text] = {
    "due": Text("waits", "đang chờ", "ждёт"),
    "claimed": Text("being sent", "đang gửi", "отправляется"),
    "sent": Text("sent", "đã gửi", "отправлено"),
    "failed": Text("failed", "không gửi được", "не удалось"),
    "skipped": Text("skipped", "bỏ qua", "пропущено"),
    "unknown": Text("perhaps sent", "có thể đã gửi", "возможно, отправлено"),
}
SETTLED: tuple[State, ...] = ("sent", "failed", "skipped", "unknown")
FAILED: tuple[State, ...] = ("failed", "unknown")


@dataclass(frozen=True, slots=True)
class Record:
    """One delivery: `signals` are the identities of those it spoke of, `counted` is how many it left for later.

    `settled_at` is None while it is open.
    """

    id: int
    kind: Kind
    recipient: str
    slot: str
    state: State
    due_at: datetime
    settled_at: datetime | None
    attempts: int
    error: Text
    signals: tuple[str, ...]
    counted: int = 0


def recipient_name(recipient: str, names: Mapping[str, str]) -> str:
    """Return who "am:3" or "team:North" is; `names` are people's by am_id."""
    kind, _, key = recipient.partition(":")
    return names.get(key, key) if kind == "am" else key or recipient


class Records:
    """Reads the deliveries in SQL."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def newest(
        self,
        most: int | None = None,
        states: Collection[State] = SETTLED,
        kinds: Collection[Kind] = tuple(KINDS),
        since: datetime | None = None,
    ) -> Sequence[Record]:
        """Return the latest deliveries of these states and kinds, the last enrolled first.

        At `most` so many, and only those that were due `since`, when these are given.
        """
        wanted = select(deliveries).where(deliveries.c.state.in_(states), deliveries.c.kind.in_(kinds))
        if since is not None:
            wanted = wanted.where(deliveries.c.due_at >= since)
        wanted = wanted.order_by(deliveries.c.id.desc()).limit(most)
        with self._engine.connect() as connection:
            rows = connection.execute(wanted).all()
            about: dict[int, list[str]] = {row.id: [] for row in rows}
            spoken = select(reminders).where(reminders.c.delivery_id.in_(wanted.with_only_columns(deliveries.c.id)))
            for each in connection.execute(spoken.order_by(reminders.c.signal)):
                if each.delivery_id in about:  # else enrolled since
                    about[each.delivery_id].append(each.signal)
        return [
            Record(
                row.id,
                row.kind,
                row.recipient,
                row.slot,
                row.state,
                row.due_at,
                row.settled_at,
                row.attempts,
                row.error,
                tuple(about[row.id]),
                row.counted,
            )
            for row in rows
        ]

    def told(self, recipient: str) -> frozenset[str]:
        """Return the signals of which a recipient's messages spoke."""
        of_theirs = select(reminders.c.signal).join(deliveries).where(deliveries.c.recipient == recipient)
        with self._engine.connect() as connection:
            return frozenset(connection.scalars(of_theirs.where(deliveries.c.state.in_(("sent", "unknown")))))

    def recipient(self, kind: Kind, slot: str) -> str:
        """Return whose the delivery is that has a slot of its kind to itself; "" when there is none."""
        of_slot = select(deliveries.c.recipient).where(deliveries.c.kind == kind, deliveries.c.slot == slot)
        with self._engine.connect() as connection:
            return connection.scalar(of_slot) or ""

    def left_out(self, kind: Kind, slot: str, since: datetime, until: datetime) -> frozenset[str]:
        """Return the recipients for whom something of a kind fell due in [since, until), but nothing of this slot."""
        of_kind = select(deliveries.c.recipient).where(deliveries.c.kind == kind)
        before = of_kind.where(deliveries.c.due_at >= since, deliveries.c.due_at < until)
        with self._engine.connect() as connection:
            return frozenset(connection.scalars(before.except_(of_kind.where(deliveries.c.slot == slot))))

    def settled_until(self) -> str:
        """Return a token that changes whenever another delivery is settled."""
        settled = select(func.count(), func.max(deliveries.c.settled_at)).where(deliveries.c.state.in_(SETTLED))
        with self._engine.connect() as connection:
            count, last = connection.execute(settled).one()
        return f"{count} until {last}"
