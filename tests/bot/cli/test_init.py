import openpyxl
import pytest

from sheets.google import GoogleSheet
from tests.emulators.google_sheets import GoogleSheetsServer

OWN = ["Scorecard", "History", "Data issues", "Pings"]


@pytest.fixture
def google(monkeypatch):
    with GoogleSheetsServer() as server:
        monkeypatch.setenv("AMBER_GOOGLE_CREDENTIALS", server.credentials())
        monkeypatch.setenv("GOOGLE_API_URL", server.url)
        yield server


def test_it_makes_a_small_teams_tabs(amber, tmp_path):
    said = amber("init", "--store", "xlsx:new.xlsx")
    assert 0 == said.code
    assert ["Team", "Accounts", "Interactions", "Contracts", "Targets", "Settings", *OWN] == (
        openpyxl.load_workbook(tmp_path / "new.xlsx").sheetnames
    )
    assert "made: team\n" in said.out
    assert "amber doctor" in said.err


def test_tabs_added_later_are_no_reason_to_start_over(amber, tmp_path):
    amber("init", "--store", "xlsx:new.xlsx")
    said = amber("init", "--store", "xlsx:new.xlsx", "--tabs", "deals")
    assert "made: deals\n" == said.out
    assert "Next:" not in said.err


def test_its_help_names_no_demo_book(amber):
    assert "demo" not in amber("init", "--help").out


def test_a_second_time_changes_nothing(amber, tmp_path):
    amber("init", "--store", "xlsx:new.xlsx")
    before = (tmp_path / "new.xlsx").read_bytes()
    said = amber("init", "--store", "xlsx:new.xlsx")
    assert ("", "The book has all of that already: nothing was changed") == (said.out, said.err.splitlines()[-1])
    assert before == (tmp_path / "new.xlsx").read_bytes()


@pytest.mark.parametrize("words", [("deals", "Hoá đơn"), ("deals,invoices",), ("deals", "--tabs", "invoices")])
def test_it_makes_the_tabs_that_are_named(amber, tmp_path, words):
    amber("init", "--store", "xlsx:new.xlsx", "--tabs", *words, "--lang", "ru")
    assert ["Сделки", "Счета"] == sorted(openpyxl.load_workbook(tmp_path / "new.xlsx").sheetnames[:2])


def test_it_makes_all_tabs(amber, book, tmp_path):
    assert 0 == amber("init", "--store", "xlsx:new.xlsx", "--tabs", "all").code
    assert 27 == len(openpyxl.load_workbook(tmp_path / "new.xlsx").sheetnames)


def test_it_sets_up_a_google_sheet(amber, google):
    sheet = google.new_book(locale="vi_VN")
    said = amber("init", "--store", f"gsheet:{sheet}")
    assert 0 == said.code
    book = GoogleSheet(sheet, google.credentials(), google.url).read()
    assert ["Đội ngũ", "Khách hàng", "Tương tác", "Hợp đồng", "Chỉ tiêu", "Cài đặt"] == list(book.tabs)
    writes = google.calls.sheets_writes()
    assert "" == amber("init", "--store", f"gsheet:{sheet}").out
    assert writes == google.calls.sheets_writes()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((), "no book is named"),
        (("--store", "xlsx:new.xlsx", "--tabs", "dreams"), "there is no tab dreams"),
        (("--store", "xlsx:new.xlsx", "deals"), "after --tabs"),
        (("--store", "gsheet:abc"), "AMBER_GOOGLE_CREDENTIALS"),
    ],
)
def test_it_says_what_to_do_instead(amber, monkeypatch, words, message):
    monkeypatch.delenv("AMBER_STORE", raising=False)
    said = amber("init", *words)
    assert 2 == said.code
    assert message in said.err


def test_it_names_the_address_to_share_with(amber, google):
    sheet = google.new_book(access="none")
    said = amber("init", "--store", f"gsheet:{sheet}")
    assert 2 == said.code
    assert "Share it with" in said.err or "share it with" in said.err
