import json

import pytest

from kpi_core.errors import SetupError
from sheets.google import GoogleSheet, spreadsheet_id
from sheets.google.credentials import address_of, read_credentials

LOCAL = "http://127.0.0.1:1/"


@pytest.fixture
def key(google):
    return json.loads(google.credentials())


def test_the_key_is_given_as_json(google):
    credentials = read_credentials(google.credentials(), google.url)
    assert json.loads(google.credentials())["client_email"] == address_of(credentials)


def test_the_key_is_given_as_a_file(google, tmp_path):
    file = tmp_path / "key.json"
    file.write_text(google.credentials())
    assert address_of(read_credentials(google.credentials(), google.url)) == address_of(
        read_credentials(str(file), google.url)
    )


def test_it_signs_in_as_a_person_too(google, patience):
    book = google.new_book(tabs={"Team": [["AM ID"], ["linh"]]})
    sheet = GoogleSheet(book, google.user_credentials(), google.url, patience)
    assert "linh" == sheet.read().tabs["Team"][1][0]


def test_it_asks_for_the_least(google):
    credentials = read_credentials(google.credentials(), google.url)
    assert ["spreadsheets", "drive.metadata.readonly"] == [scope.rpartition("/")[2] for scope in credentials.scopes]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("", "has no credentials"),
        ("gone.json", "cannot be read"),
        ("{", "are not JSON"),
        ("{}", "of a kind it does not know: none is named"),
        ('{"type": "external_account"}', "of a kind it does not know: external_account"),
        ('{"installed": {"client_id": "1"}}', "an OAuth client, which nobody has signed in with yet"),
        ('{"type": "service_account"}', "damaged or lacks a part"),
        ('{"type": "authorized_user", "client_id": 7}', "damaged or lacks a part"),
    ],
)
def test_what_is_no_key_is_refused_with_the_mend(given, said):
    with pytest.raises(SetupError, match=rf"{said}.*\. Set AMBER_GOOGLE_CREDENTIALS to the JSON key"):
        read_credentials(given)


def test_a_file_that_is_no_key_is_refused(tmp_path):
    file = tmp_path / "key.p12"
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SetupError, match=r"key\.p12 is not a key"):
        read_credentials(str(file))


def test_a_damaged_key_is_not_quoted(key):
    key["private_key"] = "-----BEGIN PRIVATE KEY-----\nsecret"
    with pytest.raises(SetupError) as refused:
        read_credentials(json.dumps(key), LOCAL)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    ("token_uri", "api_url"),
    [
        ("https://evil.example/token", ""),
        ("https://oauth2.googleapis.com.evil.example/token", ""),
        ("http://oauth2.googleapis.com/token", ""),
        ("http://127.0.0.1:9/token", ""),
        ("http://127.0.0.1:9/token", "https://sheets.example/"),
        ("https://evil.example/token", LOCAL),
    ],
)
def test_a_key_is_shown_to_nobody_but_google(key, token_uri, api_url):
    with pytest.raises(SetupError, match="which is not Google"):
        read_credentials(json.dumps(key | {"token_uri": token_uri}), api_url)


@pytest.mark.parametrize(
    "given",
    [
        "1AbC-d_9",
        " 1AbC-d_9 ",
        "https://docs.google.com/spreadsheets/d/1AbC-d_9/edit#gid=0",
        "https://docs.google.com/spreadsheets/d/1AbC-d_9",
        "https://docs.google.com/spreadsheets/u/1/d/1AbC-d_9/edit?usp=sharing",
        "https://docs.google.com/a/agency.example/spreadsheets/d/1AbC-d_9/edit",
    ],
)
def test_a_sheet_is_known_by_its_url_or_its_id(given):
    assert "1AbC-d_9" == spreadsheet_id(given)


@pytest.mark.parametrize(
    "given",
    [
        "",
        "our sheet",
        "https://docs.google.com/document/d/1AbC/edit",
        "https://docs.google.com/spreadsheets/d/e/2PACX-1v/pubhtml",
        "https://evil.example/spreadsheets/d/1AbC/edit",
        "1AbC/values:batchGet",
    ],
)
def test_what_is_no_sheet_is_refused(given):
    with pytest.raises(SetupError, match="copy its URL"):
        spreadsheet_id(given)
