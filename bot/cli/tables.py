"""Figures as tables for people: KPIs down and scopes across when that fits, else scopes down, some KPIs at a time."""

from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text as Words

from bot.desk import Desk
from bot.harmless import harmless
from bot.voice import NOTHING, Voice
from kpi_core.kpi import Kpi, Result, Scope
from kpi_core.targets import status

Found = Sequence[tuple[Kpi, Sequence[Result]]]
Side = tuple[Scope, str]  # a scope, or a part of one
_COLOURS = {"green": "green", "amber": "yellow", "red": "red", None: ""}
Rows = Sequence[tuple[str, Sequence[Words]]]
_COLUMN, _GAP = 16, 2  # characters


def print_tables(found: Found, desk: Desk, voice: Voice, console: Console) -> None:
    """Print every figure under its period; below them, why a KPI has no value at all."""
    periods = dict.fromkeys(result.period for _, results in found for result in results)
    console.print(Words(", ".join(map(voice.period, periods)), style="bold"))
    for table in _fitting(_Cells(found, desk, voice), console.width):
        console.print(table, "")
    for kpi, results in found:
        reasons = {voice.text(result.reason) for result in results if result.reason}
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


def _fitting(cells: _Cells, width: int) -> Iterator[Table]:
    kpi_rows = [(name, [cells.at(kpi, side) for side in cells.sides]) for kpi, name in cells.kpis]
    if sum(_widths(list(cells.sides.values()), kpi_rows)) <= width:
        yield _table(list(cells.sides.values()), kpi_rows)
        return
    headers = [name for _, name in cells.kpis]
    side_rows = [(name, [cells.at(kpi, side) for kpi, _ in cells.kpis]) for side, name in cells.sides.items()]
    names, *columns = _widths(headers, side_rows)
    for start, end in _runs(columns, width - names):
        yield _table(headers[start:end], [(name, figures[start:end]) for name, figures in side_rows])


def _widths(headers: Sequence[str], rows: Rows) -> list[int]:
    """Return how wide the column of names and each column of figures want to be, the gaps included."""
    names = max((cell_len(name) for name, _ in rows), default=0)
    figures = zip(*(figures for _, figures in rows), strict=True)
    wanted = [max(cell_len(header), *map(len, column)) for header, column in zip(headers, figures, strict=True)]
    return [names, *(min(width, _COLUMN) + _GAP for width in wanted)]


def _runs(widths: Sequence[int], width: int) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of the longest runs of columns that fit side by side, one column at least."""
    start, used = 0, 0
    for end, wanted in enumerate(widths):
        if used and used + wanted > width:
            yield start, end
            start, used = end, 0
        used += wanted
    yield start, len(widths)


def _table(headers: Sequence[str], rows: Rows) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, _GAP, 0, 0), header_style="bold")
    table.add_column("")
    for header in headers:
        table.add_column(harmless(header), justify="right", max_width=_COLUMN)
    for name, figures in rows:
        table.add_row(harmless(name), *figures)
    return table
