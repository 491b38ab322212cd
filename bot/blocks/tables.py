"""Tables and charts: Slack's own blocks, and the same in words where there is no room for them."""

from __future__ import annotations

from typing import Any

from bot.answers.answer import Bold, Chart, Code, Line, Link, TableOf, plain
from bot.bidi import kept_in_order
from bot.blocks.mrkdwn import cut, mrkdwn
from bot.voice import NOTHING

Block = dict[str, Any]

TABLE_ROWS = 100
TABLE_COLUMNS = 20
TABLE_TEXT = 10_000  # characters over all cells
CHART_TITLE = 50
CHART_LABEL = 20
CHART_SERIES = 6
CHART_POINTS = 20


def table_block(table: TableOf) -> Block:
    """Return Slack's table block; rows and columns beyond its limits are left out and counted in a last row."""
    table = table.filled()
    rows: list[list[Block]] = [[_cell((Bold(name),)) for name in table.header[:TABLE_COLUMNS]]]
    left = TABLE_TEXT - sum(len(name) for name in table.header) - 50
    for position, row in enumerate(table.rows):
        left -= sum(len(plain(line)) or 1 for line in row)
        if len(rows) == TABLE_ROWS - 1 or left < 0:
            more = (f"… +{len(table.rows) - position}",)
            rows.append([_cell(more), *(_cell((NOTHING,)) for _ in rows[0][1:])])
            break
        rows.append([_cell(line) for line in row[:TABLE_COLUMNS]])
    settings = [{"align": "right"} if column in table.right else {"is_wrapped": True} for column in range(len(rows[0]))]
    return {"type": "table", "rows": rows, "column_settings": settings}


def table_lines(table: TableOf) -> list[str]:
    """Return a table's rows as lines of mrkdwn, for where there is no room for a table."""
    return [_line(table.header, row) for row in table.rows]


def _line(header: tuple[str, ...], row: tuple[Line, ...]) -> str:
    rest = [
        mrkdwn((f"{name} ", *cell)) for name, cell in zip(header[1:], row[1:], strict=True) if plain(cell) != NOTHING
    ]
    return " · ".join((mrkdwn(("• ", *row[0])), *rest)) + "\n"


def chart_block(chart: Chart) -> Block | None:
    """Return Slack's chart block; None when there are fewer than two points to draw.

    Every series needs a number at every label, so a label where one has none is left out.
    """
    series = chart.series[:CHART_SERIES]
    drawn = [
        position for position in range(len(chart.labels)) if all(values[position] is not None for _, values in series)
    ][-CHART_POINTS:]
    if len(drawn) < 2 or not series:
        return None
    labels = _unique([cut(kept_in_order(chart.labels[position]), CHART_LABEL) for position in drawn])
    names = _unique([cut(kept_in_order(name), CHART_LABEL) for name, _ in series])
    data = [
        {"name": name, "data": [{"label": label, "value": values[at]} for label, at in zip(labels, drawn, strict=True)]}
        for name, (_, values) in zip(names, series, strict=True)
    ]
    drawing = {"type": chart.kind, "series": data, "axis_config": {"categories": labels}}
    return {
        "type": "data_visualization",
        "title": cut(kept_in_order(chart.title) or NOTHING, CHART_TITLE),
        "chart": drawing,
    }


def chart_text(chart: Chart) -> str:
    """Return the chart's figures in words."""

    def figures(values: tuple[float | None, ...]) -> str:
        shown = (NOTHING if value is None else f"{value:g}" for value in values)
        return ", ".join(f"{label} {figure}" for label, figure in zip(chart.labels, shown, strict=True))

    said = [f"{name}: {figures(values)}" for name, values in chart.series]
    return f"{chart.title}. {'; '.join(said)}"


def _cell(line: Line) -> Block:
    parts = [_element(part) for part in line if not isinstance(part, str) or part]
    parts = [part for part in parts if part["text"]]
    if not any(part["text"].strip() for part in parts):  # an empty cell rejects the whole message
        return {"type": "raw_text", "text": NOTHING}
    if all(part == {"type": "text", "text": part["text"]} for part in parts):
        return {"type": "raw_text", "text": "".join(part["text"] for part in parts)}
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": parts}]}


def _element(part: str | Bold | Code | Link) -> Block:
    text = kept_in_order(part if isinstance(part, str) else part.text)
    match part:
        case Bold():
            return {"type": "text", "text": text, "style": {"bold": True}}
        case Code():
            return {"type": "text", "text": text, "style": {"code": True}}
        case Link(url=url):
            return {"type": "link", "text": text, "url": url}
        case str():
            return {"type": "text", "text": text}


def _unique(names: list[str]) -> list[str]:
    """Return the names, numbered where one occurs again: Slack wants each label once."""
    seen: dict[str, int] = {}
    unique = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        number = "" if seen[name] == 1 else f" {seen[name]}"
        unique.append((name[: CHART_LABEL - len(number)] + number) or NOTHING)
    return unique
