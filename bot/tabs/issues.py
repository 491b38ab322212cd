"""The tab Data issues: all that is wrong in the book, worst first, each with a link to its cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.tabs.own_tab import OwnTab, Sources, grid_of
from kpi_core.periods import INSTANT
from kpi_core.schema import TABS
from kpi_core.text import Text, plain
from sheets.grid import Link
from sheets.layout import meaning

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kpi_core.text import Language
    from sheets.grid import Cell, Grid, Issue
    from sheets.snapshot import Snapshot

_MOST = 2000
_HEADER = (
    Text("Severity", "Mức độ", "Важность"),
    Text("Tab", "Tab", "Лист"),
    Text("Cell", "Ô", "Ячейка"),
    Text("Value", "Giá trị", "Значение"),
    Text("What is wrong", "Vấn đề", "Что не так"),
    Text("What belongs there", "Cần nhập", "Что должно быть"),
    Text("Did you mean", "Có phải ý bạn là", "Возможно, имелось в виду"),
)
_SEVERITIES = {
    "error": Text("🔴 error", "🔴 lỗi", "🔴 ошибка"),
    "warning": Text("🟡 warning", "🟡 cảnh báo", "🟡 предупреждение"),
}
_MORE = Text("… and {n} more", "… và {n} vấn đề nữa", "… и ещё {n}")


def _grid(sources: Sources, language: Language) -> Grid:
    return grid_of(_HEADER, _rows(sources.desk.snapshot), language)


def _rows(snapshot: Snapshot) -> Iterator[Sequence[Cell | Text]]:
    keys = {title: key for key, title in snapshot.titles.items()}
    issues = sorted(snapshot.issues, key=lambda issue: issue.severity != "error")
    for issue in issues[:_MOST]:
        url = snapshot.cell_link(issue.tab, issue.cell) if issue.cell else ""
        cell = Link(issue.cell, url) if url else issue.cell
        belongs = _belongs(keys.get(issue.tab, ""), issue)
        yield _SEVERITIES[issue.severity], issue.tab, cell, issue.value, issue.message, belongs, issue.suggestion
    if len(issues) > _MOST:
        yield (_MORE.format(n=len(issues) - _MOST),)


def _belongs(tab: str, issue: Issue) -> Text | None:
    """Return what belongs into the cell; None for an issue of a whole row or tab."""
    columns = TABS[tab].columns if tab in TABS and issue.row else ()
    column = next((column for column in columns if column.key == issue.column), None)
    if column is None:
        return None
    return plain(" · ".join(column.choices)) if column.choices else meaning(column)


def _occasion(sources: Sources) -> str:
    """Return the reading and the day: some issues are about what lies in the past."""
    return f"{sources.desk.snapshot.version} {(sources.desk.now - INSTANT).date()}"


DATA_ISSUES = OwnTab("Data issues", _occasion, _grid)
