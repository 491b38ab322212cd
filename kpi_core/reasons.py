"""Why a figure has no value: sentences in the three languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kpi_core.schema import TABS
from kpi_core.text import Text

if TYPE_CHECKING:
    from kpi_core.kpi import Level

MISSING_TAB = Text("the tab “{tab}” is missing in the book", "sổ chưa có tab “{tab}”", "в книге нет листа «{tab}»")
MISSING_COLUMN = Text(
    "the column “{column}” is missing in the tab “{tab}”",
    "tab “{tab}” thiếu cột “{column}”",
    "на листе «{tab}» нет столбца «{column}»",
)
BLANK_COLUMN = Text(
    "the column “{column}” in the tab “{tab}” is blank in every row",
    "cột “{column}” trong tab “{tab}” để trống ở mọi dòng",
    "столбец «{column}» на листе «{tab}» пуст во всех строках",
)
EMPTY_TAB = Text("the tab “{tab}” has no rows", "tab “{tab}” chưa có dòng nào", "на листе «{tab}» нет строк")
NOTHING_COUNTED = Text(
    "nothing to count in this period: no {of}",
    "không có gì để tính trong kỳ: không có {of}",
    "за период считать нечего: нет {of}",
)
TOO_FEW = Text("too few answers (n = {n})", "quá ít câu trả lời (n = {n})", "слишком мало ответов (n = {n})")
TOO_FEW_AND_ANONYMOUS = Text(
    "too few answers: they are shown five at a time, to stay anonymous",
    "quá ít câu trả lời: chỉ hiện khi đủ năm câu một lần để giữ ẩn danh",
    "слишком мало ответов: они показываются по пять, чтобы остаться анонимными",
)
NO_GOAL = Text("no target of {kpi} is set", "chưa đặt chỉ tiêu {kpi}", "не задан план по показателю {kpi}")
# What a figure is given for, in the case that "single" asks for.
SINGLE: Mapping[Level, Text] = {
    "all": Text("book", "cuốn sổ", "книге в целом"),
    "team": Text("team", "nhóm", "отдельной группе"),
    "am": Text("AM", "AM", "отдельному менеджеру"),
    "tier": Text("tier", "phân hạng", "отдельной категории"),
    "account": Text("account", "khách hàng", "отдельному клиенту"),
}
NOT_AT_LEVEL = Text(
    "this figure is not given for a single {level}",
    "không đưa chỉ số này cho riêng một {level}",
    "показатель не рассчитывается по {level}",
)
NOT_ANONYMOUS = Text(
    "this figure is not given for a single {level}: it would not stay anonymous",
    "không đưa chỉ số này cho riêng một {level}: sẽ không còn ẩn danh",
    "показатель не рассчитывается по {level}: он перестал бы быть анонимным",
)
NOT_STARTED = Text("the period has not begun", "kỳ này chưa bắt đầu", "период ещё не начался")
# What is said when the book has none of that name.
NO_SCOPE: Mapping[Level, Text] = {
    "all": Text("the book has no “{name}”", "sổ không có “{name}”", "в книге нет «{name}»"),
    "team": Text("the book has no team “{name}”", "sổ không có nhóm “{name}”", "в книге нет группы «{name}»"),
    "am": Text("the book has no AM “{name}”", "sổ không có AM “{name}”", "в книге нет менеджера «{name}»"),
    "tier": Text("the book has no tier “{name}”", "sổ không có phân hạng “{name}”", "в книге нет категории «{name}»"),
    "account": Text(
        "the book has no account “{name}”", "sổ không có khách hàng “{name}”", "в книге нет клиента «{name}»"
    ),
}


def missing(need: str) -> Text:
    """Say that a tab ("deals") or a column ("deals.closed_at") is missing, by its label."""
    tab, _, column = need.partition(".")
    table = TABS[tab]
    if column:
        return MISSING_COLUMN.format(tab=table.label, column=table.column(column).label)
    return MISSING_TAB.format(tab=table.label)


def blank(need: str) -> Text:
    """Say that a column ("invoices.due_on") has no value in any row."""
    tab, _, column = need.partition(".")
    return BLANK_COLUMN.format(tab=TABS[tab].label, column=TABS[tab].column(column).label)


def empty(tab: str) -> Text:
    """Say that a tab has no rows."""
    return EMPTY_TAB.format(tab=TABS[tab].label)
