"""A form → a Slack modal; what comes back → its answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.answers.answer import Field, Form
from bot.blocks.mrkdwn import cut, plain_text

Block = dict[str, Any]

TITLE = 24
CONTEXT = 3000
_LABEL = 2000
_OPTION = 75
_OPTIONS = 100  # per select, and per group of one
_HINT = 2000


def form(form: Form, cancel: str = "Cancel") -> Block:
    """Return the view to open. Each field is a block whose id is the field's key."""
    if len(form.context) > CONTEXT:
        raise ValueError("a form's context has at most 3000 characters")
    return {
        "type": "modal",
        "callback_id": form.action,
        "title": plain_text(form.title, TITLE),
        "submit": plain_text(form.submit, TITLE),
        "close": plain_text(cancel, TITLE),
        "private_metadata": form.context,
        "blocks": [_input(field) for field in form.fields],
    }


def answers(view: Mapping[str, Any]) -> dict[str, str]:
    """Return what was filled in, by field key; "" for what was left open."""
    return {key: _value(state[key]).strip() for key, state in view["state"]["values"].items() if key in state}


def _input(field: Field) -> Block:
    block = {
        "type": "input",
        "block_id": field.key,
        "label": plain_text(field.label, _LABEL),
        "element": {**_element(field), "action_id": field.key},
        "optional": field.optional,
    }
    return block | ({"hint": plain_text(field.hint, _HINT)} if field.hint else {})


def _element(field: Field) -> Block:
    initial = field.initial
    match field.kind:
        case "text" | "long_text":
            element: Block = {"type": "plain_text_input", "multiline": field.kind == "long_text"}
            key = "initial_value"
        case "number":
            element, key = {"type": "number_input", "is_decimal_allowed": False, "min_value": "0"}, "initial_value"
        case "date":
            element, key = {"type": "datepicker"}, "initial_date"
        case "time":
            element, key = {"type": "timepicker"}, "initial_time"
        case "choice":
            return _select(field)
    return element | ({key: initial} if initial else {})


def _select(field: Field) -> Block:
    options = [{"text": plain_text(label, _OPTION), "value": value} for value, label in field.choices]
    chosen = [option for option in options if option["value"] == field.initial]
    initial = {"initial_option": chosen[0]} if chosen else {}
    if len(options) <= _OPTIONS:
        return {"type": "static_select", "options": options, **initial}
    chunks = [options[start : start + _OPTIONS] for start in range(0, len(options), _OPTIONS)]
    groups = [{"label": plain_text(_span(chunk), _OPTION), "options": chunk} for chunk in chunks]
    return {"type": "static_select", "option_groups": groups, **initial}


def _span(options: list[Block]) -> str:
    first, last = options[0]["text"]["text"], options[-1]["text"]["text"]
    return f"{cut(first, 30)} – {cut(last, 30)}"


def _value(state: Mapping[str, Any]) -> str:
    chosen = state.get("selected_option")
    found = state.get("value") or state.get("selected_date") or state.get("selected_time")
    return str((chosen or {}).get("value") or found or "")
