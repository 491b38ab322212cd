"""Requests about rows and columns: insert, append, delete, move, their properties and groups."""

from __future__ import annotations

from collections.abc import Iterator

from tests.emulators.google_sheets import masks
from tests.emulators.google_sheets.errors import bad
from tests.emulators.google_sheets.model import Json, Sheet, Spreadsheet
from tests.emulators.google_sheets.requests.places import Span, grid, is_rows
from tests.emulators.google_sheets.requests.proto import canonical, overlay, required
from tests.emulators.google_sheets.requests.shifting import Deletion, Insertion, Move, extend_tables, inherit, shift


def insert_dimension(book: Spreadsheet, request: Json) -> Json:
    wanted = request.get("range", {})
    if "startIndex" not in wanted or "endIndex" not in wanted:
        raise bad("Must specify both start and end index of the range.")
    span = Span.of(book, wanted)
    before = request.get("inheritFromBefore", False)
    if span.start > span.size:
        raise bad(f"range.startIndex[{span.start}] is after last {span.name} in grid[{span.size - 1}]")
    if not before and span.start == span.size:
        raise bad(f"range.startIndex must be less than the grid size ({span.size}) if inheritFromBefore is false.")
    if before and not span.start:
        raise bad("inheritFromBefore can not be true if inserting at index 0")
    change = Insertion(span.start, span.count)
    shift(book, span.sheet, change, by_rows=span.by_rows)
    inherit(span.sheet, change, span.start - 1 if before else span.end, by_rows=span.by_rows)
    if before and span.by_rows:
        extend_tables(span.sheet, change)
    return {}


def append_dimension(book: Spreadsheet, request: Json) -> Json:
    sheet = grid(book, request.get("sheetId", 0))
    if request.get("length", 0) <= 0:
        raise bad("length must be greater than 0")
    if is_rows(request):
        sheet.row_count += request["length"]
    else:
        sheet.column_count += request["length"]
    return {}


def delete_dimension(book: Spreadsheet, request: Json) -> Json:
    span = Span.of(book, request.get("range", {}))
    if span.start >= span.size:
        there = f"Tried to delete {span.name} index {span.start} but there are only {span.size} {span.name}s."
        raise bad(f"Cannot delete a {span.name} that doesn't exist. {there}")
    drop(book, span)
    return {}


def drop(book: Spreadsheet, span: Span) -> None:
    """Delete rows or columns. Raises ApiError 400 when none, or none that is not frozen, would be left."""
    end = min(span.end, span.size)
    frozen_key = "frozenRowCount" if span.by_rows else "frozenColumnCount"
    frozen = span.sheet.properties["gridProperties"].get(frozen_key, 0)
    if span.start == 0 and end == span.size:
        raise bad(f"You can't delete all the {span.name}s on the sheet.")
    if frozen and span.start <= frozen and end == span.size:
        raise bad(f"Sorry, it is not possible to delete all non-frozen {span.name}s.")
    shift(book, span.sheet, Deletion(span.start, end), by_rows=span.by_rows)


def move_dimension(book: Spreadsheet, request: Json) -> Json:
    span = Span.of(book, request.get("source", {}))
    to = request.get("destinationIndex", 0)
    if span.end > span.size or to > span.size:
        raise bad(f"Cannot move {span.name}s that don't exist. There are only {span.size} {span.name}s.")
    if not span.start <= to <= span.end:
        shift(book, span.sheet, Move(span.start, span.end, to), by_rows=span.by_rows)
    return {}


def update_dimension_properties(book: Spreadsheet, request: Json) -> Json:
    span = Span.of(book, request.get("range", {}))
    mask = masks.parse(required(request, "fields"))
    metadata = _metadata(span)
    for index in range(span.start, min(span.end, span.size)):
        line = metadata.setdefault(index, {})
        overlay(line, canonical(request.get("properties", {})), mask)
        if not line:
            del metadata[index]
    return {}


def auto_resize_dimensions(book: Spreadsheet, request: Json) -> Json:
    """Forget sizes given before: how wide a text is drawn is not modelled."""
    span = Span.of(book, request.get("dimensions", {}))
    for index in range(span.start, min(span.end, span.size)):
        _metadata(span).get(index, {}).pop("pixelSize", None)
    return {}


def _metadata(span: Span) -> dict[int, Json]:
    return span.sheet.row_metadata if span.by_rows else span.sheet.column_metadata


def add_dimension_group(book: Spreadsheet, request: Json) -> Json:
    span = Span.of(book, request.get("range", {}))
    control = "rowGroupControlAfter" if span.by_rows else "columnGroupControlAfter"
    span.sheet.properties["gridProperties"].setdefault(control, True)
    return {"addDimensionGroup": _regrouped(span, 1)}


def delete_dimension_group(book: Spreadsheet, request: Json) -> Json:
    span = Span.of(book, request.get("range", {}))
    depths = _depths(span)
    if any(not depths.get(index) for index in range(span.start, span.end)):
        raise bad("Cannot delete a group that does not exist")
    return {"deleteDimensionGroup": _regrouped(span, -1)}


def update_dimension_group(book: Spreadsheet, request: Json) -> Json:
    wanted = request.get("dimensionGroup", {})
    span = Span.of(book, wanted.get("range", {}))
    found = [group for group in _groups(span) if _is(group, span) and group["depth"] == wanted.get("depth", 0)]
    if not found:
        raise bad("Cannot find a group with the given range and depth")
    mask = masks.parse(required(request, "fields"))
    overlay(found[0], {**found[0], **_collapsed(wanted)}, mask)
    if not wanted.get("collapsed"):
        found[0].pop("collapsed", None)
    for index in range(span.start, span.end):
        hidden = {"hiddenByUser": True} if wanted.get("collapsed") else {}
        overlay(_metadata(span).setdefault(index, {}), hidden, {"hiddenByUser": {}})
    return {}


def _collapsed(group: Json) -> Json:
    return {"collapsed": True} if group.get("collapsed") else {}


def _groups(span: Span) -> list[Json]:
    return span.sheet.row_groups if span.by_rows else span.sheet.column_groups


def _is(group: Json, span: Span) -> bool:
    return (group["range"]["startIndex"], group["range"]["endIndex"]) == (span.start, span.end)


def _depths(span: Span) -> dict[int, int]:
    """Return how deep in groups each row or column lies."""
    depths: dict[int, int] = {}
    for group in _groups(span):
        for index in range(group["range"]["startIndex"], group["range"]["endIndex"]):
            depths[index] = max(depths.get(index, 0), group["depth"])
    return depths


def _regrouped(span: Span, step: int) -> Json:
    """Make the span deeper or less deep in groups; a group is a run of lines at least as deep as it is."""
    depths = _depths(span)
    for index in range(span.start, span.end):
        depths[index] = depths.get(index, 0) + step
    closed = {_key(group) for group in _groups(span) if group.get("collapsed")}
    groups = [group for depth in range(1, max(depths.values()) + 1) for group in _runs(span.sheet, span, depths, depth)]
    _groups(span)[:] = [{**group, **({"collapsed": True} if _key(group) in closed else {})} for group in groups]
    return {"dimensionGroups": _groups(span)} if groups else {}


def _key(group: Json) -> tuple[int, int, int]:
    return group["depth"], group["range"]["startIndex"], group["range"]["endIndex"]


def _runs(sheet: Sheet, span: Span, depths: dict[int, int], depth: int) -> Iterator[Json]:
    lines = sorted(index for index, deep in depths.items() if deep >= depth)
    start = None
    for place, index in enumerate(lines):
        start = index if start is None else start
        if place + 1 == len(lines) or lines[place + 1] > index + 1:
            yield {"range": Span(sheet, span.by_rows, start, index + 1).json(), "depth": depth}
            start = None


HANDLERS = {
    "insertDimension": insert_dimension,
    "appendDimension": append_dimension,
    "deleteDimension": delete_dimension,
    "moveDimension": move_dimension,
    "updateDimensionProperties": update_dimension_properties,
    "autoResizeDimensions": auto_resize_dimensions,
    "addDimensionGroup": add_dimension_group,
    "deleteDimensionGroup": delete_dimension_group,
    "updateDimensionGroup": update_dimension_group,
}
