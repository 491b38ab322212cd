"""The settings tab: every value checked by its kind and kept in one spelling."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from zoneinfo import available_timezones

from babel.numbers import is_currency

from kpi_core.names import fold
from kpi_core.settings import FAMILY_DEFAULTS, SETTINGS, SettingKind, TeamSettings, declared
from kpi_core.text import Text, plain
from sheets.codec.findings import Fault, Findings, comparable, nearest, written
from sheets.codec.tabs import Sheet
from sheets.grid import Cell

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_DAY = "|".join(_DAYS)
_TIME = r"(?:[01]?\d|2[0-3]):[0-5]\d"
_SPAN = rf"{_TIME}-(?:{_TIME}|24:00)"
_HOURS = re.compile(rf"(?:{_DAY})[a-z]*(?:-(?:{_DAY})[a-z]*)? {_SPAN}(?:, ?{_SPAN})*", re.IGNORECASE)

_EXPECTED: Mapping[SettingKind, Text] = {
    "text": Text("a text", "một đoạn chữ", "текст"),
    "integer": Text("a whole number", "một số nguyên", "целое число"),
    "number": Text("a number", "một con số", "число"),
    "yes_no": Text("yes or no", "yes hoặc no", "yes или no"),
    "currency": Text("a currency code like USD", "mã tiền tệ như VND", "код валюты, например RUB"),
    "timezone": Text(
        "a time zone like Asia/Ho_Chi_Minh", "múi giờ như Asia/Ho_Chi_Minh", "часовой пояс, например Europe/Moscow"
    ),
    "hours": Text(
        "hours like Mon-Fri 09:00-18:00, or 24x7",
        "giờ như Mon-Fri 09:00-18:00, hoặc 24x7",
        "часы вида Mon-Fri 09:00-18:00 или 24x7",
    ),
    "weekly": Text("a day and time like Mon 08:00", "thứ và giờ như Mon 08:00", "день и время, например Mon 08:00"),
    "time": Text("a time like 09:00", "giờ như 09:00", "время, например 09:00"),
    "list": Text("words separated by commas", "các từ cách nhau bằng dấu phẩy", "слова через запятую"),
}


def _number(text: str) -> str | None:
    try:
        return str(float(text.replace(",", "."))).removesuffix(".0")
    except ValueError:
        return None


def _integer(text: str) -> str | None:
    return text if re.fullmatch(r"\d{1,9}", text) else None


def _yes_no(text: str) -> str | None:
    known = {"yes": "yes", "true": "yes", "co": "yes", "да": "yes", "x": "yes", "1": "yes"}
    return (known | dict.fromkeys(("no", "false", "khong", "нет", "0"), "no")).get(fold(text))


def _currency(text: str) -> str | None:
    return text.upper() if is_currency(text.upper()) else None


@cache
def _timezones() -> Mapping[str, str]:
    return {fold(name): name for name in available_timezones()}


def _timezone(text: str) -> str | None:
    return _timezones().get(fold(text))


def _time(text: str) -> str | None:
    match = re.fullmatch(rf"({_TIME})(?::00)?", text)
    return match[1].zfill(5) if match else None


def _weekly(text: str) -> str | None:
    day, _, time = text.partition(" ")
    known = day[:3].capitalize()
    clock = _time(time.strip())
    return f"{known} {clock}" if known in _DAYS and clock else None


def _hours(text: str) -> str | None:
    if fold(text) == "24x7":
        return "24x7"
    plainly = " ".join(re.sub(r"\s*[-–]\s*", "-", text).split())
    parts = [part.strip() for part in plainly.split(";")]
    spans = [span.split("-") for span in re.findall(_SPAN, plainly)]
    forward = all(start.zfill(5) < end.zfill(5) for start, end in spans)
    return "; ".join(parts) if forward and all(_HOURS.fullmatch(part) for part in parts) else None


# Each gives the value in its one spelling, or None when it is not of the kind.
_READERS: Mapping[SettingKind, Callable[[str], str | None]] = {
    "text": str,
    "integer": _integer,
    "number": _number,
    "yes_no": _yes_no,
    "currency": _currency,
    "timezone": _timezone,
    "hours": _hours,
    "weekly": _weekly,
    "time": _time,
    "list": lambda text: ", ".join(filter(None, (word.strip() for word in text.split(",")))),
}


def _typed(cell: Cell, kind: SettingKind) -> str:
    """Return a setting's cell as text; a time cell is a fraction of a day."""
    if kind == "time" and isinstance(cell, float) and 0 <= cell < 1:
        return "{:02}:{:02}".format(*divmod(round(cell * 1440), 60))
    return " ".join(written(cell).split())


def read_settings(sheet: Sheet | None, findings: Findings) -> TeamSettings:
    """Return the valid settings of the tab; what is unknown, doubled or invalid goes to the findings."""
    if sheet is None or not {"key", "value"} <= sheet.places.keys():
        return TeamSettings()
    values: dict[str, str] = {}
    for row, key_cell, cell in zip(sheet.numbers, sheet.cells("key"), sheet.cells("value"), strict=True):
        key = fold(written(key_cell)).replace(" ", "_")
        # A family's members keep the case of what they are named after: team_channel.North.
        member = written(key_cell).partition(".")[2].strip()
        key = f"{key.partition('.')[0]}.{member}" if member else key
        setting = declared(key)
        if not key or not written(cell):
            continue
        if setting is None or setting.key.endswith(".*") != bool(member):
            findings.add("settings", "key", row, key_cell, Fault("unknown_setting", _meant(key)))
        elif key in values:
            findings.add("settings", "key", row, key_cell, Fault("duplicate_setting", facts={"key": key}))
        elif (value := _READERS[setting.kind](_typed(cell, setting.kind))) is None:
            facts = {"key": plain(key), "expected": _EXPECTED[setting.kind]}
            findings.add("settings", "value", row, cell, Fault("bad_setting", _near_value(setting.kind, cell), facts))
        else:
            values[key] = value
    return TeamSettings(values)


def _meant(key: str) -> str:
    known = [setting.key for setting in SETTINGS if not setting.key.endswith(".*")] + list(FAMILY_DEFAULTS)
    return nearest(key, {comparable(name): name for name in known})


def _near_value(kind: SettingKind, cell: Cell) -> str:
    named = (name for name in _timezones().values() if "GMT" not in name)
    return nearest(written(cell), {comparable(name): name for name in named}) if kind == "timezone" else ""
