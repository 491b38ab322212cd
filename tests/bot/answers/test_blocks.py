from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import blocks, terminal
from bot.answers.answer import (
    Answer,
    Bold,
    Button,
    Chart,
    Code,
    Divider,
    Facts,
    Field,
    Form,
    Heading,
    Item,
    Link,
    Note,
    Paragraph,
    TableOf,
)
from bot.workbench.blockkit.checks import check_blocks, check_view

if TYPE_CHECKING:
    from bot.answers.answer import Part

HOSTILE = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        ["<!channel>", "*bold*", "&amp;", "`code`", "\u202eolleh", "👩‍👩‍👧", "a|b", "x" * 3100, "&" * 3001, "\n\n"]
    ),
)
LINES = st.lists(
    st.one_of(
        HOSTILE,
        HOSTILE.map(Bold),
        HOSTILE.map(Code),
        st.builds(Link, HOSTILE, st.just("https://sheet.example/?a=1&b=2|3")),
    ),
    min_size=1,
    max_size=4,
).map(tuple)
BUTTONS = st.lists(st.builds(Button, HOSTILE, st.just("ask"), st.text(min_size=1, max_size=30)), max_size=8).map(tuple)
TABLES = st.integers(1, 4).flatmap(
    lambda width: st.builds(
        TableOf,
        st.tuples(*[HOSTILE] * width),
        st.lists(st.tuples(*[LINES] * width), max_size=6).map(tuple),
        st.just(frozenset({0})),
    )
)
FIGURES = st.one_of(st.none(), st.floats(-1e9, 1e9))
ANYTHING = settings(max_examples=25)
CHARTS = st.integers(0, 9).flatmap(
    lambda points: st.builds(
        Chart,
        st.just("line"),
        HOSTILE,
        st.tuples(*[HOSTILE] * points),
        st.lists(st.tuples(HOSTILE, st.tuples(*[FIGURES] * points)), max_size=8).map(tuple),
    )
)
PARTS = st.one_of(
    HOSTILE.map(Heading),
    LINES.map(Paragraph),
    LINES.map(Note),
    st.lists(st.tuples(HOSTILE, LINES), max_size=12).map(lambda pairs: Facts(tuple(pairs))),
    st.builds(Item, LINES, BUTTONS),
    TABLES,
    CHARTS,
    st.just(Divider()),
)


@ANYTHING
@given(HOSTILE, st.lists(PARTS, max_size=12).map(tuple))
def test_any_answer_keeps_within_slacks_limits(summary: str, parts: tuple[Part, ...]) -> None:
    message = blocks.render(Answer(summary, parts))
    assert [] == check_blocks(message.blocks)
    assert message.text.strip()
    assert [] == check_view(blocks.home(Answer(summary, parts)))


@ANYTHING
@given(HOSTILE, HOSTILE)
def test_nothing_from_the_sheet_becomes_a_control_sequence(name: str, other: str) -> None:
    made = blocks.render(Answer(name, (Paragraph((name, Bold(other), Code(name))), Item((other,), ()))))
    for block in made.blocks:
        text = (block.get("text") or block["elements"][0])["text"]
        assert "<" not in text
        assert ">" not in text
    assert "<" not in made.text


def test_a_long_answer_is_cut_and_says_so() -> None:
    made = blocks.render(Answer("Many", tuple(Paragraph((f"line {n}",)) for n in range(80)))).blocks
    assert (50, "… +31") == (len(made), made[-1]["elements"][0]["text"])


def test_a_second_table_becomes_lines() -> None:
    table = TableOf(("AM", "Value", "Target"), ((("Linh",), (Bold("50%"),), ("–",)),))
    first, second = blocks.render(Answer("Two", (table, table))).blocks
    assert ("table", "• Linh · Value *50%*\n") == (first["type"], second["text"]["text"])


def test_a_long_table_counts_what_it_leaves_out() -> None:
    table = TableOf(("AM", "Value"), tuple(((f"AM {n}",), ("1",)) for n in range(150)))
    (made,) = blocks.render(Answer("Long", (table,))).blocks
    assert (100, "… +52") == (len(made["rows"]), made["rows"][-1][0]["text"])


def test_a_chart_leaves_out_what_has_no_value() -> None:
    chart = Chart("line", "NPS", ("W1", "W2", "W3"), (("NPS", (1.0, None, 3.0)),))
    (made,) = blocks.render(Answer("Chart", (chart,))).blocks
    assert ["W1", "W3"] == made["chart"]["axis_config"]["categories"]


def test_a_chart_of_one_point_is_said_in_words() -> None:
    chart = Chart("line", "NPS", ("W1", "W2"), (("Linh", (None, 3.0)),))
    (made,) = blocks.render(Answer("Chart", (chart,))).blocks
    assert "NPS. Linh: W1 –, W2 3" == made["elements"][0]["text"]


def test_a_column_in_which_nothing_stands_is_left_out() -> None:
    table = TableOf(
        ("AM", "Target", "Value"), ((("Linh",), ("–",), ("1",)), (("Minh",), ("–",), ("–",))), frozenset({2})
    )
    (made,) = blocks.render(Answer("Values", (table,))).blocks
    assert [["AM", "Value"], ["Linh", "1"], ["Minh", "–"]] == [[plain_of(cell) for cell in row] for row in made["rows"]]
    assert [{"is_wrapped": True}, {"align": "right"}] == made["column_settings"]


def plain_of(cell: dict[str, Any]) -> str:
    return str(cell.get("text") or cell["elements"][0]["elements"][0]["text"])


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("\u202eevil", "*evil*: 41 days"),
        ("Ac\u200bme", "*Acme*: 41 days"),
        ("שלום 24 עולם", "*\u2068שלום 24 עולם\u2069*: 41 days"),
        ("👩‍👩‍👧", "*👩‍👩‍👧*: 41 days"),
    ],
)
def test_no_name_turns_the_words_beside_it_around(name: str, shown: str) -> None:
    (made,) = blocks.render(Answer("Quiet", (Paragraph((Bold(name), ": 41 days")),))).blocks
    assert shown == made["text"]["text"]


def test_a_name_that_runs_leftward_is_isolated_within_a_sentence() -> None:
    (made,) = blocks.render(Answer("Quiet", (Paragraph(("Log a call with שלום עולם: 41 days",)),))).blocks
    assert "Log a call with \u2068שלום עולם\u2069: 41 days" == made["text"]["text"]


def test_buttons_of_one_action_have_ids_of_their_own() -> None:
    item = Item(("Which?",), (Button("One", "ask", "1"), Button("Two", "ask", "2")))
    _, actions = blocks.render(Answer("Which?", (item,))).blocks
    assert ["ask", "ask:2"] == [element["action_id"] for element in actions["elements"]]


def form_of(*fields: Field) -> dict[str, Any]:
    return blocks.form(Form("Log interaction", "log_interaction", "Log", fields, '{"v": 1}'))


def test_a_form_keeps_within_slacks_limits() -> None:
    accounts = tuple((f"A{n}", f"Account {n} {'x' * 90}") for n in range(250))
    view = form_of(
        Field("account", "Account", "choice", accounts, "A7"),
        Field("on", "When", "date", initial="2026-11-18"),
        Field("minutes", "Minutes", "number", optional=True),
        Field("summary", "In short", "long_text", hint="<!channel>"),
    )
    assert [] == check_view(view)
    assert "A7" == view["blocks"][0]["element"]["initial_option"]["value"]


def test_it_reads_what_was_filled_in() -> None:
    values = {
        "account": {"account": {"type": "static_select", "selected_option": {"value": "A1"}}},
        "on": {"on": {"type": "datepicker", "selected_date": "2026-11-18"}},
        "summary": {"summary": {"type": "plain_text_input", "value": None}},
    }
    assert {"account": "A1", "on": "2026-11-18", "summary": ""} == blocks.answers({"state": {"values": values}})


@ANYTHING
@given(st.lists(PARTS, max_size=6).map(tuple))
def test_the_terminal_takes_any_answer(parts: tuple[Part, ...]) -> None:
    terminal.render(Answer("Any", parts))


@pytest.mark.parametrize("text", ["*bold*", "_x_", "~x~", "`x`"])
def test_a_name_is_not_formatted(text: str) -> None:
    (made,) = blocks.render(Answer("Name", (Paragraph((text,)),))).blocks
    assert text[0] not in made["text"]["text"]


def test_blocks_are_plain_json() -> None:
    parts: tuple[Part, ...] = (Heading("Freshness"), Chart("bar", "x", ("a", "b"), (("s", (1, 2)),)), Divider())
    assert json.dumps(blocks.render(Answer("Freshness", parts)).blocks)
