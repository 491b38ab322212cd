"""Drive's files: lists, copies, exports, sharing, and what a CSV file does to a book."""

import io
from typing import Any

import openpyxl
import pytest
import requests

from tests.emulators.google_sheets import GoogleSheetsServer
from tests.emulators.google_sheets.exporting import XLSX

ACCOUNTS = {"Accounts": [["name", "revenue"], ["Acme, Ltd", 1.5], ["=cmd()", None]]}


def ask(
    google: GoogleSheetsServer, session: requests.Session, method: str, path: str, **more: Any
) -> requests.Response:
    return session.request(method, google.url + path, timeout=60, **more)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Volga", "Acme's", "Acme"]),
        ("mimeType='application/vnd.google-apps.spreadsheet' and name = 'Acme'", ["Acme"]),
        ("name contains 'acme' and trashed = false", ["Acme's", "Acme"]),
        (r"name='Acme\'s'", ["Acme's"]),
        ("'root' in parents", ["Volga", "Acme's", "Acme"]),
        ("mimeType != 'application/vnd.google-apps.spreadsheet'", []),
    ],
)
def test_it_lists_the_files_that_a_query_finds(
    google: GoogleSheetsServer, session: requests.Session, query: str, names: list[str]
) -> None:
    for name in ("Acme", "Acme's", "Volga"):
        google.new_book(name)
    google.new_book("Hidden", access="none")
    page = ask(google, session, "GET", "drive/v3/files", params={"q": query}).json()
    assert names == [file["name"] for file in page["files"]]


def test_it_refuses_a_query_that_it_cannot_read(google: GoogleSheetsServer, session: requests.Session) -> None:
    assert 400 == ask(google, session, "GET", "drive/v3/files", params={"q": "name ~ x"}).status_code


def test_it_lists_page_by_page(google: GoogleSheetsServer, session: requests.Session) -> None:
    for name in ("Acme", "Bamboo", "Volga"):
        google.new_book(name)
    names, token = [], ""
    while token is not None:
        page = ask(google, session, "GET", "drive/v3/files", params={"pageSize": 2, "pageToken": token}).json()
        names += [file["name"] for file in page["files"]]
        token = page.get("nextPageToken")
    assert ["Volga", "Bamboo", "Acme"] == names


def test_it_renames_moves_and_trashes_a_file(google: GoogleSheetsServer, session: requests.Session) -> None:
    book = google.new_book("Acme")
    query = "addParents=folder&removeParents=root&fields=name,parents,trashed"
    changed = ask(google, session, "PATCH", f"drive/v3/files/{book}?{query}", json={"name": "Volga", "trashed": True})
    assert {"name": "Volga", "parents": ["folder"], "trashed": True} == changed.json()
    assert "Volga" == ask(google, session, "GET", f"v4/spreadsheets/{book}").json()["properties"]["title"]


def test_it_copies_a_book_with_its_cells(google: GoogleSheetsServer, session: requests.Session) -> None:
    book = google.new_book("Team", locale="vi_VN", timezone="Asia/Ho_Chi_Minh", tabs=ACCOUNTS)
    copied = ask(google, session, "POST", f"drive/v3/files/{book}/copy", json={}).json()
    assert "Copy of Team" == copied["name"]
    google.put(book, "Accounts", "A2", [["changed"]])
    assert "Acme, Ltd" == google.cells(copied["id"], "Accounts")[1][0]
    properties = ask(google, session, "GET", f"v4/spreadsheets/{copied['id']}").json()["properties"]
    assert ("vi_VN", "Asia/Ho_Chi_Minh") == (properties["locale"], properties["timeZone"])


def test_it_exports_csv_as_people_see_it(google: GoogleSheetsServer, session: requests.Session) -> None:
    book = google.new_book(locale="ru_RU", tabs=ACCOUNTS)
    exported = ask(google, session, "GET", f"drive/v3/files/{book}/export?mimeType=text/csv")
    assert 'name,revenue\r\n"Acme, Ltd","1,5"\r\n=cmd(),' == exported.text


def test_it_exports_a_workbook_that_opens(google: GoogleSheetsServer, session: requests.Session) -> None:
    book = google.new_book(tabs=ACCOUNTS)
    exported = ask(google, session, "GET", f"drive/v3/files/{book}/export", params={"mimeType": XLSX})
    tab = openpyxl.load_workbook(io.BytesIO(exported.content))["Accounts"]
    assert [("name", "revenue"), ("Acme, Ltd", 1.5), ("=cmd()", None)] == list(tab.values)
    assert "s" == tab["A3"].data_type


def test_it_says_of_its_pdf_that_it_is_none(google: GoogleSheetsServer, session: requests.Session) -> None:
    path = f"drive/v3/files/{google.new_book()}/export?mimeType="
    assert "stub" in ask(google, session, "GET", f"{path}application/pdf").text
    assert 400 == ask(google, session, "GET", f"{path}image/png").status_code


def test_it_shares_with_people_and_takes_it_back(google: GoogleSheetsServer, session: requests.Session) -> None:
    path = f"drive/v3/files/{google.new_book()}/permissions"
    linh = {"type": "user", "role": "reader", "emailAddress": "linh@example.com"}
    given = ask(google, session, "POST", path, json=linh).json()
    changed = ask(google, session, "PATCH", f"{path}/{given['id']}", json={"role": "writer"}).json()
    assert "writer" == changed["role"]
    assert 400 == ask(google, session, "POST", path, json={**linh, "role": "king"}).status_code
    ask(google, session, "DELETE", f"{path}/{given['id']}")
    assert [] == ask(google, session, "GET", path).json()["permissions"]
    assert 404 == ask(google, session, "GET", f"{path}/{given['id']}").status_code


def test_it_keeps_comments_and_wants_fields_for_them(google: GoogleSheetsServer, session: requests.Session) -> None:
    path = f"drive/v3/files/{google.new_book()}/comments"
    ask(google, session, "POST", f"{path}?fields=id", json={"content": "Who owns Volga?"})
    page = ask(google, session, "GET", f"{path}?fields=comments/content").json()
    assert {"comments": [{"content": "Who owns Volga?"}]} == page
    assert 400 == ask(google, session, "GET", path).status_code


def test_it_puts_a_csv_file_in_place_of_the_whole_book(google: GoogleSheetsServer, session: requests.Session) -> None:
    book = google.new_book("Team", timezone="Asia/Ho_Chi_Minh", tabs={**ACCOUNTS, "Team": []})
    text = 'name,since\n"Gọi, điện",2026-01-05\n'
    ask(google, session, "PUT", f"upload/drive/v2/files/{book}?uploadType=media&convert=True", data=text.encode())
    answer = ask(google, session, "GET", f"v4/spreadsheets/{book}").json()
    assert ["Team"] == [sheet["properties"]["title"] for sheet in answer["sheets"]]
    assert "America/Los_Angeles" == answer["properties"]["timeZone"]
    assert [["name", "since"], ["Gọi, điện", 46027]] == google.cells(book, "Team")


def test_it_has_no_room_for_a_service_account_when_told_so(
    google: GoogleSheetsServer, session: requests.Session
) -> None:
    google.fail("storageQuotaExceeded", matching="POST /drive/v3/files")
    refused = ask(google, session, "POST", "drive/v3/files", json={"name": "Team"})
    assert (403, "storageQuotaExceeded") == (refused.status_code, refused.json()["error"]["errors"][0]["reason"])


def test_it_tells_who_is_asking(google: GoogleSheetsServer, session: requests.Session) -> None:
    user = ask(google, session, "GET", "drive/v3/about?fields=user").json()["user"]
    assert user["emailAddress"] in google.credentials()
