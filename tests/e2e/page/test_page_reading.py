"""The page shows what the bot posts as Slack does, and nothing that is posted becomes more than text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

RENDER = """async ([module, name, text]) => {
  const rendering = await import(`/page/${module}.js`);
  const directory = { person: (id) => ({ U0MINH: "Minh" })[id], channel: () => undefined };
  const box = document.createElement("div");
  box.append(...[rendering[name](text, directory)].flat(Infinity));
  return box.innerHTML;
}"""


@pytest.fixture
def page(visit: Callable[..., Page]) -> Page:
    return visit()


def posted(stage: Any, page: Page, text: str, blocks: list[dict[str, Any]] | None = None) -> Any:
    ts = stage.client.chat_postMessage(channel="U0LINH", text=text, blocks=blocks)["ts"]
    return page.locator(f'[data-testid="message"][data-ts="{ts}"]')


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("*bold* _it_ ~old~ `x &lt; 1`", "<strong>bold</strong> <em>it</em> <s>old</s> <code>x &lt; 1</code>"),
        ("*bold with _it_ inside*", "<strong>bold with <em>it</em> inside</strong>"),
        ("2*3*4 a_b_c ~ * x *", "2*3*4 a_b_c ~ * x *"),
        ("Tom &amp; Jerry &lt;3", "Tom &amp; Jerry &lt;3"),
        ("<@U0MINH> <!channel>", '<span class="mention">@Minh</span> <span class="mention broadcast">@channel</span>'),
        (":wave: :no_such_name:", "👋 :no_such_name:"),
        ("&gt; said\nplain", "<blockquote>said</blockquote>plain"),
        ("• one\n• *two*", "<ul><li>one</li><li><strong>two</strong></li></ul>"),
        ("```a *b*\nc```", "<pre>a *b*\nc</pre>"),
        ("<https://x.example/?a=1&amp;b=2|the sheet>", None),
        ("<javascript:alert(1)|press>", "&lt;javascript:alert(1)|press&gt;"),
    ],
)
def test_it_reads_mrkdwn_as_slack_does(page: Page, text: str, shown: str | None) -> None:
    link = '<a href="https://x.example/?a=1&amp;b=2" target="_blank" rel="noopener noreferrer">the sheet</a>'
    assert (shown or link) == page.evaluate(RENDER, ["mrkdwn", "mrkdwn", text])


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("# Week\n**good** and *fine*", "<h3>Week</h3><p><strong>good</strong> and <em>fine</em></p>"),
        ("- a\n- b\n\n1. c", "<ul><li>a</li><li>b</li></ul><ol><li>c</li></ol>"),
        ("> said", "<blockquote>said</blockquote>"),
        ("a\n```\nx < 1\n```", "<p>a</p><pre>x &lt; 1</pre>"),
        ("<img src=x onerror=alert(1)>", "<p>&lt;img src=x onerror=alert(1)&gt;</p>"),
    ],
)
def test_it_reads_markdown_blocks(page: Page, text: str, shown: str) -> None:
    assert shown == page.evaluate(RENDER, ["markdown", "markdown", text])


def test_it_shows_an_unknown_block_by_its_name_with_all_it_holds(page: Page) -> None:
    html = page.evaluate(RENDER, ["blocks", "blocks", [{"type": "hologram", "secret": "kept"}]])
    assert "hologram block" in html
    assert "kept" in html


def test_it_shows_a_block_that_is_broken_instead_of_losing_the_message(page: Page) -> None:
    assert "broken table block" in page.evaluate(RENDER, ["blocks", "blocks", [{"type": "table"}]])


def test_it_never_turns_a_name_from_the_sheet_into_markup(stage: Any, page: Page) -> None:
    hostile = "&lt;img src=x onerror=alert(1)&gt; &lt;!channel&gt;"
    message = posted(stage, page, "x", [{"type": "section", "text": {"type": "mrkdwn", "text": hostile}}])
    expect(message).to_contain_text("<img src=x onerror=alert(1)> <!channel>")
    assert 0 == message.locator("img[src=x], .mention").count()


def test_it_shows_a_table_with_its_columns_aligned(stage: Any, page: Page) -> None:
    rows = [[{"type": "raw_text", "text": cell} for cell in row] for row in (("KPI", "Value"), ("NPS", "33.3"))]
    table = {"type": "table", "rows": rows, "column_settings": [{"align": "left"}, {"align": "right"}]}
    message = posted(stage, page, "table", [table])
    expect(message.get_by_role("cell", name="33.3")).to_have_css("text-align", "right")
    expect(message.get_by_role("columnheader")).to_have_text(["KPI", "Value"])


def test_it_sorts_a_data_table_by_number_not_by_letter(stage: Any, page: Page) -> None:
    def row(name: str, days: int) -> list[dict[str, Any]]:
        return [{"type": "raw_text", "text": name}, {"type": "raw_number", "value": days, "text": f"{days} d"}]

    head = [{"type": "raw_text", "text": text} for text in ("Account", "Quiet")]
    table = {
        "type": "data_table",
        "caption": "Quiet",
        "rows": [head, row("Acme", 9), row("Volga", 41), row("Bamboo", 10)],
    }
    message = posted(stage, page, "quiet", [table])
    message.get_by_role("button", name="Quiet").click()
    expect(message.get_by_role("rowheader")).to_have_text(["Acme", "Bamboo", "Volga"])
    message.get_by_role("button", name="Quiet").click()
    expect(message.get_by_role("rowheader")).to_have_text(["Volga", "Bamboo", "Acme"])


def test_it_draws_a_chart_and_says_the_same_in_a_table(stage: Any, page: Page) -> None:
    series = [{"name": "Linh", "data": [{"label": "W46", "value": 28}, {"label": "W47", "value": 33.3}]}]
    chart = {"type": "line", "series": series, "axis_config": {"categories": ["W46", "W47"]}}
    message = posted(stage, page, "nps", [{"type": "data_visualization", "title": "NPS", "chart": chart}])
    expect(message.locator("circle.dot")).to_have_count(2)
    expect(message.get_by_role("cell")).to_have_text(["28", "33.3"])
    message.locator(".column").nth(1).hover()
    expect(message.locator(".tip")).to_have_text("W47Linh 33.3")


def test_it_draws_no_line_through_a_week_without_data(page: Page) -> None:
    chart = {
        "type": "line",
        "series": [{"name": "Linh", "data": [{"label": "a", "value": 1}, {"label": "c", "value": 3}]}],
        "axis_config": {"categories": ["a", "b", "c"]},
    }
    html = page.evaluate(RENDER, ["blocks", "blocks", [{"type": "data_visualization", "title": "t", "chart": chart}]])
    assert 2 == html.count('class="stroke"')
    assert 1 == html.count("no data")


def test_it_draws_the_status_lights_and_keeps_their_characters(stage: Any, page: Page) -> None:
    message = posted(stage, page, "🟢 NPS met 2️⃣⬜🟥")
    expect(message.locator(".emoji svg")).to_have_count(4)
    expect(message).to_contain_text("🟢 NPS met 2️⃣⬜🟥")


def test_it_divides_days_and_names_today(stage: Any, page: Page) -> None:
    posted(stage, page, "today's").wait_for()
    expect(page.get_by_role("separator").first).to_have_text("Today")


def test_it_follows_edits_and_deletions(stage: Any, page: Page) -> None:
    message = posted(stage, page, "first words")
    ts = message.get_attribute("data-ts")
    stage.client.chat_update(channel="D0LINH", ts=ts, text="second words")
    expect(message).to_contain_text("second words")
    expect(message).to_contain_text("(edited)")
    stage.client.chat_delete(channel="D0LINH", ts=ts)
    expect(message).to_have_count(0)
