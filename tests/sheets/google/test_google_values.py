"""The body of an answer → its ranges, one at a time."""

import json

import pytest

from kpi_core.errors import Unavailable
from sheets.google import GoogleSheet


@pytest.fixture
def answered(google, patience, monkeypatch):
    """Let Google answer for the values with this body."""

    def read(body: bytes):
        sheet = GoogleSheet(google.new_book(tabs={"Accounts": [["ID"]]}), google.credentials(), google.url, patience)
        respond = google.respond

        def instead(request, authorization):
            if "/values" in request.path:
                return 200, "application/json", body
            return respond(request, authorization)

        monkeypatch.setattr(google, "respond", instead)
        return sheet.read().tabs["Accounts"]

    return read


def test_it_reads_a_body_that_is_indented(answered):
    body = {"spreadsheetId": "1", "valueRanges": [{"range": "A", "values": [["ID", 7, ""], ["name"]]}]}
    assert [["ID", "name"], [7, None], [None, None]] == list(answered(json.dumps(body, indent=2).encode()))


def test_it_is_not_led_astray_by_texts_that_look_like_the_answer(answered):
    texts = ['{"range": "B"}', '{ "range" :', '\\{"range":', "]}", '"', "}]}"]
    body = json.dumps({"valueRanges": [{"range": "A", "values": [texts]}]}).encode()
    assert texts == [row[0] for row in answered(body)]


def test_it_reads_half_a_character_as_a_broken_one(answered):
    grid = answered(b'{"valueRanges":[{"range":"A","values":[["\\ud83e!"]]}]}')
    assert [["\N{REPLACEMENT CHARACTER}!"]] == list(grid)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{}",
        b'{"valueRanges":[]}',
        b'{"valueRanges":[{"range":"A","values":[["ID"',
        b'{"valueRanges":[{"range":"A","values":{"a":1}}]}',
        b'{"valueRanges":[{"range":"A","values":["ID"]}]}',
        b'{"valueRanges":[{"range":"A"},{"range":"B"}]}',
        b'{"valueRanges":[{"range":"A","values":[["ID"]]},nonsense]}',
        b'{"valueRanges":[{"range":"A","values":' + b"[" * 100_000 + b"]}]}",
    ],
)
def test_it_says_that_an_answer_is_not_the_one_asked_for(answered, body):
    with pytest.raises(Unavailable, match="broke off, or does not hold the cells that were asked for"):
        answered(body)
