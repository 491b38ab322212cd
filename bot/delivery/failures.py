"""What could not be delivered: told once to whoever looks after Amber, all of a minute in one message."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.delivery.admins import admins
from bot.delivery.contents import Letter
from bot.state.ledger import Errand
from bot.state.records import FAILED, OPEN, Kind, Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from bot.delivery.campaign import Materials
    from bot.delivery.readers import Reader

_KIND: Kind = "failures"
_TO_ADMINS: tuple[Kind, ...] = (_KIND, "set_up")  # where these fail, so would the report
WINDOW = timedelta(days=7)
_MOST = 1000


class Failures:
    """The report on deliveries that failed, but for what fails on its way to the same: nothing goes in circles."""

    readers: Sequence[Reader] = ()

    def __init__(self, materials: Materials) -> None:
        self._materials = materials

    def due(self, after: datetime, until: datetime) -> Iterator[Errand]:  # noqa: ARG002  # a Campaign's signature
        """Yield a report when something failed that none has told, and none is on its way."""
        on_the_way = self._materials.ledger.records.newest(1, OPEN, kinds=[_KIND])
        if untold := [] if on_the_way else self._untold(until):
            # Named by the failure that it comes for: another one makes another report.
            yield Errand(_KIND, "admins", f"{untold[0].id}.{untold[0].attempts}", until, until + WINDOW)

    def write(self, errand: Errand) -> Letter | None:
        """Write the report, to the admin channel or else to the first who takes it; None when all is told."""
        untold = self._untold(errand.due_at)
        letter: Letter | None = None
        desk, contents = self._materials.desk, self._materials.contents
        for address, language in reversed([*admins(desk, self._materials.preferences.of)] if untold else []):
            message = contents.render(contents.failures(desk, untold, language))
            letter = Letter(address, message, tuple(map(_identity, untold)), otherwise=letter)
        return letter

    def _untold(self, now: datetime) -> Sequence[Record]:
        ledger = self._materials.ledger
        failures = ledger.records.newest(_MOST, FAILED, since=now - WINDOW)
        told = ledger.records.told("admins") if failures else frozenset()
        return [one for one in failures if one.kind not in _TO_ADMINS and _identity(one) not in told]


def _identity(failure: Record) -> str:
    # One that is tried anew and fails anew is told anew.
    return f"delivery|{failure.id}|{failure.attempts}"
