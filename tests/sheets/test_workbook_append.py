"""What an append leaves as it was, and where its rows go, in books of many makers."""

from __future__ import annotations

import zipfile
from datetime import date, datetime
from typing import TYPE_CHECKING

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi_core.errors import InputError
from sheets.layout import fitting, write_book
from sheets.workbook import Workbook

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from sheets.grid import Cell

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
STYLES = (
    f'<styleSheet xmlns="{MAIN}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills>'
    '<borders count="1"><border/></borders><cellXfs count="2">'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="14" applyNumberFormat="1"/>'
    "</cellXfs></styleSheet>"
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "book.xlsx"


def handmade(path: Path, sheet: str, *, strings: str = "", target: str = "worksheets/sheet1.xml") -> Workbook:
    """Write a book of one tab, Accounts, from the very XML of its sheet and of the strings its cells share."""
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="Accounts" sheetId="1" '
        'r:id="rId1"/></sheets><calcPr calcId="191029"/></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="{target}"/>'
        f'<Relationship Id="rId2" Type="{OFFICE}/styles" Target="styles.xml"/>'
        f'<Relationship Id="rId3" Type="{OFFICE}/sharedStrings" Target="/xl/sharedStrings.xml"/></Relationships>',
        "xl/styles.xml": STYLES,
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{strings}</sst>',
        "xl/worksheets/sheet1.xml": sheet,
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts.items():
            book.writestr(name, content)
    return Workbook(path)


def sheet_xml(path: Path) -> str:
    with zipfile.ZipFile(path) as book:
        return book.read("xl/worksheets/sheet1.xml").decode()


def account(name: str, **more: Cell) -> Mapping[str, Cell]:
    return {"account_id": name, "name": name.title(), "owner_id": "linh", **more}


def column(store: Workbook, index: int = 0) -> list[Cell]:
    return [row[index] for row in store.read().tabs["Accounts"]]


EXCEL = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}">'
    '<dimension ref="A1:B2"/><sheetData>'
    '<row r="1" spans="1:2" x="y"><c r="A1" s="1" t="s"><v>1</v></c><c r="B1" t="s"><v>0</v></c></row>'
    '<row r="2" spans="1:2"><c r="A2" t="s"><v>2</v></c><c r="B2" t="s"><v>2</v></c></row>'
    "</sheetData></worksheet>"
)
EXCEL_STRINGS = (
    "<si><t>Name</t></si><si><r><t>Account</t></r><r><t xml:space='preserve'> ID</t></r></si><si><t>acme</t></si>"
)
UNADDRESSED = (
    f'<worksheet xmlns="{MAIN}"><sheetData><row><c t="str"><v>Account ID</v></c><c t="str"><v>Name</v></c></row>'
    '<row/><row><c t="str"><v>acme</v></c></row></sheetData></worksheet>'
)
PREFIXED = (
    f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"><x:c r="A1" t="inlineStr"><x:is><x:t>account_id</x:t>'
    '</x:is></x:c></x:row><x:row r="2"><x:c r="A2" t="inlineStr"><x:is><x:t>acme</x:t></x:is></x:c></x:row>'
    "</x:sheetData></x:worksheet>"
)
TREACHEROUS = (
    f'<worksheet xmlns="{MAIN}"><!-- <sheetData> --><sheetData>'
    '<row r="1"><c r="A1" t="inlineStr"><is><t>account_id</t></is></c></row>'
    '<row r="2"><c r="A2" t="inlineStr"><is><t><![CDATA[acme</sheetData><row r="9">]]></t></is></c></row>'
    "</sheetData></worksheet>"
)


FAR_BLANK_ROWS = (
    f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>account_id</t></is></c></row>'
    '<row r="2"><c r="A2" t="inlineStr"><is><t>acme</t></is></c></row><row r="4" ht="9"><c r="A4" s="1"/></row>'
    '<row r="1048575"/><row r="1048576"/></sheetData></worksheet>'
)


@pytest.mark.parametrize(
    ("sheet", "strings", "before"),
    [
        (EXCEL, EXCEL_STRINGS, ["Account ID", "acme"]),
        (UNADDRESSED, "", ["Account ID", "", "acme"]),
        (PREFIXED, "", ["account_id", "acme"]),
        (FAR_BLANK_ROWS, "", ["account_id", "acme"]),
        (TREACHEROUS, "", ["account_id", 'acme</sheetData><row r="9">']),
    ],
    ids=["excel", "without addresses", "with a prefix", "blank rows far below", "misleading"],
)
def test_it_appends_to_a_sheet_of_any_maker(path: Path, sheet: str, strings: str, before: list[Cell]) -> None:
    store = handmade(path, sheet, strings=strings)
    assert 2 == store.append("accounts", [account("bamboo"), account("volga")])
    assert [*before, "bamboo", "volga"] == column(store)
    assert 0 == store.append("accounts", [account("volga")])


def test_it_knows_ids_among_shared_strings(path: Path) -> None:
    store = handmade(path, EXCEL, strings=EXCEL_STRINGS)
    assert 0 == store.append("accounts", [account("acme")])


def test_it_follows_absolute_names_of_parts(path: Path) -> None:
    store = handmade(path, EXCEL, strings=EXCEL_STRINGS, target="/xl/worksheets/sheet1.xml")
    assert 1 == store.append("accounts", [account("bamboo")])


def test_it_starts_a_blank_sheet_with_its_headers(path: Path) -> None:
    store = handmade(path, f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>')
    store.append("accounts", [account("acme")])
    assert [["Account ID", "Name", "Owner ID"], ["acme", "Acme", "linh"]] == store.read().tabs["Accounts"]


def test_it_does_not_take_another_row_for_the_header(path: Path) -> None:
    title = "<row r='1'><c r='A1' t='inlineStr'><is><t>Our clients</t></is></c></row>"
    store = handmade(path, f'<worksheet xmlns="{MAIN}"><sheetData>{title}</sheetData></worksheet>')
    for add in (lambda: store.append("accounts", [account("acme")]), lambda: store.prepare(["accounts"])):
        with pytest.raises(InputError, match=r"^Accounts: row 1 has no column of the tab accounts"):
            add()


def test_it_changes_no_byte_of_what_was_there(path: Path) -> None:
    store = handmade(path, EXCEL, strings=EXCEL_STRINGS)
    with zipfile.ZipFile(path) as book:
        before = {name: book.read(name) for name in book.namelist()}
    store.append("accounts", [{"account_id": "bamboo", "name": "Bamboo"}])
    with zipfile.ZipFile(path) as book:
        after = {name: book.read(name) for name in book.namelist()}
        assert book.testzip() is None
    changed = {name for name in before if before[name] != after[name]}
    assert {"xl/worksheets/sheet1.xml", "xl/workbook.xml"} == changed
    head, tail = EXCEL.replace("A1:B2", "A1:B3").split("</sheetData>")
    assert sheet_xml(path).startswith(head)
    assert sheet_xml(path).endswith("</sheetData>" + tail)


def test_it_has_formulas_recomputed_when_a_person_opens_the_book(path: Path) -> None:
    handmade(path, EXCEL, strings=EXCEL_STRINGS).append("accounts", [account("bamboo")])
    with zipfile.ZipFile(path) as book:
        assert b'<calcPr calcId="191029" fullCalcOnLoad="1"/>' in book.read("xl/workbook.xml")


def test_it_keeps_formulas_with_their_cached_values_and_formats(path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Accounts")
        sheet.write_row(0, 0, ["account_id", "name", "owner_id", "total"])
        sheet.write_row(1, 0, ["acme", "Acme", "linh"])
        sheet.write_formula("D2", "=SUM(Sums!A1:A3)", book.add_format({"bold": True}), 41)
        sums = book.add_worksheet("Sums")
        sums.write_formula("A1", "=NOW()", None, 42)
        sums.write_comment("A1", "remember")
        sums.conditional_format("A1:A9", {"type": "cell", "criteria": ">", "value": 5})
        book.define_name("Everything", "=Sums!$A$1:$A$9")
    Workbook(path).append("accounts", [account("bamboo")])
    cached = openpyxl.load_workbook(path, data_only=True)
    assert (41, 42) == (cached["Accounts"]["D2"].value, cached["Sums"]["A1"].value)
    kept = openpyxl.load_workbook(path)
    assert ("=SUM(Sums!A1:A3)", True) == (kept["Accounts"]["D2"].value, kept["Accounts"]["D2"].font.bold)
    comment = kept["Sums"]["A1"].comment
    assert comment is not None
    assert "remember" == comment.text
    assert "Sums!$A$1:$A$9" == kept.defined_names["Everything"].value
    assert 1 == len(kept["Sums"].conditional_formatting)


def test_what_ends_with_the_rows_grows_with_them(path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Accounts")
        sheet.write_row(1, 0, ["acme", "Acme", "linh"])
        headers = [{"header": "account_id"}, {"header": "name"}, {"header": "owner_id"}]
        sheet.add_table("A1:C2", {"columns": headers})
        sheet.data_validation("C2", {"validate": "list", "source": ["linh", "minh"]})
        sheet.data_validation("B2:B1000", {"validate": "length", "criteria": ">", "value": 1})
        sheet.conditional_format("A1:C2", {"type": "blanks"})
    Workbook(path).append("accounts", [account("bamboo"), account("volga")])
    grown = openpyxl.load_workbook(path)["Accounts"]
    assert ["A1:C4"] == [table.ref for table in grown.tables.values()]
    assert {"C2:C4", "B2:B1000"} == {str(rule.sqref) for rule in grown.data_validations.dataValidation}
    assert ["A1:C4"] == [str(area.sqref) for area in grown.conditional_formatting]


def test_a_filter_and_its_hidden_name_grow_with_the_rows(path: Path) -> None:
    write_book(path, {"accounts": [account("acme")]}, tabs=["team", "accounts"])
    Workbook(path).append("accounts", [account("bamboo")])
    book = openpyxl.load_workbook(path)
    assert "A1:S3" == book["Accounts"].auto_filter.ref
    with zipfile.ZipFile(path) as archive:
        workbook = archive.read("xl/workbook.xml")
    assert b"Accounts!$A$1:$S$3<" in workbook
    assert b"Team!$A$1:$Q$2<" in workbook


def test_a_table_with_a_row_of_totals_keeps_its_end(path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Accounts")
        sheet.write_row(1, 0, ["acme", "Acme"])
        columns = [{"header": "account_id", "total_string": "Total"}, {"header": "name"}]
        sheet.add_table("A1:B3", {"columns": columns, "total_row": True})
    store = Workbook(path)
    store.append("accounts", [account("bamboo")])
    assert ["account_id", "acme", "Total", "bamboo"] == column(store)
    assert ["A1:B3"] == [table.ref for table in openpyxl.load_workbook(path)["Accounts"].tables.values()]


def test_formatted_blank_rows_are_filled_not_skipped(path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        sheet, red = book.add_worksheet("Accounts"), book.add_format({"font_color": "red"})
        sheet.write_row(0, 0, ["account_id", "name", "owner_id", "length"])
        sheet.write_row(1, 0, ["acme", "Acme", "linh"])
        for row in range(2, 50):
            sheet.write_blank(row, 1, None, red)
            sheet.write_formula(row, 3, f'=IF(A{row + 1}="","",LEN(A{row + 1}))', None, "")
    store = Workbook(path)
    store.append("accounts", [account("bamboo"), account("volga")])
    sheet = openpyxl.load_workbook(path)["Accounts"]
    assert ["acme", "bamboo", "volga", None] == [sheet.cell(row, 1).value for row in range(2, 6)]
    assert '=IF(A3="","",LEN(A3))' == sheet["D3"].value
    assert ("Bamboo", '=IF(A50="","",LEN(A50))') == (sheet["B3"].value, sheet["D50"].value)


def test_a_row_prepared_with_a_formula_of_ours_is_left_alone(path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Accounts")
        sheet.write_row(0, 0, ["account_id", "name", "owner_id"])
        sheet.write_formula("B2", "=UPPER(A2)", None, "")
    store = Workbook(path)
    store.append("accounts", [account("acme")])
    assert ["account_id", "", "acme"] == column(store)


def test_notes_far_below_are_not_written_over(path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Accounts")
        sheet.write_row(0, 0, ["account_id", "name"])
        sheet.write("H5", "remember the milk")
    store = Workbook(path)
    store.append("accounts", [account("acme")])
    grid = store.read().tabs["Accounts"]
    assert "acme" == grid[5][0]
    assert ("remember the milk", "Owner ID") == (grid[4][7], grid[0][8])


def test_dates_look_as_those_before_them(path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Accounts")
        sheet.write_row(0, 0, ["account_id", "started_on", "ended_on", "notes"])
        sheet.write(1, 0, "acme")
        sheet.write_datetime(1, 1, datetime(2026, 1, 2), book.add_format({"num_format": "dd/mm/yyyy"}))
        sheet.write_number(1, 2, 3, book.add_format({"num_format": '"days" 0'}))
    Workbook(path).append(
        "accounts", [{"account_id": "b", "started_on": date(2026, 2, 3), "ended_on": date(2026, 3, 4)}]
    )
    sheet = openpyxl.load_workbook(path)["Accounts"]
    assert (datetime(2026, 2, 3), "dd/mm/yyyy") == (sheet["B3"].value, sheet["B3"].number_format)
    assert (datetime(2026, 3, 4), "yyyy-mm-dd") == (sheet["C3"].value, sheet["C3"].number_format)


def test_a_number_does_not_become_a_date(path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Accounts")
        sheet.write_row(0, 0, ["account_id", "cadence_days"])
        sheet.write(1, 0, "acme")
        sheet.write_datetime(1, 1, datetime(2026, 1, 2), book.add_format({"num_format": "dd/mm/yyyy"}))
    store = Workbook(path)
    store.append("accounts", [{"account_id": "bamboo", "cadence_days": 14}])
    assert 14 == column(store, 1)[2]


def test_it_counts_days_as_the_book_does(path: Path) -> None:
    with xlsxwriter.Workbook(path, {"date_1904": True}) as book:
        book.add_worksheet("Accounts").write_row(0, 0, ["account_id", "started_on"])
    store = Workbook(path)
    store.append("accounts", [{"account_id": "acme", "started_on": date(2026, 2, 3)}])
    assert date(2026, 2, 3) == column(store, 1)[1]


@settings(max_examples=10)
@given(texts=st.lists(st.text(max_size=20) | st.sampled_from(["_x0041_", "_x005F_x0041_", "</t>", "&lt;"]), min_size=1))
def test_any_text_comes_back_as_it_was_but_for_what_xml_cannot_hold(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    path = tmp_path_factory.mktemp("texts") / "book.xlsx"
    write_book(path, {}, tabs=["accounts"])
    store = Workbook(path)
    store.append("accounts", [{"account_id": f"a{n}", "name": text} for n, text in enumerate(texts)])
    assert [fitting(text) for text in texts] == column(store, 1)[1:]


def test_it_keeps_seconds(path: Path) -> None:
    write_book(path, {}, tabs=["interactions"])
    store = Workbook(path)
    moments = [datetime(2026, 3, 2, 9, 30, second) for second in range(60)]
    store.append("interactions", [{"interaction_id": f"i{n}", "at": at} for n, at in enumerate(moments)])
    assert moments == [row[3] for row in store.read().tabs["Interactions"][1:]]


def test_it_knows_columns_by_any_label_and_adds_the_missing_at_the_right(path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Khách hàng")
        sheet.write_row(0, 0, ["TÊN", "màu", "Код"])
        sheet.write_row(0, 3, ["ID клиента"])
    store = Workbook(path)
    store.append("accounts", [account("acme", tier="key")])
    expected = [
        ["TÊN", "màu", "Код", "ID клиента", "Mã AM phụ trách", "Phân hạng"],
        ["Acme", "", "", "acme", "linh", "key"],
    ]
    assert expected == store.read().tabs["Khách hàng"]


def test_an_id_typed_as_a_number_is_that_id(path: Path) -> None:
    write_book(path, {"accounts": [account("x", account_id=7)]}, tabs=["accounts"])
    assert 0 == Workbook(path).append("accounts", [account("7")])


def test_an_id_of_ours_is_found_when_excel_has_saved_the_book_anew(path: Path) -> None:
    write_book(path, {}, tabs=["accounts"])
    store = Workbook(path)
    store.append("accounts", [account("01JABCDEF0123456789")])
    openpyxl.load_workbook(path).save(path)
    assert 0 == store.append("accounts", [account("01JABCDEF0123456789")])


def test_an_id_that_stands_elsewhere_is_no_reason_to_skip(path: Path) -> None:
    write_book(path, {"accounts": [account("acme", notes="01JABCDEF0123456789")]}, tabs=["accounts"])
    assert 1 == Workbook(path).append("accounts", [account("01JABCDEF0123456789")])


def test_it_appends_a_thousand_rows_at_once(path: Path) -> None:
    write_book(path, {}, tabs=["accounts"])
    store = Workbook(path)
    assert 1000 == store.append("accounts", [account(f"a{n}") for n in range(1000)])
    assert [f"a{n}" for n in range(1000)] == column(store)[1:]
