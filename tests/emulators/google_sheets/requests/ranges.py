"""Requests about names and the basic filter: what is kept for a range."""

from __future__ import annotations

import copy

from tests.emulators.google_sheets import masks
from tests.emulators.google_sheets.errors import bad
from tests.emulators.google_sheets.model import Json, Spreadsheet
from tests.emulators.google_sheets.requests.places import asked_range, cells, range_json, tab
from tests.emulators.google_sheets.requests.proto import canonical, required


def add_named_range(book: Spreadsheet, request: Json) -> Json:
    wanted = request.get("namedRange", {})
    name = required(wanted, "name")
    _refuse_taken(book, name)
    named = {
        "namedRangeId": wanted.get("namedRangeId") or book.new_name(),
        "name": name,
        "range": asked_range(book, wanted.get("range", {})),
    }
    book.named_ranges.append(named)
    return {"addNamedRange": {"namedRange": copy.deepcopy(named)}}


def update_named_range(book: Spreadsheet, request: Json) -> Json:
    wanted = request.get("namedRange", {})
    mask = masks.parse(required(request, "fields"))
    named = _named(book, wanted.get("namedRangeId", ""))
    if {"name", "*"} & mask.keys() and wanted.get("name") != named["name"]:
        _refuse_taken(book, required(wanted, "name"))
        named["name"] = wanted["name"]
    if {"range", "*"} & mask.keys():
        named["range"] = asked_range(book, wanted.get("range", {}))
    return {}


def delete_named_range(book: Spreadsheet, request: Json) -> Json:
    book.named_ranges.remove(_named(book, request.get("namedRangeId", "")))
    return {}


def _named(book: Spreadsheet, named_range_id: str) -> Json:
    for named in book.named_ranges:
        if named["namedRangeId"] == named_range_id:
            return named
    raise bad(f"No named range with id: {named_range_id}")


def _refuse_taken(book: Spreadsheet, name: str) -> None:
    if any(named["name"].casefold() == name.casefold() for named in book.named_ranges):
        raise bad(f"Cannot add named range with name {name}, a named range with that name already exists.")


def set_basic_filter(book: Spreadsheet, request: Json) -> Json:
    wanted = request.get("filter", {})
    sheet, area = cells(book, wanted)
    rest = canonical({key: value for key, value in wanted.items() if key != "range"})
    sheet.basic_filter = {"range": range_json(area), **rest}
    return {}


def clear_basic_filter(book: Spreadsheet, request: Json) -> Json:
    tab(book, request.get("sheetId", 0)).basic_filter = None
    return {}


HANDLERS = {
    "addNamedRange": add_named_range,
    "updateNamedRange": update_named_range,
    "deleteNamedRange": delete_named_range,
    "setBasicFilter": set_basic_filter,
    "clearBasicFilter": clear_basic_filter,
}
