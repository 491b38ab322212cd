"""What may stand beside a KPI: into what it is broken down ("by team"), and with what it is compared ("vs last month").

Data per language; words are folded. A breakdown is a level of scopes or what the KPI's own parts are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeVar

from bot.scopes import Token, joined
from kpi_core.names import fold
from kpi_core.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Step = Literal["previous", "year before"]

_BY = ("by", "per", "for each", "theo", "theo từng", "по")
# What stands after each of these words, in the three languages.
_PARTS: Mapping[str, tuple[str, ...]] = {
    "team": ("team", "teams", "nhóm", "đội", "командам", "группам"),
    "am": (
        "am", "ams", "account manager", "account managers", "manager", "managers", "person",
        "nhân viên", "người", "người phụ trách", "менеджерам", "сотрудникам", "людям",
    ),
    "tier": ("tier", "tiers", "hạng", "phân hạng", "hạng khách hàng", "категориям клиентов", "категориям", "уровням"),
    "account": (
        "account", "accounts", "client", "clients", "customer", "customers", "khách hàng", "khách", "клиентам",
    ),
    "channel": ("channel", "channels", "kênh", "каналам"),
    "stage": ("stage", "stages", "bước", "giai đoạn", "стадиям", "этапам"),
    "category": (
        "category", "categories", "type", "loại", "loại yêu cầu", "nhóm yêu cầu", "категориям", "типам",
    ),
}  # fmt: skip
# How it is told that one may ask for them.
OFFERED: Mapping[str, Text] = {
    "team": Text("by team", "theo nhóm", "по командам"),
    "am": Text("by AM", "theo AM", "по менеджерам"),
    "tier": Text("by tier", "theo hạng", "по категориям клиентов"),
    "account": Text("by account", "theo khách hàng", "по клиентам"),
    "channel": Text("by channel", "theo kênh", "по каналам"),
    "stage": Text("by stage", "theo giai đoạn", "по этапам"),
    "category": Text("by category", "theo loại", "по типам"),
}
# Who asks for the best of all, or for the first five, is shown all.
_BEST = ("best", "worst", "highest", "lowest", "most", "least")
_SO_MANY = ("", "3 ", "5 ", "10 ", "15 ", "20 ", "50 ")
_TOP = ("top", "best", "worst", "bottom")
_BEST_CLIENTS = (
    *((best, "accounts by") for best in _TOP), *((best, "clients by") for best in _TOP),
    ("top", "khách hàng theo"), ("top", "khách theo"), ("топ", "клиентов по"),
)  # fmt: skip
_RANKED: Mapping[str, tuple[str, ...]] = {
    "am": (
        *(f"{who} {best}" for who in ("who has the", "which am has the") for best in _BEST),
        "rank the team by", "rank people by", "rank ams by", "top ams by", "ai", "am nào", "xếp hạng theo",
        "у кого самая высокая", "у кого самый высокий", "у кого самая большая", "у кого самый большой",
        "у кого самая низкая", "у кого самый низкий", "у кого лучшая", "у кого лучший", "у кого худшая",
        "у кого худший", "у кого больше всего", "у кого меньше всего", "кто лучше всех по", "кто хуже всех по",
    ),
    "team": (
        *(f"which team has the {best}" for best in _BEST),
        "rank teams by", "nhóm nào", "đội nào", "у какой команды самая высокая", "у какой команды самый высокий",
        "у какой команды лучший", "у какой команды худший", "какая команда лучше всех по",
        "какая команда хуже всех по",
    ),
    "account": (
        *(f"which {what} has the {best}" for what in ("account", "client", "customer") for best in _BEST),
        *(f"{best} {many}{what}" for many in _SO_MANY for best, what in _BEST_CLIENTS),
        "лучшие клиенты по", "у какого клиента самый высокий",
        "у какого клиента самая высокая", "у какого клиента самый низкий", "у какого клиента самая низкая",
    ),
}  # fmt: skip
_VERSUS = frozenset(
    fold(words)
    for words in (
        "vs", "vs.", "versus", "against", "compared to", "compared with", "compare to", "compare with",
        "in comparison to", "in comparison with", "than", "so với", "по сравнению с", "по сравнению со", "против",
        "относительно",
    )
)  # fmt: skip
_STEP_WORDS: Mapping[Step, tuple[str, ...]] = {
    "previous": (
        "previous", "the previous one", "the previous period", "the one before", "the week before",
        "the month before", "the quarter before", "the year before", "kỳ trước", "trước đó",
        "прошлым", "прошлой", "предыдущим", "предыдущей", "предыдущим периодом",
    ),
    "year before": (
        "same period last year", "the same period last year", "the same time last year", "same time last year",
        "the same period a year ago", "a year ago", "year over year", "year on year", "yoy",
        "cùng kỳ", "cùng kỳ năm ngoái", "cùng kỳ năm trước",
        "год к году", "тем же периодом прошлого года", "тем же периодом год назад",
        "аналогичным периодом прошлого года",
    ),
}  # fmt: skip
_STEPS: Mapping[str, Step] = {fold(words): step for step, phrases in _STEP_WORDS.items() for words in phrases}
# Who asks to compare says between what with these.
_COMPARED_WITH: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("compare", "comparing"), ("and", "with", "to")),
    "so sanh": ("va", "voi"), "so": ("voi",),
    **dict.fromkeys(("сравни", "сравните", "сравнить", "сравнение"), ("с", "со", "и")),
}  # fmt: skip


def _breakdowns() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for part, words in _PARTS.items():
        for phrase in (f"{by} {word}" for by in _BY for word in words):
            found[fold(phrase)] = (*found.get(fold(phrase), ()), part)
    return found | {fold(phrase): (part,) for part, phrases in _RANKED.items() for phrase in phrases}


BREAKDOWNS: Mapping[str, tuple[str, ...]] = _breakdowns()
# The words of clauses: none is a courtesy.
CLAUSES = frozenset({*BREAKDOWNS, *_VERSUS, *_STEPS})
_LONGEST = max(len(words.split()) for words in CLAUSES)
T = TypeVar("T")


def take_breakdown(tokens: Sequence[Token]) -> tuple[Sequence[str], Sequence[Token], Sequence[Token]]:
    """Take "by team" out of the words: by what it may be, how it was said, the words left."""
    if found := _first(tokens, BREAKDOWNS):
        start, size, parts = found
        return parts, tokens[start : start + size], [*tokens[:start], *tokens[start + size :]]
    return (), (), tokens


def compared(tokens: Sequence[Token]) -> tuple[Sequence[Token], Sequence[Token]] | None:
    """Return the words on either side of "vs"; "year over year" needs none. None when nothing is compared."""
    if found := _first(tokens, dict.fromkeys(_VERSUS, True)):
        start, size, _ = found
        return tokens[:start], tokens[start + size :]
    if found_alone := _first(tokens, {words: step for words, step in _STEPS.items() if step == "year before"}):
        return tokens[: found_alone[0]], tokens[found_alone[0] :]
    return None


def take_step(tokens: Sequence[Token]) -> tuple[Step | None, Sequence[Token]]:
    """Take what is compared with and said by how far before it is: "the month before", "same period last year"."""
    for size in range(min(_LONGEST, len(tokens)), 0, -1):
        if step := _STEPS.get(fold(joined(tokens[:size]))):
            return step, tokens[size:]
    return None, tokens


def with_versus(words: Sequence[str]) -> Sequence[str]:
    """Return the words of a sentence that asks to compare with "vs" between what is compared: data has no "and"."""
    folded = [fold(word) for word in words]
    for at in range(len(words)):
        for size in (2, 1):
            if between := _COMPARED_WITH.get(" ".join(folded[at : at + size])):
                rest = ["vs" if fold(word) in between else word for word in words[at + size :]]
                return [*words[: at + size], *rest]
    return words


def _first(tokens: Sequence[Token], among: Mapping[str, T]) -> tuple[int, int, T] | None:
    """Return where the first of these phrases stands, its length in words, and what it is; the longest there."""
    for start in range(len(tokens)):
        for size in range(min(_LONGEST, len(tokens) - start), 0, -1):
            if found := among.get(fold(joined(tokens[start : start + size]))):
                return start, size, found
    return None
