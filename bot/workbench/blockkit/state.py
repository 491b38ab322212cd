"""What people typed and chose, in the form of Slack's `state.values`: {block_id: {action_id: {"type", …}}}."""

from __future__ import annotations

from bot.workbench.blockkit.checks import elements_of
from bot.workbench.errors import ApiError
from bot.workbench.world import Json

# element type → the key its value goes under, the key of its initial value
_VALUE_KEYS = {
    **dict.fromkeys(
        ("plain_text_input", "email_text_input", "url_text_input", "number_input"), ("value", "initial_value")
    ),
    "rich_text_input": ("rich_text_value", "initial_value"),
    **dict.fromkeys(("static_select", "external_select", "radio_buttons"), ("selected_option", "initial_option")),
    **dict.fromkeys(
        ("multi_static_select", "multi_external_select", "checkboxes"), ("selected_options", "initial_options")
    ),
    "users_select": ("selected_user", "initial_user"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "channels_select": ("selected_channel", "initial_channel"),
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "file_input": ("files", "initial_files"),
}
_LISTS = {"selected_options", "selected_users", "selected_conversations", "selected_channels", "files"}


def initial_state(blocks: list[Json]) -> Json:
    """Return the state before anybody touched anything."""
    values: Json = {}
    for block in blocks:
        for element in elements_of(block):
            if element["type"] in _VALUE_KEYS:
                key, initial = _VALUE_KEYS[element["type"]]
                value = element.get(initial, [] if key in _LISTS else None)
                values.setdefault(block["block_id"], {})[element["action_id"]] = {"type": element["type"], key: value}
    return values


def merged(state: Json, values: object) -> Json:
    """Return the state with newer values; what is not in the state is left out."""
    newer = values if isinstance(values, dict) else {}
    return {
        block_id: {
            action_id: {"type": value["type"], **_known(value, newer.get(block_id), action_id)}
            for action_id, value in actions.items()
        }
        for block_id, actions in state.items()
    }


def _known(value: Json, actions: object, action_id: str) -> Json:
    newer = actions.get(action_id) if isinstance(actions, dict) else None
    key, _ = _VALUE_KEYS[value["type"]]
    return {key: newer[key]} if isinstance(newer, dict) and key in newer else {key: value[key]}


def missing(blocks: list[Json], values: Json) -> dict[str, str]:
    """Return block_id → what to do, for every required input that is empty."""
    found = {}
    for block in blocks:
        if block["type"] == "input" and not block.get("optional"):
            element = block["element"]
            key, _ = _VALUE_KEYS[element["type"]]
            if not values[block["block_id"]][element["action_id"]].get(key):
                found[block["block_id"]] = "Please complete this required field."
    return found


def errors_at_inputs(blocks: list[Json], errors: object) -> dict[str, str]:
    """Return the errors a form is answered with. Raises ApiError where one would be shown to nobody.

    Slack wants the block_id of an input for each: docs.slack.dev/surfaces/modals, "Displaying errors in views".
    """
    inputs = {block["block_id"] for block in blocks if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors or not all(errors.values()) or not errors.keys() <= inputs:
        raise ApiError("invalid_arguments", ["must be a text for each wrong input [json-pointer:/errors]"])
    return errors


def chosen(element: Json, value: object) -> Json:
    """Return what Slack sends when `value` is typed or chosen: an option is named by its value."""
    if element["type"] not in _VALUE_KEYS:
        return {}
    key, _ = _VALUE_KEYS[element["type"]]
    options = [*element.get("options", []), *(o for g in element.get("option_groups", []) for o in g["options"])]
    by_value = {option["value"]: option for option in options}
    if key == "selected_option":
        return {"type": element["type"], key: by_value.get(str(value), value) if value is not None else None}
    if key == "selected_options" and isinstance(value, (list, tuple)):
        return {"type": element["type"], key: [by_value[str(each)] for each in value]}
    return {"type": element["type"], key: value}


def with_ids(blocks: list[Json]) -> list[Json]:
    """Return the blocks with the IDs that Slack gives to those that have none."""
    named = []
    for index, block in enumerate(blocks):
        own = {**block, "block_id": block.get("block_id") or f"block{index}"}
        for key in ("element", "accessory"):
            if isinstance(own.get(key), dict):
                own[key] = _with_action_id(own[key], 0)
        if own["type"] == "actions":
            own["elements"] = [_with_action_id(element, at) for at, element in enumerate(own["elements"])]
        named.append(own)
    return named


def _with_action_id(element: Json, index: int) -> Json:
    return (
        element if element["type"] == "image" else {**element, "action_id": element.get("action_id") or f"act{index}"}
    )
