"""One cell between Python and a sheet's XML."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from sheets.filling import is_moment, serial
from sheets.layout import column_letters, fitting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element


_DAYS_TO_1904 = 1462
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_ESCAPE_LIKE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # _x0041_ in a cell's XML means A
_LETTERS = re.compile("[A-Z]+")


class Filling(NamedTuple):
    """What a cell gets: a value that is not blank, and the style to show it in."""

    value: str | float | date
    style: int


def cells_of(row: _Element) -> Iterator[tuple[int, _Element]]:
    """Yield a row's cells with their column index; a cell without an address follows its neighbour."""
    index = -1
    for cell in row.iterfind("{*}c"):
        letters = _LETTERS.match(cell.get("r", ""))
        index = column_index(letters[0]) if letters else index + 1
        yield index, cell


def column_index(letters: str) -> int:
    """Return a column's index from 0: A is 0, AA is 26."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1


def has_value(cell: _Element) -> bool:
    """Whether a cell shows anything; a formula's cached value counts, its being a formula does not."""
    return any((child.text or "") != "" for child in cell.iter("{*}v", "{*}t"))


def fill_row(row: _Element, number: int, fillings: dict[int, Filling], *, from_1904: bool) -> None:
    """Set cells of a row; those it has besides keep what they are."""
    cells = dict(cells_of(row))
    for index, filling in fillings.items():
        cell = cells.setdefault(index, etree.Element(row.tag[:-3] + "c"))  # a row's tag is {namespace}row
        _fill(cell, filling, from_1904=from_1904)
    others = [child for child in row if child not in set(cells.values())]
    for index, cell in cells.items():
        cell.set("r", f"{column_letters(index)}{number}")
    row[:] = [*(cells[index] for index in sorted(cells)), *others]
    row.set("r", str(number))
    row.attrib.pop("spans", "")  # only a hint, and no longer true


def _fill(cell: _Element, filling: Filling, *, from_1904: bool) -> None:
    namespace = cell.tag[:-1]
    for child in list(cell):
        cell.remove(child)
    for attribute in ("t", "cm", "vm"):
        cell.attrib.pop(attribute, "")
    if filling.style:
        cell.set("s", str(filling.style))
    value = filling.value
    if isinstance(value, date) and is_moment(value):
        days = serial(value) - (_DAYS_TO_1904 if from_1904 else 0)
        etree.SubElement(cell, namespace + "v").text = repr(days).removesuffix(".0")
    elif isinstance(value, bool):
        cell.set("t", "b")
        etree.SubElement(cell, namespace + "v").text = str(int(value))
    elif isinstance(value, (int, float)):
        etree.SubElement(cell, namespace + "v").text = repr(value)
    else:
        cell.set("t", "inlineStr")
        text = etree.SubElement(etree.SubElement(cell, namespace + "is"), namespace + "t")
        shown = fitting(value if isinstance(value, str) else value.isoformat())
        text.text = _ESCAPE_LIKE.sub("_x005F_", shown)
        text.set(_SPACE, "preserve")
