from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from bot.app.crew import Crew


def test_it_lets_others_wait_until_nothing_is_under_way() -> None:
    ends, passed = Event(), []
    with Crew() as crew, ThreadPoolExecutor(1) as aside:
        crew.submit(ends.wait, 60)
        waiting = aside.submit(lambda: passed.append(crew.give_way(60)))
        assert not passed
        ends.set()
        waiting.result(60)
    assert [True] == passed


def test_it_lets_nobody_wait_for_longer_than_they_said() -> None:
    ends = Event()
    with Crew() as crew:
        crew.submit(ends.wait, 60)
        assert not crew.give_way(0.0)
        ends.set()


def test_it_waits_for_nothing_that_it_refused_or_that_failed() -> None:
    with Crew() as crew, pytest.raises(ZeroDivisionError):
        crew.submit(lambda: 1 / 0).result(60)
    with pytest.raises(RuntimeError):
        crew.submit(lambda: None)
    assert crew.give_way(60)
