"""The tab Scorecard: everybody's figures of the latest reported week, a row per KPI."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answers.naming import DOTS, scope_name
from bot.tabs.own_tab import OwnTab, Sources, figure, grid_of
from bot.voice import Voice
from kpi_core.describe import UNITS, WINDOWS
from kpi_core.kpi import Level, Scope
from kpi_core.scorecards import scorecard
from kpi_core.text import Text, plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kpi_core.scorecard import Line
    from kpi_core.text import Language
    from sheets.grid import Cell, Grid

_LEVELS: tuple[Level, ...] = ("am", "team", "all")
_HEADER = (
    Text("Week from", "Tuần từ ngày", "Неделя с"),
    Text("Who", "Ai", "Кто"),
    Text("KPI", "KPI", "Показатель"),
    Text("Over", "Kỳ", "Период"),
    Text("Value", "Giá trị", "Значение"),
    Text("Unit", "Đơn vị", "Единица"),
    Text("Target", "Chỉ tiêu", "План"),
    Text("Status", "Trạng thái", "Статус"),
    Text("Change", "Thay đổi", "Изменение"),
    Text("Why there is no value", "Vì sao không có giá trị", "Почему нет значения"),
)
_SCORE, _OF_100 = Text("Score", "Điểm tổng", "Общий балл"), Text("of 100", "trên 100", "из 100")


def _grid(sources: Sources, language: Language) -> Grid:
    return grid_of(_HEADER, _rows(sources, Voice(language)), language)


def _rows(sources: Sources, voice: Voice) -> Iterator[Sequence[Cell | Text]]:
    desk, week = sources.desk, sources.week
    for level in _LEVELS:
        for scope_id in desk.figures.scopes[level]:
            scope = Scope(level, scope_id)
            card = scorecard(desk.figures, scope, week)
            begin = (week.start.date(), scope_name(scope, desk, voice))
            score = None if card.score is None else round(card.score, 1)
            yield *begin, _SCORE, WINDOWS["W"], score, _OF_100
            for line in (*card.lines, *card.without_data):
                yield *begin, *_line(line, desk.snapshot.tables.base_currency)


def _line(line: Line, currency: str) -> Sequence[Cell | Text]:
    kpi = line.kpi
    return (
        kpi.names,
        WINDOWS[kpi.window],
        figure(kpi, line.result.value),
        plain(currency) if kpi.unit == "money" and currency else UNITS[kpi.unit],
        figure(kpi, line.target.value if line.target else None),
        DOTS[line.status] if line.status else None,
        figure(kpi, line.change),
        line.result.reason,
    )


SCORECARD = OwnTab("Scorecard", lambda sources: str(sources.week), _grid)
