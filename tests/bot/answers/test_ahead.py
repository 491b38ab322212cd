from collections.abc import Callable
from typing import Any

from bot.app.ahead import compute_usual


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
