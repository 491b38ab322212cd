"""Slack's limits: one promise a line, at the limit and just past it."""

from __future__ import annotations

from typing import Any

import pytest

from bot.workbench.blockkit.checks import check_blocks, check_view

Block = dict[str, Any]


def plain(text: str) -> Block:
    return {"type": "plain_text", "text": text}


def section(**parts: Any) -> Block:
    return {"type": "section", **parts}


def mrkdwn(text: str) -> Block:
    return {"type": "mrkdwn", "text": text}


def button(**parts: Any) -> Block:
    return {"type": "button", "text": plain("Go"), **parts}


def actions(*elements: Block) -> Block:
    return {"type": "actions", "elements": list(elements)}


def option(text: str = "Key", value: str = "key") -> Block:
    return {"text": plain(text), "value": value}


def select(*options: Block, **more: Any) -> Block:
    return {"type": "static_select", "action_id": "tier", "options": list(options), **more}


def grouped(label: str, *options: Block) -> Block:
    return {"type": "static_select", "option_groups": [{"label": plain(label), "options": list(options)}]}


def typed(kind: str, **more: Any) -> Block:
    return text_input(element={"type": kind, "action_id": "typed", **more})


def context(*elements: Block) -> Block:
    return {"type": "context", "elements": list(elements)}


def table(*rows: list[str]) -> Block:
    return {"type": "table", "rows": [[{"type": "raw_text", "text": text} for text in row] for row in rows]}


def data_table(*rows: list[str], **more: Any) -> Block:
    return {**table(*rows), "type": "data_table", "caption": "Figures", **more}


def chart(labels: list[str], *series: Block, title: str = "NPS") -> Block:
    body = {"type": "line", "series": list(series), "axis_config": {"categories": labels}}
    return {"type": "data_visualization", "title": title, "chart": body}


def points(name: str, *labels: str) -> Block:
    return {"name": name, "data": [{"label": label, "value": 1.5} for label in labels]}


def text_input(**more: Any) -> Block:
    element = {"type": "plain_text_input", "action_id": "typed"}
    return {"type": "input", "label": plain("Text"), "element": element, **more}


def modal(*blocks: Block, **more: Any) -> Block:
    return {"type": "modal", "title": plain("Log"), "submit": plain("Save"), "blocks": list(blocks), **more}


RICH_TEXT = {
    "type": "rich_text",
    "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "x"}]}],
}


@pytest.mark.parametrize(
    "blocks",
    [
        [{"type": "divider"}] * 50,
        [section(text=mrkdwn("x" * 3000))],
        [section(fields=[mrkdwn("x" * 2000)] * 10)],
        [section(text=mrkdwn("Acme"), accessory=button(action_id="open", url="https://" + "x" * 2992))],
        [{"type": "header", "text": plain("x" * 150)}],
        [context(*[mrkdwn("x")] * 10)],
        [actions(*[button(action_id=f"go{n}") for n in range(25)])],
        [actions(button(text=plain("x" * 75), value="x" * 2000, action_id="x" * 255, style="primary"))],
        [actions(select(*[option(value=str(n)) for n in range(100)], initial_option=option(value="7")))],
        [table(*[["x"] * 20] * 100)],
        [table(["x" * 10_000])],
        [data_table(*[["x"] * 20] * 101)],
        [chart(["x" * 20] , *[points(f"s{n}", "x" * 20) for n in range(6)])] * 2,
        [{"type": "image", "image_url": "https://a.example/x.png", "alt_text": "x"}],
        [RICH_TEXT],
        [{"type": "markdown", "text": "# Hi"}],
        [text_input()],
    ],
)  # fmt: skip
def test_what_keeps_the_limits_passes(blocks: list[Block]) -> None:
    assert [] == check_blocks(blocks)


@pytest.mark.parametrize(
    ("problem", "place", "blocks"),
    [
        ("must be an array", "", {"type": "divider"}),
        ("no more than 50 items allowed", "", [{"type": "divider"}] * 51),
        ("unsupported type: video", "/0/type", [{"type": "video"}]),
        ("unsupported type: None", "/0/type", ["divider"]),
        ("must be less than 3001 characters", "/0/text/text", [section(text=mrkdwn("x" * 3001))]),
        ("must be more than 0 characters", "/0/text/text", [section(text=mrkdwn(""))]),
        ("must be a string", "/0/text/text", [section(text={"type": "mrkdwn", "text": 7})]),
        ("unsupported type: markdown", "/0/text/type", [section(text={"type": "markdown", "text": "x"})]),
        ("missing required field: text", "/0", [section()]),
        ("no more than 10 items allowed", "/0/fields", [section(fields=[mrkdwn("x")] * 11)]),
        ("must be less than 2001 characters", "/0/fields/0/text", [section(fields=[mrkdwn("x" * 2001)])]),
        ("must be less than 151 characters", "/0/text/text", [{"type": "header", "text": plain("x" * 151)}]),
        ("unsupported type: mrkdwn", "/0/text/type", [{"type": "header", "text": mrkdwn("x")}]),
        ("no more than 10 items allowed", "/0/elements", [context(*[mrkdwn("x")] * 11)]),
        ("no more than 25 items allowed", "/0/elements", [actions(*[button()] * 26)]),
        ("no fewer than 1 items allowed", "/0/elements", [actions()]),
        ("must be less than 76 characters", "/0/elements/0/text/text", [actions(button(text=plain("x" * 76)))]),
        ("must be less than 2001 characters", "/0/elements/0/value", [actions(button(value="x" * 2001))]),
        ("must be less than 256 characters", "/0/elements/0/action_id", [actions(button(action_id="x" * 256))]),
        ("must be less than 3001 characters", "/0/elements/0/url", [actions(button(url="x" * 3001))]),
        ("value not allowed, must be one of primary, danger", "/0/elements/0/style", [actions(button(style="pink"))]),
        ("action_id go is used 2 times", "/0/elements", [actions(button(action_id="go"), button(action_id="go"))]),
        ("unsupported type: plain_text_input", "/0/elements/0/type", [actions({"type": "plain_text_input"})]),
        ("no more than 100 items allowed", "/0/elements/0/options", [actions(select(*[option()] * 101))]),
        ("unsupported type: overflow", "/0/element/type", [text_input(element={"type": "overflow"})]),
        ("missing required field: options", "/0/elements/0", [actions({"type": "static_select"})]),
        ("must be less than 76 characters", "/0/elements/0/options/0/text/text", [actions(select(option("x" * 76)))]),
        ("must be one of the options", "/0/elements/0/initial_option",
         [actions(select(option(), initial_option=option("?", "?")))]),
        ("must be less than 256 characters", "/0/block_id", [{"type": "divider", "block_id": "x" * 256}]),
        ("block_id a is used 2 times", "", [{"type": "divider", "block_id": "a"}] * 2),
        ("only 1 of type table allowed", "", [table(["x"])] * 2),
        ("no more than 100 items allowed", "/0/rows", [table(*[["x"]] * 101)]),
        ("no more than 20 items allowed", "/0/rows/0", [table(["x"] * 21)]),
        ("must be more than 0 characters", "/0/rows/0/1/text", [table(["x", ""])]),
        ("the cells of all tables must be less than 10001 characters", "", [table(["x" * 5000, "x" * 5001])]),
        ("no fewer than 2 items allowed", "/0/rows", [data_table(["x"])]),
        ("all rows must have the same number of cells", "/0/rows", [data_table(["x"], ["x", "y"])]),
        ("missing required field: caption", "/0", [data_table(["x"], ["y"], caption=None)]),
        ("only 2 of type data_visualization allowed", "", [chart(["W1"], points("NPS", "W1"))] * 3),
        ("no more than 6 items allowed", "/0/chart/series",
         [chart(["W1"], *[points(f"s{n}", "W1") for n in range(7)])]),
        ("must be less than 21 characters", "/0/chart/series/0/data/0/label",
         [chart(["x" * 21], points("NPS", "x" * 21))]),
        ("labels must match the categories of axis_config", "/0/chart/series/0/data",
         [chart(["W1", "W2"], points("NPS", "W1"))]),
        ("invalid additional property: colour", "/0/elements/0", [actions(button(colour="amber"))]),
        ("invalid additional property: elements", "/0", [section(text=mrkdwn("x"), elements=[])]),
        ("invalid additional property: url", "/0/elements/0/options/0",
         [actions(select({**option(), "url": "https://a.example"}))]),
        ("must define either options or option_groups", "/0/elements/0",
         [actions(select(option(), option_groups=[{"label": plain("x"), "options": [option()]}]))]),
        ("must be less than 76 characters", "/0/elements/0/option_groups/0/label/text",
         [actions(grouped("x" * 76, option()))]),
        ("no more than 100 items allowed", "/0/elements/0/option_groups/0/options",
         [actions(grouped("x", *[option()] * 101))]),
        ("must be one of the options", "/0/elements/0/initial_option",
         [actions(select(option("Key"), initial_option=option("Core")))]),
        ("must be less than 151 characters", "/0/elements/0/options/0/value",
         [actions(select(option(value="x" * 151)))]),
        ("must be less than 151 characters", "/0/elements/0/placeholder/text",
         [actions(select(option(), placeholder=plain("x" * 151)))]),
        ("no more than 5 items allowed", "/0/elements/0/options",
         [actions({"type": "overflow", "options": [option()] * 6})]),
        ("must be less than 51 characters", "/0/title", [chart(["W1"], points("NPS", "W1"), title="x" * 51)]),
    ],
)  # fmt: skip
def test_what_breaks_a_limit_is_named_with_its_place(problem: str, place: str, blocks: Any) -> None:
    assert f"{problem} [json-pointer:/blocks{place}]" in check_blocks(blocks)


@pytest.mark.parametrize(
    "view",
    [
        modal(text_input(), private_metadata="x" * 3000, title=plain("x" * 24)),
        modal(*[{"type": "divider"}] * 100),
        {"type": "home", "blocks": [{"type": "divider"}] * 100},
    ],
)
def test_a_view_that_keeps_the_limits_passes(view: Block) -> None:
    assert [] == check_view(view)


@pytest.mark.parametrize(
    ("problem", "place", "view"),
    [
        ("unsupported type: None", "/type", None),
        ("must be less than 25 characters", "/title/text", modal(title=plain("x" * 25))),
        ("must be less than 25 characters", "/submit/text", modal(submit=plain("x" * 25))),
        ("must be less than 3001 characters", "/private_metadata", modal(private_metadata="x" * 3001)),
        ("must be less than 256 characters", "/callback_id", modal(callback_id="x" * 256)),
        ("no more than 100 items allowed", "/blocks", modal(*[{"type": "divider"}] * 101)),
        ("missing required field: submit", "", modal(text_input(), submit=None)),
        ("unsupported type: table", "/blocks/0/type", modal(table(["x"]))),
        ("must be less than 2001 characters", "/blocks/0/label/text", modal(text_input(label=plain("x" * 2001)))),
        ("missing required field: title", "", modal(title=None)),
        ("must be less than 25 characters", "/close/text", modal(close=plain("x" * 25))),
        ("must be less than 256 characters", "/external_id", modal(external_id="x" * 256)),
        ("invalid additional property: submit_disabled", "", modal(submit_disabled=True)),
        ("must be less than 2001 characters", "/blocks/0/hint/text", modal(text_input(hint=plain("x" * 2001)))),
        ("must be written like %Y-%m-%d", "/blocks/0/element/initial_date",
         modal(typed("datepicker", initial_date="18.11.2026"))),
        ("must be written like %H:%M", "/blocks/0/element/initial_time",
         modal(typed("timepicker", initial_time="9:00"))),
        ("missing required field: is_decimal_allowed", "/blocks/0/element", modal(typed("number_input"))),
        ("must be a number in a string", "/blocks/0/element/initial_value",
         modal(typed("number_input", is_decimal_allowed=False, initial_value="soon"))),
    ],
)  # fmt: skip
def test_a_view_that_breaks_a_limit_is_told_where(problem: str, place: str, view: Any) -> None:
    assert f"{problem} [json-pointer:/view{place}]" in check_view(view)
