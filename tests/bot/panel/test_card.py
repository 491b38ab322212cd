"""Cards keep to Google's reference, whatever an answer says, and nothing from a sheet is more than words in them."""

from __future__ import annotations

from bot.answers.answer import Answer, Bold, Button, Chart, Code, Divider, Facts, Heading, Item, Link, Note, Paragraph
from bot.answers.answer import TableOf as Table
from bot.answers.pick import ASK
from bot.panel.card import WIDGETS, card
from tests.bot.panel.reference import buttons, faults, read

HERE = "https://amber.example.com/google/panel"
EVIL = '<a href="https://evil.example">Acme</a> & <b>Söhne</b>'


def texts(*parts: object) -> list[str]:
    made = card(Answer("", parts), HERE)  # type: ignore[arg-type]  # each is a part
    return [widget["textParagraph"]["text"] for section in made["sections"] for widget in section["widgets"]]


def test_what_people_wrote_is_shown_as_they_wrote_it() -> None:
    parts = (
        Heading(EVIL), Paragraph((EVIL, Bold(EVIL), Code(EVIL))), Note((EVIL,)), Item((EVIL,)),
        Facts(((EVIL, (EVIL,)),)), Table((EVIL, EVIL), (((EVIL,), (EVIL,)),)),
        Chart("bar", EVIL, (EVIL,), ((EVIL, (1.0,)),)),
    )  # fmt: skip
    shown = read(card(Answer(EVIL, parts), HERE))
    assert ([], []) == (shown.links, shown.wrong)
    assert 14 == shown.text.count(EVIL)


def test_links_lead_to_safe_addresses_alone() -> None:
    line = (
        Link("Acme", 'https://a.example/?a=1&b="2"'),
        Link("Bamboo", "javascript:alert(1)"),
        Link("Volga", "http://v"),
    )
    (text,) = texts(Paragraph(line))
    assert '<a href="https://a.example/?a=1&amp;b=&quot;2&quot;">Acme</a>BambooVolga' == text


def test_words_that_run_leftward_do_not_reorder_those_beside_them() -> None:
    assert ["\u2068شركة\u2069: 3"] == texts(Paragraph(("\u202eشركة: 3",)))


def test_a_heading_or_a_rule_begins_a_section() -> None:
    parts = (
        Paragraph(("one",)),
        Heading("Two"),
        Paragraph(("two",)),
        Divider(),
        Paragraph(("three",)),
        Heading("Four"),
    )
    made = card(Answer("", parts), HERE)
    assert ["", "<b>Two</b>", ""] == [section.get("header", "") for section in made["sections"]]
    assert [] == list(faults(made))


def test_an_answer_without_parts_says_its_summary() -> None:
    assert ["Done &amp; dusted"] == [
        widget["textParagraph"]["text"] for widget in card(Answer("Done & dusted", ()), HERE)["sections"][0]["widgets"]
    ]


def test_it_shows_the_buttons_it_can_answer_and_leaves_the_others_to_slack() -> None:
    ours, slacks = Button("Acme", ASK, "account A1"), Button("Snooze", "snooze", "{}")
    assert {"Acme": (ASK, "account A1")} == buttons(card(Answer("", (Item(("?",), (ours, slacks)),)), HERE))
    assert ["?"] == texts(Item(("?",), (slacks,)))


def test_what_does_not_fit_is_counted() -> None:
    made = card(Answer("", tuple(Paragraph((f"{n}",)) for n in range(150))), HERE)
    widgets = made["sections"][0]["widgets"]
    assert (WIDGETS, "… +51") == (len(widgets), widgets[-1]["textParagraph"]["text"])
    long = texts(*(Paragraph(("x" * 1999,)) for _ in range(50)))
    assert ("… +36", True) == (long[-1], sum(map(len, long)) < 30_000)


def test_one_very_long_piece_is_cut() -> None:
    assert [2000] == list(map(len, texts(Paragraph(("x" * 100_000,)))))
