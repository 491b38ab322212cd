"""Headers that explain themselves: their notes, and drop-downs for the cells below, put into sheets that are there."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZipFile

from lxml import etree

from sheets.layout import LAST_ROW, column_letters, header_note, words
from sheets.workbook.cells import column_index
from sheets.workbook.package import parsed, serialised
from sheets.workbook.rows import SheetRows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.etree import _Element

    from kpi_core.schema import Column
    from kpi_core.text import Language
    from sheets.workbook.package import Package

_NOTES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_SHAPES_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_VML = "{urn:schemas-microsoft-com:vml}"
_SHAPE_ID = re.compile(rb"_x0000_s(\d+)")
_RANGE = re.compile(r"\$?([A-Z]+)\$?(\d*)(?::\$?([A-Z]+)\$?(\d*))?")
# What follows the rows of a sheet, in the order that the format wants.
_TAIL = (
    "sheetCalcPr", "sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate",
    "customSheetViews", "mergeCells", "phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks",
    "printOptions", "pageMargins", "pageSetup", "headerFooter", "rowBreaks", "colBreaks", "customProperties",
    "cellWatches", "ignoredErrors", "smartTags", "drawing", "legacyDrawing", "legacyDrawingHF", "drawingHF",
    "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst",
)  # fmt: skip


def explain(package: Package, part: str, columns: Mapping[int, Column], language: Language) -> bool:
    """Give headers their notes and the cells below their drop-downs, where there are none; whether any was given.

    `part` is the sheet's, `columns` the columns by their index in it.
    """
    notes = _noted(package, part, {index: header_note(column, language) for index, column in columns.items()})
    sheet = SheetRows(package.part(part))
    lists = {index: f'"{",".join(words(column))}"' for index, column in columns.items() if words(column)}
    offered: list[int] = []

    def offer(tail: _Element) -> None:
        taken = _validated(tail)
        offered.extend(index for index in lists if index not in taken)
        if offered:
            _offer(tail, {index: lists[index] for index in offered})

    sheet.edit_tail(offer)
    if offered:
        package.put(part, sheet.xml)
    return notes or bool(offered)


def _validated(tail: _Element) -> set[int]:
    """Return the columns with a rule of any kind on their first row below the header."""
    rules = [rule.get("sqref", "") for rule in tail.iter("{*}dataValidation")]
    references = " ".join([*rules, *(long.text or "" for long in tail.iter("{*}sqref"))])
    found: set[int] = set()
    for first, top, last, bottom in _RANGE.findall(references):
        if int(top or 1) <= 2 <= int(bottom or top or LAST_ROW):
            found.update(range(column_index(first), column_index(last or first) + 1))
    return found


def _offer(tail: _Element, lists: Mapping[int, str]) -> None:
    """Add drop-downs; another word is warned of, not refused."""
    namespace = tail.tag[: -len("worksheet")]
    rules = tail.find(f"{namespace}dataValidations")
    if rules is None:
        rules = _placed(tail, etree.Element(f"{namespace}dataValidations"))
    for index, choices in lists.items():
        letters = column_letters(index)
        rule = etree.SubElement(rules, f"{namespace}dataValidation", type="list", errorStyle="warning", allowBlank="1")
        rule.set("showErrorMessage", "1")
        rule.set("sqref", f"{letters}2:{letters}{LAST_ROW}")
        etree.SubElement(rule, f"{namespace}formula1").text = choices
    rules.set("count", str(len(rules)))


def _placed(tail: _Element, element: _Element) -> _Element:
    """Put an element among those behind the rows, where the format wants it."""
    later = _TAIL[_TAIL.index(etree.QName(element).localname) + 1 :]
    following = next((child for child in tail if etree.QName(child).localname in later), None)
    if following is None:
        tail.append(element)
    else:
        following.addprevious(element)
    return element


def _noted(package: Package, part: str, notes: Mapping[int, str]) -> bool:
    """Give cells of row 1 a note, unless they have one; whether any was given.

    A note is two things: its text among the sheet's comments, and the box that shows it, a shape of a drawing. A
    drawing that cannot be read, as old programs left them, gets no notes.
    """
    own = {kind: next(iter(package.related(part, kind)), "") for kind in ("comments", "vmlDrawing")}
    try:
        comments, shapes = (parsed(package.part(name)) if name else None for name in own.values())
    except etree.XMLSyntaxError:
        return False
    taken = set() if comments is None else {comment.get("ref") for comment in comments.iter("{*}comment")}
    new = {index: text for index, text in notes.items() if f"{column_letters(index)}1" not in taken}
    if not new:
        return False
    made_comments, made_shapes = _made(new, highest=_highest_shape(package, own["vmlDrawing"]))
    if comments is None:
        package.relate(part, "comments", package.add_part("comments{}.xml", made_comments, _NOTES_TYPE))
    else:
        _add_comments(comments, parsed(made_comments))
        package.put(own["comments"], serialised(comments))
    if shapes is None:
        drawing = package.add_part("drawings/vmlDrawing{}.vml", made_shapes, _SHAPES_TYPE)
        _show_drawing(package, part, package.relate(part, "vmlDrawing", drawing))
    else:
        shapes.extend(parsed(made_shapes).iterfind(f"{_VML}shape"))
        package.put(own["vmlDrawing"], serialised(shapes))
    return True


def _made(notes: Mapping[int, str], highest: int) -> tuple[bytes, bytes]:
    """Return the comments and the drawing that xlsxwriter makes for notes in row 1; shapes are numbered on."""
    import xlsxwriter  # noqa: PLC0415  # a quarter of a second to import: only those who make notes wait for it

    content = BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet = book.add_worksheet()
        for index, text in notes.items():
            sheet.write_comment(0, index, text, {"x_scale": 1.6, "y_scale": 0.9})
    with ZipFile(content) as made:
        shapes = made.read("xl/drawings/vmlDrawing1.vml")
        first = min(int(number) for number in _SHAPE_ID.findall(shapes))
        later = max(highest + 1 - first, 0)
        renumbered = _SHAPE_ID.sub(lambda shape: b"_x0000_s%d" % (int(shape[1]) + later), shapes)
        return made.read("xl/comments1.xml"), renumbered


def _highest_shape(package: Package, drawing: str) -> int:
    numbers = _SHAPE_ID.findall(package.part(drawing)) if drawing else []
    return max(map(int, numbers), default=0)


def _add_comments(comments: _Element, made: _Element) -> None:
    """Add the comments of another part, under an author of their own."""
    authors, listed = comments.find("{*}authors"), comments.find("{*}commentList")
    if authors is None or listed is None:
        return
    namespace = comments.tag[: -len("comments")]
    etree.SubElement(authors, f"{namespace}author").text = "Amber"
    for comment in made.iter("{*}comment"):
        comment.set("authorId", str(len(authors) - 1))
        for element in comment.iter():
            element.tag = namespace + etree.QName(element).localname
        listed.append(comment)


def _show_drawing(package: Package, part: str, relation_id: str) -> None:
    """Let a sheet show its drawing of notes."""
    sheet = SheetRows(package.part(part))

    def show(tail: _Element) -> None:
        namespace = tail.tag[: -len("worksheet")]
        _placed(tail, etree.Element(f"{namespace}legacyDrawing", {package.relation_attribute: relation_id}))

    sheet.edit_tail(show)
    package.put(part, sheet.xml)
