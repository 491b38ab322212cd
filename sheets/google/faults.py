"""What each kind of trouble with Google means: to a person, and to the call that met it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from google.auth.exceptions import GoogleAuthError, RefreshError
from requests.exceptions import RequestException, Timeout
from urllib3.exceptions import HTTPError
from urllib3.exceptions import TimeoutError as UrllibTimeout

from kpi_core.errors import AmberError, SetupError, Unavailable
from kpi_core.text import Text

# What the libraries raise when a call does not come off; Failed is our own, for answers that say no.
VENDOR_ERRORS = (RequestException, HTTPError, GoogleAuthError)
_LONGEST_QUOTE = 200
_SWITCHES = "https://console.cloud.google.com/apis/library"
_NOT_UNDERSTOOD = Text(
    "Google's answer does not say {what}",
    "câu trả lời của Google không cho biết {what}",
    "ответ Google не сообщает {what}",
)


class Failed(Exception):
    """An answer that is none: an HTTP status that is not fine, or a body that is not Google's."""

    def __init__(self, status: int, body: bytes, retry_after: str | None = None) -> None:
        super().__init__(f"HTTP {status}")
        self.status = status
        self.retry_after_seconds = float(retry_after) if retry_after and retry_after.isdecimal() else None
        self.facts = _facts(body)  # none for a body that is not Google's


class TabsChanged(Unavailable):
    """A tab that was asked for is no longer there, or no longer that large; or one that was missing is there now."""


class NotUnderstood(Unavailable):
    """What answered in Google's place said nothing that can be what was asked for."""

    def __init__(self, message: str | Text) -> None:
        super().__init__(message, system="Google")


@contextmanager
def understanding(what: str) -> Iterator[None]:
    """Raise NotUnderstood for an answer that, being taken apart, turns out not to say what was asked for."""
    try:
        yield
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise NotUnderstood(_NOT_UNDERSTOOD.format(what=what)) from error


@dataclass(frozen=True, slots=True)
class Fault:
    """One kind of trouble: the words it is known by, the error it is to Amber, and the mend.

    Trouble without a mend passes. `is_refusal` says that Google surely did nothing, so that even a write may be sent
    again. The sentences may name {sheet}, {address} (of the bot), {link} and what Google {said}.
    """

    known_by: str  # a pattern, against "STATUS reasons message" or the like; see line_of
    message: Text
    mend: Text | None = None
    error: type[AmberError] = Unavailable
    is_refusal: bool = False

    @property
    def passes(self) -> bool:
        """Whether the same call may come off a little later."""
        return not self.mend and self.error is Unavailable

    def said(self, error: Exception, sheet: str, address: str) -> AmberError:
        """Return Amber's error for the vendor's."""
        fill = {"sheet": sheet, "address": address, "link": _SWITCHES, "said": _quoted(_words(error))}
        if isinstance(error, Failed):
            fill |= error.facts
        message = self.message.format(**fill)
        if self.mend:
            return SetupError(message, self.mend.format(**fill))
        if issubclass(self.error, Unavailable):
            return self.error(message, error.retry_after_seconds if isinstance(error, Failed) else None, "Google")
        return self.error(message)


def line_of(error: Exception) -> str:
    """Return what a failure is known by: "STATUS reasons message", "token message", "late", "cut" or "garbage"."""
    if isinstance(error, Failed):
        may_speak_html = (
            error.status == HTTPStatus.TOO_MANY_REQUESTS or error.status >= HTTPStatus.INTERNAL_SERVER_ERROR
        )
        if not error.facts and not may_speak_html:
            return "garbage"
        return f"{error.status} {error.facts.get('reasons', '')} {error.facts.get('said', '')}"
    if isinstance(error, RefreshError) and not error.retryable:
        # Without the endpoint's JSON beside the words, it was something else that answered.
        return f"token {_words(error)}" if len(error.args) > 1 else "garbage"
    if isinstance(error, (Timeout, UrllibTimeout)) or "timed out" in str(error):
        return "late"
    return "cut"


def _words(error: Exception) -> str:
    return str(error.args[0]) if error.args else ""  # google-auth puts the endpoint's whole JSON behind its words


def _facts(body: bytes) -> dict[str, str]:
    """Return what Google's error JSON says: its words, its reasons, the link that helps. Nothing for other bodies."""
    try:
        error = json.loads(body)["error"]
        details: list[dict[str, Any]] = [*error.get("errors", ()), *error.get("details", ())]
        facts = {
            "said": _quoted(error["message"]),
            "reasons": " ".join([str(error.get("status", "")), *(str(each.get("reason", "")) for each in details)]),
        }
        links = [link["url"] for each in details for link in each.get("links", ())]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}
    return facts | ({"link": links[0]} if links else {})


def _quoted(words: str) -> str:
    """Return somebody else's words as one line, not too long and without the full stop: a sentence goes on."""
    line = " ".join(str(words).split()).rstrip(".")
    return line if len(line) <= _LONGEST_QUOTE else f"{line[:_LONGEST_QUOTE]}…"
