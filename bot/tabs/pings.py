"""The tab Pings: what was sent to whom when, and what was not, newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.delivery.readers import reporting_zone
from bot.state.records import KINDS, STATES, Kind, recipient_name
from bot.tabs.own_tab import OwnTab, Sources, grid_of
from kpi_core.rules import RULES_BY_KEY
from kpi_core.text import Text, plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.desk import Desk
    from kpi_core.text import Language
    from sheets.grid import Cell, Grid

_MOST = 1000
_NAMED: frozenset[Kind] = frozenset({"digest", "pings"})  # their slots are weeks and days
_HEADER = (
    Text("When", "Khi nào", "Когда"),
    Text("What", "Loại tin", "Что"),
    Text("To", "Gửi cho", "Кому"),
    Text("State", "Trạng thái", "Состояние"),
    Text("About", "Về việc", "О чём"),
    Text("Why not", "Vì sao không gửi", "Почему нет"),
)


def _grid(sources: Sources, language: Language) -> Grid:
    return grid_of(_HEADER, _rows(sources, language), language)


def _rows(sources: Sources, language: Language) -> Iterator[Sequence[Cell | Text]]:
    desk = sources.desk
    zone = reporting_zone(desk)
    names = {person.am_id: person.name for person in desk.roster.people}
    for one in sources.ledger.records.newest(_MOST):
        at = (one.settled_at or one.due_at).astimezone(zone).replace(tzinfo=None, microsecond=0)
        signals = () if one.kind == "failures" else one.signals
        about = "; ".join(_about(signal, desk, language) for signal in signals)
        about = about or (one.slot if one.kind in _NAMED else "")
        yield at, KINDS[one.kind], recipient_name(one.recipient, names), STATES[one.state], about, one.error


def _about(signal: str, desk: Desk, language: Language) -> str:
    """Return what a signal's identity (rule|subject|cycle) says."""
    key, _, rest = signal.partition("|")
    subject = rest.rpartition("|")[0]
    rule = RULES_BY_KEY.get(key)
    account = desk.accounts.get(subject)
    return f"{(rule.names if rule else plain(key)).to(language)}: {account.name if account else subject}"


PINGS = OwnTab("Pings", lambda sources: sources.ledger.records.settled_until(), _grid)
