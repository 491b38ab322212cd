"""The side panel's door: real tokens over real sockets."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from threading import Event
from typing import Any, cast
from urllib.parse import urlsplit

import pytest

from bot.address import Address
from bot.app.endpoint import standing
from bot.app.panel import InTime, Keys, door
from bot.desk import Desks
from bot.panel.deployment import PANEL_PATH
from bot.panel.event import Event as PanelEvent
from bot.panel.panel import Panel
from kpi_core.errors import Unavailable
from sheets.google.id_tokens import IdTokens
from tests.emulators.identity import NOW, Identity, signed

HERE = "https://amber.example.com/google/panel"
ACCOUNT = "service-1@gcp-sa-gsuiteaddons.iam.gserviceaccount.com"
CLIENT = "1-abc.apps.googleusercontent.com"
GOOGLE = {"aud": HERE, "email": ACCOUNT}
LINH = {"aud": CLIENT, "email": "linh@agency.example"}


class Says:
    """A panel that says who it heard, and what."""

    def answer(self, event: PanelEvent, email: str) -> dict[str, Any]:
        return {"email": email, "action": event.action, "locale": event.locale}


Knock = Callable[..., tuple[int, str]]


@pytest.fixture
def identity() -> Iterator[Identity]:
    with Identity() as running:
        yield running


@pytest.fixture
def knock(identity: Identity, monkeypatch: pytest.MonkeyPatch) -> Iterator[Knock]:
    """Send an event as Google does: a bearer token in the header, the user's in the body."""
    monkeypatch.setattr("google.auth._helpers.utcnow", lambda: NOW.replace(tzinfo=None))
    monkeypatch.setattr("bot.app.endpoint._ARRIVES_WITHIN_S", 60.0)  # on a busy machine
    keys = Keys(IdTokens(lambda: NOW, identity.url), HERE, ACCOUNT, CLIENT)
    with ThreadPoolExecutor(2) as threads:
        panel = door(cast("Panel", Says()), keys, threads)
        with standing({PANEL_PATH: panel}, Address("127.0.0.1", 0)) as url:
            yield lambda *args, **kwargs: send(url, *args, **kwargs)


def send(
    url: str,
    bearer: str | None = None,
    user: str | None = None,
    body: bytes | None = None,
    scheme: str = "Bearer",
) -> tuple[int, str]:
    said = {
        "commonEventObject": {"hostApp": "SHEETS", "platform": "WEB", "userLocale": "vi"},
        "authorizationEventObject": {"userIdToken": signed(LINH) if user is None else user, "userOAuthToken": "ya29.x"},
        "sheets": {"addonHasFileScopePermission": True, "id": "BOOK", "title": "Lantern"},
    }
    address = urlsplit(url)
    connection = HTTPConnection(address.hostname or "", address.port, timeout=60)
    headers = {"Authorization": f"{scheme} {signed(GOOGLE) if bearer is None else bearer}".strip()}
    try:
        connection.request("POST", PANEL_PATH, json.dumps(said) if body is None else body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def test_an_event_of_googles_reaches_the_panel_with_whoever_opened_it(knock: Knock) -> None:
    status, said = knock()
    assert (200, {"email": "linh@agency.example", "action": "", "locale": "vi"}) == (status, json.loads(said))


def test_google_may_mean_the_service_or_its_endpoint(knock: Knock) -> None:
    assert 200 == knock(bearer=signed(GOOGLE | {"aud": "https://amber.example.com"}))[0]


def test_whose_token_it_is_decides_who_it_is(knock: Knock) -> None:
    minh = signed(LINH | {"email": "minh@agency.example"})
    assert "minh@agency.example" == json.loads(knock(user=minh)[1])["email"]


NOT_GOOGLE: dict[str, Callable[[], dict[str, str]]] = {
    "without a token": lambda: {"bearer": "", "scheme": ""},
    "of another scheme": lambda: {"scheme": "Basic"},
    "with a token that Google did not sign": lambda: {"bearer": signed(GOOGLE, key="mallory")},
    "for another add-on": lambda: {"bearer": signed(GOOGLE | {"aud": "https://other.example.com/google/panel"})},
    "of another service account": lambda: {"bearer": signed(GOOGLE | {"email": "service-2@mallory.example"})},
    "of a person": lambda: {"bearer": signed(LINH)},
}


@pytest.mark.parametrize("kind", NOT_GOOGLE)
def test_a_request_is_refused_unread_that_comes(kind: str, knock: Knock) -> None:
    assert (401, "") == knock(body=b"this is not even an event", **NOT_GOOGLE[kind]())


NOT_THEIRS: dict[str, Callable[[], str]] = {
    "made up": lambda: "linh@agency.example",
    "that Google did not sign": lambda: signed(LINH, key="mallory"),
    "that was made out to another add-on": lambda: signed(LINH | {"aud": "2-def.apps.googleusercontent.com"}),
    "that is not verified": lambda: signed(LINH | {"email_verified": False}),
    "that is the add-on's own": lambda: signed(GOOGLE),
}


@pytest.mark.parametrize("kind", NOT_THEIRS)
def test_nobody_is_believed_with_a_token(kind: str, knock: Knock) -> None:
    assert (403, "") == knock(user=NOT_THEIRS[kind]())


def test_who_has_not_let_amber_know_who_they_are_is_asked_by_google(knock: Knock) -> None:
    status, said = knock(user="")
    assert (200, {"requesting_google_scopes": {"all_scopes": True}}) == (status, json.loads(said))


@pytest.mark.parametrize(
    ("status", "body"), [(400, b""), (400, b"[]"), (400, b"[" * 100_000), (413, b"x" * (1024 * 1024 + 1))]
)
def test_what_is_no_event_is_refused(status: int, body: bytes, knock: Knock) -> None:
    assert status == knock(body=body)[0]


def test_nobody_is_believed_while_google_shows_no_certificates(knock: Knock, identity: Identity) -> None:
    identity.status = 500
    assert (503, "") == knock()


class SlowToRead:
    """Desks whose book takes longer to read than Google waits for a card."""

    def __init__(self) -> None:
        self.is_read = Event()

    def refresh(self) -> bool:
        return self.is_read.wait(60)


def test_who_has_a_large_book_read_is_told_before_google_gives_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.app.panel._READ_WITHIN_S", 0.01)
    slow = SlowToRead()
    with ThreadPoolExecutor(1) as crew:
        with pytest.raises(Unavailable, match="still being read"):
            InTime(cast("Desks", slow), crew).refresh()
        slow.is_read.set()


def test_no_token_and_no_address_gets_into_the_log(knock: Knock, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    knock()
    knock(bearer=signed(GOOGLE, key="mallory"))
    knock(user=signed(LINH | {"email_verified": False}))
    logged = " ".join(str(vars(record)) for record in caplog.records)
    assert ["panel.refused"] * 2 == [each.message for each in caplog.records if each.message.startswith("panel.")]
    assert ("eyJ" not in logged, "linh@" not in logged) == (True, True)
