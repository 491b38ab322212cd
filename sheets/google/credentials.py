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
from kpi_core.text import Text
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
_MEND = Text(
    "Set AMBER_GOOGLE_CREDENTIALS to the JSON key of a service account (its path, or the JSON itself); "
    "Google Cloud console → IAM → Service accounts → Keys makes one",
    "Hãy đặt AMBER_GOOGLE_CREDENTIALS là khoá JSON của tài khoản dịch vụ (đường dẫn, hoặc chính nội dung JSON); "
    "tạo khoá trên Google Cloud, mục IAM → Tài khoản dịch vụ → Khoá",
    "Задайте в AMBER_GOOGLE_CREDENTIALS JSON-ключ сервисного аккаунта (путь к файлу или сам JSON); "
    "ключ создают в Google Cloud: IAM → Сервисные аккаунты → Ключи",
)
_NONE = Text(
    "Amber has no credentials for Google",
    "Amber chưa có thông tin đăng nhập Google",
    "у Amber нет учётных данных для Google",
)
_NOBODY_SIGNED_IN = Text(
    "Amber's credentials for Google are an OAuth client, which nobody has signed in with yet",
    "thông tin đăng nhập Google của Amber là một ứng dụng OAuth mà chưa ai đăng nhập",
    "учётные данные Amber для Google — это клиент OAuth, через который ещё никто не вошёл",
)
_UNKNOWN_KIND = Text(
    "Amber's credentials for Google are of a kind it does not know: {kind}",
    "thông tin đăng nhập Google của Amber thuộc loại không rõ: {kind}",
    "учётные данные Amber для Google неизвестного вида: {kind}",
)
_NO_KIND = Text("none is named", "không ghi loại", "вид не указан")
_DAMAGED = Text(
    "Amber's key for Google is damaged or lacks a part",
    "khoá Google của Amber bị hỏng hoặc thiếu phần",
    "ключ Amber для Google повреждён или неполон",
)
_NOT_READ = Text(
    "the key {path} cannot be read: {why}", "không đọc được khoá {path}: {why}", "ключ {path} не читается: {why}"
)
_NO_KEY = Text("{path} is not a key of Google's", "{path} không phải là khoá của Google", "{path} — не ключ от Google")
_NO_JSON = Text(
    "Amber's credentials for Google are not JSON",
    "thông tin đăng nhập Google của Amber không phải là JSON",
    "учётные данные Amber для Google — не JSON",
)
_FOREIGN = Text(
    "Amber's key for Google would be shown to {host}, which is not Google",
    "khoá Google của Amber sẽ bị gửi tới {host}, không phải Google",
    "ключ Amber для Google попал бы к {host}, а это не Google",
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
        raise SetupError(_NONE, _MEND)
    key = _key(given)
    make = _MAKERS.get(str(key.get("type")))
    if make is None:
        raise SetupError(_wrong_kind(key), _MEND)
    token_uri = _token_uri(key, api_url)
    try:
        return make(key | {"token_uri": token_uri}, api_url)
    except (ValueError, TypeError, GoogleAuthError):  # their words may quote the key
        raise SetupError(_DAMAGED, _MEND) from None


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
            raise SetupError(_NOT_READ.format(path=str(path), why=str(error.strerror)), _MEND) from None
        except ValueError:
            raise SetupError(_NO_KEY.format(path=str(path)), _MEND) from None
    try:
        key = json.loads(text)
    except ValueError:
        key = None
    if not isinstance(key, dict):
        raise SetupError(_NO_JSON, _MEND)
    return key


def _wrong_kind(key: Mapping[str, Any]) -> Text:
    if "installed" in key or "web" in key:
        return _NOBODY_SIGNED_IN
    return _UNKNOWN_KIND.format(kind=str(key["type"])[:40] if "type" in key else _NO_KIND)


def _token_uri(key: Mapping[str, Any], api_url: str) -> str:
    """Return where the key is shown for a token. Raises SetupError for a place that is not Google's."""
    uri = str(key.get("token_uri") or _TOKEN_URI)
    parts = urlsplit(uri)
    host = parts.hostname or ""
    is_google = parts.scheme == "https" and host in _TOKEN_HOSTS
    is_local = is_loopback(host) and is_loopback(urlsplit(api_url).hostname or "")
    if not (is_google or is_local):
        raise SetupError(_FOREIGN.format(host=host or uri[:40]), _MEND)
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
