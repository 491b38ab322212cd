"""A book's raw cells → its typed frames, with every issue at its address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from kpi_core.schema import SCHEMA_VERSION, TABS
from kpi_core.settings import TeamSettings
from sheets.checks import check_across
from sheets.codec.columns import Faults, empty_column, typed_column
from sheets.codec.conventions import Conventions, conventions_of
from sheets.codec.findings import Fault, Findings, Place
from sheets.codec.money import settle_currencies
from sheets.codec.tabs import Sheet, recognise
from sheets.codec.team_settings import read_settings
from sheets.grid import Book, Issue
from sheets.headers import recognise_tab
from sheets.upgrades import is_newer

BoolArray = np.ndarray[Any, np.dtype[np.bool_]]


@dataclass(frozen=True)
class Decoded:
    """A book as typed frames: every tab of the schema with every column of its declaration, and `row`.

    A tab that is not in the book is an empty frame, a column that is not in its tab is all missing; `missing` names
    both ("deals", "invoices.due_on"). Moments are naive, in `timezone`; people type them in `sheet_timezone`. `titles`
    and `letters` say where the tabs and columns (by key) stand in the file.
    """

    frames: Mapping[str, pd.DataFrame]
    missing: frozenset[str]
    issues: Sequence[Issue]
    settings: TeamSettings
    base_currency: str
    timezone: str
    sheet_timezone: str
    titles: Mapping[str, str]
    letters: Mapping[str, Mapping[str, str]]


def decode(book: Book, today: date) -> Decoded:
    """Return the typed frames of a book and all that is wrong in it. Raises nothing for what people typed.

    `today` is the day in the reporting zone by which "in the past" and "in the future" are judged. The cell of an
    error is missing in the frames, and so is the row of a doubled or missing id; a warning's cell counts.
    """
    findings = Findings()
    sheets = recognise(book, findings)
    settings = read_settings(sheets.get("settings"), findings)
    zone = _zone(settings, book)
    sheet_zone = book.timezone if _is_zone(book.timezone) else zone
    conventions = conventions_of(book.locale, sheet_zone, zone)
    frames = {
        key: typed_frame(sheets[key], conventions, findings) if key in sheets else empty_frame(key) for key in TABS
    }
    missing = missing_of(sheets)
    base_currency = settle_currencies(frames, settings, findings)
    check_across(frames, missing, findings, today)
    if is_newer(book.schema_version):
        findings.add_at(Place(""), book.schema_version, Fault("newer_schema", facts={"known": SCHEMA_VERSION}))
    issues = findings.in_order(list(book.tabs))
    titles, letters = findings.titles, findings.letters
    return Decoded(frames, missing, issues, settings, base_currency, zone, sheet_zone, titles, letters)


def reporting_zone(book: Book) -> str:
    """Return the time zone a book is reported in: its setting, else the spreadsheet's own, else UTC."""
    settings_tab = replace(
        book, tabs={title: grid for title, grid in book.tabs.items() if recognise_tab(title) == "settings"}
    )
    findings = Findings()
    return _zone(read_settings(recognise(settings_tab, findings).get("settings"), findings), book)


def _zone(settings: TeamSettings, book: Book) -> str:
    return settings.text("timezone") or (book.timezone if _is_zone(book.timezone) else "UTC")


def _is_zone(name: str) -> bool:
    try:
        return bool(name) and bool(ZoneInfo(name))
    except (ValueError, OSError, KeyError):
        return False


def missing_of(sheets: Mapping[str, Sheet]) -> frozenset[str]:
    """Return what the tabs found lack of the schema: tabs ("deals") and columns ("invoices.due_on")."""
    columns = {
        f"{key}.{column.key}"
        for key, sheet in sheets.items()
        for column in sheet.table.columns
        if column.key not in sheet.places
    }
    return frozenset(columns | (TABS.keys() - sheets.keys()))


def typed_frame(sheet: Sheet, conventions: Conventions, findings: Findings) -> pd.DataFrame:
    """Return a tab's rows, or the part of them given, each with its number in `row`; faults go to the findings."""
    columns: dict[str, Any] = {"row": np.array(sheet.numbers, dtype=np.int64)}
    faults: dict[str, Faults] = {}
    filled = np.zeros(len(sheet.numbers), dtype=bool)
    for column in sheet.table.columns:
        if column.key not in sheet.places:
            columns[column.key] = empty_column(column, len(sheet.numbers))
            continue
        raw = sheet.cells(column.key)
        columns[column.key], faults[column.key] = typed_column(column, raw, conventions)
        is_there = pd.notna(columns[column.key])
        is_there[list(faults[column.key])] = True
        filled |= is_there & raw.say_something()
    frame = pd.DataFrame(columns, copy=False)
    _report(sheet, faults, filled, findings)
    _report_blanks(frame, sheet, filled, faults, findings)
    return _identified(_where(filled, frame), sheet, findings)


@cache
def empty_frame(key: str) -> pd.DataFrame:
    """Return a tab without rows: always the same frame, which nobody changes in place."""
    return pd.DataFrame({"row": np.array([], np.int64)} | {c.key: empty_column(c, 0) for c in TABS[key].columns})


def _report(sheet: Sheet, faults: Mapping[str, Faults], filled: BoolArray, findings: Findings) -> None:
    for column, found in faults.items():
        raw = sheet.cells(column) if found else ()
        for place in sorted(found):
            if filled[place]:
                findings.add(sheet.table.key, column, sheet.numbers[place], raw[place], found[place])


def _report_blanks(
    frame: pd.DataFrame, sheet: Sheet, filled: BoolArray, faults: Mapping[str, Faults], findings: Findings
) -> None:
    for column in sheet.table.columns:
        # A setting without a value is at its default.
        if not column.required or column.key not in sheet.places or sheet.table.key == "settings":
            continue
        blank = filled & frame[column.key].isna().to_numpy()
        blank[list(faults[column.key])] = False
        for place in np.flatnonzero(blank).tolist():
            findings.add(sheet.table.key, column.key, sheet.numbers[place], None, Fault("missing_value"))


def _where(kept: BoolArray, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows kept; usually all are, and nothing is copied."""
    return frame if kept.all() else frame[kept].reset_index(drop=True)


def _identified(frame: pd.DataFrame, sheet: Sheet, findings: Findings) -> pd.DataFrame:
    """Return the rows that have an id of their own: of two with the same the first counts."""
    column = sheet.table.id_column
    if column is None or column.key not in sheet.places:
        return frame
    frame = _where(frame[column.key].notna().to_numpy(), frame)
    ids = frame[column.key]
    # Whether any is doubled, Arrow knows in a quarter of the time that pandas takes to say which.
    if pc.count_distinct(pa.array(ids)).as_py() == len(ids):
        return frame
    doubled = ids.duplicated().to_numpy()
    first_rows = dict(zip(ids[~doubled], frame.loc[~doubled, "row"], strict=True))
    for name, row in zip(ids[doubled], frame.loc[doubled, "row"], strict=True):
        fault = Fault("duplicate_id", facts={"first": first_rows[name]})
        findings.add(sheet.table.key, column.key, int(row), name, fault)
    return _where(~doubled, frame)
