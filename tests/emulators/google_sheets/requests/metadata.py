"""Developer metadata: what a program writes beside a book, a tab, a row or a column, and finds again."""

from __future__ import annotations

import copy
from collections.abc import Iterator

from tests.emulators.google_sheets import a1, masks, messages
from tests.emulators.google_sheets.errors import ApiError, bad
from tests.emulators.google_sheets.model import Area, Json, Sheet, Spreadsheet
from tests.emulators.google_sheets.requests.places import Span, tab
from tests.emulators.google_sheets.requests.proto import overlay, required

VISIBILITIES = ("DOCUMENT", "PROJECT")
CHANGEABLE = ("metadataKey", "metadataValue", "visibility", "location")

Kept = tuple[list[Json], Json]  # a piece of metadata, and the list that holds it


def create(book: Spreadsheet, request: Json) -> Json:
    wanted = request.get("developerMetadata", {})
    number = wanted.get("metadataId") or book.new_number()
    if any(metadata["metadataId"] == number for _, metadata in _all(book)):
        raise bad(f"Developer metadata with id {number} already exists.")
    metadata = {"metadataId": number, **_content(wanted)}
    _place(book, metadata, wanted.get("location", {}))
    return {"createDeveloperMetadata": {"developerMetadata": copy.deepcopy(metadata)}}


def update(book: Spreadsheet, request: Json) -> Json:
    wanted = request.get("developerMetadata", {})
    mask = masks.parse(required(request, "fields"))
    mask = {key: {} for key in CHANGEABLE} if "*" in mask else mask
    found = _matching(book, request.get("dataFilters", []))
    for holder, metadata in found:
        overlay(metadata, wanted, {key: {} for key in mask if key != "location"})
        metadata.update(_content(metadata))
        if "location" in mask:
            holder.remove(metadata)
            _place(book, metadata, wanted.get("location", {}))
    _forget_empty_holders(book)
    return {"updateDeveloperMetadata": {"developerMetadata": [copy.deepcopy(metadata) for _, metadata in found]}}


def delete(book: Spreadsheet, request: Json) -> Json:
    found = _matching(book, [request.get("dataFilter", {})])
    for holder, metadata in found:
        holder.remove(metadata)
    _forget_empty_holders(book)
    deleted = [metadata for _, metadata in found]
    return {"deleteDeveloperMetadata": {"deletedDeveloperMetadata": deleted} if deleted else {}}


def get(book: Spreadsheet, number: int) -> Json:
    """Answer spreadsheets.developerMetadata.get. Raises ApiError 404."""
    for _, metadata in _all(book):
        if metadata["metadataId"] == number:
            return metadata
    raise ApiError(404, "Requested entity was not found.")


def search(book: Spreadsheet, body: Json) -> Json:
    """Answer spreadsheets.developerMetadata.search: each match with the filters that found it."""
    filters = messages.read("SearchDeveloperMetadataRequest", body).get("dataFilters", [])
    matched = []
    for _, metadata in _all(book):
        by = [data_filter for data_filter in filters if _matches(book, metadata, data_filter)]
        if by:
            matched.append({"developerMetadata": metadata, "dataFilters": by})
    return {"matchedDeveloperMetadata": matched} if matched else {}


def _content(wanted: Json) -> Json:
    visibility = wanted.get("visibility")
    if visibility not in VISIBILITIES:
        raise bad("Developer metadata must have a visibility specified.")
    value = {"metadataValue": wanted["metadataValue"]} if wanted.get("metadataValue") else {}
    return {"metadataKey": required(wanted, "metadataKey"), **value, "visibility": visibility}


def _place(book: Spreadsheet, metadata: Json, location: Json) -> None:
    """Put metadata where the location says. Raises ApiError 400."""
    match location:
        case {"sheetId": sheet_id}:
            metadata["location"] = {"locationType": "SHEET", "sheetId": sheet_id}
            tab(book, sheet_id).developer_metadata.append(metadata)
        case {"dimensionRange": dimension_range}:
            span = Span.of(book, dimension_range)
            if span.count != 1:
                raise bad("dimensionRange must represent a single row or column")
            lines = span.sheet.row_metadata if span.by_rows else span.sheet.column_metadata
            metadata["location"] = {"locationType": span.name.upper(), "dimensionRange": span.json()}
            lines.setdefault(span.start, {}).setdefault("developerMetadata", []).append(metadata)
        case {"spreadsheet": True}:
            metadata["location"] = {"locationType": "SPREADSHEET", "spreadsheet": True}
            book.developer_metadata.append(metadata)
        case _:
            raise bad("Developer metadata must have a location specified.")


def _forget_empty_holders(book: Spreadsheet) -> None:
    for sheet in book.sheets:
        for line in (*sheet.row_metadata.values(), *sheet.column_metadata.values()):
            if line.get("developerMetadata") == []:
                del line["developerMetadata"]


def _all(book: Spreadsheet) -> Iterator[Kept]:
    holders = [book.developer_metadata]
    for sheet in book.sheets:
        holders.append(sheet.developer_metadata)
        lines = (*sheet.row_metadata.values(), *sheet.column_metadata.values())
        holders += [line["developerMetadata"] for line in lines if "developerMetadata" in line]
    for holder in holders:
        for metadata in holder:
            yield holder, metadata


def _matching(book: Spreadsheet, filters: list[Json]) -> list[Kept]:
    if not filters or not all(filters):
        raise bad("Must specify at least one data filter.")
    kept = list(_all(book))
    return [(holder, metadata) for holder, metadata in kept if any(_matches(book, metadata, one) for one in filters)]


def _matches(book: Spreadsheet, metadata: Json, data_filter: Json) -> bool:
    match data_filter:
        case {"developerMetadataLookup": lookup}:
            return _looked_up(book, metadata, lookup)
        case {"a1Range": text}:
            return _lies_in(book, metadata["location"], *a1.locate(book, text))
        case {"gridRange": grid_range}:
            area = Area.of(grid_range)
            return _lies_in(book, metadata["location"], tab(book, area.sheet_id), area)
    raise bad("Data filter must have a filter specified.")


def _looked_up(book: Spreadsheet, metadata: Json, lookup: Json) -> bool:
    exact = ("metadataId", "metadataKey", "metadataValue", "visibility")
    if any(key in lookup and lookup[key] != metadata.get(key) for key in exact):
        return False
    location = metadata["location"]
    if lookup.get("locationType", location["locationType"]) != location["locationType"]:
        return False
    if "metadataLocation" not in lookup:
        return True
    wanted = lookup["metadataLocation"]
    if lookup.get("locationMatchingStrategy") == "EXACT_LOCATION":
        return _normal(book, wanted) == _normal(book, location)
    return _within(book, location, wanted)


def _normal(book: Spreadsheet, location: Json) -> Json:
    if "dimensionRange" in location:
        return Span.of(book, location["dimensionRange"]).json()
    return {key: value for key, value in location.items() if key != "locationType"}


def _within(book: Spreadsheet, location: Json, wanted: Json) -> bool:
    """Tell whether the location is the wanted one or a part of it."""
    if wanted.get("spreadsheet"):
        return True
    if "sheetId" in wanted:
        return _sheet_of(location) == wanted["sheetId"]
    span, place = Span.of(book, wanted["dimensionRange"]), location.get("dimensionRange")
    if place is None or _sheet_of(location) != span.sheet.sheet_id:
        return False
    return span.json()["dimension"] == place["dimension"] and span.start <= place["startIndex"] < span.end


def _sheet_of(location: Json) -> int | None:
    if "dimensionRange" in location:
        return location["dimensionRange"].get("sheetId", 0)
    return location.get("sheetId")


def _lies_in(book: Spreadsheet, location: Json, sheet: Sheet, area: Area) -> bool:
    """Tell whether the metadata's rows, columns or tab lie in the area."""
    if _sheet_of(location) != sheet.sheet_id:
        return False
    place = location.get("dimensionRange")
    if place is None:
        return a1.bounded(sheet, area) == sheet.whole()
    rows, columns = sheet.clip(area)
    return place["startIndex"] in (rows if place["dimension"] == "ROWS" else columns)


HANDLERS = {
    "createDeveloperMetadata": create,
    "updateDeveloperMetadata": update,
    "deleteDeveloperMetadata": delete,
}
