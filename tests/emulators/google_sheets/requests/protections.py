"""Requests about protected ranges."""

from __future__ import annotations

import copy

from tests.emulators.google_sheets import keys, masks
from tests.emulators.google_sheets.errors import bad
from tests.emulators.google_sheets.model import Json, Sheet, Spreadsheet
from tests.emulators.google_sheets.requests.places import asked_range, grid
from tests.emulators.google_sheets.requests.proto import canonical, overlay, required


def add_protected_range(book: Spreadsheet, request: Json) -> Json:
    wanted = request.get("protectedRange", {})
    number = wanted.get("protectedRangeId") or book.new_number()
    if any(protected["protectedRangeId"] == number for sheet in book.sheets for protected in sheet.protected_ranges):
        raise bad(f"A protected range with id {number} already exists.")
    protected = {**_kept(book, wanted), "protectedRangeId": number, "requestingUserCanEdit": True}
    reply = {**copy.deepcopy(protected), "editors": canonical(wanted.get("editors") or {})}
    protected["editors"] = _with_the_caller(wanted.get("editors") or {})
    _sheet(book, protected).protected_ranges.append(protected)
    return {"addProtectedRange": {"protectedRange": reply}}


def update_protected_range(book: Spreadsheet, request: Json) -> Json:
    wanted = request.get("protectedRange", {})
    mask = masks.parse(required(request, "fields"))
    sheet, protected = _protected(book, wanted.get("protectedRangeId", 0))
    changes = {key: below for key, below in mask.items() if key not in {"protectedRangeId", "requestingUserCanEdit"}}
    if "*" in changes:
        changes = {
            key: {} for key in ("range", "namedRangeId", "description", "warningOnly", "unprotectedRanges", "editors")
        }
    overlay(protected, _kept(book, wanted), changes)
    if "editors" in changes:
        protected["editors"] = _with_the_caller(wanted.get("editors") or {})
    sheet.protected_ranges.remove(protected)
    _sheet(book, protected).protected_ranges.append(protected)
    return {}


def delete_protected_range(book: Spreadsheet, request: Json) -> Json:
    sheet, protected = _protected(book, request.get("protectedRangeId", 0))
    sheet.protected_ranges.remove(protected)
    return {}


def _kept(book: Spreadsheet, wanted: Json) -> Json:
    """Return the part of a protected range that a client decides, as Google keeps it."""
    kept = canonical(
        {key: value for key, value in wanted.items() if key not in {"range", "unprotectedRanges", "editors"}}
    )
    if wanted.get("range"):
        kept["range"] = asked_range(book, wanted["range"])
    if wanted.get("unprotectedRanges"):
        kept["unprotectedRanges"] = [asked_range(book, free) for free in wanted["unprotectedRanges"]]
    return kept


def _with_the_caller(editors: Json) -> Json:
    """Return the editors; who protects a range can always edit it."""
    users = [user for user in editors.get("users", []) if user != keys.EMAIL]
    return {**canonical(editors), "users": [keys.EMAIL, *users]}


def _sheet(book: Spreadsheet, protected: Json) -> Sheet:
    place = protected.get("range")
    if place is None:
        named = [named for named in book.named_ranges if named["namedRangeId"] == protected.get("namedRangeId")]
        if not named:
            raise bad("range is required")
        place = named[0]["range"]
    return grid(book, place.get("sheetId", 0))


def _protected(book: Spreadsheet, number: int) -> tuple[Sheet, Json]:
    for sheet in book.sheets:
        for protected in sheet.protected_ranges:
            if protected["protectedRangeId"] == number:
                return sheet, protected
    raise bad(f"No protected range with id: {number}")


HANDLERS = {
    "addProtectedRange": add_protected_range,
    "updateProtectedRange": update_protected_range,
    "deleteProtectedRange": delete_protected_range,
}
