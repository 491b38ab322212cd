"""A sheet's XML, cut open at its rows: what is not written to keeps its very bytes.

Parsing a sheet of 100,000 rows takes seconds, and writing it anew loses what the parser did not know. So only the rows
in question are parsed, and everything else is copied.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from sheets.workbook.cells import Filling, cells_of, fill_row, has_value
from sheets.workbook.package import Damaged, parsed, serialised
from sheets.workbook.ranges import covering, grown_part

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from lxml.etree import _Element

_ROOT = re.compile(rb'<((?:[\w.-]+:)?)worksheet\b(?:[^>"\']|"[^"]*"|\'[^\']*\')*>')
# What byte-wise cutting could be misled by. Nobody's program writes these into sheets; a parser makes them plain.
_TREACHEROUS = (b"<![CDATA[", b"<!--", b"<!DOCTYPE")
_ENCODING = re.compile(rb"(?:\xef\xbb\xbf)?<\?xml[^>]*encoding=[\"']([\w.-]+)")
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_TAG_END = b" >/\t\r\n"

Fillings = dict[int, Filling]  # by column index


class SheetRows:
    """The rows of one sheet, to be read at both ends and filled after the last one that has a value."""

    def __init__(self, xml: bytes) -> None:
        declared = _ENCODING.match(xml)
        is_utf8 = (declared is None or declared[1].lower() == b"utf-8") and not xml.startswith(_UTF16_MARKS)
        if not is_utf8 or any(sign in xml for sign in _TREACHEROUS):
            xml = serialised(parsed(xml))
        root = _ROOT.search(xml)
        if root is None:
            raise Damaged("a sheet has no worksheet")
        self._xml = xml
        self._open, self._prefix = root[0], root[1]
        self._close = b"</%sworksheet>" % self._prefix
        self._blank_rows: list[int] = []  # below the last filled one, where each starts, first one first
        data = re.compile(rb"<%ssheetData\b[^>]*?(/?)>" % self._prefix).search(xml, root.end())
        if data is None:
            raise Damaged("a sheet has no rows")
        if data[1]:  # <sheetData/>: no row at all
            full = b"<%ssheetData></%ssheetData>" % (self._prefix, self._prefix)
            self._xml = xml[: data.start()] + full + xml[data.end() :]
            self._start = self._end = data.start() + full.index(b">") + 1
        else:
            self._start = data.end()
            self._end = xml.rindex(b"</%ssheetData>" % self._prefix)

    @property
    def header(self) -> _Element | None:
        """The sheet's row 1, None when it has none."""
        first = self._row_from(self._start)
        if first is None:
            return None
        row = self._parsed(first, self._next_row(first))[0]
        return row if row.get("r", "1") == "1" else None

    @property
    def column_styles(self) -> Mapping[int, int]:
        """The style of each column that has one of its own."""
        styles: dict[int, int] = {}
        head = self._xml[: self._start]
        for tag in re.finditer(rb"<(?:[\w.-]+:)?col\b([^>]*)>", head):
            facts = {name: int(number) for name, number in re.findall(rb'\b(min|max|style)="(\d+)"', tag[1])}
            if b"style" in facts:
                styles |= dict.fromkeys(range(facts[b"min"] - 1, min(facts[b"max"], 1024)), facts[b"style"])
        return styles

    def set_header(self, fillings: Fillings) -> None:
        """Fill cells of row 1."""
        row = self.header
        start = self._row_from(self._start) if row is not None else None
        end = self._start if start is None else self._next_row(start)
        self._splice(self._start if start is None else start, end, {1: fillings}, 0, from_1904=False)
        self._cover(1, max(fillings))

    def last_filled(self, known: Collection[int]) -> tuple[int, _Element | None]:
        """Return the last row with a value, by number and element; (0, None) when there is none.

        A formula in one of the `known` columns fills its row whatever it shows; elsewhere, prepared far down the sheet
        beside what people type, it does not, nor does a format.
        """
        signs = tuple(b"<%s%s" % (self._prefix, name) for name in (b"v", b"f", b"is"))
        end = self._end
        self._blank_rows = []
        while (start := self._row_before(end)) is not None:
            if any(sign in self._xml[start:end] for sign in signs):
                row = self._parsed(start, end)[0]
                if any(_fills(cell, index in known) for index, cell in cells_of(row)):
                    self._blank_rows.reverse()
                    return int(row.get("r") or self._count(start)), row
            self._blank_rows.append(start)
            end = start
        self._blank_rows.reverse()
        return 0, None

    def fill_after(self, last: int, rows: list[Fillings], *, from_1904: bool) -> None:
        """Put rows after row number `last`, the one that `last_filled` gave; formatted blank rows there are filled."""
        start = self._blank_rows[0] if self._blank_rows else self._end
        end = self._blank_rows[len(rows)] if len(rows) < len(self._blank_rows) else self._end
        numbered = dict(enumerate(rows, start=last + 1))
        self._splice(start, end, numbered, last, from_1904=from_1904)
        self._xml = self._xml[: self._end] + grown_part(self._xml[self._end :], last, last + len(rows))
        self._cover(last + len(rows), max(index for row in rows for index in row))

    def edit_tail(self, edit: Callable[[_Element], None]) -> None:
        """Let `edit` change what follows the rows, given as the children of one element."""
        start = self._xml.index(b">", self._end) + 1  # behind </sheetData>
        root = self._rooted(self._xml[start : self._xml.rindex(b"</")])
        edit(root)
        self._xml = self._xml[:start] + _inside(root) + self._close

    @property
    def xml(self) -> bytes:
        """The sheet's bytes."""
        return self._xml

    def _splice(self, start: int, end: int, fillings: Mapping[int, Fillings], before: int, *, from_1904: bool) -> None:
        """Fill rows by number within the rows of the bytes start … end; `before` is the number of the row before."""
        root = self._parsed(start, end)
        number, rows = before, {}
        for row in root:
            number = int(row.get("r") or number + 1)
            rows[number] = row
        for number, cells in fillings.items():
            row = rows.setdefault(number, etree.Element(root.tag[: -len("worksheet")] + "row"))
            fill_row(row, number, cells, from_1904=from_1904)
        root[:] = [rows[number] for number in sorted(rows)]
        written = _inside(root)
        self._xml = b"".join((self._xml[:start], written, self._xml[end:]))
        self._end += len(written) - (end - start)

    def _cover(self, row: int, column: int) -> None:
        head = covering(self._xml[: self._start], row, column)
        grown_bytes = len(head) - self._start
        if grown_bytes or not self._xml.startswith(head):
            self._xml = head + self._xml[self._start :]
            self._start, self._end = self._start + grown_bytes, self._end + grown_bytes

    def _parsed(self, start: int, end: int) -> _Element:
        return self._rooted(self._xml[start:end])

    def _rooted(self, xml: bytes) -> _Element:
        return parsed(self._open + xml + self._close)

    def _row_from(self, start: int) -> int | None:
        opening = b"<%srow" % self._prefix
        while (found := self._xml.find(opening, start, self._end)) >= 0:
            if self._xml[found + len(opening)] in _TAG_END:
                return found
            start = found + 1
        return None

    def _next_row(self, start: int) -> int:
        following = self._row_from(start + 1)
        return self._end if following is None else following

    def _row_before(self, end: int) -> int | None:
        opening = b"<%srow" % self._prefix
        while (found := self._xml.rfind(opening, self._start, end)) >= 0:
            if self._xml[found + len(opening)] in _TAG_END:
                return found
            end = found
        return None

    def _count(self, start: int) -> int:
        """Return the number of the row that starts there, in a sheet whose rows do not say theirs."""
        number = 0
        tag = re.compile(rb"<%srow\b[^>]*>" % self._prefix)
        for row in tag.finditer(self._xml, self._start, start + 1_024):
            if row.start() > start:
                break
            said = re.search(rb'\sr="(\d+)"', row[0])
            number = int(said[1]) if said else number + 1
        return number


def _inside(root: _Element) -> bytes:
    """Return the bytes of an element's children."""
    wrapped = etree.tostring(root, encoding="UTF-8")
    return wrapped[wrapped.index(b">") + 1 : wrapped.rindex(b"</")] if len(root) else b""


def _fills(cell: _Element, is_known: bool) -> bool:  # a claim about the cell
    is_formula = cell.find("{*}f") is not None
    return is_known if is_formula else has_value(cell)
