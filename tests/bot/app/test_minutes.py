"""What is done once a minute."""

from datetime import UTC, datetime, timedelta
from threading import Event

from bot.app.minutes import each_minute, go_on

TEN = datetime(2026, 11, 17, 10, 0, 20, 500_000, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def test_it_begins_at_once_and_ends_after_what_is_under_way():
    begun, goes_on, done = Event(), Event(), []

    def deed():
        begun.set()
        done.append(goes_on.wait(60))

    with each_minute({"tick": deed}, lambda: TEN):
        assert begun.wait(60)
        goes_on.set()
    assert [True] == done


def test_what_fails_is_done_again_and_the_others_meanwhile(caplog):
    caplog.set_level("ERROR", "apscheduler.scheduler")  # as in the bot: what goes on yet is left out without a word
    failed, again, other = Event(), Event(), Event()

    def fails():
        (again if failed.is_set() else failed).set()
        raise ValueError

    with each_minute({"tick": fails, "set_up": other.set}, lambda: TEN) as at_once:
        assert failed.wait(60)
        assert other.wait(60)
        while not again.wait(0.01):
            at_once()
    assert {("minute.failed", "tick")} == {(record.message, record.part) for record in caplog.records}


def test_a_clock_that_is_set_back_holds_up_nothing():
    days = [TEN, TEN + MINUTE, TEN - timedelta(days=1), TEN - timedelta(days=1) + MINUTE]
    clock, done, left = iter(days), [], [False, False, False, True]
    go_on(lambda: done.append(len(left)), lambda: next(clock), lambda _: left.pop(0))
    assert [2] == done
