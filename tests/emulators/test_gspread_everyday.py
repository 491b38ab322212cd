"""What people do with gspread every day works on the emulator, and gspread reads back what it wrote."""

import re
from typing import Any

import gspread
import pytest
import requests
from gspread.utils import ExportFormat, GridRangeType, MergeType, PasteType, ValidationConditionType, ValueRenderOption

from tests.emulators.google_sheets import GoogleSheetsServer

ACCOUNTS = [["name", "owner", "revenue"], ["Acme", "Linh", 30], ["Bamboo", "Minh", 10], ["Volga", "Olga", 20]]


class _Local(gspread.HTTPClient):
    """gspread's own client, sent to another address."""

    address = ""

    def request(self, method: str, endpoint: str, *args: Any, **kwargs: Any) -> requests.Response:
        return super().request(method, re.sub(r"https://[^/]+/", self.address, endpoint), *args, **kwargs)


@pytest.fixture
def client(google: GoogleSheetsServer, session: requests.Session, monkeypatch: pytest.MonkeyPatch) -> gspread.Client:
    monkeypatch.setattr(_Local, "address", google.url)
    return gspread.authorize(None, http_client=_Local, session=session)


@pytest.fixture
def book(client: gspread.Client) -> gspread.Spreadsheet:
    return client.create("Accounts of the team")


@pytest.fixture
def tab(book: gspread.Spreadsheet) -> gspread.Worksheet:
    book.sheet1.update(ACCOUNTS)
    return book.sheet1


def test_it_finds_a_book_by_key_address_and_name(client: gspread.Client, book: gspread.Spreadsheet) -> None:
    book.update_title("Accounts by name")
    found = [client.open_by_key(book.id), client.open_by_url(book.url), client.open("Accounts by name")]
    assert [book.id] * 3 == [one.id for one in found]
    with pytest.raises(gspread.SpreadsheetNotFound):
        client.open_by_key("1-no-such-spreadsheet")


def test_it_copies_exports_and_deletes_a_book(client: gspread.Client, tab: gspread.Worksheet) -> None:
    duplicate = client.copy(tab.spreadsheet.id, title="Copied")
    assert tab.get_all_values() == duplicate.sheet1.get_all_values()
    assert b"Acme,Linh,30" in duplicate.export(ExportFormat.CSV)
    client.del_spreadsheet(duplicate.id)
    with pytest.raises(gspread.SpreadsheetNotFound):
        client.open_by_key(duplicate.id)


def test_it_shares_a_book(book: gspread.Spreadsheet) -> None:
    book.share("linh@example.com", perm_type="user", role="writer", notify=False)
    assert ["linh@example.com"] == [
        permission["emailAddress"] for permission in book.list_permissions() if permission["role"] == "writer"
    ]
    book.remove_permissions("linh@example.com", role="writer")
    assert "writer" not in [permission["role"] for permission in book.list_permissions()]


def test_it_changes_a_books_locale_and_zone(book: gspread.Spreadsheet) -> None:
    book.update_locale("vi_VN")
    book.update_timezone("Asia/Ho_Chi_Minh")
    assert ("vi_VN", "Asia/Ho_Chi_Minh") == (book.locale, book.timezone)


def test_it_adds_moves_and_deletes_tabs(book: gspread.Spreadsheet) -> None:
    contracts = book.add_worksheet("Contracts", rows=5, cols=2)
    book.duplicate_sheet(contracts.id, new_sheet_name="Copy")
    contracts.update_index(0)
    assert ["Copy", "Contracts", "Sheet1"] != [tab.title for tab in book.worksheets()]
    book.reorder_worksheets([book.worksheet(title) for title in ("Sheet1", "Copy", "Contracts")])
    assert ["Sheet1", "Copy", "Contracts"] == [tab.title for tab in book.worksheets()]
    book.del_worksheet(contracts)
    with pytest.raises(gspread.WorksheetNotFound):
        book.worksheet("Contracts")


def test_it_reads_records_and_finds_cells(tab: gspread.Worksheet) -> None:
    assert {"name": "Acme", "owner": "Linh", "revenue": 30} == tab.get_all_records()[0]
    assert "B3" == tab.find("Minh").address
    assert [["Minh"]] == tab.get("B3")
    assert ["name", "Acme", "Bamboo", "Volga"] == tab.col_values(1)


def test_it_writes_cells_and_ranges(tab: gspread.Worksheet) -> None:
    tab.update_acell("D1", "=SUM(C2:C4)")
    tab.batch_update([{"range": "A5:B5", "values": [["Delta", "Linh"]]}])
    tab.append_row(["Echo", "Minh", 5])
    assert "=SUM(C2:C4)" == tab.acell("D1", ValueRenderOption.formula).value
    assert [["Delta", "Linh"], ["Echo", "Minh", "5"]] == tab.get("A5:C6")
    tab.batch_clear(["A5:C6"])
    assert 4 == len(tab.get_all_values())


def test_it_inserts_adds_and_deletes_rows_and_columns(tab: gspread.Worksheet) -> None:
    tab.insert_row(["Delta", "Linh", 1], index=2)
    tab.insert_cols([["id", "a1", "a2"]], col=1)
    assert [["id", "name"], ["a1", "Delta"], ["a2", "Acme"]] == tab.get("A1:B3")
    tab.delete_rows(2)
    tab.delete_columns(1)
    assert ACCOUNTS[1][:2] == tab.get("A2:B2")[0]
    tab.add_rows(3)
    tab.resize(rows=tab.row_count, cols=5)
    assert (1003, 5) == (tab.row_count, tab.col_count)


def test_it_sorts_copies_and_cuts(tab: gspread.Worksheet) -> None:
    tab.sort((3, "asc"), range="A2:C4")
    assert ["Bamboo", "Volga", "Acme"] == tab.col_values(1)[1:]
    tab.copy_range("A2:A4", "E2:E4", PasteType.values)
    tab.cut_range("A2:A4", "F2")
    assert [["Bamboo", "Bamboo"]] == tab.get("E2:F2")
    assert [[]] == tab.get("A2:A4")


def test_it_formats_freezes_and_hides(tab: gspread.Worksheet) -> None:
    tab.format("A1:C1", {"textFormat": {"bold": True}})
    tab.batch_format([{"range": "C2:C4", "format": {"numberFormat": {"type": "NUMBER", "pattern": "0.00"}}}])
    tab.freeze(rows=1, cols=1)
    tab.hide_columns(1, 2)
    tab.update_tab_color("#ffbf00")
    tab.hide_gridlines()
    again = tab.spreadsheet.worksheet("Sheet1")
    assert "30.00" == tab.acell("C2").value
    assert (1, 1, "#FFBF00", True) == (
        again.frozen_row_count, again.frozen_col_count, again.tab_color, again.is_gridlines_hidden,
    )  # fmt: skip


def test_it_merges_and_unmerges(tab: gspread.Worksheet) -> None:
    tab.merge_cells("A2:A3", MergeType.merge_columns)
    assert [["Acme"], ["Acme"], ["Volga"]] == tab.get_values("A2:A4", combine_merged_cells=True)
    tab.unmerge_cells("A2:A3")
    assert [["Acme"], [""], ["Volga"]] == tab.get_values("A2:A4", combine_merged_cells=True)


def test_it_keeps_notes(tab: gspread.Worksheet) -> None:
    tab.insert_notes({"A1": "the account", "B2": "since May"})
    assert [["the account", "", ""], ["", "since May", ""]] == tab.get_notes()[:2]
    tab.clear_note("A1")
    assert "" == tab.get_note("A1")


def test_it_names_and_protects_ranges(tab: gspread.Worksheet) -> None:
    tab.define_named_range("A2:A4", "Names")
    tab.add_protected_range("A1:C1", editor_users_emails=["linh@example.com"], description="Amber's header")
    [named] = tab.spreadsheet.list_named_ranges()
    [protected] = tab.spreadsheet.list_protected_ranges(tab.id)
    assert ("Names", "Amber's header") == (named["name"], protected["description"])
    assert "Acme" == tab.get("Names").first()
    tab.delete_named_range(named["namedRangeId"])
    tab.delete_protected_range(protected["protectedRangeId"])
    assert ([], []) == (tab.spreadsheet.list_named_ranges(), tab.spreadsheet.list_protected_ranges(tab.id))


def test_it_validates_and_filters(tab: gspread.Worksheet) -> None:
    tab.add_validation("B2:B4", ValidationConditionType.one_of_list, ["Linh", "Minh", "Olga"], showCustomUi=True)
    tab.set_basic_filter("A1:C4")
    described = tab.spreadsheet.fetch_sheet_metadata({"includeGridData": "true", "ranges": "Sheet1!B2"})["sheets"][0]
    rule = described["data"][0]["rowData"][0]["values"][0]["dataValidation"]
    assert ("ONE_OF_LIST", True) == (rule["condition"]["type"], rule["showCustomUi"])
    assert 4 == described["basicFilter"]["range"]["endRowIndex"]


def test_it_groups_rows(tab: gspread.Worksheet) -> None:
    tab.add_dimension_group_rows(1, 3)
    assert [1] == [group["depth"] for group in tab.list_dimension_group_rows()]
    tab.delete_dimension_group_rows(1, 3)
    assert [] == tab.list_dimension_group_rows()


def test_it_copies_a_tab_to_another_book(client: gspread.Client, tab: gspread.Worksheet) -> None:
    other = client.create("Another")
    tab.copy_to(other.id)
    assert tab.get_all_values() == other.worksheet("Copy of Sheet1").get_all_values()


def test_it_takes_a_csv_for_all_of_a_book(client: gspread.Client, book: gspread.Spreadsheet) -> None:
    client.import_csv(book.id, b"name,owner\nAcme,Linh")
    assert [["name", "owner"], ["Acme", "Linh"]] == client.open_by_key(book.id).sheet1.get_all_values()


def test_it_returns_lists_or_padded_rows_as_asked(tab: gspread.Worksheet) -> None:
    padded = tab.get("A4:D5", pad_values=True, return_type=GridRangeType.ListOfLists)
    assert [["Volga", "Olga", "20"]] == padded
