"""The key by which Google knows Amber."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from google.auth.exceptions import GoogleAuthError
from google.oauth2 import credentials as authorised_user
from google.oauth2 import service_account

from kpi_core.errors import SetupError
from sheets.loopback import is_loopback

if TYPE_CHECKING:
    from google.auth.credentials import Credentials

# The least there is: cells, and a file's version without its content.
SCOPES = (
    "https://www.googleapis.com/auth/spreadsheets",
    "https://www.googleapis.com/auth/drive.metadata.readonly",
)
_TOKEN_URI = "https://oauth2.googleapis.com/token"  # noqa: S105  # an address
_TOKEN_HOSTS = frozenset({"oauth2.googleapis.com", "www.googleapis.com", "accounts.google.com"})
_MEND = (
    "Set AMBER_GOOGLE_CREDENTIALS to the JSON key of a service account (its path, or the JSON itself); "
    "Google Cloud console → IAM → Service accounts → Keys makes one"
)


class _ServiceAccount(service_account.Credentials):
    """A service account on another server than Google's.

    google-auth would ask Google itself, beside each token, in which regions the account may be used.
    """

    def _is_regional_access_boundary_lookup_required(self) -> bool:
        return False


def read_credentials(given: str, api_url: str = "") -> Credentials:
    """Return the credentials of a key: a JSON file's path, or the JSON itself; `api_url` "" is Google.

    Raises SetupError for what is not a key, and for one whose token would be asked for at a foreign address.
    """
    if not given.strip():
        raise SetupError("Amber has no credentials for Google", _MEND)
    key = _key(given)
    make = _MAKERS.get(str(key.get("type")))
    if make is None:
        raise SetupError(f"Amber's credentials for Google are {_kind_of(key)}", _MEND)
    token_uri = _token_uri(key, api_url)
    try:
        return make(key | {"token_uri": token_uri}, api_url)
    except (ValueError, TypeError, GoogleAuthError):  # their words may quote the key
        raise SetupError("Amber's key for Google is damaged or lacks a part", _MEND) from None


def address_of(credentials: Credentials) -> str:
    """Return the e-mail address that a sheet is to be shared with."""
    address = getattr(credentials, "service_account_email", "") or getattr(credentials, "account", "")
    return str(address or "the Google account that Amber signs in with")


def _key(given: str) -> dict[str, Any]:
    text = given
    if not given.lstrip().startswith("{"):
        path = Path(given).expanduser()
        try:
            text = path.read_text("utf-8-sig")
        except OSError as error:
            raise SetupError(f"the key {path} cannot be read: {error.strerror}", _MEND) from None
        except ValueError:
            raise SetupError(f"{path} is not a key of Google's", _MEND) from None
    try:
        key = json.loads(text)
    except ValueError:
        key = None
    if not isinstance(key, dict):
        raise SetupError("Amber's credentials for Google are not JSON", _MEND)
    return key


def _kind_of(key: Mapping[str, Any]) -> str:
    if "installed" in key or "web" in key:
        return "an OAuth client, which nobody has signed in with yet"
    return f"of a kind it does not know: {str(key.get('type', 'none is named'))[:40]}"


def _token_uri(key: Mapping[str, Any], api_url: str) -> str:
    """Return where the key is shown for a token. Raises SetupError for a place that is not Google's."""
    uri = str(key.get("token_uri") or _TOKEN_URI)
    parts = urlsplit(uri)
    host = parts.hostname or ""
    is_google = parts.scheme == "https" and host in _TOKEN_HOSTS
    is_local = is_loopback(host) and is_loopback(urlsplit(api_url).hostname or "")
    if not (is_google or is_local):
        raise SetupError(f"Amber's key for Google would be shown to {host or uri[:40]}, which is not Google", _MEND)
    return uri


def _of_service_account(key: Mapping[str, Any], api_url: str) -> Credentials:
    kind: Any = _ServiceAccount if api_url else service_account.Credentials
    account: Credentials = kind.from_service_account_info(key, scopes=SCOPES)
    return account


def _of_user(key: Mapping[str, Any], _api_url: str) -> Credentials:
    # Without scopes, the token has those that the user granted: asking for others would be refused.
    kind: Any = authorised_user.Credentials
    user: Credentials = kind.from_authorized_user_info(key).with_token_uri(key["token_uri"])
    return user


_MAKERS: Mapping[str, Callable[[Mapping[str, Any], str], Credentials]] = {
    "service_account": _of_service_account,
    "authorized_user": _of_user,
}
