"""The commands: one list that dispatch, help, completion and "did you mean" all read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.access import EVERYONE
from bot.people import Role
from bot.voice import mark
from kpi_core.names import fold


class Shape(StrEnum):
    """What may follow the words of a command."""

    NOTHING = "nothing"
    SCOPE = "scope"  # [whose]
    CARD = "card"  # [whose] [period]
    FIGURE = "figure"  # KPI [whose] [period]
    ACCOUNT = "account"  # an account's name
    ADVICE = "advice"  # [KPI] [whose]
    PERIOD = "period"  # [period]
    DAYS = "days"  # [number of days] [whose]
    WORDS = "words"  # anything
    ENTRY = "entry"  # account, channel, minutes, day, text


FREE = frozenset({Shape.ENTRY, Shape.WORDS})  # what follows may be anything, of any length


@dataclass(frozen=True, slots=True)
class Command:
    """One thing that can be asked: its words in the three languages, what follows them, and its help."""

    key: str
    words: tuple[str, ...]
    shape: Shape
    usage: str
    help: str
    example: str
    roles: frozenset[Role] = EVERYONE


ME = Command(
    "me",
    ("me", "tôi", "của tôi", "я", "моя карта"),
    Shape.CARD,
    "me [period]",
    mark("my scorecard, this week to date; the same as asking nothing"),
    "me",
)
CARD = Command(
    "card",
    ("card", "scorecard", "bảng điểm", "карта", "карта показателей"),
    Shape.CARD,
    "card [@am | team NAME | all] [period] [by am]",
    mark("a scorecard of somebody, a team or everybody"),
    "card last week",
)
FIGURE = Command(
    "figure",
    (),
    Shape.FIGURE,
    "KPI [@am | team NAME | account NAME | tier KEY | all] [period] [vs period] [by am]",
    mark("one KPI: its value, how it was computed, its history and the rows behind it"),
    "nps last quarter",
)
WHY = Command(
    "why",
    ("why", "tại sao", "vì sao", "почему"),
    Shape.FIGURE,
    "why KPI [@am | team NAME | account NAME | all] [period]",
    mark("only how a KPI was computed, and the rows behind it"),
    "why freshness",
)
ACCOUNT = Command(
    "account",
    ("account", "client", "customer", "khách hàng", "khách", "клиент", "аккаунт"),
    Shape.ACCOUNT,
    "account NAME",
    mark("an account on one card"),
    "account Acme",
)
MATRIX = Command(
    "matrix",
    ("matrix", "ma trận", "матрица"),
    Shape.SCOPE,
    "matrix [NAME | @am | team NAME]",
    mark("who was spoken with in which week, and where the silence is"),
    "matrix Acme",
)
CONTACTS = Command(
    "contacts",
    ("contacts", "người liên hệ", "контакты"),
    Shape.ACCOUNT,
    "contacts NAME",
    mark("who is who at an account, and how close we are"),
    "contacts Acme",
)
RISKS = Command(
    "risks",
    ("risks", "rủi ro", "риски"),
    Shape.SCOPE,
    "risks [@am | team NAME]",
    mark("all that needs attention, worst first"),
    "risks",
)
QUIET = Command(
    "quiet",
    ("quiet", "im ắng", "im lặng", "тишина", "молчат"),
    Shape.SCOPE,
    "quiet [@am | team NAME]",
    mark("accounts past their contact cadence"),
    "quiet",
)
RENEWALS = Command(
    "renewals",
    ("renewals", "gia hạn", "продления"),
    Shape.DAYS,
    "renewals [days] [until DAY] [@am | team NAME]",
    mark("contracts about to end and not renewed"),
    "renewals 60",
)
OVERDUE = Command(
    "overdue",
    ("overdue", "quá hạn", "просрочено"),
    Shape.SCOPE,
    "overdue [@am | team NAME]",
    mark("invoices past due"),
    "overdue",
)
ADVICE = Command(
    "advice",
    ("advice", "lời khuyên", "gợi ý", "совет", "советы", "что делать"),
    Shape.ADVICE,
    "advice [KPI] [@am | team NAME | account NAME]",
    mark("what to do next, and with which account to begin"),
    "advice retention_rate",
)
LOG = Command(
    "log",
    ("log", "ghi", "ghi nhận", "ghi lại", "записать", "запиши"),
    Shape.ENTRY,
    "log [ACCOUNT call 20m yesterday TEXT]",
    mark("logs an interaction; a part missing opens the form"),
    "log Acme call 20m agreed the brief",
)
CHECK = Command(
    "check",
    ("check", "kiểm tra", "проверка"),
    Shape.NOTHING,
    "check",
    mark("what is wrong in the sheet, worst first, each with its cell"),
    "check",
)
LIST = Command("list", ("list", "danh sách", "список"), Shape.NOTHING, "list", mark("every KPI"), "list")
HELP = Command(
    "help",
    ("help", "?", "trợ giúp", "помощь"),
    Shape.WORDS,
    "help [words]",
    mark("this help, or the lines of it that mention some words"),
    "help renewals",
)
EXPORT = Command(
    "export",
    ("export", "xuất", "xuất file", "экспорт", "выгрузка"),
    Shape.PERIOD,
    "export [period]",
    mark("the figures you may see as a spreadsheet, to you alone"),
    "export last month",
)
UNDO = Command(
    "undo",
    ("undo", "hoàn tác", "отменить", "отмена"),
    Shape.NOTHING,
    "undo",
    mark("takes back what you logged or set last"),
    "undo",
)
SETTINGS = Command(
    "settings",
    ("settings", "cài đặt", "настройки"),
    Shape.NOTHING,
    "settings",
    mark("your language, the hour of your digest, a pause"),
    "settings",
)
REFRESH = Command(
    "refresh",
    ("refresh", "làm mới", "обновить"),
    Shape.NOTHING,
    "refresh",
    mark("reads the sheet now"),
    "refresh",
)

COMMANDS: tuple[Command, ...] = (
    ME, CARD, FIGURE, WHY, ACCOUNT, MATRIX, CONTACTS, RISKS, QUIET, RENEWALS, OVERDUE, ADVICE,
    LOG, UNDO, EXPORT, CHECK, LIST, HELP, REFRESH, SETTINGS,
)  # fmt: skip
BY_WORDS: Mapping[str, Command] = {fold(words): command for command in COMMANDS for words in command.words}
