import pytest

from kpi_core.errors import Unavailable
from sheets.google import reading
from sheets.google.client import SheetsClient
from sheets.google.credentials import read_credentials
from sheets.google.reading import BookReader, Tab

TEAM = [["AM ID", "Name"], ["linh", "Linh"]]


def rows(book, title):
    """Return a tab's rows as lists, without the blanks at their ends."""
    trimmed = []
    for row in book.tabs[title]:
        cells = ["" if cell is None else cell for cell in row]
        while cells and cells[-1] == "":
            cells.pop()
        trimmed.append(cells)
    return trimmed


def edit(sheet, **request):
    sheet.client.batch_update(sheet.spreadsheet, {"requests": [request]})


def rename(sheet, gid, title):
    edit(sheet, updateSheetProperties={"properties": {"sheetId": gid, "title": title}, "fields": "title"})


@pytest.fixture
def reads(google):
    """Return what counts the reads that a call cost of the Sheets quota."""

    def count(call):
        before = google.calls.sheets_reads()
        result = call()
        return result, google.calls.sheets_reads() - before

    return count


def test_cells_come_as_they_are(sheet_of):
    team = [["AM ID", "Name", "Active"], ["007", "2,5", True], [7, 46083.25, False]]
    assert team == rows(sheet_of({"Team": team}).read(), "Team")


def test_what_a_formula_shows_is_read(sheet_of, google):
    sheet = sheet_of({"Team": TEAM})
    google.type(sheet.spreadsheet, "Team", "A3", [["=1+1", "=1/0"]])
    assert [2, "#DIV/0!"] == rows(sheet.read(), "Team")[2]


def test_blank_rows_keep_their_place(sheet_of):
    team = [[], ["AM ID"], [], [], ["", "Linh"]]
    assert team == rows(sheet_of({"Team": team}).read(), "Team")


def test_it_says_the_locale_the_zone_and_where_each_cell_is(sheet_of):
    sheet = sheet_of({"Team": TEAM, "Клиенты": []}, locale="ru_RU", timezone="Asia/Ho_Chi_Minh")
    book = sheet.read()
    assert ("ru_RU", "Asia/Ho_Chi_Minh") == (book.locale, book.timezone)
    assert f"https://docs.google.com/spreadsheets/d/{sheet.spreadsheet}/edit#gid=1&range=D17" == book.cell_urls[
        "Клиенты"
    ].format(cell="D17")


def test_the_bots_own_tabs_are_not_read_and_of_unknown_ones_only_the_title(sheet_of):
    book = sheet_of({"Team": TEAM, "Scorecard": [["AM"]], "Doodles": [["x"]]}).read()
    assert {"Team": TEAM, "Doodles": []} == {title: rows(book, title) for title in book.tabs}


def test_hidden_tabs_count(sheet_of):
    sheet = sheet_of({"Team": TEAM, "Accounts": [["Account ID"]]})
    edit(sheet, updateSheetProperties={"properties": {"sheetId": 1, "hidden": True}, "fields": "hidden"})
    assert [["Account ID"]] == rows(sheet.read(), "Accounts")


def test_a_new_sheet_is_an_empty_book(google, patience):
    client = SheetsClient(read_credentials(google.credentials(), google.url), google.url, patience)
    assert ["Sheet1"] == list(BookReader(client, google.new_book()).read().tabs)


@pytest.mark.parametrize(("title", "range_"), [("It's", "'It''s'"), ("D3", "'D3'"), ("R1C1", "'R1C1'")])
def test_a_title_is_never_taken_for_a_range(title, range_):
    assert [range_] == list(Tab(title, 0, 10, 10).ranges())


def test_the_first_reading_costs_two_reads_and_the_next_one(sheet_of, google, reads):
    sheet = sheet_of({"Team": TEAM, "Accounts": [["Account ID"]], "Deals": [["Deal ID"]]})
    assert 2 == reads(sheet.read)[1]
    google.put(sheet.spreadsheet, "Team", "A3", [["minh"]])
    book, cost = reads(sheet.read)
    assert ([*TEAM, ["minh"]], 1) == (rows(book, "Team"), cost)


def test_asking_whether_it_changed_costs_no_read(sheet_of, google, reads):
    sheet = sheet_of({"Team": TEAM})
    before = sheet.version()
    assert (before, 0) == reads(sheet.version)
    google.put(sheet.spreadsheet, "Team", "B2", [["Linh N."]])
    assert before != sheet.version()


def test_what_no_cell_shows_costs_one_look_more(sheet_of, reads):
    sheet = sheet_of({"Team": TEAM})
    content = sheet.read().content
    edit(sheet, updateSpreadsheetProperties={"properties": {"timeZone": "Asia/Ho_Chi_Minh"}, "fields": "timeZone"})
    book, cost = reads(sheet.read)
    assert ("Asia/Ho_Chi_Minh", content, 2) == (book.timezone, book.content, cost)


def test_a_new_tab_is_noticed(sheet_of, google, reads):
    sheet = sheet_of({"Team": TEAM})
    sheet.read()
    edit(sheet, addSheet={"properties": {"sheetId": 9, "title": "Accounts"}})
    google.put(sheet.spreadsheet, "Accounts", "A1", [["Account ID"]])
    book, cost = reads(sheet.read)
    assert ([["Account ID"]], 3) == (rows(book, "Accounts"), cost)


def test_a_new_tab_is_noticed_while_people_type_elsewhere_within_five_minutes(sheet_of, google, hours, reads):
    sheet = sheet_of({"Team": TEAM})
    sheet.read()
    edit(sheet, addSheet={"properties": {"sheetId": 9, "title": "Accounts"}})
    google.put(sheet.spreadsheet, "Team", "A3", [["minh"]])
    assert "Accounts" not in sheet.read().tabs
    hours.seconds += 300
    google.put(sheet.spreadsheet, "Team", "A4", [["olga"]])
    book, cost = reads(sheet.read)
    assert ({"Team", "Accounts"}, 2) == (set(book.tabs), cost)


def test_a_renamed_tab_is_found_again(sheet_of, hours, reads):
    sheet = sheet_of({"Team": TEAM, "Accounts": [["Account ID"]]})
    sheet.read()
    for seconds, title, expected_cost in ((10, "Клиенты", 3), (300, "Khách hàng", 2)):
        rename(sheet, 1, title)
        hours.seconds += seconds
        book, cost = reads(sheet.read)
        assert ({"Team", title}, expected_cost) == (set(book.tabs), cost)


def test_a_deleted_tab_is_gone(sheet_of):
    sheet = sheet_of({"Team": TEAM, "Accounts": [["Account ID"]]})
    sheet.read()
    edit(sheet, deleteSheet={"sheetId": 1})
    assert {"Team"} == set(sheet.read().tabs)


class Meddled(SheetsClient):
    """A client while somebody does something in the sheet before each request for cells."""

    meddle = staticmethod(lambda: None)

    def request(self, method, endpoint, **more):
        if "batchGet" in endpoint:
            self.meddle()
        return super().request(method, endpoint, **more)


@pytest.fixture
def meddled(google, patience):
    return Meddled(read_credentials(google.credentials(), google.url), google.url, patience)


def test_a_tab_renamed_again_and_again_is_read_another_time(sheet_of, meddled):
    sheet = sheet_of({"Team": TEAM})
    titles = iter(["Đội ngũ", "Команда", "Team"])
    meddled.meddle = lambda: rename(sheet, 0, next(titles))
    with pytest.raises(Unavailable, match="changes faster than it can be read"):
        BookReader(meddled, sheet.spreadsheet).read()


def test_a_large_tab_is_asked_for_in_ranges_of_one_call(sheet_of, google, monkeypatch, reads):
    monkeypatch.setattr(reading, "_CELLS_AT_ONCE", 300 * 26)
    team = [["AM ID"], *([f"am{number}"] for number in range(2, 251))]
    sheet = sheet_of({"Team": team, "Accounts": [["Account ID"]]})
    google.put(sheet.spreadsheet, "Team", "A950", [["late"]])
    book, cost = reads(sheet.read)
    assert team == rows(book, "Team")[:250]
    assert [["late"]] == rows(book, "Team")[949:]
    assert [["Account ID"]] == rows(book, "Accounts")
    assert 2 == cost


def test_rows_added_below_the_grid_of_the_last_look_are_read(sheet_of, google, monkeypatch):
    monkeypatch.setattr(reading, "_CELLS_AT_ONCE", 300 * 26)
    sheet = sheet_of({"Team": TEAM})
    sheet.read()
    edit(sheet, appendDimension={"sheetId": 0, "dimension": "ROWS", "length": 500})
    google.put(sheet.spreadsheet, "Team", "A1500", [["late"]])
    assert ["late"] == rows(sheet.read(), "Team")[1499]
