"""Ranges that end where a tab's rows end, and grow with them: tables, filters, drop-downs, conditional formats."""

from __future__ import annotations

import re

from sheets.layout import column_letters

# An XML tag's inside: quoted values may hold a ">".
_INSIDE = rb'(?:[^>"]|"[^"]*")*'
_GROWING_TAGS = re.compile(
    rb"<(?:[\w.-]+:)?(?:table|autoFilter|dataValidation|conditionalFormatting)\b" + _INSIDE + rb">"
)
_REFERENCES = re.compile(rb'(\s(?:sq)?ref=")([^"]*)')
_LONG_REFERENCES = re.compile(rb"(<[\w.-]+:sqref>)([^<]*)")
_HIDDEN_FILTERS = re.compile(rb"<(?:[\w.-]+:)?definedName\b" + _INSIDE + rb">[^<]*<")
_RANGE = re.compile(rb"(\$?[A-Z]{1,3}\$?)(\d+)(?::(\$?[A-Z]{1,3}\$?)(\d+))?(?![\w(])")
_DIMENSION = re.compile(rb'(<(?:[\w.-]+:)?dimension\b[^>]*?\bref=")([^"]*)"')
_CALCULATION = re.compile(rb"<(?:[\w.-]+:)?calcPr\b" + _INSIDE + rb">")


def grown(references: bytes, old_last: int, new_last: int) -> bytes:
    """Return references such as `A2:F9 H9`, each that ends on rows old_last … new_last - 1 drawn out to new_last."""

    def drawn_out(match: re.Match[bytes]) -> bytes:
        first_row, last_row = int(match[2]), int(match[4] or match[2])
        is_header_cell = match[4] is None and first_row == 1
        if is_header_cell or first_row > old_last or not old_last <= last_row < new_last:
            return match[0]
        return b"%s%d:%s%d" % (match[1], first_row, match[3] or match[1], new_last)

    return _RANGE.sub(drawn_out, references)


def grown_part(xml: bytes, old_last: int, new_last: int) -> bytes:
    """Return a part of a sheet (what follows its rows) or a table with its ranges drawn out; no other byte changes."""

    def inside(match: re.Match[bytes]) -> bytes:
        return match[1] + grown(match[2], old_last, new_last)

    def tag(match: re.Match[bytes]) -> bytes:
        return _REFERENCES.sub(inside, match[0])

    return _LONG_REFERENCES.sub(inside, _GROWING_TAGS.sub(tag, xml))


def grown_filter_name(workbook: bytes, sheet_index: int, old_last: int, new_last: int) -> bytes:
    """Return the workbook part with the hidden name that doubles a sheet's filter drawn out."""

    def name(match: re.Match[bytes]) -> bytes:
        is_filter = b"_xlnm._FilterDatabase" in match[0] and b'localSheetId="%d"' % sheet_index in match[0]
        if not is_filter:
            return match[0]
        opening, _, reference = match[0].partition(b">")
        title, mark, cells = reference.rpartition(b"!")
        return opening + b">" + title + mark + grown(cells, old_last, new_last)

    return _HIDDEN_FILTERS.sub(name, workbook)


def recalculated(workbook: bytes) -> bytes:
    """Return the workbook part asking the next program to recompute formulas: their ranges have new rows."""

    def calculation(match: re.Match[bytes]) -> bytes:
        if b"fullCalcOnLoad" in match[0]:
            return match[0]
        end = b"/>" if match[0].endswith(b"/>") else b">"
        return match[0].removesuffix(end) + b' fullCalcOnLoad="1"' + end

    return _CALCULATION.sub(calculation, workbook)


def covering(head: bytes, last_row: int, last_column: int) -> bytes:
    """Return a sheet's head with its dimension covering that row and column (index from 0) too."""

    def dimension(match: re.Match[bytes]) -> bytes:
        found = _RANGE.fullmatch(match[2])
        if found is None:
            return match[0]
        old_letters = (found[3] or found[1]).decode()
        letters = max(old_letters, column_letters(last_column), key=lambda letters: (len(letters), letters))
        row = max(int(found[4] or found[2]), last_row)
        return b'%s%s%s:%s%d"' % (match[1], found[1], found[2], letters.encode(), row)

    return _DIMENSION.sub(dimension, head, count=1)
