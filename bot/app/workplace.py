"""What the bot works with: the desks on the book, its state, the outbox and the deliveries, wired once."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING

from bot import blocks
from bot.answers import digest, not_mine, pings
from bot.answers.failures import failures_answer
from bot.answers.late import late
from bot.answers.set_up import set_up_answer
from bot.app.ahead import Ahead
from bot.app.book import BookDesks, desks_on
from bot.app.clock import Clock
from bot.app.crew import Crew
from bot.app.place import place_of
from bot.delivery.contents import Contents
from bot.delivery.deliver import Courier
from bot.delivery.first_contact import FirstContact
from bot.delivery.pace import Pace
from bot.delivery.post import SlackConversations, delivery_client
from bot.delivery.tick import Deliveries
from bot.desk import Desks, Runtime
from bot.ownership import Handovers
from bot.requests import request
from bot.state.census import census
from bot.state.db import open_database
from bot.state.heard import Heard
from bot.state.lease import Lease
from bot.state.ledger import Ledger
from bot.state.outbox import Outbox
from bot.state.preferences import Preferences
from bot.state.retention import Retention
from bot.tabs.writing import OwnTabs
from bot.voice import Voice
from kpi_core.periods import DAY

if TYPE_CHECKING:
    from datetime import datetime

    from bot.delivery.post import Message
    from bot.doctor import Examined
    from bot.settings import Settings
    from bot.state.census import Census
    from kpi_core.text import Language

_log = logging.getLogger(__name__)
_LEASE = timedelta(minutes=5)  # of what one of several processes does; longer than it may take
CONTENTS = Contents(
    personal=digest.personal,
    lead=digest.lead,
    team=digest.team,
    head=digest.head,
    attention=attrgetter("signals"),
    immediate=attrgetter("immediate"),
    reminder=pings.reminder,
    alert=pings.alert,
    late=late,
    not_mine=not_mine.request,
    mine_again=not_mine.retraction,
    failures=failures_answer,
    render=blocks.render,
)


@dataclass(frozen=True)
class Workplace:
    """The parts by their own types; `runtime` is what listeners see of them."""

    desks: BookDesks
    outbox: Outbox
    deliveries: Deliveries
    preferences: Preferences
    clock: Clock
    heard: Heard
    handovers: Handovers
    own_tabs: OwnTabs
    first_contact: FirstContact
    retention: Retention
    census: Callable[[datetime], Census]
    people: Desks
    crew: Crew

    @property
    def runtime(self) -> Runtime:
        """What the listeners work with."""
        return Runtime(self.people, self.outbox, self.deliveries, self.preferences, self.clock, self.heard)

    def tick(self, is_over: Callable[[], bool] = lambda: False) -> None:
        """Do what is due, each thing whatever becomes of the others; once `is_over` nothing more is begun.

        Nothing before the book was looked at: a digest of what the bot knew last week would be worse than one a minute
        late. A book whose home does not answer is not waited for: what is due to people must not wait with it.
        """
        if not self.desks.have_looked:
            return
        desk = self.desks.current()
        answers = not desk.snapshot.silent
        parts: Sequence[tuple[str, bool, Callable[[], object]]] = (
            ("handovers", True, lambda: self.handovers.notice(desk)),
            ("outbox", answers, self.outbox.flush),
            ("deliveries", True, self.deliveries.tick),
            ("own_tabs", answers, lambda: self.own_tabs.write(self.desks.current())),
            ("retention", True, self.retention.apply),
        )
        with request("tick"):
            for part, is_due, deed in parts:
                if is_due and not is_over():
                    self._do(part, deed)

    def _do(self, part: str, deed: Callable[[], object]) -> None:
        began = time.perf_counter()
        try:
            deed()
        except Exception:  # noqa: BLE001  # it is done again the next minute; what is due to people must not wait with it
            _log.exception("tick.failed", extra={"part": part})
        else:
            _log.debug("tick.done", extra={"part": part, "ms": round((time.perf_counter() - began) * 1000)})


@contextmanager
def workplace(settings: Settings, spec: str, *, watched: bool = False) -> Iterator[Workplace]:
    """Open the book and the state; with `watched` the book is looked at in the background, for a bot that stays.

    Such a bot is alone with its state's file. Raises SetupError, Unavailable and Conflict when either cannot be opened.
    """
    engine = open_database(settings.database, is_alone=watched)
    ledger = Ledger(engine, Clock())
    desks = desks_on(spec, settings, told_since=ledger.told_since)
    crew = Crew()
    people = Ahead(desks, Clock(), crew)
    try:
        book = place_of(spec, settings)
        store = book.opener()()
        outbox = Outbox(engine, store, Clock(), desks.refresh)
        if watched:
            desks.watch(book.poll_seconds, people.prepare, recovered=outbox.flush)
        zone = desks.current().snapshot.timezone
        client = delivery_client(settings.slack_bot_token, settings.slack_api_url)
        conversations = SlackConversations(client)
        preferences = Preferences(engine)
        clock = Clock(settings.as_of, zone)
        deliveries = Deliveries(desks, ledger, outbox, preferences, conversations, CONTENTS, clock)
        handovers, heard = Handovers(engine, outbox, book.name), Heard(engine, Clock())
        tabs_lease = Lease(engine, f"tabs of {book.name}", _LEASE, Clock())
        own_tabs = OwnTabs(engine, store, ledger, book.name, tabs_lease)
        courier = Courier(ledger, conversations, Pace())
        first_contact = FirstContact(engine, ledger, courier, preferences, _set_up, Clock())
        daily = Lease(engine, "retention", DAY, Clock())
        retention = Retention(engine, settings.keep_deliveries_days, settings.keep_rows_days, daily, Clock())
        yield Workplace(
            desks,
            outbox,
            deliveries,
            preferences,
            clock,
            heard,
            handovers,
            own_tabs,
            first_contact,
            retention,
            partial(census, engine),
            people,
            crew,
        )
    finally:
        people.close()
        desks.close()
        engine.dispose()


def _set_up(findings: Sequence[Examined], language: Language) -> Message:
    return blocks.render(set_up_answer(findings, Voice(language)))
