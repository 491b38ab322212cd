"""Requests that move cells about: copyPaste, cutPaste, sortRange."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from tests.emulators.google_sheets import a1, references
from tests.emulators.google_sheets.errors import bad, unsupported
from tests.emulators.google_sheets.model import BARE, Area, Json, Mark, Sheet, Spreadsheet, Value
from tests.emulators.google_sheets.requests.places import cells, corner

Cell = tuple[Value, Mark]
Paste = Callable[[Cell, Cell], Cell]  # what is copied, what is there → what is there afterwards

PASTES: dict[str, Paste] = {
    "PASTE_NORMAL": lambda new, _old: new,
    "PASTE_NO_BORDERS": lambda new, old: (new[0], replace(new[1], format=_borders_of(old, new))),
    "PASTE_VALUES": lambda new, old: (new[0], replace(old[1], formula="")),
    "PASTE_FORMULA": lambda new, old: (new[0], replace(old[1], formula=new[1].formula)),
    "PASTE_FORMAT": lambda new, old: (old[0], replace(old[1], format=new[1].format)),
    "PASTE_DATA_VALIDATION": lambda new, old: (old[0], replace(old[1], validation=new[1].validation)),
}


def copy_paste(book: Spreadsheet, request: Json) -> Json:
    """Copy cells; a destination that is a multiple of the source is filled with copies."""
    source_sheet, source = cells(book, request, "source")
    sheet, destination = cells(book, request, "destination")
    copied = _taken(source_sheet, source)
    if request.get("pasteOrientation", "NORMAL") == "TRANSPOSE":
        copied = [list(column) for column in zip(*copied, strict=True)]
    top, left = destination.top or 0, destination.left or 0
    height, width = len(copied), len(copied[0])
    down, right = top - (source.top or 0), left - (source.left or 0)
    rows = range(_filled(height, (destination.bottom or 0) - top))
    columns = range(_filled(width, (destination.right or 0) - left))

    def copy(row: int, column: int) -> Cell:
        value, mark = copied[row % height][column % width]
        formula = references.moved(mark.formula, down + row - row % height, right + column - column % width)
        return value, replace(mark, formula=formula)

    _paste(sheet, top, left, [[copy(row, column) for column in columns] for row in rows], _paste_type(request))
    return {}


def cut_paste(book: Spreadsheet, request: Json) -> Json:
    """Move cells, with the merges in them."""
    source_sheet, source = cells(book, request, "source")
    sheet, top, left = corner(book, request.get("destination", {}))
    moved = _taken(source_sheet, source)
    paste = _paste_type(request)
    blank: Cell = (None, BARE)
    _paste(
        source_sheet, source.top or 0, source.left or 0, [[blank] * len(row) for row in moved], PASTES["PASTE_NORMAL"]
    )
    _paste(sheet, top, left, moved, paste)
    return {}


def _paste_type(request: Json) -> Paste:
    kind = request.get("pasteType", "PASTE_NORMAL")
    if kind not in PASTES:
        raise unsupported(f"pasteType {kind}")
    return PASTES[kind]


def _borders_of(old: Cell, new: Cell) -> Json:
    borders = {"borders": old[1].format["borders"]} if "borders" in old[1].format else {}
    return {**{key: value for key, value in new[1].format.items() if key != "borders"}, **borders}


def _filled(source: int, destination: int) -> int:
    return destination if destination > source and destination % source == 0 else source


def _taken(sheet: Sheet, area: Area) -> list[list[Cell]]:
    rows, columns = sheet.clip(area)
    return [[(sheet.value(row, column), sheet.mark(row, column)) for column in columns] for row in rows]


def _paste(sheet: Sheet, top: int, left: int, block: Sequence[Sequence[Cell]], paste: Paste) -> None:
    if top + len(block) > sheet.row_count or left + len(block[0]) > sheet.column_count:
        raise a1.exceeds(sheet, Area(sheet.sheet_id, top, left, top + len(block), left + len(block[0])))
    for row, line in enumerate(block, top):
        for column, new in enumerate(line, left):
            value, mark = paste(new, (sheet.value(row, column), sheet.mark(row, column)))
            sheet.put(row, column, value)
            sheet.set_mark(row, column, mark)


def sort_range(book: Spreadsheet, request: Json) -> Json:
    """Sort rows: numbers, texts, then booleans; the reverse when descending; blanks last both ways."""
    sheet, area = cells(book, request)
    lines = _taken(sheet, area)
    for spec in reversed(request.get("sortSpecs", [])):
        column = spec.get("dimensionIndex", 0) - (area.left or 0)
        if not 0 <= column < len(lines[0]):
            raise bad("sortSpecs.dimensionIndex must be within the range")
        lines = _sorted(lines, column, descending=spec.get("sortOrder") == "DESCENDING")
    _paste(sheet, area.top or 0, area.left or 0, lines, PASTES["PASTE_NORMAL"])
    return {}


def _sorted(lines: list[list[Cell]], column: int, *, descending: bool) -> list[list[Cell]]:
    filled = [line for line in lines if line[column][0] is not None]
    blank = [line for line in lines if line[column][0] is None]
    return sorted(filled, key=lambda line: _sort_key(line[column][0]), reverse=descending) + blank


def _sort_key(value: Value) -> tuple[int, float, str]:
    match value:
        case bool():
            return 2, value, ""
        case int() | float():
            return 0, value, ""
    return 1, 0, str(value).casefold()


HANDLERS = {"copyPaste": copy_paste, "cutPaste": cut_paste, "sortRange": sort_range}
