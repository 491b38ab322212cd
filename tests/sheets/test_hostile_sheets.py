"""Sheets that people, formulas and other programs filled with anything: what is bad is named, all else works."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pandas as pd
import pytest
from babel.numbers import format_decimal
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi_core.catalogue import BY_KEY
from kpi_core.evaluate import Figures
from kpi_core.kpi import Scope
from kpi_core.periods import unit_period
from kpi_core.schema import BOT_TABS, PEOPLE_TABS, TABS
from kpi_core.text import LANGUAGES
from sheets.archive import reading_at
from sheets.codec import Decoded, decode
from sheets.codec.findings import written
from sheets.columnar import ColumnGrid
from sheets.grid import Book, Cell, Grid, Issue
from sheets.layout import column_letters
from sheets.reading import read_book
from sheets.snapshot import Snapshot

TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 5, tzinfo=UTC)
SAIGON = "Asia/Ho_Chi_Minh"
KPIS = ("nps", "churn_rate", "freshness", "revenue", "interactions_per_account", "response_time", "win_rate")

# --- a good book ---------------------------------------------------------------------------------------------------

GOOD: Mapping[str, Sequence[Mapping[str, Cell]]] = {
    "team": [
        {"am_id": "linh", "name": "Linh", "role": "am", "active": True, "started_on": 45000},
        {"am_id": "minh", "name": "Minh", "role": "senior_am", "active": True, "started_on": 44000.0},
        {"am_id": "olga", "name": "Olga", "role": "lead", "active": False, "started_on": "2024-02-29"},
    ],
    "accounts": [
        {"account_id": "1", "name": "Acme", "owner_id": "linh", "tier": "key", "cadence_days": 7, "market_share": 0.2},
        {"account_id": "2", "name": "Bamboo", "owner_id": "minh", "tier": "standard", "cadence_days": 30},
        {"account_id": "3", "name": "Volga", "owner_id": "olga", "started_on": 45100, "category_spend": 120000},
    ],
    "interactions": [
        {"interaction_id": f"i{n}", "account_id": str(1 + n % 3), "am_id": "linh", "at": 46000.25 + n, "minutes": n + 5}
        | {"channel": ("call", "email", "meeting")[n % 3], "direction": "outbound", "replied": n % 2 == 0}
        for n in range(6)
    ],
    "contracts": [
        {"contract_id": f"c{n}", "account_id": str(1 + n % 3), "starts_on": 45900, "ends_on": 46200, "amount": 900.5}
        | {"recurring": True, "notice_days": 30, "kind": "new"}
        for n in range(4)
    ],
    "surveys": [
        {"survey_id": f"s{n}", "account_id": str(1 + n % 3), "kind": "nps", "at": 46010 + n, "score": 10 - n}
        for n in range(5)
    ],
}
SPOILED: Mapping[str, Sequence[tuple[Cell, str]]] = {
    # kind of column → a cell that is bad there, and what is said about it
    "date": [
        ("tomorow", "bad_date"),
        (True, "bad_date"),
        ("31.02.2026", "bad_date"),
        ("05/06/2026", "ambiguous_date"),
        ("1899-12-31", "date_out_of_range"),
        (-40_000, "date_out_of_range"),
        (3e300, "date_out_of_range"),
        (float("-inf"), "date_out_of_range"),
        (10**400, "bad_date"),
        ("#REF!", "formula_error"),
        ('=IMPORTXML("https://example.com","//a")', "bad_date"),
        ("\u202eמחר", "bad_date"),
        ("x" * 50_000, "bad_date"),
    ],
    "number": [
        ("much", "bad_number"),
        (False, "bad_number"),
        (float("inf"), "bad_number"),
        (10**400, "bad_number"),
        ("1.234", "ambiguous_number"),
        ("12-13", "bad_number"),
        ("#DIV/0!", "formula_error"),
        ("🤷", "bad_number"),
        ("\ud83e", "bad_number"),
        ("9" * 400, "bad_number"),
    ],
    "integer": [("seven", "bad_number"), (2.5, "bad_integer"), (1e300, "bad_integer"), ("7²", "bad_number")],
    "choice": [
        ("🐦", "bad_choice"),
        ("#N/A", "formula_error"),
        (45_000, "bad_choice"),
        (True, "bad_choice"),
        ("\udfff", "bad_choice"),
        ("{value} {0}", "bad_choice"),
    ],
    "yes_no": [("perhaps", "bad_yes_no"), (2, "bad_yes_no"), ("#NAME?", "formula_error")],
    "ref": [("nobody at all", "unknown_reference"), ("#VALUE!", "formula_error"), (77, "unknown_reference")],
}


def kind_of(tab: str, column: str) -> str:
    declared = TABS[tab].column(column)
    if declared.ref:
        return "ref"
    return {"datetime": "date", "money": "number", "percent": "number"}.get(declared.kind, declared.kind)


@dataclass(frozen=True)
class Arranged:
    """The good rows as somebody laid them out: where each cell came to stand, and the book."""

    columns: Mapping[str, Sequence[str]]  # by tab, in sheet order; "" is a column of their own
    numbers: Mapping[str, Sequence[int]]  # by tab, the row number of each row
    titles: Mapping[str, str]
    headers: Mapping[str, Sequence[str]]

    def address(self, tab: str, row: int, column: str) -> tuple[str, str]:
        return self.titles[tab], f"{column_letters(self.columns[tab].index(column))}{self.numbers[tab][row]}"

    def book(self, rows: Mapping[str, Sequence[Mapping[str, Cell]]], *, by_column: bool, locale: str = "en_US") -> Book:
        tabs = {self.titles[tab]: self._grid(tab, rows[tab]) for tab in rows}
        if by_column:
            tabs = {title: ColumnGrid.of([list(cells) for cells in _columns(grid)]) for title, grid in tabs.items()}
        return Book(tabs, locale, SAIGON, "1", content="1")

    def _grid(self, tab: str, rows: Sequence[Mapping[str, Cell]]) -> list[list[Cell]]:
        grid: list[list[Cell]] = [list(self.headers[tab])]
        for number, row in zip(self.numbers[tab], rows, strict=True):
            grid += [[] for _ in range(number - 1 - len(grid))]
            grid.append([row.get(column) if column else "their own" for column in self.columns[tab]])
        return grid


def _columns(grid: Sequence[Sequence[Cell]]) -> list[list[Cell]]:
    width = max(map(len, grid), default=0)
    return [[row[index] if index < len(row) else "" for row in grid] for index in range(width)]


@st.composite
def arrangements(draw: st.DrawFn) -> Arranged:
    columns, numbers, titles, headers = {}, {}, {}, {}
    for tab, rows in GOOD.items():
        table = TABS[tab]
        present = sorted({column for row in rows for column in row})
        columns[tab] = draw(st.permutations([*present, *[""] * draw(st.integers(0, 2))]))
        gaps = draw(st.lists(st.integers(0, 2), min_size=len(rows), max_size=len(rows)))
        numbers[tab] = [2 + place + sum(gaps[: place + 1]) for place in range(len(rows))]
        language = draw(st.sampled_from(LANGUAGES))
        titles[tab] = draw(st.sampled_from([table.label.to(language), tab.upper(), f" {tab} "]))
        names = draw(st.sampled_from([lambda column, to=language: column.label.to(to), lambda column: column.key]))
        headers[tab] = [names(table.column(key)) if key else "Mood" for key in columns[tab]]
    return Arranged(columns, numbers, titles, headers)


@st.composite
def spoilings(draw: st.DrawFn) -> Mapping[tuple[str, int, str], tuple[Cell, str]]:
    """Choose cells of the good book, and for each a bad one with what is said about it."""
    cells = [
        (tab, place, column)
        for tab, rows in GOOD.items()
        for place, row in enumerate(rows)
        for column in row
        if kind_of(tab, column) in SPOILED and (tab, column) != ("surveys", "kind")
    ]
    chosen = draw(st.lists(st.sampled_from(cells), min_size=1, max_size=8, unique=True))
    return {cell: draw(st.sampled_from(SPOILED[kind_of(cell[0], cell[2])])) for cell in chosen}


def identity(tab: str) -> str:
    column = TABS[tab].id_column
    assert column is not None
    return column.key


def cells_of(decoded: Decoded, tab: str) -> pd.DataFrame:
    """Return what a tab came to, by ID: wherever its rows stand."""
    return decoded.frames[tab].drop(columns="row").set_index(identity(tab))


SOME = settings(max_examples=25)


@SOME
@given(arranged=arrangements(), by_column=st.booleans())
def test_it_reads_a_good_book_however_it_is_laid_out(arranged: Arranged, by_column: bool) -> None:
    decoded = decode(arranged.book(GOOD, by_column=by_column), TODAY)
    assert set() == {issue.code for issue in decoded.issues} - {"unknown_columns", "duplicate_column"}
    for tab in GOOD:
        pd.testing.assert_frame_equal(cells_of(as_it_should_be(), tab), cells_of(decoded, tab))


@cache
def as_it_should_be() -> Decoded:
    keys = {tab: sorted({column for row in rows for column in row}) for tab, rows in GOOD.items()}
    grids = {tab: [keys[tab], *([row.get(key) for key in keys[tab]] for row in rows)] for tab, rows in GOOD.items()}
    decoded = decode(Book(grids, "en_US", SAIGON, "1"), TODAY)
    assert [] == decoded.issues
    return decoded


@SOME
@given(arranged=arrangements(), spoiled=spoilings(), by_column=st.booleans())
def test_it_names_exactly_the_spoiled_cells_and_counts_all_others_as_before(
    arranged: Arranged, spoiled: Mapping[tuple[str, int, str], tuple[Cell, str]], by_column: bool
) -> None:
    rows = {tab: [dict(row) for row in good] for tab, good in GOOD.items()}
    for (tab, place, column), (bad, _) in spoiled.items():
        rows[tab][place][column] = bad
    decoded = decode(arranged.book(rows, by_column=by_column), TODAY)

    named = {(issue.tab.strip(), issue.cell): issue for issue in decoded.issues if issue.severity == "error"}
    expected = {}
    for (tab, place, column), (_, code) in spoiled.items():
        title, cell = arranged.address(tab, place, column)
        expected[title.strip(), cell] = code
    assert expected == {place: issue.code for place, issue in named.items()}
    for issue in named.values():
        assert all(issue.message.to(language) for language in LANGUAGES)

    for tab, good in GOOD.items():
        frame = cells_of(as_it_should_be(), tab)
        for spoiled_tab, place, column in spoiled:
            if spoiled_tab == tab:
                frame[column] = frame[column].mask(frame.index == str(good[place][identity(tab)]))
        pd.testing.assert_frame_equal(frame, cells_of(decoded, tab))


@pytest.mark.parametrize("locale", ["en_US", "vi_VN", "ru_RU"])
@SOME
@given(amounts=st.lists(st.decimals(-(10**12), 10**12, places=2), min_size=4, max_size=4))
def test_it_reads_numbers_typed_as_text_in_the_sheets_locale(locale: str, amounts: list[Any]) -> None:
    rows = [
        row | {"amount": format_decimal(amount, "#,##0.00", locale)}
        for row, amount in zip(GOOD["contracts"], amounts, strict=True)
    ]
    keys = list(rows[0])
    grid: Grid = [keys, *([row[key] for key in keys] for row in rows)]
    decoded = decode(Book({"contracts": grid}, locale, SAIGON, "1"), TODAY)
    assert [] == decoded.issues
    assert [float(amount) for amount in amounts] == decoded.frames["contracts"]["amount"].tolist()


# --- anything at all -----------------------------------------------------------------------------------------------

TEXTS = st.one_of(
    st.text(max_size=12),
    st.text(st.characters(categories=["Cs", "Co", "Cf", "Mn", "Nd", "No", "Zs"]), max_size=6),
    st.sampled_from(
        ["", "#N/A", "#REF!", "TRUE", "1.234,5", "1 234,5 ₽", "15 tr", "٣١/١٢/٢٠٢٦", "Tết 🧧", "\u202eמחר", "-"]
    ),
    st.sampled_from(
        ['=IMPORTXML("https://example.com","//a")', "=HYPERLINK(A1)", "{0}", "{value}", "%s", "VND", "USD"]
    ),
    st.sampled_from(["1", "linh", "Acme", "am-1", "2026-02-30", "0000-00-00", "Asia/Ho_Chi_Minh", "24x7", "void"]),
    st.just("x" * 50_000),
)
CELLS: st.SearchStrategy[Cell] = st.one_of(
    st.none(),
    TEXTS,
    st.booleans(),
    st.floats(),
    st.integers(-(10**6), 10**6),
    st.sampled_from([10**400, -(10**400), 2**53, 2**63, -1, 60, 45_000.5, 1e308]),
    st.dates(),
    st.datetimes(),
)
TITLES = st.one_of(
    st.sampled_from([tab.label.to(language) for tab in (*PEOPLE_TABS, *BOT_TABS) for language in LANGUAGES]),
    st.sampled_from([tab.key for tab in PEOPLE_TABS]),
    st.sampled_from(["Acounts", "Sheet1", "Copy of Accounts", "\ud800", "Khach hang", ""]),
    st.text(max_size=8),
)


@st.composite
def grids(draw: st.DrawFn, title: str) -> Grid:
    table = TABS.get(title.strip().lower()) or draw(st.sampled_from(PEOPLE_TABS))
    names = [name for column in table.columns for name in (column.key, column.label.vi, column.label.ru)]
    header: list[Cell] = draw(st.lists(st.one_of(st.sampled_from(names), CELLS), max_size=8))
    rows: list[list[Cell]] = draw(st.lists(st.lists(CELLS, max_size=9), max_size=6))
    grid: list[list[Cell]] = draw(st.sampled_from([[header, *rows], rows, [header], [[], header, *rows]]))
    return ColumnGrid.of(_columns(grid)) if draw(st.booleans()) else grid


@st.composite
def books(draw: st.DrawFn) -> Book:
    titles = draw(st.lists(TITLES, max_size=6, unique=True))
    return Book(
        {title: draw(grids(title)) for title in titles},
        locale=draw(st.sampled_from(["en_US", "vi_VN", "ru_RU", "", "ar_EG", "\ud800", "x" * 99])),
        timezone=draw(st.sampled_from(["Asia/Ho_Chi_Minh", "", "Europe/Moscow", "Mars/Phobos", "\x00", "../etc"])),
        version="1",
        content="1",
    )


@dataclass(frozen=True)
class Shelf:
    """A store of one book."""

    book: Book

    def version(self) -> str:
        return self.book.version

    def read(self) -> Book:
        return self.book

    def append(self, tab: str, rows: Sequence[Mapping[str, Cell]]) -> int:
        raise NotImplementedError

    def replace(self, tab: str, grid: Grid) -> None:
        raise NotImplementedError

    def prepare(self, tabs: Sequence[str], language: Any = None) -> Sequence[str]:
        raise NotImplementedError


def read(book: Book) -> Snapshot:
    """Read a book as the bot does: decode, attribute, write to disk, open again."""
    with TemporaryDirectory() as folder:
        return reading_at(read_book(Shelf(book), Path(folder), NOW)).snapshot()


@settings(max_examples=10)
@given(book=books())
def test_it_raises_nothing_whatever_a_book_holds(book: Book) -> None:
    snapshot = read(book)
    now = datetime(2026, 11, 20, 12)
    figures = Figures(snapshot.tables, now)
    for key in KPIS:
        result = figures.result(BY_KEY[key], Scope("all"), unit_period("quarter", now, now))
        assert result.value is None or np.isfinite(result.value)
    json.dumps([issue.message.to(language) for issue in snapshot.issues for language in LANGUAGES]).encode()


@SOME
@given(book=books())
def test_it_names_only_cells_that_stand_there(book: Book) -> None:
    assert all(stands_there(book, issue) for issue in decode(book, TODAY).issues)


def stands_there(book: Book, issue: Issue) -> bool:
    """Whether the issue's value is what stands at its address; a header's issue names several."""
    if not issue.row or issue.row == 1 or issue.tab not in book.tabs:
        return True
    letters = issue.cell.rstrip("0123456789")
    index = next(index for index in range(99) if column_letters(index) == letters)
    row = book.tabs[issue.tab][issue.row - 1]
    cell = row[index] if index < len(row) else None
    return not issue.value or bool(written(cell))


def test_it_takes_a_million_blank_rows_for_none() -> None:
    grid: list[Sequence[Cell]] = [["account_id", "name", "owner_id"], ["1", "Acme", "linh"]]
    blank = [(), ("", None, False), (" ", "", 0)]
    decoded = decode(Book({"Accounts": [*grid, *(blank * 333_333)]}, "en_US", SAIGON, "1"), TODAY)
    assert ([], ["Acme"]) == (decoded.issues, decoded.frames["accounts"]["name"].tolist())


def test_it_names_the_first_thousand_of_a_column_wrong_throughout_and_counts_the_rest() -> None:
    rows = [[str(number), "Acme", "linh", f"some day {number}"] for number in range(1_500)]
    decoded = decode(
        Book({"Accounts": [["account_id", "name", "owner_id", "started_on"], *rows]}, "en_US", SAIGON, "1"), TODAY
    )
    assert [f"D{row}" for row in range(2, 1_002)] == [issue.cell for issue in decoded.issues]
    assert decoded.issues[-1].message.en.endswith("(and 500 more below in this column)")
    assert 1_500 == len(decoded.frames["accounts"])
