"""The emulated Google as a service: tokens, access, faults on request, the list of calls, versions."""

import json
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
import requests
from google.auth import crypt, jwt
from google.auth.exceptions import RefreshError
from google.auth.transport.requests import Request
from google.oauth2.service_account import Credentials

from tests.emulators.google_sheets import GoogleSheetsServer
from tests.emulators.google_sheets.faults import Kind
from tests.emulators.google_sheets.keys import AUDIENCE

ACCOUNTS = {"Accounts": [["name"], ["Acme"]]}


def ask(
    google: GoogleSheetsServer, session: requests.Session, method: str, path: str, **more: Any
) -> requests.Response:
    return session.request(method, google.url + path, timeout=60, **more)


def append(google: GoogleSheetsServer, session: requests.Session, book: str, name: str) -> requests.Response:
    path = f"v4/spreadsheets/{book}/values/Accounts!A1:append?valueInputOption=RAW"
    return ask(google, session, "POST", path, json={"values": [[name]]})


def version(google: GoogleSheetsServer, session: requests.Session, book: str) -> Any:
    return ask(google, session, "GET", f"drive/v3/files/{book}?fields=version,modifiedTime").json()


def test_it_gives_no_answer_without_a_token_of_its_own(google: GoogleSheetsServer) -> None:
    book = google.new_book()
    for headers in ({}, {"Authorization": "Bearer stolen"}):
        refused = requests.get(f"{google.url}v4/spreadsheets/{book}", headers=headers, timeout=60)
        assert (401, "UNAUTHENTICATED") == (refused.status_code, refused.json()["error"]["status"])


def test_it_gives_no_token_for_a_key_that_it_did_not_make(google: GoogleSheetsServer) -> None:
    key = json.loads(google.credentials())
    credentials = Credentials.from_service_account_info({**key, "client_email": "x"}, scopes=["s"])
    credentials._signer = type(credentials._signer).from_string(_other_key())
    with requests.Session() as session, pytest.raises(RefreshError, match="invalid_grant"):
        credentials.refresh(Request(session))


def _other_key() -> bytes:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    no_password = serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, no_password)


def test_it_gives_a_token_for_a_persons_refresh_token(google: GoogleSheetsServer) -> None:
    given = json.loads(google.user_credentials())
    form = {"grant_type": "refresh_token", "refresh_token": given["refresh_token"]}
    assert "access_token" in requests.post(given["token_uri"], data=form, timeout=60).json()
    revoked = requests.post(given["token_uri"], data={**form, "refresh_token": "old"}, timeout=60)
    assert (400, "invalid_grant") == (revoked.status_code, revoked.json()["error"])


def test_it_blames_the_clock_for_a_key_signed_at_another_time(google: GoogleSheetsServer) -> None:
    key = json.loads(google.credentials())
    signer = crypt.RSASigner.from_service_account_info(key)
    claims = {"iat": 0, "exp": 3600, "aud": AUDIENCE, "iss": key["client_email"]}
    assertion = jwt.encode(signer, claims)
    form = {"grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion": assertion}
    answer = requests.post(key["token_uri"], data=form, timeout=60).json()
    assert "reasonable timeframe" in answer["error_description"]


@pytest.mark.parametrize(
    ("scopes", "statuses"),
    [
        ("spreadsheets drive.metadata.readonly", [200, 200, 200, 403]),
        ("spreadsheets.readonly", [200, 403, 403, 403]),
        ("drive.file", [200, 200, 200, 200]),
    ],
)
def test_it_answers_what_the_tokens_scopes_reach(google: GoogleSheetsServer, scopes: str, statuses: list[int]) -> None:
    named = [f"https://www.googleapis.com/auth/{scope}" for scope in scopes.split()]
    credentials = Credentials.from_service_account_info(json.loads(google.credentials()), scopes=named)
    book = google.new_book(tabs=ACCOUNTS)
    with requests.Session() as session:
        credentials.refresh(Request(session))
        session.headers["Authorization"] = f"Bearer {credentials.token}"
        answers = [
            ask(google, session, "GET", f"v4/spreadsheets/{book}"),
            append(google, session, book, "Volga"),
            ask(google, session, "GET", f"drive/v3/files/{book}"),
            ask(google, session, "POST", "drive/v3/files", json={}),
        ]
    assert statuses == [answer.status_code for answer in answers]
    assert all("insufficient authentication scopes" in answer.text for answer in answers if not answer.ok)


def test_it_refuses_tokens_once_they_are_expired(google: GoogleSheetsServer, session: requests.Session) -> None:
    google.expire_tokens()
    assert 401 == ask(google, session, "GET", f"v4/spreadsheets/{google.new_book()}").status_code


@pytest.mark.parametrize(
    ("access", "read", "written", "in_drive"),
    [("writer", 200, 200, 200), ("reader", 200, 403, 200), ("none", 403, 403, 404)],
)
def test_it_answers_by_what_was_shared(
    google: GoogleSheetsServer, session: requests.Session, access: Any, read: int, written: int, in_drive: int
) -> None:
    book = google.new_book(tabs=ACCOUNTS, access=access)
    got = ask(google, session, "GET", f"v4/spreadsheets/{book}").status_code
    assert (read, written) == (got, append(google, session, book, "Volga").status_code)
    assert in_drive == ask(google, session, "GET", f"drive/v3/files/{book}").status_code


@pytest.mark.parametrize("cells", ["", "A2:A3"])
def test_it_keeps_the_caller_from_cells_that_people_protect(
    google: GoogleSheetsServer, session: requests.Session, cells: str
) -> None:
    book = google.new_book(tabs=ACCOUNTS)
    google.protect(book, "Accounts", cells)
    value = {"rows": [{"values": [{"userEnteredValue": {"stringValue": "x"}}]}], "fields": "userEnteredValue"}
    batch = {"requests": [{"updateCells": {"start": {"rowIndex": 1}, **value}}]}
    by_batch = ask(google, session, "POST", f"v4/spreadsheets/{book}:batchUpdate", json=batch)
    for refused in (append(google, session, book, "Volga"), by_batch):
        assert 400 == refused.status_code
        assert "You are trying to edit a protected cell or object" in refused.json()["error"]["message"]
    assert [["name"], ["Acme"]] == google.cells(book, "Accounts")


def test_it_forgets_a_book_that_its_owner_removed(google: GoogleSheetsServer, session: requests.Session) -> None:
    book = google.new_book()
    google.remove(book)
    gone = ask(google, session, "GET", f"v4/spreadsheets/{book}")
    assert (404, "NOT_FOUND") == (gone.status_code, gone.json()["error"]["status"])


@pytest.mark.parametrize(
    ("kind", "status", "word"),
    [
        (429, 429, "RESOURCE_EXHAUSTED"),
        (403, 403, "PERMISSION_DENIED"),
        ("rateLimitExceeded", 403, "rateLimitExceeded"),
        (500, 500, "INTERNAL"),
        (503, 503, "UNAVAILABLE"),
        ("SERVICE_DISABLED", 403, "SERVICE_DISABLED"),
        ("OFFICE_FILE", 400, "not supported for this document"),
        ("garbage", 200, "<html>"),
    ],
)
def test_it_fails_as_often_as_planned_and_then_works(
    google: GoogleSheetsServer, session: requests.Session, kind: Kind, status: int, word: str
) -> None:
    book = google.new_book()
    google.fail(kind, 2)
    answers = [ask(google, session, "GET", f"v4/spreadsheets/{book}") for _ in range(3)]
    assert [status, status, 200] == [answer.status_code for answer in answers]
    assert word in answers[0].text


@pytest.mark.parametrize(
    ("kind", "reason"), [("rateLimitExceeded", "rateLimitExceeded"), (403, "insufficientFilePermissions")]
)
def test_it_tells_the_reason_in_drives_own_words(
    google: GoogleSheetsServer, session: requests.Session, kind: Kind, reason: str
) -> None:
    google.fail(kind)
    answer = ask(google, session, "GET", f"drive/v3/files/{google.new_book()}")
    assert (403, reason) == (answer.status_code, answer.json()["error"]["errors"][0]["reason"])


@pytest.mark.parametrize(
    ("kind", "cells"), [("drop_before", [["name"], ["Acme"]]), ("drop_after", [["name"], ["Acme"], ["Volga"]])]
)
def test_it_cuts_the_line_before_or_after_the_effect(
    google: GoogleSheetsServer, session: requests.Session, kind: Kind, cells: list[list[str]]
) -> None:
    book = google.new_book(tabs=ACCOUNTS)
    google.fail(kind, matching="append")
    with pytest.raises(requests.ConnectionError):
        append(google, session, book, "Volga")
    assert cells == google.cells(book, "Accounts")
    assert 0 == google.calls[-1].status


def test_it_fails_only_requests_that_match_after_those_it_skips(
    google: GoogleSheetsServer, session: requests.Session
) -> None:
    book = google.new_book(tabs=ACCOUNTS)
    google.fail(503, matching="POST .*append", skip=1)
    assert 200 == ask(google, session, "GET", f"v4/spreadsheets/{book}").status_code
    assert [200, 503, 200] == [append(google, session, book, name).status_code for name in ("a", "b", "c")]


def test_it_is_slow_until_released(google: GoogleSheetsServer, session: requests.Session) -> None:
    slow = google.fail("slow")
    threading.Timer(0.01, slow.release).start()
    assert 200 == ask(google, session, "GET", f"v4/spreadsheets/{google.new_book()}").status_code


def test_it_counts_what_spends_which_quota(google: GoogleSheetsServer, session: requests.Session) -> None:
    book = google.new_book(tabs=ACCOUNTS)
    ask(google, session, "GET", f"v4/spreadsheets/{book}/values:batchGet?ranges=Accounts")
    ask(google, session, "GET", f"v4/spreadsheets/{book}/values/Gone")
    append(google, session, book, "Volga")
    version(google, session, book)
    calls = google.calls
    assert (2, 1, 1) == (calls.sheets_reads(), calls.sheets_writes(), calls.drive_calls())
    assert ("GET", 400) == (calls[-3].method, calls[-3].status)


def test_it_raises_the_version_with_each_change_of_anybody(
    google: GoogleSheetsServer, session: requests.Session
) -> None:
    book = google.new_book(tabs=ACCOUNTS)
    seen = [version(google, session, book), version(google, session, book)]
    assert seen[0] == seen[1]
    append(google, session, book, "Volga")
    seen.append(version(google, session, book))
    google.put(book, "Accounts", "A2", [["Bamboo"]])
    seen.append(version(google, session, book))
    numbers, times = [int(one["version"]) for one in seen[1:]], [one["modifiedTime"] for one in seen[1:]]
    assert sorted(set(numbers)) == numbers
    assert sorted(set(times)) == times


def test_it_keeps_the_version_of_a_book_that_a_request_did_not_change(
    google: GoogleSheetsServer, session: requests.Session
) -> None:
    book = google.new_book(tabs=ACCOUNTS)
    before = version(google, session, book)
    ask(
        google,
        session,
        "POST",
        f"v4/spreadsheets/{book}:batchUpdate",
        json={"requests": [{"deleteSheet": {"sheetId": 9}}]},
    )
    assert before == version(google, session, book)


def test_it_names_what_it_does_not_do(google: GoogleSheetsServer, session: requests.Session) -> None:
    answer = ask(google, session, "GET", "drive/v3/changes/startPageToken")
    assert 501 == answer.status_code
    assert "GET /drive/v3/changes/startPageToken" in answer.json()["error"]["message"]


def _visit_one_that_breaks() -> None:
    with GoogleSheetsServer() as google:
        google.respond = lambda *_: 1 / 0  # type: ignore[method-assign]
        assert 500 == requests.get(google.url, timeout=60).status_code


def test_it_fails_the_test_in_which_it_broke_itself() -> None:
    with pytest.raises(ZeroDivisionError):
        _visit_one_that_breaks()


def test_it_lets_many_append_at_once(google: GoogleSheetsServer, session: requests.Session) -> None:
    book = google.new_book(tabs=ACCOUNTS)
    writers = [threading.Thread(target=append, args=(google, session, book, str(n))) for n in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert {str(n) for n in range(8)} == {row[0] for row in google.cells(book, "Accounts")[2:]}


def test_it_runs_alone_until_it_is_told_to_end() -> None:
    command = [sys.executable, "-m", "tests.emulators.google_sheets", "--book", "Team"]
    root = Path(__file__).parents[2]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=root) as process:
        url, book = (process.stdout.readline().strip() for _ in range(2))
        assert 401 == requests.get(f"{url}v4/spreadsheets/{book}", timeout=60).status_code
        process.send_signal(signal.SIGTERM)
        assert 0 == process.wait(60)
