"""What the tabs look like, and a fresh .xlsx book of them."""

from __future__ import annotations

import re
from contextlib import closing
from datetime import date, datetime
from typing import TYPE_CHECKING

from kpi_core.errors import InputError
from kpi_core.schema import BOT_TABS, PEOPLE_TABS, SCHEMA_VERSION, TABS, BotTab, Column, Kind, Table
from kpi_core.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import xlsxwriter
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from kpi_core.text import Language
    from sheets.grid import Cell

SCHEMA_NAME = "amber_schema_version"
TIMEZONE_NAME = "amber_timezone"
TEXT_LIMIT = 32_767  # characters a cell of an .xlsx book can hold
REQUIRED_COLOUR, OPTIONAL_COLOUR, BOT_COLOUR = "#8A5A00", "#B98A3C", "#FFB000"
_NOT_XML = re.compile(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
LAST_ROW = 1_048_576

# Ids and words are text cells: a sheet would make 7 of a typed 007.
NUMBER_FORMATS: Mapping[Kind, str] = {
    Kind.ID: "@",
    Kind.TEXT: "@",
    Kind.CHOICE: "@",
    Kind.DATE: "yyyy-mm-dd",
    Kind.DATETIME: "yyyy-mm-dd hh:mm",
    Kind.NUMBER: "General",
    Kind.MONEY: "#,##0.00",
    Kind.PERCENT: "0.0%",
    Kind.INTEGER: "0",
    Kind.YES_NO: "@",
}
_WIDTHS: Mapping[Kind, int] = {Kind.TEXT: 24, Kind.CHOICE: 14, Kind.DATE: 12, Kind.DATETIME: 17, Kind.MONEY: 14}
_KIND_NAMES: Mapping[Kind, Text] = {
    Kind.ID: Text("an ID", "mã", "идентификатор"),
    Kind.TEXT: Text("text", "văn bản", "текст"),
    Kind.CHOICE: Text("one of the listed words", "một trong các từ có sẵn", "одно из слов списка"),
    Kind.DATE: Text("a date", "ngày", "дата"),
    Kind.DATETIME: Text("a date and time", "ngày giờ", "дата и время"),
    Kind.NUMBER: Text("a number", "số", "число"),
    Kind.MONEY: Text("an amount of money", "số tiền", "сумма"),
    Kind.PERCENT: Text("per cent", "phần trăm", "проценты"),
    Kind.INTEGER: Text("a whole number", "số nguyên", "целое число"),
    Kind.YES_NO: Text("yes or no", "có hoặc không (yes/no)", "да или нет (yes/no)"),
}
_REQUIRED = Text("required", "bắt buộc", "обязательно")
_REFERS = Text("an ID of the tab {tab}", "mã ở tab {tab}", "идентификатор с листа «{tab}»")
BOT_TAB_NOTE = Text(
    "Amber fills this tab and rewrites it whole: what is typed here is lost.",
    "Amber tự điền và ghi lại toàn bộ tab này: nội dung gõ vào đây sẽ mất.",
    "Этот лист целиком перезаписывает Amber: введённое здесь пропадёт.",
)


def check_tabs(tabs: Sequence[str]) -> None:
    """Raise InputError unless these are all keys of tabs people edit."""
    unknown = [tab for tab in tabs if tab not in TABS]
    if unknown:
        raise InputError(f"there is no tab {', '.join(unknown)}; the tabs are {', '.join(TABS)}")


def column_letters(index: int) -> str:
    """Return a column's letters in addresses: 0 is A, 26 is AA."""
    letters = ""
    while index >= 0:
        letters = chr(ord("A") + index % 26) + letters
        index = index // 26 - 1
    return letters


def meaning(column: Column) -> Text:
    """Return what belongs into a column's cells: "a date", "an ID of the tab Team"."""
    return _REFERS.format(tab=TABS[column.ref].label) if column.ref else _KIND_NAMES[column.kind]


def header_note(column: Column, language: Language) -> str:
    """Return what a header's note says: the column's key, type, words and whether it is required."""
    lines = [column.key, meaning(column).to(language), " · ".join(column.choices)]
    return "\n".join(line for line in [*lines, _REQUIRED.to(language) if column.required else ""] if line)


def width(column: Column, language: Language) -> int:
    """Return a column's width in characters."""
    return max(_WIDTHS.get(column.kind, 10), len(column.label.to(language)) + 4)


def words(column: Column) -> tuple[str, ...]:
    """Return the words of a column's drop-down; empty when it has none."""
    return ("yes", "no") if column.kind is Kind.YES_NO else column.choices


def fitting(text: str, limit: int = TEXT_LIMIT) -> str:
    """Return a text that a cell can hold, without invisible control characters. Raises InputError when too long."""
    if len(text) > limit:
        raise InputError(f"the text has {len(text):,} characters, a cell holds {limit:,}; shorten it")
    return _NOT_XML.sub("", text)


def write_book(
    path: Path,
    rows: Mapping[str, Sequence[Mapping[str, Cell]]],
    *,
    language: Language = "en",
    tabs: Sequence[str] | None = None,
    timezone: str = "",
) -> None:
    """Write a fresh .xlsx book: the named tabs (schema keys; default all) with their rows, and the bot's own tabs.

    `rows` maps tab keys to rows by column key; dates are naive, in the book's `timezone` (IANA name). An earlier file
    of that path is replaced in one step. Raises InputError for a text that no cell can hold.
    """
    import xlsxwriter  # noqa: PLC0415  # a quarter of a second to import: only those who make a book wait for it

    chosen = [table for table in PEOPLE_TABS if tabs is None or table.key in tabs]
    fresh = path.with_name(f".{path.name}.new")
    try:
        with closing(xlsxwriter.Workbook(fresh, {"constant_memory": True})) as book:
            book.define_name(SCHEMA_NAME, f"={SCHEMA_VERSION}")
            if timezone:
                book.define_name(TIMEZONE_NAME, f'="{timezone}"')
            painter = _Painter(book, language)
            for table in chosen:
                painter.people_tab(table, rows.get(table.key, ()))
            for tab in BOT_TABS:
                painter.bot_tab(tab)
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


class _Painter:
    """Draws the tabs of one book, with the book's formats."""

    def __init__(self, book: xlsxwriter.Workbook, language: Language) -> None:
        self.book = book
        self.language = language
        self.required_header, self.header = (
            book.add_format({"bold": True, "font_color": "#FFFFFF", "bg_color": colour})
            for colour in (REQUIRED_COLOUR, OPTIONAL_COLOUR)
        )
        self.bodies = {kind: book.add_format({"num_format": code}) for kind, code in NUMBER_FORMATS.items()}

    def people_tab(self, table: Table, rows: Sequence[Mapping[str, Cell]]) -> None:
        title = table.label.to(self.language)
        sheet = self.book.add_worksheet(title)
        for index, column in enumerate(table.columns):
            self._header(sheet, index, column)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, max(len(rows), 1), len(table.columns) - 1)
        sheet.ignore_errors({"number_stored_as_text": f"A2:XFD{LAST_ROW}"})
        for number, row in enumerate(rows, start=1):
            for index, column in enumerate(table.columns):
                try:
                    _write_cell(sheet, number, index, row.get(column.key), self.bodies[column.kind])
                except InputError as error:
                    raise InputError(str(error), f"{title}!{column_letters(index)}{number + 1}") from None

    def bot_tab(self, tab: BotTab) -> None:
        sheet = self.book.add_worksheet(tab.label.to(self.language))
        sheet.set_tab_color(BOT_COLOUR)
        sheet.write_string(0, 0, BOT_TAB_NOTE.to(self.language))
        sheet.protect("", {"format_columns": True, "sort": True, "autofilter": True})

    def _header(self, sheet: Worksheet, index: int, column: Column) -> None:
        sheet.set_column(index, index, width(column, self.language), self.bodies[column.kind])
        header = self.required_header if column.required else self.header
        sheet.write_string(0, index, column.label.to(self.language), header)
        sheet.write_comment(0, index, header_note(column, self.language), {"x_scale": 1.6, "y_scale": 0.9})
        if words(column):
            # A warning, not a stop: the words' labels in other languages are welcome too.
            choice = {"validate": "list", "source": list(words(column)), "error_type": "warning"}
            sheet.data_validation(1, index, LAST_ROW - 1, index, choice)


def _write_cell(sheet: Worksheet, row: int, index: int, cell: Cell, body: Format) -> None:
    match cell:
        case None | "":
            return
        case bool():
            sheet.write_boolean(row, index, cell, body)
        case str():
            sheet.write_string(row, index, fitting(cell), body)
        case datetime() | date():
            sheet.write_datetime(row, index, cell, body)
        case _:
            sheet.write_number(row, index, cell, body)
