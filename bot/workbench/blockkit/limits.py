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
    moment,
    number,
    numeral,
    plain,
    say,
    shape,
    string,
    text,
    texts,
)
from bot.workbench.world import Json

MESSAGE_BLOCKS, VIEW_BLOCKS = 50, 100
VIEW_BYTES = 250_000  # of the JSON as slack_sdk sends it, in ASCII: what else Slack may count is less
TEXT_CHARACTERS = 40_000
ATTACHMENTS = 100
BLOCKS_CHARACTERS = 12_000  # chat.postMessage alone, tables aside: measured by its users, not documented
TABLE_CHARACTERS = 10_000  # all cells of all tables of a message
METADATA_BYTES = 8_000  # assumed: that there is a limit is documented, the figure is not
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


_menu_option = shape({"text": plain(75), "value": string(150)}, {"description": plain(75)})
_list_option = shape({"text": text(75), "value": string(150)}, {"description": text(75)})
_overflow_option = shape({"text": plain(75), "value": string(150)}, {"description": plain(75), "url": string(3000)})
_confirm = shape(
    {"title": plain(100), "text": text(300), "confirm": plain(30), "deny": plain(30)},
    {"style": choice("primary", "danger")},
)
_common = {"action_id": string(255, 1), "confirm": _confirm, "focus_on_load": boolean}
_prompt = {**_common, "placeholder": plain(150)}
_image_source: dict[str, Rule] = {"image_url": string(3000), "slack_file": anything}
_image = shape({"alt_text": string(2000)}, _image_source)


def _chosen_from_the_options(value: object, path: str, found: list[str]) -> None:
    element = cast("Json", value)
    groups = element.get("option_groups") or []
    options = [*(element.get("options") or []), *(option for group in groups for option in group["options"])]
    if not options:
        say(found, "missing required field: options", path)
    if groups and element.get("options"):
        say(found, "must define either options or option_groups", path)
    first = element.get("initial_option")
    chosen = [*([first] if first else []), *(element.get("initial_options") or [])]
    if any(option not in options for option in chosen):
        say(found, "must be one of the options", f"{path}/initial_option")


def _menu(**more: Rule) -> Rule:
    group = shape({"label": plain(75), "options": many(_menu_option, 100)})
    lists = {"options": many(_menu_option, 100), "option_groups": many(group, 100)}
    return both(shape({}, {**_prompt, **lists, **more}), _chosen_from_the_options)


def _list(**more: Rule) -> Rule:
    return both(shape({"options": many(_list_option, 10)}, {**_common, **more}), _chosen_from_the_options)


def _picker(**more: Rule) -> Rule:
    return shape({}, {**_prompt, "response_url_enabled": boolean, "filter": anything, **more})


_typed = {**_prompt, "dispatch_action_config": anything}
_words = {**_typed, "initial_value": string(3000)}

BUTTON = shape(
    {"text": plain(75)},
    {**_common, "value": string(2000), "url": string(3000), "style": choice("primary", "danger"),
     "accessibility_label": string(75)},
)  # fmt: skip
SINGLE: Mapping[str, Rule] = {
    "static_select": _menu(initial_option=_menu_option),
    "radio_buttons": _list(initial_option=_list_option),
    "checkboxes": _list(initial_options=many(_list_option, 10)),
    "datepicker": shape({}, {**_prompt, "initial_date": moment("%Y-%m-%d")}),
    "timepicker": shape({}, {**_prompt, "initial_time": moment("%H:%M"), "timezone": anything}),
    "datetimepicker": shape({}, {**_common, "initial_date_time": number(1_000_000_000, 9_999_999_999)}),
    "external_select": shape({}, {**_prompt, "min_query_length": number(0), "initial_option": _menu_option}),
    "users_select": _picker(initial_user=anything),
    "conversations_select": _picker(initial_conversation=anything, default_to_current_conversation=boolean),
    "channels_select": _picker(initial_channel=anything),
}
_several = {"max_selected_items": number(1)}
SEVERAL: Mapping[str, Rule] = {
    "multi_static_select": _menu(initial_options=many(_menu_option, 100), **_several),
    "multi_external_select": shape(
        {}, {**_prompt, **_several, "min_query_length": number(0), "initial_options": many(_menu_option, 100)}
    ),
    "multi_users_select": _picker(initial_users=anything, **_several),
    "multi_conversations_select": _picker(
        initial_conversations=anything, default_to_current_conversation=boolean, **_several
    ),
    "multi_channels_select": _picker(initial_channels=anything, **_several),
}
TYPED: Mapping[str, Rule] = {
    "plain_text_input": shape(
        {},
        {**_words, "multiline": boolean, "min_length": number(0, 3000), "max_length": number(1, 3000)},
    ),
    "email_text_input": shape({}, _words),
    "url_text_input": shape({}, _words),
    "number_input": shape(
        {"is_decimal_allowed": boolean},
        {**_typed, "initial_value": numeral, "min_value": numeral, "max_value": numeral},
    ),
    "rich_text_input": shape({}, {**_typed, "initial_value": anything, "min_lines": number(1), "max_lines": number(1)}),
    "file_input": shape({}, {"action_id": string(255, 1), "max_files": number(1, 10), "filetypes": anything}),
}


def _rich_text_of(at_least: int) -> Rule:
    part = shape(
        {"elements": many(anything, 1_000, 0)},
        dict.fromkeys(("style", "indent", "offset", "border"), anything),
    )
    parts = dict.fromkeys(("rich_text_section", "rich_text_list", "rich_text_preformatted", "rich_text_quote"), part)
    fields = shape({"elements": many(by_type(parts), 1_000)}, {"block_id": string(255)})

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


def _block(required: Mapping[str, Rule], optional: Mapping[str, Rule] | None = None) -> Rule:
    return shape(required, {"block_id": string(255), **(optional or {})})


_overflow = {
    "overflow": shape({"options": many(_overflow_option, 5)}, {"action_id": string(255, 1), "confirm": _confirm})
}
_accessory = by_type({"button": BUTTON, "image": _image, **SINGLE, **SEVERAL, **_overflow})
BLOCKS: Mapping[str, Rule] = {
    "section": both(
        _block({}, {"text": text(3000), "fields": many(text(2000), 10), "accessory": _accessory, "expand": boolean}),
        _some_text,
    ),
    "header": _block({"text": plain(150)}),
    "divider": _block({}),
    "context": _block({"elements": many(by_type({"image": _image, **texts(3000)}), 10)}),
    "actions": _block({"elements": many(by_type({"button": BUTTON, **SINGLE, **_overflow}), 25)}),
    "input": _block(
        {"label": plain(2000), "element": by_type({**SINGLE, **SEVERAL, **TYPED})},
        {"hint": plain(2000), "optional": boolean, "dispatch_action": boolean},
    ),
    "image": _block({"alt_text": string(2000)}, {**_image_source, "title": plain(2000)}),
    "rich_text": _rich_text_of(0),
    "markdown": _block({"text": string(12_000, 1)}),
    "table": _block({"rows": many(many(_cell, 20), 100)}, {"column_settings": many(_column, 20, 0)}),
    "data_table": both(
        _block(
            {"rows": many(many(_data_cell, 20), 101, 2), "caption": string(TABLE_CHARACTERS, 1)},
            {"page_size": number(1, 100), "row_header_column_index": number(0, 19)},
        ),
        _rectangle,
    ),
    "data_visualization": _block({"title": string(50, 1), "chart": _chart}),
}
