import gzip
import json
import socket
from dataclasses import replace
from io import BytesIO
from random import Random

import pytest
from google.auth.exceptions import RefreshError, TransportError
from urllib3 import HTTPResponse

from kpi_core.errors import InputError, SetupError, Unavailable
from sheets.google import GoogleSheet
from sheets.google.client import Limit, SheetsClient
from sheets.google.credentials import read_credentials
from sheets.google.fault_kinds import fault_of
from sheets.google.faults import Failed, TabsChanged

BOT = "amber@project.iam.gserviceaccount.com"
WRITE = {"requests": [{"addSheet": {"properties": {"title": "Deals"}}}]}


@pytest.fixture
def sheet(sheet_of):
    return sheet_of({"Team": [["AM ID"], ["linh"]]})


def write(sheet):
    sheet.client.batch_update(sheet.spreadsheet, WRITE)


class Answers:
    """A session that gives these answers in order, and keeps what it was asked."""

    def __init__(self, *answers):
        self._answers = list(answers)
        self.asked = []

    def request(self, method, url, **more):
        self.asked.append((method, url, more))
        return self._answers.pop(0)


class Given:
    """One answer, as requests gives it."""

    def __init__(self, body, status=200, kind="application/json", **headers):
        self.status_code = status
        self.headers = {"Content-Type": kind, **{name.replace("_", "-"): text for name, text in headers.items()}}
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.raw = HTTPResponse(BytesIO(content), self.headers, preload_content=False)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.raw.close()


@pytest.fixture
def client(google, patience):
    return SheetsClient(read_credentials(google.credentials(), google.url), "", patience)


@pytest.mark.parametrize("kind", [429, 500, 503, "rateLimitExceeded", "garbage", "drop_before", "drop_after"])
@pytest.mark.parametrize("part", ["drive/v3/files", "values:batchGet"])
def test_a_reading_bears_trouble_that_passes(sheet, google, hours, kind, part):
    google.fail(kind, 2, matching=part)
    assert "linh" == sheet.read().tabs["Team"][1][0]
    assert 2 == len(hours.slept)


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (429, "quota is used up"),
        ("rateLimitExceeded", "quota is used up"),
        (503, r"does not answer right now: \w+ "),
        ("garbage", "was not Google"),
        ("drop_before", "cannot be reached, or the line to it was cut"),
    ],
)
def test_trouble_that_stays_is_said_after_five_tries(sheet, google, hours, kind, said):
    google.fail(kind, 99)
    with pytest.raises(Unavailable, match=said):
        sheet.version()
    assert 4 == len(hours.slept)


def test_it_waits_longer_each_time_and_not_in_step_with_others(sheet, google, hours):
    google.fail(503, 99)
    with pytest.raises(Unavailable):
        sheet.version()
    assert all(
        0.5 * wait <= slept <= 1.5 * wait and slept != wait
        for wait, slept in zip((1, 2, 4, 8), hours.slept, strict=True)
    )


def test_its_chance_can_be_given(sheet_of, google, patience, hours):
    waits = []
    for _ in range(2):
        hours.slept.clear()
        seeded = replace(patience, random=Random(7))
        sheet = GoogleSheet(google.new_book(), google.credentials(), google.url, seeded)
        google.fail(503, 2)
        sheet.version()
        waits.append(tuple(hours.slept))
    assert 1 == len(set(waits))


def test_it_waits_as_long_as_google_asks_for(client, hours):
    client.session = Answers(Given({}, 429, Retry_After="17"), Given({"version": "5"}))
    assert "5-" == client.file_version("abc")
    assert [17.0] == hours.slept


def test_it_does_not_wait_beyond_the_deadline(client, hours):
    client.session = Answers(Given({}, 429, Retry_After="3600"))
    with pytest.raises(Unavailable, match="quota") as refused:
        client.file_version("abc")
    assert (3600.0, []) == (refused.value.retry_after, hours.slept)


@pytest.mark.parametrize("kind", [500, 503, "garbage", "drop_before", "drop_after"])
def test_a_write_whose_answer_was_lost_is_not_sent_again(sheet, google, hours, kind):
    google.fail(kind, 1, matching="POST /v4")
    with pytest.raises(Unavailable):
        write(sheet)
    assert (1, []) == (google.calls.sheets_writes(), hours.slept)


@pytest.mark.parametrize("kind", [429, "rateLimitExceeded"])
def test_a_write_that_google_refused_for_its_quota_is_sent_again(sheet, google, kind):
    google.fail(kind, 1, matching="POST /v4")
    write(sheet)
    assert 2 == google.calls.sheets_writes()


@pytest.mark.parametrize("kind", [403, "PERMISSION_DENIED"])
@pytest.mark.parametrize("part", ["drive/v3/files", "/v4/"])
def test_a_sheet_that_is_not_shared_says_with_whom_to_share_it(sheet, google, hours, kind, part):
    google.fail(kind, 1, matching=part)
    with pytest.raises(SetupError, match=rf"{sheet.spreadsheet} is not shared with Amber.*{sheet.client.address}"):
        sheet.read()
    assert [] == hours.slept


def test_a_sheet_only_to_view_is_read_and_not_written(sheet, google):
    google.share(sheet.spreadsheet, "reader")
    assert "linh" == sheet.read().tabs["Team"][1][0]
    with pytest.raises(SetupError, match="only for viewing"):
        write(sheet)


def test_a_sheet_that_is_gone_is_said_with_the_mend(sheet, google):
    google.remove(sheet.spreadsheet)
    with pytest.raises(SetupError, match=r"no Google Sheet .* Check its URL and share it with amber@"):
        sheet.version()


@pytest.mark.parametrize(
    ("kind", "part", "words"),
    [
        ("SERVICE_DISABLED", "drive/v3", r"switched off .* Switch it on: https://\S+/drive\.googleapis\.com/\S+"),
        ("SERVICE_DISABLED", "/v4/", r"switched off .* Switch it on: https://\S+/sheets\.googleapis\.com/\S+"),
        ("ACCESS_TOKEN_SCOPE_INSUFFICIENT", "drive/v3", "grant the scopes spreadsheets and drive.metadata.readonly"),
        ("ACCESS_TOKEN_SCOPE_INSUFFICIENT", "/v4/", "grant the scopes spreadsheets and drive.metadata.readonly"),
        ("OFFICE_FILE", "/v4/", "not a Google Sheet but another file .* Save as Google Sheets"),
    ],
)
def test_what_a_person_is_to_mend_is_said_at_once(sheet, google, hours, kind, part, words):
    google.fail(kind, 1, matching=part)
    with pytest.raises(SetupError, match=words):
        sheet.read()
    assert [] == hours.slept


def test_a_protected_tab_says_who_is_to_be_let_in(sheet, google):
    google.protect(sheet.spreadsheet, "Team")
    value = {"fields": "userEnteredValue", "start": {"sheetId": 0}, "rows": [{"values": [{"userEnteredValue": {}}]}]}
    with pytest.raises(SetupError, match=rf"protected range .* let {sheet.client.address} edit it"):
        sheet.client.batch_update(sheet.spreadsheet, {"requests": [{"updateCells": value}]})


def test_a_clock_that_is_wrong_is_named(sheet):
    session = sheet.client.session
    session.credentials = session.credentials.with_claims({"iat": 1_000_000_000, "exp": 1_000_003_600})
    with pytest.raises(SetupError, match="clock of this machine is wrong"):
        sheet.version()


def test_a_person_who_took_the_access_back_is_to_sign_in_anew(google, patience):
    revoked = json.dumps(json.loads(google.user_credentials()) | {"refresh_token": "revoked"})
    with pytest.raises(SetupError, match=r"expired or revoked\. Make a new key, or sign in anew"):
        GoogleSheet(google.new_book(), revoked, google.url, patience).version()


def test_an_expired_token_is_renewed_unseen(sheet, google):
    sheet.version()
    google.expire_tokens()
    assert "linh" == sheet.read().tabs["Team"][1][0]


def test_silence_ends(google, patience):
    hasty = replace(patience, drive=Limit(0.05, 30), tries=2)
    sheet = GoogleSheet(google.new_book(), google.credentials(), google.url, hasty)
    sheet.client.session.credentials.refresh(sheet.client.session._auth_request)
    slow = google.fail("slow", 2)
    with pytest.raises(Unavailable, match="not answered in time"):
        sheet.version()
    slow.release()


def test_an_answer_that_only_drips_ends_at_the_deadline(client, hours):
    class Dripping:
        def read1(self, *_, **__):
            hours.seconds += 9
            return b" "

        def close(self):
            pass

    given = Given({})
    given.raw = Dripping()
    client.session = Answers(*[given] * 5)
    with pytest.raises(Unavailable, match="not answered in time"):
        client.file_version("abc")


def test_a_server_that_is_not_there_is_said(google, patience):
    with socket.create_server(("127.0.0.1", 0)) as free:
        url = f"http://127.0.0.1:{free.getsockname()[1]}/"
    key = json.loads(google.credentials()) | {"token_uri": f"{url}token"}
    with pytest.raises(Unavailable, match="cannot be reached"):
        GoogleSheet("abc", json.dumps(key), url, patience).version()


def test_a_call_goes_to_google_with_both_timeouts(client):
    client.session = Answers(Given({"version": "5", "modifiedTime": "2026-03-02T09:30:00.000Z"}))
    assert "5-2026-03-02T09:30:00.000Z" == client.file_version("abc")
    method, url, more = client.session.asked[0]
    assert ("get", "https://www.googleapis.com/drive/v3/files/abc") == (method, url)
    assert (5, 10) == more["timeout"]
    assert {"fields": "version,modifiedTime", "supportsAllDrives": "true"} == more["params"]


def test_an_answer_comes_packed(client):
    assert "gzip" in client.session.headers["User-Agent"]  # or Google sends it as it is
    client.session = Answers(Given(gzip.compress(b'{"version": "5"}'), Content_Encoding="gzip"))
    assert "5-" == client.file_version("abc")


def test_an_answer_that_broke_off_on_its_way_is_asked_for_again(client, hours):
    client.session = Answers(Given(b'{"vers', Content_Length="16"), Given({"version": "5"}))
    assert "5-" == client.file_version("abc")
    assert 1 == len(hours.slept)


@pytest.mark.parametrize("body", [b"{", b"[" * 100_000, b"[]", b"{}", b""])
def test_an_answer_that_broke_off_is_no_version(client, body):
    client.session = Answers(Given(body))
    with pytest.raises(Unavailable):
        client.file_version("abc")


def said(status, message, *reasons, link=""):
    details = [{"reason": reason} for reason in reasons] + ([{"links": [{"url": link}]}] if link else [])
    error = Failed(status, json.dumps({"error": {"code": status, "message": message, "details": details}}).encode())
    return fault_of(error).said(error, "abc", BOT)


@pytest.mark.parametrize(
    ("error", "kind", "words"),
    [
        (said(400, "Unable to parse range: 'Team'"), TabsChanged, "renamed, deleted"),
        (said(400, "Range ('Team'!A901:Z1000) exceeds grid limits. Max rows: 900"), TabsChanged, "shortened"),
        (said(400, "range.startIndex[9] is after last row in grid[4]"), TabsChanged, "shortened"),
        (said(400, "range.startIndex must be less than the grid size (1)"), TabsChanged, "shortened"),
        (said(400, 'A sheet with the name "Deals" already exists.'), TabsChanged, "made"),
        (said(400, "This operation is not supported for this document"), SetupError, "Save as Google Sheets"),
        (
            said(400, "You are trying to edit a protected cell or object."),
            SetupError,
            rf"protected range .*let {BOT} edit it",
        ),
        (said(400, "Invalid value at 'x' {0}"), InputError, r"Google does not take this: Invalid value at 'x' \{0\}"),
        (said(401, "Request had invalid authentication credentials."), SetupError, "Make a new key"),
        (
            said(403, "Google Sheets API has not been used", "SERVICE_DISABLED", link="https://console.example/on"),
            SetupError,
            "switched off .* Switch it on: https://console.example/on",
        ),
        (said(403, "insufficient scopes", "ACCESS_TOKEN_SCOPE_INSUFFICIENT"), SetupError, "drive.metadata.readonly"),
        (said(403, "The caller does not have permission"), SetupError, f"Share it with {BOT} as an editor"),
        (said(403, "Quota", "userRateLimitExceeded"), Unavailable, "quota"),
        (said(404, "Requested entity was not found."), SetupError, "no Google Sheet abc"),
        (said(409, "aborted"), Unavailable, "does not answer right now"),
        (said(502, "x" * 900), Unavailable, f"{'x' * 200}…$"),
    ],
)
def test_what_google_says_is_said_in_our_words(error, kind, words):
    assert kind is type(error)
    with pytest.raises(kind, match=words):
        raise error


@pytest.mark.parametrize(
    ("status", "words"), [(200, "was not Google"), (302, "was not Google"), (403, "was not Google"), (502, "HTTP 502")]
)
def test_a_page_in_googles_place_is_not_taken_for_its_word(status, words):
    error = Failed(status, b"<html>Sign in to the airport's network</html>")
    with pytest.raises(Unavailable, match=words):
        raise fault_of(error).said(error, "abc", BOT)


@pytest.mark.parametrize(
    ("error", "kind", "words"),
    [
        (
            RefreshError(
                "invalid_grant: Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable "
                "timeframe. Check your iat and exp values in the JWT claim.",
                {"error": "invalid_grant"},
            ),
            SetupError,
            "clock of this machine is wrong",
        ),
        (
            RefreshError("invalid_grant: Invalid grant: account not found", {"error": "invalid_grant"}),
            SetupError,
            "account not found. Make a new key, or sign in anew",
        ),
        (RefreshError("invalid_grant: Token has been revoked.", {"error": "x"}), SetupError, "not accept .* any more"),
        (RefreshError("<html>", retryable=False), Unavailable, "was not Google"),
        (RefreshError("internal_failure", {"error": "internal_failure"}, retryable=True), Unavailable, "was cut"),
        (TransportError("HTTPSConnectionPool: Read timed out."), Unavailable, "in time"),
        (TransportError("Name or service not known"), Unavailable, "cannot be reached"),
    ],
)
def test_what_becomes_of_a_key_is_said_in_our_words(error, kind, words):
    with pytest.raises(kind, match=words):
        raise fault_of(error).said(error, "", BOT)
