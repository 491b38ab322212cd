"""ID tokens, checked with certificates that a server shows: real keys, real signatures."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest

from kpi_core.errors import Refused, Unavailable
from sheets.google.id_tokens import IdTokens
from tests.emulators.identity import NOW, Identity, signed

HERE = "https://amber.example.com/google/panel"
LINH = {"aud": HERE, "email": "linh@agency.example"}
AT = int(NOW.timestamp())


class SetClock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def identity() -> Iterator[Identity]:
    with Identity() as running:
        yield running


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SetClock:
    """The clock, google-auth's own as well."""
    clock = SetClock()
    monkeypatch.setattr("google.auth._helpers.utcnow", lambda: clock.now.replace(tzinfo=None))
    return clock


@pytest.fixture
def tokens(identity: Identity, clock: SetClock) -> IdTokens:
    return IdTokens(clock, identity.url)


def unsigned(claims: dict[str, object]) -> str:
    parts = ({"alg": "none", "typ": "JWT"}, {"iss": "https://accounts.google.com", "iat": AT, "exp": AT + 60, **claims})
    return ".".join(base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts) + "."


def test_it_reads_the_address_off_a_token_of_googles(tokens: IdTokens) -> None:
    assert "linh@agency.example" == tokens.email(signed(LINH), HERE)
    assert "linh@agency.example" == tokens.email(signed(LINH | {"iss": "accounts.google.com"}), HERE)


REFUSED: dict[str, Callable[[], str]] = {
    "none": lambda: "",
    "no token": lambda: "linh@agency.example",
    "no text": lambda: "é.é.é",
    "no JSON": lambda: "YQ.YQ.YQ",
    "endless": lambda: "[" * 8193,
    "deep": lambda: base64.urlsafe_b64encode(b"[" * 5000).decode() + ".e30.YQ",
    "unsigned": lambda: unsigned(LINH),
    "signed with another key": lambda: signed(LINH, key="mallory"),
    "signed with a key that Google does not show": lambda: signed(LINH, key="mallory", key_id="mallory"),
    "of another issuer": lambda: signed(LINH | {"iss": "https://accounts.mallory.example"}),
    "for another place": lambda: signed(LINH | {"aud": "https://other.example.com/google/panel"}),
    "for nobody": lambda: signed({"email": "linh@agency.example"}),
    "expired": lambda: signed(LINH | {"iat": AT - 3660, "exp": AT - 60}),
    "of later": lambda: signed(LINH | {"iat": AT + 60}),
    "of an address that Google has not verified": lambda: signed(LINH | {"email_verified": False}),
    "of an address that somebody says is verified": lambda: signed(LINH | {"email_verified": "true"}),
    "without an address": lambda: signed({"aud": HERE}),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_it_refuses_a_token_that_is(kind: str, tokens: IdTokens) -> None:
    token = REFUSED[kind]()
    with pytest.raises(Refused) as refused:
        tokens.email(token, HERE)
    assert not token or token not in str(refused.value)


def test_a_token_that_is_changed_is_refused(tokens: IdTokens) -> None:
    header, _, signature = signed(LINH).split(".")
    claims = signed(LINH | {"email": "dmitri@agency.example"}).split(".")[1]
    with pytest.raises(Refused):
        tokens.email(f"{header}.{claims}.{signature}", HERE)


def test_it_asks_for_certificates_when_google_says_that_the_old_ones_end(
    tokens: IdTokens, identity: Identity, clock: SetClock
) -> None:
    for _ in range(3):
        tokens.email(signed(LINH), HERE)
    assert 1 == identity.asked
    clock.now += timedelta(hours=6)
    tokens.email(signed(LINH | {"exp": AT + 86_400}), HERE)
    assert 2 == identity.asked


def test_while_google_shows_no_certificates_nobody_is_believed_and_google_not_asked_each_time(
    tokens: IdTokens, identity: Identity, clock: SetClock
) -> None:
    identity.status = 503
    for _ in range(3):
        with pytest.raises(Unavailable, match="does not show its certificates"):
            tokens.email(signed(LINH), HERE)
    assert 1 == identity.asked
    identity.status = 200
    clock.now += timedelta(seconds=10)
    assert "linh@agency.example" == tokens.email(signed(LINH), HERE)


def test_what_stands_in_googles_place_and_does_not_answer_is_named(clock: SetClock) -> None:
    with Identity() as gone:
        url = gone.url
    with pytest.raises(Unavailable, match="Google"):
        IdTokens(clock, url).email(signed(LINH), HERE)
