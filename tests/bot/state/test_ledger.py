from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.state.db import open_database
from bot.state.ledger import LEASE, Delivery, Errand, Ledger
from kpi_core.text import plain

NOON = datetime(2026, 11, 16, 12, 0, tzinfo=UTC)
LINHS = Errand("pings", "am:1", "2026-11-16", NOON, NOON + timedelta(hours=12))


class Watch:
    def __init__(self) -> None:
        self.at = NOON

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def ledger(database: str, watch: Watch) -> Iterator[Ledger]:
    engine = open_database(database)
    yield Ledger(engine, watch)
    engine.dispose()


def ready(ledger: Ledger, now: datetime = NOON) -> Delivery:
    (delivery,) = ledger.ready(now)
    return delivery


def test_it_enters_an_errand_once(ledger: Ledger) -> None:
    ledger.enrol(LINHS, NOON)
    ledger.enrol(LINHS, NOON)
    assert LINHS == ready(ledger).errand


def test_it_is_not_ready_before_it_is_due(ledger: Ledger) -> None:
    ledger.enrol(LINHS, NOON - timedelta(hours=1))
    assert [] == list(ledger.ready(NOON - timedelta(seconds=1)))
    assert 1 == len(ledger.ready(NOON))


def test_it_gives_a_delivery_to_one_claimant(ledger: Ledger) -> None:
    ledger.enrol(LINHS, NOON)
    delivery = ready(ledger)
    assert ledger.claim(delivery) is not None
    assert ledger.claim(delivery) is None
    assert [] == list(ledger.ready(NOON))


def test_it_doubts_only_a_claim_that_passed_its_fence(ledger: Ledger, watch: Watch) -> None:
    ledger.enrol(LINHS, NOON)
    ledger.claim(ready(ledger))
    watch.at += LEASE
    before_fence = ledger.claim(ready(ledger))
    assert before_fence is not None
    assert before_fence.is_doubtful is False

    assert ledger.fence(before_fence, "U1")
    watch.at += LEASE
    after_fence = ledger.claim(ready(ledger))
    assert after_fence is not None
    assert after_fence.is_doubtful is True


def test_it_stops_at_the_fence_who_lost_the_lease(ledger: Ledger, watch: Watch) -> None:
    ledger.enrol(LINHS, NOON)
    frozen = ledger.claim(ready(ledger))
    watch.at += LEASE
    assert frozen is not None
    assert not ledger.fence(frozen, "U1")
    other = ledger.claim(ready(ledger))
    assert other is not None
    assert ledger.sent(other.delivery, "D1", "1.0")
    assert not ledger.sent(frozen.delivery, "D1", "2.0")


def test_it_counts_leases_on_its_own_clock_when_the_books_stands_still(ledger: Ledger, watch: Watch) -> None:
    ledger.enrol(LINHS, NOON)
    ledger.claim(ready(ledger))
    watch.at += LEASE
    assert 1 == len(ledger.ready(NOON))


def test_it_revives_what_was_skipped_but_not_what_was_sent(ledger: Ledger) -> None:
    ledger.enrol(LINHS, NOON)
    claim = ledger.claim(ready(ledger))
    assert claim is not None
    ledger.settle(claim, "skipped", plain("nothing to say"))
    ledger.enrol(LINHS, NOON)
    assert "skipped" == ledger.state(LINHS)
    ledger.enrol(LINHS, NOON, again=True)
    claim = ledger.claim(ready(ledger))
    assert claim is not None
    ledger.sent(claim.delivery, "D1", "1.0")
    ledger.enrol(LINHS, NOON, again=True)
    assert "sent" == ledger.state(LINHS)


def test_it_notes_a_missed_one_as_skipped(ledger: Ledger) -> None:
    ledger.enrol(LINHS, NOON + timedelta(hours=12))
    assert "skipped" == ledger.state(LINHS)


def test_it_counts_a_signal_as_reminded_from_when_the_message_is_on_its_way(ledger: Ledger) -> None:
    ledger.enrol(LINHS, NOON)
    claim = ledger.claim(ready(ledger))
    assert claim is not None
    ledger.fence(claim, "U1", ["quiet|7|1", "quiet|7|1"])
    assert frozenset({"quiet|7|1"}) == ledger.reminded_in("am:1", date(2026, 11, 14), date(2026, 11, 16))
    ledger.sent(claim.delivery, "D1", "1.0")
    assert frozenset({"quiet|7|1"}) == ledger.reminded_in("am:1", date(2026, 11, 14), date(2026, 11, 16))
    assert frozenset() == ledger.reminded_in("am:1", date(2026, 11, 13), date(2026, 11, 15))
    assert frozenset() == ledger.reminded_in("am:1", date(2026, 11, 17), date(2026, 11, 19))
    assert frozenset() == ledger.reminded_in("am:4", date(2026, 11, 14), date(2026, 11, 16))


def test_it_waits_twice_as_long_with_each_try(ledger: Ledger, watch: Watch) -> None:
    ledger.enrol(LINHS, NOON)
    waits = []
    for _ in range(9):
        claim = ledger.claim(ready(ledger))
        assert claim is not None
        waits.append(claim.wait_s)
        ledger.put_back(claim, claim.wait_s, plain("slower"))
        watch.at += timedelta(seconds=claim.wait_s)
    assert [30, 60, 120, 240, 480, 960, 1800, 1800, 1800] == waits


def test_it_remembers_the_last_tick(ledger: Ledger) -> None:
    assert ledger.ticked_at() is None
    ledger.tick(NOON)
    ledger.tick(NOON + timedelta(minutes=1))
    assert NOON + timedelta(minutes=1) == ledger.ticked_at()


def test_a_wait_that_a_wrong_clock_asked_for_holds_up_nothing(ledger: Ledger, watch: Watch) -> None:
    ledger.enrol(LINHS, NOON)
    watch.at = NOON + timedelta(days=300)
    claim = ledger.claim(ready(ledger))
    assert claim is not None
    watch.at = NOON
    assert ledger.claim(ready(ledger)) is not None
