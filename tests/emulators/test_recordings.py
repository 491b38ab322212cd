"""The emulator is held to recorded conversations with the real Google Sheets and Drive.

Each conversation is sent again, in its order, over HTTP, and every answer must equal the recorded one. Google's own
numbers are learnt from the answers as they come: a recorded id stands for one id of the emulator, and for no other.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.emulators.google_sheets import GoogleSheetsServer
from tests.emulators.google_sheets.keys import EMAIL

RECORDINGS = Path(__file__).parents[3] / "shared" / "recordings" / "google-sheets"
CONVERSATIONS = sorted(path.stem for path in RECORDINGS.glob("*.json"))

if not CONVERSATIONS:
    pytest.skip("needs ../shared/recordings/google-sheets beside the repository", allow_module_level=True)

#: Conversations that are not replayed, each with its reason.
OUT_OF_SCOPE: dict[str, str] = {}

#: Keys under which Google names things by numbers of its own.
IDENTIFIERS = ("id", "spreadsheetId", "sheetId", "namedRangeId", "protectedRangeId", "permissionId")

#: Ids that mean the same for everybody: the first tab, "me" in Drive.
COMMON_IDENTIFIERS = (0, "me")

#: Links and tags that cannot be equal, and why. The key must be there all the same.
IGNORED = {
    "etag": "made of the moment of the recording",
    "thumbnailLink": "signed with the moment of the recording",
    "embedLink": "carries the recording account's number",
}

#: Who recorded: a service account, as the emulator's caller is.
RECORDING_ACCOUNT = "telegram-budgeter@telegram-budgeter.iam.gserviceaccount.com"

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")

#: Spreadsheets that a conversation takes for granted: conversation → the id of one that was never shared.
PRIVATE_SPREADSHEETS = {"ClientTest.test_access_private_spreadsheet": "1jIKzPs8LsiZZdLdeMEP-5ZIHw6RkjiOmj1LrJN706Yc"}


class Identifiers:
    """Which id of the emulator stands for which recorded one."""

    def __init__(self) -> None:
        self._live: dict[Any, Any] = {same: same for same in COMMON_IDENTIFIERS}

    def learn(self, recorded: Any, live: Any) -> None:
        """Bind the recorded ids of an answer that are new to the ids at the same places of the live answer."""
        for recorded_id, live_id in _paired_identifiers(recorded, live):
            same_kind = type(recorded_id) is type(live_id)
            if same_kind and recorded_id not in self._live and live_id not in self._live.values():
                self._live[recorded_id] = live_id

    def translate(self, recorded: Any) -> Any:
        """Return the recorded body or answer with the emulator's ids and caller, also inside links."""
        match recorded:
            case dict():
                return {key: self._identifier(key, value) for key, value in recorded.items()}
            case list():
                return [self.translate(item) for item in recorded]
            case str():
                named = recorded.replace(RECORDING_ACCOUNT, EMAIL)
                return re.sub(r"[\w-]{15,}", lambda word: str(self._live.get(word[0], word[0])), named)
        return recorded

    def _identifier(self, key: str, value: Any) -> Any:
        return self._live.get(value, value) if key in IDENTIFIERS else self.translate(value)


def _paired_identifiers(recorded: Any, live: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(recorded, dict) and isinstance(live, dict):
        for key in recorded.keys() & live.keys():
            if key in IDENTIFIERS:
                yield recorded[key], live[key]
            yield from _paired_identifiers(recorded[key], live[key])
    elif isinstance(recorded, list) and isinstance(live, list):
        for one, other in zip(recorded, live, strict=False):
            yield from _paired_identifiers(one, other)


def _comparable(answer: Any) -> Any:
    """Return an answer with every moment alike and without what is ignored."""
    match answer:
        case dict():
            return {key: "…" if key in IGNORED else _comparable(value) for key, value in answer.items()}
        case list():
            return [_comparable(item) for item in answer]
        case str() if MOMENT.fullmatch(answer):
            return "a moment"
    return answer


def _send(session: requests.Session, address: str, call: dict[str, Any], ids: Identifiers) -> requests.Response:
    url = address.rstrip("/") + ids.translate(call["path"]) + (f"?{call['query']}" if call["query"] else "")
    body = ids.translate(call["body"])
    if isinstance(body, str):
        return session.request(call["method"], url, data=body.encode(), headers={"Content-Type": "text/csv"})
    return session.request(call["method"], url, json=body)


def _content(response: requests.Response) -> Any:
    if not response.content:
        return None
    return response.json() if "json" in response.headers["Content-Type"] else response.text


@pytest.mark.parametrize("name", [name for name in CONVERSATIONS if name not in OUT_OF_SCOPE])
def test_it_answers_as_google_did(name: str, google: GoogleSheetsServer, session: requests.Session) -> None:
    conversation = json.loads((RECORDINGS / f"{name}.json").read_text(encoding="utf-8"))
    ids = Identifiers()
    if name in PRIVATE_SPREADSHEETS:
        ids.learn({"id": PRIVATE_SPREADSHEETS[name]}, {"id": google.new_book(access="none")})
    for number, call in enumerate(conversation):
        response = _send(session, google.url, call, ids)
        answer = _content(response)
        ids.learn(call["response"], answer)
        expected = call["status"], _comparable(ids.translate(call["response"]))
        assert expected == (response.status_code, _comparable(answer)), f"call {number}: {call['path']}"


def test_it_replays_every_conversation_or_says_why_not() -> None:
    replayed = [name for name in CONVERSATIONS if name not in OUT_OF_SCOPE]
    assert 90 == len(replayed) + len(OUT_OF_SCOPE)
    assert set(OUT_OF_SCOPE) <= set(CONVERSATIONS)


def test_it_ignores_nothing_that_was_not_recorded() -> None:
    recorded = "".join((RECORDINGS / f"{name}.json").read_text(encoding="utf-8") for name in CONVERSATIONS)
    assert [] == [key for key in (*IGNORED, *IDENTIFIERS) if f'"{key}":' not in recorded]
