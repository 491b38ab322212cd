"""A lake's columns → typed tables in DuckDB, with every issue at its file and row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import narwhals as nw
import pyarrow as pa
import pyarrow.parquet as pq

from kpi_core.attribution import INSTANTS
from kpi_core.frames import Frame, rows_of
from kpi_core.schema import PEOPLE_TABS, TABS
from kpi_core.settings import TeamSettings
from kpi_core.tables import Tables
from sheets.codec import check_across, empty_frame, missing_of, typed_frame
from sheets.codec.conventions import conventions_of
from sheets.codec.findings import NAMED, Fault, Findings
from sheets.codec.money import settle_currencies
from sheets.codec.tabs import Sheet, recognise
from sheets.codec.team_settings import read_settings
from sheets.columnar import Cells, ColumnGrid
from sheets.engines import Engine
from sheets.grid import Book, Issue
from sheets.lake.files import TabFiles

LOCALE = "en_US"  # of a typed book nothing depends on it
_REFERRED_TO = {column.ref for table in PEOPLE_TABS for column in table.columns}
# Facts that no row refers to and that hold no money: they may outgrow memory, and pass through it piece by piece.
PASSING = tuple(
    tab for tab in INSTANTS if tab not in _REFERRED_TO and all(one.key != "currency" for one in TABS[tab].columns)
)


@dataclass(frozen=True)
class Outline:
    """What a lake holds, before its rows are read: its tabs by key as recognised, and the team's settings.

    `sheets` have no rows; `findings` gathers what is wrong in rows, `issues` is what is wrong with tabs and columns.
    """

    files: Mapping[str, TabFiles]
    sheets: Mapping[str, Sheet]
    settings: TeamSettings
    findings: Findings
    issues: Sequence[Issue]

    @property
    def zone(self) -> str:
        """The time zone in which the lake's moments stand and Amber reports."""
        return self.settings.text("timezone") or "UTC"

    def sheet(self, tab: str, rows: ColumnGrid, before: int = 0) -> Sheet:
        """Return these rows of a tab, of which so many stand before; a row's number is its place among all."""
        return replace(self.sheets[tab], rows=rows, first_number=before + 1)

    def whole(self, tab: str) -> Sheet:
        """Return all rows of a tab. Raises InputError for a column of a wrong type and for a damaged file."""
        return self.sheet(tab, self.files[tab].whole(TABS[tab], self.zone))


def outline_of(folder: Mapping[str, TabFiles]) -> Outline:
    """Return what the files of a lake, by name, hold. Raises InputError for a damaged file."""
    shape, findings = Findings(), Findings()
    sheets = recognise(Book({name: _header_of(files) for name, files in folder.items()}, LOCALE, "", ""), shape)
    files = {key: folder[shape.titles[key]] for key in sheets}
    for key, sheet in sheets.items():
        header = files[key].header
        findings.titles[key] = files[key].title
        # Where a sheet has letters, columns have their names; a row that is meant whole has just its number.
        names = {column: header[index] for column, index in sheet.places.items()}
        findings.letters[key] = {column: f"{name} " for column, name in names.items()} | {"": "row "}
    titles = {name: each.title for name, each in folder.items()}
    issues = [
        replace(issue, tab=titles.get(issue.tab, issue.tab), cell="", row=None) for issue in shape.in_order(folder)
    ]
    outline = Outline(files, sheets, TeamSettings(), findings, issues)
    settings = read_settings(outline.whole("settings") if "settings" in sheets else None, findings)
    return replace(outline, settings=settings)


def tables_of(outline: Outline, engine: Engine, scratch: Path, today: date) -> tuple[Tables, Sequence[Issue]]:
    """Return the lake's typed tables, not attributed yet, and its issues; see decode for what an issue leaves out.

    `scratch` is a folder for what does not fit into memory; it must last as long as the tables. Raises InputError.
    """
    findings = outline.findings
    conventions = conventions_of(LOCALE, outline.zone, outline.zone)
    held = [tab for tab in TABS if tab not in PASSING]
    frames = {tab: empty_frame(tab) for tab in TABS}
    frames |= {tab: typed_frame(outline.whole(tab), conventions, findings) for tab in held if tab in outline.sheets}
    missing = missing_of(outline.sheets)
    base_currency = settle_currencies(frames, outline.settings, findings)
    check_across(frames, missing, findings, today, held)
    tables = {tab: engine.adopt(nw.from_native(frame).lazy()) for tab, frame in frames.items()}
    for tab in PASSING:
        if tab in outline.sheets:
            path = scratch / f"typed-{tab}.parquet"
            schema = pa.Schema.from_pandas(empty_frame(tab), preserve_index=False)
            with pq.ParquetWriter(path, schema) as writer:
                for sheet in _pieces(outline, tab):
                    around = frames | {tab: typed_frame(sheet, conventions, findings)}
                    check_across(around, missing, findings, today, [tab])
                    writer.write_table(pa.Table.from_pandas(around[tab], schema, preserve_index=False))
            tables[tab] = _once_each(engine.read(path), tab, findings)
    issues = [_located(issue, outline) for issue in findings.in_order(findings.titles.values())]
    return Tables(tables, missing, outline.settings, base_currency, engine.adopt), [*outline.issues, *issues]


def _header_of(files: TabFiles) -> ColumnGrid:
    return ColumnGrid([Cells.of([name]) for name in files.header])


def _pieces(outline: Outline, tab: str) -> Iterator[Sheet]:
    before = 0
    for rows in outline.files[tab].pieces(TABS[tab], outline.zone):
        yield outline.sheet(tab, rows, before)
        before += len(rows)


def _once_each(frame: Frame, tab: str, findings: Findings) -> Frame:
    """Return the rows without those whose id an earlier piece had already; of two with the same the first counts."""
    column = TABS[tab].id_column
    if column is None:
        return frame
    ids = frame.filter(~nw.col(column.key).is_null()).group_by(column.key)
    doubled = ids.agg(_first=nw.col("row").min(), _times=nw.len()).filter(nw.col("_times") > 1)
    again = frame.select("row", column.key).join(doubled, on=column.key).filter(nw.col("row") > nw.col("_first"))
    named = rows_of(again.sort("row").head(NAMED))
    if not named:
        return frame
    for row in named:
        findings.add(
            tab, column.key, row["row"], row[column.key], Fault("duplicate_id", facts={"first": row["_first"]})
        )
    (count,) = rows_of(again.select(rows=nw.len()))
    findings.add_unnamed(tab, column.key, "duplicate_id", count["rows"] - len(named))
    return frame.join(again.select("row"), on="row", how="anti")


def _located(issue: Issue, outline: Outline) -> Issue:
    """Return an issue of a tab in several files with its file, and its row there."""
    files = next((files for files in outline.files.values() if files.title == issue.tab), None)
    if files is None or issue.row is None or len(files.files) == 1:
        return issue
    file, number = files.located(issue.row)
    return replace(issue, cell=f"{file} {issue.cell.removesuffix(str(issue.row))}{number}")
