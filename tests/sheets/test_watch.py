"""Watching a book: when it is looked at, what is logged of it, and that it goes on whatever happens."""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Event, Semaphore
from types import SimpleNamespace

import pytest

from kpi_core.errors import SetupError
from kpi_core.text import plain
from sheets.watch import Watch

POLL_S = 15.0
FINE, DOWN = "", "Google does not answer; try again"


class Outcomes:
    """What one look after the other finds; it is over with the last."""

    def __init__(self, *found: str | Exception) -> None:
        self.left = list(found)
        self.pauses: list[float] = []

    def look(self) -> SimpleNamespace:
        found = self.left.pop(0)
        if isinstance(found, Exception):
            raise found
        return _found(None, found)

    def wait(self, seconds: float) -> bool:
        self.pauses.append(seconds)
        return not self.left


def watched(*found: str | Exception, poll_seconds: float = POLL_S) -> list[float]:
    outcomes = Outcomes(*found)
    Watch(outcomes.look, poll_seconds).run(outcomes.wait)
    return outcomes.pauses


def events(caplog: pytest.LogCaptureFixture) -> list[tuple[int, str]]:
    return [(record.levelno, record.message) for record in caplog.records]


@pytest.fixture(autouse=True)
def log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "sheets")


def test_it_looks_at_every_poll() -> None:
    assert [15.0, 15.0, 15.0] == watched(FINE, FINE, FINE)


def test_it_looks_less_and_less_often_while_the_book_fails_and_as_before_when_it_answers() -> None:
    assert [15.0, 30.0, 30.0, 15.0] == watched(FINE, DOWN, DOWN, FINE)
    assert [1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0] == watched(*[DOWN] * 7, poll_seconds=0.5)


def test_it_never_looks_more_often_than_asked_to() -> None:
    assert [60.0, 60.0] == watched(DOWN, DOWN, poll_seconds=60.0)


def test_it_logs_an_outage_once_and_its_end_once(caplog: pytest.LogCaptureFixture) -> None:
    watched(FINE, DOWN, DOWN, DOWN, FINE, FINE, DOWN)
    failed, recovered = (logging.WARNING, "refresh.failed"), (logging.INFO, "refresh.recovered")
    assert [failed, recovered, failed] == events(caplog)
    assert DOWN == caplog.records[0].reason  # type: ignore[attr-defined]


def test_it_goes_on_whatever_a_look_raises(caplog: pytest.LogCaptureFixture) -> None:
    assert 4 == len(watched(KeyError("bug"), KeyError("bug"), SetupError("gone", "Restore it"), FINE))
    assert ["watch.broken", "refresh.failed", "refresh.recovered"] == [message for _, message in events(caplog)]
    assert caplog.records[0].exc_info


def test_it_starts_with_a_look() -> None:
    seen = Event()
    watch = Watch(_noting(seen), POLL_S)
    watch.start(patience_seconds=60.0)
    assert seen.is_set()
    watch.end(interrupt=lambda: None)


def test_it_looks_at_once_when_called() -> None:
    looks = Semaphore(0)
    watch = Watch(lambda: _found(looks.release()), 3600.0)
    watch.start(patience_seconds=60.0)
    watch.look_now()
    assert all(looks.acquire(timeout=60.0) for _ in range(2))
    watch.end(interrupt=lambda: None)


def test_it_does_not_wait_long_for_a_book_that_is_slow_at_the_start() -> None:
    answers = Event()
    watch = Watch(lambda: _found(answers.wait()), POLL_S)
    watch.start(patience_seconds=0.0)
    watch.end(interrupt=answers.set)


def test_it_says_nothing_of_a_look_that_its_end_cut_short(caplog: pytest.LogCaptureFixture) -> None:
    cut = Event()
    watch = Watch(lambda: _found(cut.wait(), DOWN), POLL_S)
    watch.start(patience_seconds=0.0)
    watch.end(interrupt=cut.set)
    assert [] == events(caplog)


def _noting(seen: Event) -> Callable[[], SimpleNamespace]:
    return lambda: _found(seen.set())


def _found(_: object, stale: str = FINE) -> SimpleNamespace:
    return SimpleNamespace(stale=plain(stale) if stale else None)


def test_a_look_that_never_ends_is_no_watch() -> None:
    seconds = [0.0]
    watch = Watch(lambda: _found(None, FINE), POLL_S, lambda: seconds[0])

    def wait(_: float) -> bool:
        seconds[0] += 900.0
        was_well = watch.goes_on
        seconds[0] += 1.0
        assert (True, False) == (was_well, watch.goes_on)
        return True

    watch.run(wait)


def test_who_looks_seldom_is_well_between_two_looks() -> None:
    seconds = [0.0]
    watch = Watch(lambda: _found(None, FINE), 3600.0, lambda: seconds[0])
    seconds[0] += 3600.0
    assert watch.goes_on
