"""Figures as tables for people: KPIs down and scopes across when that fits, else scopes down, some KPIs at a time."""

from collections.abc import Iterable, Iterator, Sequence

from rich.console import Console
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text as Words

from bot.desk import Desk
from bot.voice import NOTHING, Voice
from kpi_core.kpi import Kpi, Result, Scope
from kpi_core.targets import status

Found = Sequence[tuple[Kpi, Sequence[Result]]]
Side = tuple[Scope, str]  # a scope, or a part of one
_COLOURS = {"green": "green", "amber": "yellow", "red": "red", None: ""}
_HEADER_WIDTH = 16


def print_tables(found: Found, desk: Desk, voice: Voice, console: Console) -> None:
    """Print a KPI's results in a row each; figures without value are told apart below, with their reasons."""
    for table in _fitting(_Cells(found, desk, voice), console):
        console.print(table)
    for kpi, results in found:
        reasons = {result.reason.to(voice.language) for result in results if result.reason}
        if reasons and all(result.value is None for result in results):
            console.print(Words(f"{kpi.names.to(voice.language)}: {'; '.join(sorted(reasons))}", style="dim"))


class _Cells:
    """The cells of the tables: figures by KPI and scope (or part of one), each in the colour of its status."""

    def __init__(self, found: Found, desk: Desk, voice: Voice) -> None:
        self._desk, self._voice = desk, voice
        self._targets = desk.figures.targets
        self.kpis = [(kpi, kpi.names.to(voice.language)) for kpi, _ in found]
        self._figures = {(kpi.key, _side(each)): self._figure(kpi, each) for kpi, results in found for each in results}
        self.sides = {_side(each): self._name(each) for _, results in found for each in results}

    def at(self, kpi: Kpi, side: Side) -> Words:
        return self._figures.get((kpi.key, side), Words(NOTHING, style="dim"))

    def _figure(self, kpi: Kpi, result: Result) -> Words:
        written = self._voice.figure(kpi, result.value, self._desk.snapshot.tables.base_currency)
        goal = self._targets.find(kpi, result.scope, result.period) if result.part is None else None
        return Words(written, style=_COLOURS[status(kpi, result, goal)])

    def _name(self, result: Result) -> str:
        scope = result.scope
        name = self._desk.figures.scopes[scope.level].get(scope.id) or self._voice.say("Everybody")
        return name if result.part is None else f"{name} · {result.part}"


def _side(result: Result) -> Side:
    return result.scope, result.part or ""


def _fitting(cells: _Cells, console: Console) -> Iterator[Table]:
    wide = _table(
        cells.sides.values(), [(name, [cells.at(kpi, side) for side in cells.sides]) for kpi, name in cells.kpis]
    )
    if _fits(wide, console):
        yield wide
        return
    left = cells.kpis
    while left:
        sizes = range(len(left), 1, -1)
        size = next((size for size in sizes if _fits(_across(cells, left[:size]), console)), 1)
        yield _across(cells, left[:size])
        left = left[size:]


def _across(cells: _Cells, kpis: Sequence[tuple[Kpi, str]]) -> Table:
    rows = [(name, [cells.at(kpi, side) for kpi, _ in kpis]) for side, name in cells.sides.items()]
    return _table([name for _, name in kpis], rows)


def _table(headers: Iterable[str], rows: Sequence[tuple[str, Sequence[Words]]]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("")
    for header in headers:
        table.add_column(Words(header), justify="right", max_width=_HEADER_WIDTH)
    for name, figures in rows:
        table.add_row(Words(name), *figures)
    return table


def _fits(table: Table, console: Console) -> bool:
    return Measurement.get(console, console.options.update(max_width=10_000), table).maximum <= console.width
