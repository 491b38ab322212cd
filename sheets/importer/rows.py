"""The records of an export as rows of a tab: typed by the codec, or the reason why not."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from pandas import isna

from kpi_core.errors import InputError
from kpi_core.schema import Kind
from sheets.codec.columns import typed_column
from sheets.codec.findings import Fault, Findings, Place
from sheets.importer.mapping import minutes_in
from sheets.layout import TEXT_LIMIT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpi_core.schema import Column
    from sheets.codec.columns import Array
    from sheets.codec.conventions import Conventions
    from sheets.grid import Cell
    from sheets.importer.exports import Record
    from sheets.importer.mapping import ImportMapping

_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_HAS_TIME = re.compile("%[HIXcRTfs]")
_NUMERIC = frozenset({Kind.NUMBER, Kind.MONEY, Kind.PERCENT, Kind.INTEGER})

Row = Mapping[str, "Cell"]


class Reason(NamedTuple):
    """Why a record does not fit, and what was probably meant ("" when nothing is near)."""

    text: str
    suggestion: str = ""


@dataclass(frozen=True, slots=True)
class Rows:
    """The wanted records of an export by the line they start on: rows that fit, and reasons of those that do not.

    `passed_over` counts the records that the mapping does not take.
    """

    fitting: Mapping[int, Row]
    reasons: Mapping[int, Reason]
    passed_over: int


def identifying(plan: ImportMapping) -> Sequence[Column]:
    """Return the columns that tell a row apart; in a tab where nothing does, all that the mapping fills."""
    return plan.table.identity or plan.given


def identity(plan: ImportMapping) -> Callable[[Row], object]:
    """Return what gives the cells that tell a row apart."""
    keys = [column.key for column in identifying(plan)]
    return lambda row: tuple(map(row.get, keys))


def read_rows(plan: ImportMapping, records: Sequence[Record], conventions: Conventions) -> Rows:
    """Return the records as rows; `conventions` are the export's."""
    wanted = [record for record in records if plan.takes(record.fields)]
    columns: dict[str, Sequence[Cell]] = {}
    reasons: dict[int, Reason] = {}
    for column in plan.given:
        columns[column.key], wrong = _read_column(plan, column, wanted, conventions)
        reasons |= {wanted[place].line: reason for place, reason in wrong.items()} | reasons
    fitting: dict[int, Row] = {}
    for place, (line, _) in enumerate(wanted):
        if line not in reasons:
            fitting[line] = {key: cells[place] for key, cells in columns.items() if cells[place] is not None}
    repeated = _repeated(plan, fitting)
    unique = {line: row for line, row in fitting.items() if line not in repeated}
    return Rows(unique, reasons | repeated, len(records) - len(wanted))


def _repeated(plan: ImportMapping, rows: Mapping[int, Row]) -> dict[int, Reason]:
    """Return the lines whose identity an earlier one has; where nothing tells rows apart, alike ones are all meant."""
    if not plan.table.identity:
        return {}
    keys = ", ".join(column.key for column in plan.table.identity)
    first_lines: dict[object, int] = {}
    identity_of, reasons = identity(plan), {}
    for line, row in rows.items():
        first = first_lines.setdefault(identity_of(row), line)
        if first != line:
            reasons[line] = Reason(f"this {keys} stands on line {first} already")
    return reasons


def typed_cells(column: Column, values: Array) -> Sequence[Cell]:
    """Return a typed column as cells, None where a value is missing."""
    cells = [None if isna(cell) else cell for cell in values.tolist()]
    return [cell and cell.date() for cell in cells] if column.kind is Kind.DATE else cells


def _read_column(
    plan: ImportMapping, column: Column, records: Sequence[Record], conventions: Conventions
) -> tuple[Sequence[Cell], dict[int, Reason]]:
    """Return a column's cells, None where it has none, and what is wrong with some, by their place."""
    wrong: dict[int, Reason] = {}
    raw: list[Cell] = []
    for place, (_, fields) in enumerate(records):
        try:
            raw.append(_raw(plan, column, fields, conventions))
        except InputError as error:
            wrong[place] = Reason(str(error))
            raw.append(None)
    values, faults = typed_column(column, raw, conventions)
    cells = typed_cells(column, values)
    if column.required:
        faults = {place: Fault("missing_value") for place, cell in enumerate(cells) if cell is None} | faults
    return cells, {place: _reason(column, raw[place], fault) for place, fault in faults.items()} | wrong


def _reason(column: Column, cell: Cell, fault: Fault) -> Reason:
    """Return the codec's sentence on a fault, in English."""
    findings = Findings()
    findings.add_at(Place(""), cell, Fault(fault.code, fault.suggestion, {"column": column.key} | dict(fault.facts)))
    issue = findings.in_order(())[0]
    return Reason(f"{column.key}: {issue.message.en}", issue.suggestion)


def _raw(plan: ImportMapping, column: Column, fields: Mapping[str, str], conventions: Conventions) -> Cell:
    """Return what the codec is to read: the text itself, unless the mapping says how it is written.

    Raises InputError with the reason when it cannot be that.
    """
    key = column.key
    if key in plan.constants:
        return plan.constants[key]
    text = plan.text(key, fields)
    if len(text) > TEXT_LIMIT:
        raise InputError(f"{key}: the text has {len(text):,} characters, a cell holds {TEXT_LIMIT:,}")
    if text and key in plan.date_forms:
        return _moment(column, text, plan.date_forms[key], conventions)
    if column.kind is Kind.DATETIME and _ISO_DAY.fullmatch(text):
        return _moment(column, text, "%Y-%m-%d", conventions)
    if text and key in plan.duration_forms:
        return _minutes(key, text, plan.duration_forms[key])
    return _number(text, plan.decimal) if plan.decimal and column.kind in _NUMERIC else text


def _moment(column: Column, text: str, form: str, conventions: Conventions) -> datetime:
    try:
        moment = datetime.strptime(text, form)  # noqa: DTZ007  # it stands in the export's zone
    except ValueError:
        raise InputError(f"{column.key}: '{text}' is not written as {form}") from None
    if column.kind is Kind.DATETIME and not _HAS_TIME.search(form):  # a day is the same day in the book
        moment = moment.replace(tzinfo=ZoneInfo(conventions.zone))
    return moment.astimezone(conventions.sheet_tz).replace(tzinfo=None) if moment.tzinfo else moment


def _minutes(key: str, text: str, form: str) -> float:
    minutes = minutes_in(text, form)
    if minutes is None:
        raise InputError(f"{key}: '{text}' is not a duration in {form}")
    return minutes


def _number(text: str, decimal: str) -> Cell:
    """Return the number a text is with that decimal mark; the text itself when it is none."""
    group = "," if decimal == "." else "."
    digits = rf"(?:\d{{1,3}}(?:[{group}\s]\d{{3}})+|\d+)"
    if not re.fullmatch(rf"[-+]?{digits}(?:{re.escape(decimal)}\d+)?", text):
        return text
    return float(re.sub(rf"[{group}\s]", "", text).replace(decimal, "."))
