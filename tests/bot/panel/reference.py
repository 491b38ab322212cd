"""What Google's reference says of cards and replies, as far as the panel uses them: a checker of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

Json = dict[str, Any]

TEXT = re.compile(r".+", re.DOTALL)
_PARAMETER = {"key": TEXT, "value": re.compile(r".*", re.DOTALL)}
_ON_CLICK = {"action": {"function": re.compile(r"https://.+"), "parameters": [_PARAMETER]}}
_WIDGET = {"textParagraph": {"text": TEXT}, "buttonList": {"buttons": [{"text": TEXT, "onClick": _ON_CLICK}]}}
CARD: Json = {"sections": [{"header": TEXT, "widgets": [_WIDGET]}]}
_TAGS = {"b": set(), "i": set(), "br": set(), "a": {"href"}, "font": {"color"}}


def faults(value: object, schema: object = CARD, place: str = "") -> Iterator[str]:
    """Yield what the reference does not know, and lists that it wants filled."""
    match schema, value:
        case dict(), dict():
            for key in value:
                yield from faults(value[key], schema.get(key), f"{place}.{key}")
        case list(), list() if value:
            for each in value:
                yield from faults(each, schema[0], f"{place}[]")
        case re.Pattern(), str() if schema.fullmatch(value):
            pass
        case _:
            yield f"{place}: {value!r}"


class _Shown(HTMLParser):
    """Reads the small HTML of a card: what is shown, where it leads; names tags that are not of it or not closed."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.links: list[str] = []
        self.wrong: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _TAGS or {name for name, _ in attrs} != _TAGS[tag]:
            self.wrong.append(tag)
        if tag == "br":
            self.text += "\n"
        else:
            self.open.append(tag)
        self.links += [value or "" for name, value in attrs if name == "href"]

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        self.text += data


def read(card: Json) -> _Shown:
    """Return what a card shows, section by section and widget by widget."""
    shown = _Shown()
    for section in card["sections"]:
        for text in [section.get("header", ""), *map(_of_widget, section["widgets"])]:
            shown.feed(f"{text}<br>")
    shown.close()
    shown.wrong += shown.open
    return shown


def _of_widget(widget: Json) -> str:
    return str(widget.get("textParagraph", {}).get("text", ""))


def buttons(card: Json) -> dict[str, tuple[str, str]]:
    """Return a card's buttons: label → (action, value)."""
    found = [
        button
        for section in card["sections"]
        for widget in section["widgets"]
        for button in widget.get("buttonList", {}).get("buttons", ())
    ]
    return {one["text"]: tuple(each["value"] for each in one["onClick"]["action"]["parameters"]) for one in found}  # type: ignore[misc]  # two of each
