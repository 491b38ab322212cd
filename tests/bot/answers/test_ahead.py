import gc
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from bot.app.ahead import Ahead, compute_usual
from bot.app.crew import Crew


def test_it_computes_ahead_until_newer_figures_are_there(make_desk: Callable[..., Any]) -> None:
    desk, computed = make_desk(), []
    compute = desk.figures._computed

    def noted(*asked: Any) -> Any:
        computed.append(asked)
        return compute(*asked)

    desk.figures._computed = noted
    compute_usual(desk, lambda: len(computed) < 3)
    assert ["am", "team", "all"] == [level for _, level, _ in computed]
    assert 1 == len({period.end for *_, period in computed})


def test_it_prepares_the_first_desk_and_the_next_ones_for_hours_after_somebody_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    moments, prepared = [datetime(2026, 11, 17, 2, tzinfo=UTC)], []
    monkeypatch.setattr("bot.app.ahead.compute_first", prepared.append)
    shown = SimpleNamespace(current=lambda: SimpleNamespace(figures=object()))
    with closing(Ahead(shown, lambda: moments[-1], Crew())) as people:

        def prepare(name: str, *, after: timedelta) -> None:
            moments.append(moments[-1] + after)
            people.prepare(name)

        prepare("first", after=timedelta(0))
        prepare("nobody asked", after=timedelta(minutes=5))
        people.current()
        prepare("asked lately", after=timedelta(hours=3))
        prepare("all gone home", after=timedelta(hours=1))
    assert ["first", "asked lately"] == prepared


def test_what_cannot_be_computed_ahead_is_told_in_the_log(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("bot.app.ahead._CALM_S", 0.0)
    shown = SimpleNamespace(current=lambda: SimpleNamespace(figures=object()))  # figures that compute nothing
    with closing(Ahead(shown, lambda: datetime(2026, 11, 17, 2, tzinfo=UTC), Crew())) as people:
        people.current()
        people._aside.shutdown()
    assert ["ahead.failed"] == [record.message for record in caplog.records]


def test_it_leaves_nothing_kept_from_the_garbage_collector_once_all_went_home(make_desk: Callable[..., Any]) -> None:
    desk, moments, thresholds = make_desk(), [datetime(2026, 11, 17, 2, tzinfo=UTC)], gc.get_threshold()
    with closing(Ahead(SimpleNamespace(current=lambda: desk), lambda: moments[-1], Crew())) as people:
        people.prepare(desk)
        kept = gc.get_freeze_count()
        moments.append(moments[-1] + timedelta(hours=1))
        people.prepare(desk)
    assert kept > 0
    assert 0 == gc.get_freeze_count()
    assert thresholds == gc.get_threshold()
