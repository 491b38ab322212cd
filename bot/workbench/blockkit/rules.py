"""Small rules that together describe a JSON payload, and say what is wrong with one as Slack would.

A rule takes a value and its JSON pointer and adds to `found`: "must be less than 151 characters
[json-pointer:/blocks/0/text/text]".
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from datetime import datetime

Rule = Callable[[object, str, list[str]], None]


def say(found: list[str], problem: str, path: str) -> None:
    """Add a problem the way Slack words it, with the JSON pointer of its place."""
    found.append(f"{problem} [json-pointer:{path}]")


def string(at_most: int, at_least: int = 0) -> Rule:
    """Accept a string of so many characters."""

    def check(value: object, path: str, found: list[str]) -> None:
        if not isinstance(value, str):
            say(found, "must be a string", path)
        elif len(value) > at_most:
            say(found, f"must be less than {at_most + 1} characters", path)
        elif len(value) < at_least:
            say(found, f"must be more than {at_least - 1} characters", path)

    return check


def choice(*allowed: str) -> Rule:
    """Accept one of these words."""

    def check(value: object, path: str, found: list[str]) -> None:
        if value not in allowed:
            say(found, f"value not allowed, must be one of {', '.join(allowed)}", path)

    return check


def number(at_least: float = -sys.float_info.max, at_most: float = sys.float_info.max) -> Rule:
    """Accept a number in a range."""

    def check(value: object, path: str, found: list[str]) -> None:
        if isinstance(value, bool) or not isinstance(value, int | float) or not at_least <= value <= at_most:
            say(found, "must be a number in the allowed range", path)

    return check


def numeral(value: object, path: str, found: list[str]) -> None:
    """Accept a number written in a string."""
    try:
        float(value if isinstance(value, str) else "")
    except ValueError:
        say(found, "must be a number in a string", path)


def moment(written: str) -> Rule:
    """Accept a date or time written so, as `strptime` has it."""

    def check(value: object, path: str, found: list[str]) -> None:
        try:
            parsed = datetime.strptime(value if isinstance(value, str) else "", written)  # noqa: DTZ007  # of no zone
        except ValueError:
            parsed = None
        if parsed is None or parsed.strftime(written) != value:
            say(found, f"must be written like {written}", path)

    return check


def boolean(value: object, path: str, found: list[str]) -> None:
    """Accept true or false."""
    if not isinstance(value, bool):
        say(found, "must be a boolean", path)


def anything(_value: object, _path: str, _found: list[str]) -> None:
    """Accept whatever it is: Slack looks at it, the workbench does not."""


def many(rule: Rule, at_most: int, at_least: int = 1) -> Rule:
    """Accept an array of so many items, each under one rule."""

    def check(value: object, path: str, found: list[str]) -> None:
        if not isinstance(value, list):
            say(found, "must be an array", path)
            return
        if len(value) > at_most:
            say(found, f"no more than {at_most} items allowed", path)
        if len(value) < at_least:
            say(found, f"no fewer than {at_least} items allowed", path)
        for index, item in enumerate(value[:at_most]):
            rule(item, f"{path}/{index}", found)

    return check


def shape(required: Mapping[str, Rule], optional: Mapping[str, Rule] | None = None) -> Rule:
    """Accept an object with these fields and its type, and no others: Slack refuses a field that it does not know."""
    rules = {"type": anything, **required, **(optional or {})}

    def check(value: object, path: str, found: list[str]) -> None:
        if not isinstance(value, dict):
            say(found, "must be an object", path)
            return
        for key in required:
            if value.get(key) is None:
                say(found, f"missing required field: {key}", path)
        for key in value.keys() - rules.keys():
            say(found, f"invalid additional property: {key}", path)
        for key, rule in rules.items():
            if value.get(key) is not None:
                rule(value[key], f"{path}/{key}", found)

    return check


def by_type(shapes: Mapping[str, Rule]) -> Rule:
    """Accept an object by the rule of its `type`."""

    def check(value: object, path: str, found: list[str]) -> None:
        kind = value.get("type") if isinstance(value, dict) else None
        rule = shapes.get(kind) if isinstance(kind, str) else None
        if rule is None:
            say(found, f"unsupported type: {kind}", f"{path}/type")
        else:
            rule(value, path, found)

    return check


def texts(at_most: int) -> Mapping[str, Rule]:
    """Return the rules of plain_text and mrkdwn objects by their type."""
    body = {"text": string(at_most, 1)}
    return {"plain_text": shape(body, {"emoji": boolean}), "mrkdwn": shape(body, {"verbatim": boolean})}


def plain(at_most: int) -> Rule:
    """Accept a plain_text object."""
    return by_type({"plain_text": texts(at_most)["plain_text"]})


def text(at_most: int) -> Rule:
    """Accept a plain_text or mrkdwn object."""
    return by_type(texts(at_most))


def both(first: Rule, then: Rule) -> Rule:
    """Check `then` only when `first` found nothing: it may rely on the shape."""

    def check(value: object, path: str, found: list[str]) -> None:
        before = len(found)
        first(value, path, found)
        if len(found) == before:
            then(value, path, found)

    return check
