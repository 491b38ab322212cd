"""What is done once a minute."""

from datetime import UTC, datetime, timedelta
from threading import Event

from bot.app.minutes import each_minute, go_on

TEN = datetime(2026, 11, 17, 10, 0, 20, 500_000, tzinfo=UTC)


class Days:
    """A clock of these instants, and how long was waited at each; at the last one it is over."""

    def __init__(self, *instants):
        self._instants = iter(instants)
        self._left = len(instants)
        self.waited_s = []

    def __call__(self):
        self._left -= 1
        return next(self._instants)

    def wait(self, seconds):
        self.waited_s.append(seconds)
        return self._left == 0


def test_it_goes_on_with_each_full_minute():
    days, done = Days(TEN, TEN.replace(minute=1, second=0, microsecond=0)), []
    go_on("tick", lambda: done.append(True), days, days.wait)
    assert [39.5, 60.0] == days.waited_s
    assert [True, True] == done


def test_a_clock_that_is_set_back_holds_up_nothing():
    days = Days(TEN, TEN - timedelta(days=1, seconds=5))
    go_on("tick", lambda: None, days, days.wait)
    assert [39.5, 44.5] == days.waited_s


def test_what_fails_is_done_again(caplog):
    days, done = Days(TEN, TEN), []
    go_on("tick", lambda: done.append(1 / len(done)), days, days.wait)
    assert 2 == len(days.waited_s)
    assert [("minute.failed", "tick")] * 2 == [(record.message, record.part) for record in caplog.records]


def test_it_ends_after_what_is_under_way():
    begun, goes_on, done = Event(), Event(), []

    def deed():
        begun.set()
        done.append(goes_on.wait(60))

    with each_minute("tick", deed, lambda: TEN):
        assert begun.wait(60)
        goes_on.set()
    assert [True] == done
