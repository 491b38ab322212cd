"""The styles of a book: which show dates, and new ones where none fits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from sheets.filling import is_moment
from sheets.workbook.package import parsed, serialised

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.etree import _Element

    from sheets.grid import Cell

_FIRST_OWN_FORMAT = 164
_BUILT_IN = {"General": 0, "0": 1, "#,##0.00": 4, "@": 49}
_BUILT_IN_DATES = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
_NOT_CODE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)


class Styles:
    """The cell styles of one book, by their index. `xml` gives the part back, with what was added."""

    def __init__(self, xml: bytes) -> None:
        self._original = xml
        self._root = parsed(xml)
        self._namespace = self._root.tag[: -len("styleSheet")]
        self._added = False

    @property
    def xml(self) -> bytes:
        """The part's bytes."""
        return serialised(self._root) if self._added else self._original

    def shows_dates(self, style: int) -> bool:
        """Whether a number in this style reads as a date."""
        styles = self._section("cellXfs")
        if not 0 <= style < len(styles):
            return False
        code = int(styles[style].get("numFmtId", "0"))
        custom = self._codes().get(code)
        if custom is None:
            return code in _BUILT_IN_DATES
        return re.search("[dmyhs]", _NOT_CODE.sub("", custom), re.IGNORECASE) is not None

    def fitting(self, value: Cell, candidates: Iterable[int], code: str) -> int:
        """Return the first candidate that shows the value as what it is, else a style with the number format `code`."""
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
        for style in candidates:
            if not (is_moment(value) or is_number) or self.shows_dates(style) is is_moment(value):
                return style
        return self.of_format(code) if is_moment(value) else 0

    def of_format(self, code: str) -> int:
        """Return the plain style with a number format, added when there is none."""
        return self._style(numFmtId=str(self._format_id(code)), applyNumberFormat="1")

    def of_header(self, colour: str) -> int:
        """Return the style of a header: bold white letters on a colour such as "#8A5A00"."""
        bold = '<b/><sz val="11"/><color rgb="FFFFFFFF"/><name val="Calibri"/>'
        solid = f'<patternFill patternType="solid"><fgColor rgb="FF{colour[1:]}"/></patternFill>'
        font_id, fill_id = self._piece("fonts", "font", bold), self._piece("fills", "fill", solid)
        return self._style(fontId=str(font_id), fillId=str(fill_id), applyFont="1", applyFill="1")

    def _section(self, name: str) -> _Element:
        section = self._root.find(self._namespace + name)
        if section is None:  # only the number formats may be absent; they come first
            section = etree.Element(self._namespace + name)
            self._root.insert(0, section)
        return section

    def _codes(self) -> dict[int, str]:
        formats = self._root.iterfind(f"{self._namespace}numFmts/{self._namespace}numFmt")
        return {int(form.get("numFmtId", "0")): form.get("formatCode", "") for form in formats}

    def _format_id(self, code: str) -> int:
        if code in _BUILT_IN:
            return _BUILT_IN[code]
        codes = self._codes()
        for number, known in codes.items():
            if known == code:
                return number
        number = max([*codes, _FIRST_OWN_FORMAT - 1]) + 1
        self._append("numFmts", etree.Element(self._namespace + "numFmt", numFmtId=str(number), formatCode=code))
        return number

    def _piece(self, section: str, name: str, inside: str) -> int:
        piece = etree.fromstring(f'<{name} xmlns="{self._namespace.strip("{}")}">{inside}</{name}>')
        known = [_facts(old) for old in self._section(section)]
        return known.index(_facts(piece)) if _facts(piece) in known else self._append(section, piece)

    def _style(self, **facts: str) -> int:
        wanted = {"numFmtId": "0", "fontId": "0", "fillId": "0", "borderId": "0", "xfId": "0"} | facts
        for index, old in enumerate(self._section("cellXfs")):
            if dict(old.items()) == wanted and len(old) == 0:
                return index
        return self._append("cellXfs", etree.Element(self._namespace + "xf", wanted))

    def _append(self, name: str, element: _Element) -> int:
        self._added = True
        section = self._section(name)
        section.append(element)
        section.set("count", str(len(section)))
        return len(section) - 1


def _facts(element: _Element) -> tuple[object, ...]:
    """Return what an element says, however its namespace is written."""
    return element.tag, dict(element.items()), [_facts(child) for child in element]
