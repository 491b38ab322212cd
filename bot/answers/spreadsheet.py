"""Figures as an .xlsx file, only those its reader may see. Texts are texts: nothing in it is a formula."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

import xlsxwriter

from bot.access import may_see, visible_accounts
from bot.answers.naming import DOTS, scope_name
from bot.voice import Voice, mark
from kpi_core.catalogue import KPIS
from kpi_core.kpi import Kpi, KpiUnit, Level, Result, Scope
from kpi_core.periods import Period
from kpi_core.targets import status

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from bot.desk import Desk
    from bot.people import Person

_LEVELS: tuple[Level, ...] = ("all", "team", "am", "tier")
_FORMATS: dict[KpiUnit, str] = {"%": "0.0%", "money": "#,##0.00", "count": "#,##0", "points": "0.0"}
_OTHER_FORMAT = "#,##0.00"
_DAY_FORMAT = "yyyy-mm-dd"
_LONGEST_TEXT = 32_000  # a cell takes 32,767 characters
_COLUMNS = (
    ("KPI", 32), (mark("Whose"), 24), (mark("From"), 11), (mark("To"), 11), (mark("Value"), 12), (mark("Unit"), 12),
    (mark("Numerator"), 12), (mark("Denominator"), 12), ("n", 8), (mark("Low"), 12), (mark("High"), 12),
    (mark("Target"), 12), (mark("Status"), 8), (mark("Why there is no value"), 40), (mark("Ask for"), 24),
)  # fmt: skip
_VALUE, _TARGET = 4, 11

_Value = str | float | None


def figures_xlsx(desk: Desk, reader: Person, period: Period | None, voice: Voice) -> bytes:
    """Return the figures of every KPI over a period (None: each over its own), and one row per account."""
    content = BytesIO()
    # The moment of the figures, not of the writing: the same question gives the same file.
    with xlsxwriter.Workbook(content, {"in_memory": True, "remove_timezone": True}) as book:
        book.set_properties({"created": desk.now, "title": "Amber"})
        sheets = _Sheets(desk, reader, period, voice, book, {})
        sheets.figures(book.add_worksheet(voice.say("Figures")))
        sheets.accounts(book.add_worksheet(voice.say("Accounts")))
        sheets.kpis(book.add_worksheet("KPI"))
    return content.getvalue()


@dataclass(frozen=True)
class _Sheets:
    desk: Desk
    reader: Person
    period: Period | None
    voice: Voice
    book: xlsxwriter.Workbook
    formats: dict[str, Format]  # one for all cells of a pattern

    def figures(self, sheet: Worksheet) -> None:
        """Write a row per KPI and scope."""
        self._head(sheet, [(self.voice.say(title), width) for title, width in _COLUMNS])
        count = 0
        for count, (kpi, result) in enumerate(self._visible(), start=1):
            self._row(sheet, count, kpi, result)
        sheet.autofilter(0, 0, count, len(_COLUMNS) - 1)

    def accounts(self, sheet: Worksheet) -> None:
        """Write a row per account and a column per KPI that has a figure for any of them."""
        accounts = visible_accounts(self.reader, self.desk)
        found = [(kpi, self.desk.figures.results(kpi, "account", self._over(kpi))) for kpi in _asked_for("account")]
        ids = [one.account_id for one in accounts]
        columns = [(kpi, each) for kpi, each in found if any(each[one].value is not None for one in ids)]
        titles = [(self.voice.say("Account"), 32), *((self.voice.text(kpi.names), 16) for kpi, _ in columns)]
        self._head(sheet, titles)
        for row, account in enumerate(accounts, start=1):
            _write(sheet, row, 0, account.name)
            for column, (kpi, results) in enumerate(columns, start=1):
                _write(sheet, row, column, results[account.account_id].value, self._format(_of_unit(kpi)))
        sheet.autofilter(0, 0, len(accounts), len(columns))

    def kpis(self, sheet: Worksheet) -> None:
        """Write what each KPI is and the days it was computed over."""
        titles = (
            ("KPI", 32),
            (self.voice.say("Ask for"), 24),
            (self.voice.say("Over"), 34),
            (self.voice.say("Formula"), 90),
        )
        self._head(sheet, titles)
        for row, kpi in enumerate(KPIS, start=1):
            texts = (
                self.voice.text(kpi.names),
                kpi.key,
                self.voice.period(self._over(kpi)),
                self.voice.text(kpi.formula),
            )
            for column, text in enumerate(texts):
                _write(sheet, row, column, text)

    def _visible(self) -> Iterator[tuple[Kpi, Result]]:
        for kpi in KPIS:
            for level in (one for one in _LEVELS if one in kpi.levels):
                results = self.desk.figures.results(kpi, level, self._over(kpi))
                yield from ((kpi, each) for each in results.values() if may_see(self.reader, each.scope, self.desk))

    def _over(self, kpi: Kpi) -> Period:
        return self.period or self.desk.figures.window(kpi)

    def _row(self, sheet: Worksheet, row: int, kpi: Kpi, result: Result) -> None:
        goal = self.desk.figures.targets.find(kpi, result.scope, result.period)
        judged = status(kpi, result, goal)
        cells: tuple[_Value, ...] = (
            self.voice.text(kpi.names), self._whose(result.scope), None, None, result.value, kpi.unit, result.numerator,
            result.denominator, result.n, result.low, result.high, goal.value if goal else None,
            DOTS[judged] if judged else "", self.voice.text(result.reason) if result.reason else "", kpi.key,
        )  # fmt: skip
        figures = {_VALUE, _TARGET, 9, 10}
        for column, cell in enumerate(cells):
            _write(sheet, row, column, cell, self._format(_of_unit(kpi)) if column in figures else None)
        for column, day in ((2, result.period.start), (3, result.period.last_day)):
            sheet.write_datetime(row, column, day, self._format(_DAY_FORMAT))

    def _whose(self, scope: Scope) -> str:
        return scope_name(scope, self.desk, self.voice)

    def _head(self, sheet: Worksheet, titles: Sequence[tuple[str, int]]) -> None:
        bold = self.book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        for column, (title, width) in enumerate(titles):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, title, bold)
        sheet.freeze_panes(1, 1)

    def _format(self, pattern: str) -> Format:
        if pattern not in self.formats:
            self.formats[pattern] = self.book.add_format({"num_format": pattern})
        return self.formats[pattern]


def _asked_for(level: Level) -> Iterator[Kpi]:
    return (kpi for kpi in KPIS if level in kpi.levels)


def _of_unit(kpi: Kpi) -> str:
    return _FORMATS.get(kpi.unit, _OTHER_FORMAT)


def _write(sheet: Worksheet, row: int, column: int, value: _Value, form: Format | None = None) -> None:
    """Write a text as a text and a number as a number; what is not known stays blank."""
    if isinstance(value, str):
        sheet.write_string(row, column, value[:_LONGEST_TEXT])
    elif value is not None:
        sheet.write_number(row, column, value, form)
