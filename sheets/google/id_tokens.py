"""ID tokens: with them Google says who calls, and who sits before the sheet."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from threading import Lock
from typing import TYPE_CHECKING, Any

import requests
from google.auth import jwt
from google.auth.exceptions import GoogleAuthError
from requests.exceptions import RequestException

from kpi_core.errors import Refused, Unavailable

if TYPE_CHECKING:
    from requests import Response

_CERTS_URL = "https://www.googleapis.com/oauth2/v1/certs"
_ISSUERS = frozenset({"accounts.google.com", "https://accounts.google.com"})
_LONGEST_TOKEN = 8192  # characters; Google's have some 1,200
_SKEW_S = 10  # a token that was signed this moment is from the future where the clock is late
_PATIENCE_S = (5.0, 10.0)  # to connect, to answer
_MAX_AGE = re.compile(r"max-age=(\d{1,6})", re.ASCII)
_LEAST_AGE = timedelta(minutes=5)
_PAUSE = timedelta(seconds=10)  # whoever knocks with rubbish must not have Google asked each time
# What google-auth says of tokens that are none: it takes them apart before it knows whose they are.
_NO_TOKEN = (GoogleAuthError, ValueError, TypeError, RecursionError)


class IdTokens:
    """Reads ID tokens that Google signed, with the certificates that Google shows; `clock` gives aware UTC.

    The certificates are fetched when they are needed and kept as long as Google says. `certs_url` is another place
    than Google's. Whether a token has expired google-auth finds by the machine's own clock.
    """

    def __init__(self, clock: Callable[[], datetime], certs_url: str = "") -> None:
        self._clock = clock
        self._certs_url = certs_url or _CERTS_URL
        self._certs: Mapping[str, str] = {}
        self._good_until: datetime | None = None
        self._lock = Lock()

    def email(self, token: str, *audiences: str) -> str:
        """Return the verified e-mail address of whom the token was made out for, to be shown to one of these audiences.

        Raises Refused for every other token, Unavailable when Google does not show its certificates.
        """
        if not token or len(token) > _LONGEST_TOKEN:
            raise Refused("there is no token")
        certs = self._certificates()
        try:
            claims: Mapping[str, Any] = jwt.decode(  # type: ignore[no-untyped-call]  # google-auth
                token, certs=certs, audience=audiences, clock_skew_in_seconds=_SKEW_S
            )
        except _NO_TOKEN:  # their words quote the token
            raise Refused("the token is not Google's, not for this place or not of now") from None
        if claims.get("iss") not in _ISSUERS:
            raise Refused("the token is of another issuer")
        email = claims.get("email")
        if not isinstance(email, str) or claims.get("email_verified") is not True:
            raise Refused("the token names nobody")
        return email

    def _certificates(self) -> Mapping[str, str]:
        """Return Google's certificates by the IDs of their keys. Raises Unavailable."""
        with self._lock:
            now = self._clock()
            if self._good_until is None or now >= self._good_until:
                self._certs, age = self._fetched()
                self._good_until = now + age
            if not self._certs:
                raise Unavailable("Google does not show its certificates", _PAUSE.total_seconds(), "Google")
            return self._certs

    def _fetched(self) -> tuple[Mapping[str, str], timedelta]:
        """Return the certificates and how long they are good; none for a while when they cannot be had."""
        try:
            response = requests.get(self._certs_url, timeout=_PATIENCE_S, allow_redirects=False)
            response.raise_for_status()
            certs = response.json()
        except (RequestException, ValueError):
            return {}, _PAUSE
        return (certs, _age(response)) if isinstance(certs, dict) else ({}, _PAUSE)


def _age(response: Response) -> timedelta:
    named = _MAX_AGE.search(response.headers.get("Cache-Control", ""))
    return max(_LEAST_AGE, timedelta(seconds=int(named[1]))) if named else _LEAST_AGE
