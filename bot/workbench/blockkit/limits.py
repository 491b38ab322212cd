"""Slack's limits on blocks, as data. The figures are those of docs.slack.dev/reference/block-kit, read in 2026."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast

from bot.workbench.blockkit.rules import (
    Rule,
    anything,
    boolean,
    both,
    by_type,
    choice,
    many,
    number,
    plain,
    say,
    shape,
    string,
    text,
)
from bot.workbench.world import Json

MESSAGE_BLOCKS, VIEW_BLOCKS = 50, 100
TEXT_CHARACTERS = 40_000
ATTACHMENTS = 100
BLOCKS_CHARACTERS = 12_000  # chat.postMessage alone, tables aside: measured by its users, not documented
TABLE_CHARACTERS = 10_000  # all cells of all tables of a message
PER_MESSAGE = {"table": 1, "data_visualization": 2}
MESSAGES_ONLY = frozenset({"table", "data_table", "data_visualization", "markdown"})


def texts_in(value: object) -> Iterator[str]:
    """Yield every string under a key `text`, however deep."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "text" and isinstance(inner, str):
                yield inner
            else:
                yield from texts_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts_in(inner)


_option = shape({"text": text(75), "value": string(150)}, {"description": text(75), "url": string(3000)})
_confirm = shape({"title": plain(100), "text": text(300), "confirm": plain(30), "deny": plain(30)})
_common = {"action_id": string(255, 1), "confirm": _confirm, "focus_on_load": boolean}
_prompt = {**_common, "placeholder": plain(150)}
_image = shape({"alt_text": string(2000)}, {"image_url": string(3000), "slack_file": anything, "title": plain(2000)})


def _chosen_from_the_options(value: object, path: str, found: list[str]) -> None:
    element = cast("Json", value)
    groups = element.get("option_groups") or []
    options = [*(element.get("options") or []), *(option for group in groups for option in group["options"])]
    if not options:
        say(found, "missing required field: options", path)
    first = element.get("initial_option")
    chosen = [*([first] if first else []), *(element.get("initial_options") or [])]
    if any(option["value"] not in {each["value"] for each in options} for option in chosen):
        say(found, "must be one of the options", f"{path}/initial_option")


def _select(at_most: int, **more: Rule) -> Rule:
    group = shape({"label": plain(75), "options": many(_option, 100)})
    initial: dict[str, Rule] = {"initial_option": _option, "initial_options": many(_option, 100)}
    lists = {"options": many(_option, at_most), "option_groups": many(group, 100)}
    return both(shape({}, {**_prompt, **lists, **initial, **more}), _chosen_from_the_options)


_date_or_time = shape({}, {**_prompt, "initial_date": string(10, 10), "initial_time": string(5, 5)})
_typed = {**_prompt, "initial_value": string(3000), "dispatch_action_config": anything}
_picker = shape({}, {**_prompt, "max_selected_items": number(1)})

BUTTON = shape(
    {"text": plain(75)},
    {**_common, "value": string(2000), "url": string(3000), "style": choice("primary", "danger"),
     "accessibility_label": string(75)},
)  # fmt: skip
SINGLE: Mapping[str, Rule] = {
    "static_select": _select(100),
    "radio_buttons": _select(10),
    "checkboxes": _select(10),
    "datepicker": _date_or_time,
    "timepicker": _date_or_time,
    "datetimepicker": shape({}, _common),
    **dict.fromkeys(("external_select", "users_select", "conversations_select", "channels_select"), _picker),
}
SEVERAL: Mapping[str, Rule] = {
    "multi_static_select": _select(100, max_selected_items=number(1)),
    **dict.fromkeys(
        ("multi_external_select", "multi_users_select", "multi_conversations_select", "multi_channels_select"), _picker
    ),
}
TYPED: Mapping[str, Rule] = {
    "plain_text_input": shape(
        {},
        {**_typed, "multiline": boolean, "min_length": number(0, 3000), "max_length": number(1, 3000)},
    ),
    "email_text_input": shape({}, _typed),
    "url_text_input": shape({}, _typed),
    "number_input": shape({"is_decimal_allowed": boolean}, _typed),
    "rich_text_input": shape({}, {**_prompt, "initial_value": anything}),
    "file_input": shape({}, {"max_files": number(1, 10), "filetypes": anything}),
}


def _rich_text_of(at_least: int) -> Rule:
    part = shape({"elements": many(anything, 1_000, 0)})
    parts = dict.fromkeys(("rich_text_section", "rich_text_list", "rich_text_preformatted", "rich_text_quote"), part)
    fields = shape({"elements": many(by_type(parts), 1_000)})

    def check(value: object, path: str, found: list[str]) -> None:
        fields(value, path, found)
        if sum(map(len, texts_in(value))) < at_least:
            say(found, f"must be more than {at_least - 1} characters", path)

    return check


_raw_text = shape({"text": string(TABLE_CHARACTERS, 1)})
_raw_number = shape({"value": number(), "text": string(TABLE_CHARACTERS, 1)})
_cell = by_type({"raw_text": _raw_text, "rich_text": _rich_text_of(1)})
_data_cell = by_type({"raw_text": _raw_text, "rich_text": _rich_text_of(1), "raw_number": _raw_number})
_column = shape({}, {"align": choice("left", "center", "right"), "is_wrapped": boolean})


def _rectangle(value: object, path: str, found: list[str]) -> None:
    rows = cast("Json", value).get("rows")
    if isinstance(rows, list) and len({len(row) for row in rows if isinstance(row, list)}) > 1:
        say(found, "all rows must have the same number of cells", f"{path}/rows")
    if isinstance(rows, list) and rows and any(cell.get("type") == "rich_text" for cell in rows[0]):
        say(found, "rich_text is not allowed in the header row", f"{path}/rows/0")


_point = shape({"label": string(20, 1), "value": number()})
_series = shape({"name": string(20, 1), "data": many(_point, 20)})
_axis = shape({"categories": many(string(20, 1), 20)}, {"x_label": string(50), "y_label": string(50)})


def _points_on_the_axis(value: object, path: str, found: list[str]) -> None:
    chart = cast("Json", value)
    categories = set(chart["axis_config"]["categories"])
    for index, series in enumerate(chart["series"]):
        if {point["label"] for point in series["data"]} != categories:
            say(found, "labels must match the categories of axis_config", f"{path}/series/{index}/data")
    if len({series["name"] for series in chart["series"]}) < len(chart["series"]):
        say(found, "series names must be unique", f"{path}/series")


_xy = both(shape({"series": many(_series, 6), "axis_config": _axis}), _points_on_the_axis)
_chart = by_type({"line": _xy, "bar": _xy, "area": _xy, "pie": shape({"segments": many(_point, 6)})})


def _some_text(value: object, path: str, found: list[str]) -> None:
    if not (cast("Json", value).get("text") or cast("Json", value).get("fields")):
        say(found, "missing required field: text", path)


_overflow = {"overflow": _select(5)}
_accessory = by_type({"button": BUTTON, "image": _image, **SINGLE, **SEVERAL, **_overflow})
BLOCKS: Mapping[str, Rule] = {
    "section": both(
        shape({}, {"text": text(3000), "fields": many(text(2000), 10), "accessory": _accessory, "expand": boolean}),
        _some_text,
    ),
    "header": shape({"text": plain(150)}),
    "divider": shape({}),
    "context": shape(
        {"elements": many(by_type({"image": _image, "mrkdwn": shape({"text": string(3000, 1)}),
                                   "plain_text": shape({"text": string(3000, 1)})}), 10)},
    ),
    "actions": shape({"elements": many(by_type({"button": BUTTON, **SINGLE, **_overflow}), 25)}),
    "input": shape(
        {"label": plain(2000), "element": by_type({**SINGLE, **SEVERAL, **TYPED})},
        {"hint": plain(2000), "optional": boolean, "dispatch_action": boolean},
    ),
    "image": _image,
    "rich_text": _rich_text_of(0),
    "markdown": shape({"text": string(12_000, 1)}),
    "table": shape({"rows": many(many(_cell, 20), 100)}, {"column_settings": many(_column, 20, 0)}),
    "data_table": both(
        shape(
            {"rows": many(many(_data_cell, 20), 101, 2), "caption": string(TABLE_CHARACTERS, 1)},
            {"page_size": number(1, 100), "row_header_column_index": number(0, 19)},
        ),
        _rectangle,
    ),
    "data_visualization": shape({"title": string(50, 1), "chart": _chart}),
}  # fmt: skip
