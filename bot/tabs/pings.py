"""The tab Pings: what was sent to whom when, and what was not, newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.delivery.readers import reporting_zone
from bot.tabs.own_tab import OwnTab, Sources, grid_of
from kpi_core.rules import RULES_BY_KEY
from kpi_core.text import Text, plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bot.desk import Desk
    from bot.state.ledger import Kind, State
    from kpi_core.text import Language
    from sheets.grid import Cell, Grid

_MOST = 1000
_HEADER = (
    Text("When", "Khi nào", "Когда"),
    Text("What", "Loại tin", "Что"),
    Text("To", "Gửi cho", "Кому"),
    Text("State", "Trạng thái", "Состояние"),
    Text("About", "Về việc", "О чём"),
    Text("Why not", "Vì sao không gửi", "Почему нет"),
)
_KINDS: Mapping[Kind, Text] = {
    "digest": Text("weekly scorecard", "bảng điểm tuần", "недельная карта"),
    "pings": Text("reminders", "nhắc việc", "напоминания"),
    "alerts": Text("urgent reminder", "nhắc việc khẩn", "срочное напоминание"),
}
_STATES: Mapping[State, Text] = {
    "sent": Text("sent", "đã gửi", "отправлено"),
    "failed": Text("failed", "không gửi được", "не удалось"),
    "skipped": Text("skipped", "bỏ qua", "пропущено"),
    "unknown": Text("perhaps sent", "có thể đã gửi", "возможно, отправлено"),
}


def _grid(sources: Sources, language: Language) -> Grid:
    return grid_of(_HEADER, _rows(sources, language), language)


def _rows(sources: Sources, language: Language) -> Iterator[Sequence[Cell | Text]]:
    desk = sources.desk
    zone = reporting_zone(desk)
    for one in sources.ledger.settled(_MOST):
        at = one.at.astimezone(zone).replace(tzinfo=None, microsecond=0)
        about = "; ".join(_about(signal, desk, language) for signal in one.signals)
        yield at, _KINDS[one.kind], _name(one.recipient, desk), _STATES[one.state], about, one.error


def _name(recipient: str, desk: Desk) -> str:
    kind, _, name = recipient.partition(":")
    person = desk.roster.by_id.get(name) if kind == "am" else None
    return person.name if person else name


def _about(signal: str, desk: Desk, language: Language) -> str:
    """Return what a signal's identity (rule|subject|cycle) says."""
    key, _, rest = signal.partition("|")
    subject = rest.rpartition("|")[0]
    rule = RULES_BY_KEY.get(key)
    account = desk.accounts.get(subject)
    return f"{(rule.names if rule else plain(key)).to(language)}: {account.name if account else subject}"


PINGS = OwnTab("Pings", lambda sources: sources.ledger.settled_until(), _grid)
