"""OAuth: the key of a service account, and the tokens that it buys."""

from __future__ import annotations

import json
from functools import cache
from urllib.parse import parse_qs

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from google.auth import jwt

from tests.emulators.google_sheets import scopes
from tests.emulators.google_sheets.model import Json

EMAIL = "amber@emulator.iam.gserviceaccount.com"
REFRESH_TOKEN = "emulated-refresh-token"
AUDIENCE = "https://oauth2.googleapis.com/token"  # what google-auth signs for, wherever it asks
_TOO_EARLY_OR_LATE = (
    "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. "
    "Check your iat and exp values in the JWT claim."
)
_PEM = serialization.Encoding.PEM


@cache
def _key_pair() -> tuple[str, str]:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    private = key.private_bytes(_PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    public = key.public_key().public_bytes(_PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    return private.decode(), public.decode()


def service_account(token_url: str) -> str:
    """Return the JSON text of a service account's key."""
    key: Json = {
        "type": "service_account",
        "project_id": "emulator",
        "private_key_id": "emulated-key",
        "private_key": _key_pair()[0],
        "client_email": EMAIL,
        "client_id": "1",
        "token_uri": token_url,
    }
    return json.dumps(key)


def authorized_user(token_url: str) -> str:
    """Return the JSON text of a person's credentials, as gspread stores them."""
    user: Json = {
        "type": "authorized_user",
        "client_id": "emulated-client",
        "client_secret": "emulated-secret",
        "refresh_token": REFRESH_TOKEN,
        "token_uri": token_url,
    }
    return json.dumps(user)


class RefusedGrantError(Exception):
    """A token request that deserves none."""

    def body(self) -> Json:
        """Return the answer's JSON."""
        return {"error": "invalid_grant", "error_description": str(self)}


def granted(body: bytes) -> frozenset[str]:
    """Return the scopes of the token that a request deserves. Raises RefusedGrantError."""
    form = {name: values[0] for name, values in parse_qs(body.decode()).items()}
    if form.get("grant_type") == "refresh_token":
        if form.get("refresh_token") != REFRESH_TOKEN:
            raise RefusedGrantError("Token has been expired or revoked.")
        return frozenset(form["scope"].split()) if "scope" in form else frozenset(scopes.WIDEST)
    try:
        claims = jwt.decode(form.get("assertion", ""), certs=_key_pair()[1], audience=AUDIENCE)
    except ValueError as error:
        raise RefusedGrantError(_TOO_EARLY_OR_LATE if "Token" in str(error) else "Invalid JWT Signature.") from None
    return frozenset(str(claims.get("scope", "")).split())
