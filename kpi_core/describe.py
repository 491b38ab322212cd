"""The pages that describe every KPI and every rule, made of the records: docs/kpis.md, docs/rules.md, translations."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from statistics import median

from kpi_core.catalogue.base import BASE
from kpi_core.catalogue.engagement import ENGAGEMENT
from kpi_core.catalogue.money import MONEY
from kpi_core.catalogue.organic import ORGANIC
from kpi_core.catalogue.retention import RETENTION
from kpi_core.catalogue.sales import SALES
from kpi_core.catalogue.satisfaction import SATISFACTION
from kpi_core.catalogue.service import SERVICE
from kpi_core.catalogue.team import TEAM
from kpi_core.kpi import Direction, Kpi, KpiUnit, Window
from kpi_core.quantities import Noun
from kpi_core.rules import RULES, Audience, Rule
from kpi_core.schema import TABS
from kpi_core.settings import TeamSettings
from kpi_core.text import LANGUAGES, Language, Text

_FAMILIES: tuple[tuple[Text, tuple[Kpi, ...]], ...] = (
    (Text("Satisfaction and advocacy", "Sự hài lòng và giới thiệu", "Удовлетворённость и рекомендации"), SATISFACTION),
    (Text("Base and revenue", "Tệp khách hàng và doanh thu", "Клиентская база и выручка"), BASE),
    (Text("Retention and growth", "Giữ chân và mở rộng", "Удержание и развитие"), RETENTION),
    (Text("Organic growth", "Tăng trưởng hữu cơ", "Органический рост"), ORGANIC),
    (Text("Sales", "Bán hàng", "Продажи"), SALES),
    (Text("Engagement", "Tương tác với khách hàng", "Взаимодействие с клиентами"), ENGAGEMENT),
    (Text("Service", "Dịch vụ", "Эффективность коммуникации и сервиса"), SERVICE),
    (Text("Money kept and cost", "Dòng tiền và chi phí", "Деньги и расходы"), MONEY),
    (Text("Team", "Đội nhóm", "Команда"), TEAM),
)
_TITLE = Text("KPIs", "Các KPI", "Показатели")
_INTRO = Text(
    "Each is asked for by its key or by any of its names. No data is never 0: a figure without data says why it has no "
    "value. A team's figure is computed anew from the rows, never as a mean of its AMs' figures. ↑ higher is better, "
    "↓ lower.",
    "Hỏi mỗi KPI bằng khoá hoặc bất kỳ tên nào của nó. Không có dữ liệu không bao giờ là 0: chỉ số không có giá trị sẽ "
    "nói vì sao. Chỉ số của nhóm được tính lại từ các dòng, không phải trung bình của từng AM. ↑ càng cao càng tốt, "
    "↓ càng thấp càng tốt.",
    "Показатель спрашивают по ключу или по любому из имён. Нет данных — это не 0: показатель без значения говорит, "
    "почему. Показатель группы считается заново по строкам, а не как среднее по менеджерам. ↑ лучше больше, "
    "↓ лучше меньше.",
)
_OVER = Text("Over", "Kỳ", "Период")
WINDOWS: Mapping[Window, Text] = {
    "W": Text("the week", "tuần", "неделя"),
    "Q": Text("the quarter to date", "quý đến nay", "квартал по сегодня"),
    "90": Text("90 days", "90 ngày", "90 дней"),
    "Y": Text("12 months", "12 tháng", "12 месяцев"),
    "•": Text("an instant", "một thời điểm", "на момент"),
}
_UNIT = Text("in", "đơn vị", "единица")
UNITS: Mapping[KpiUnit, Text] = {
    "%": Text("%", "%", "%"),
    "points": Text("points", "điểm", "пункты"),
    "count": Text("number", "số lượng", "количество"),
    "money": Text("base currency", "tiền tệ gốc", "базовая валюта"),
    "days": Text("days", "ngày", "дни"),
    "hours": Text("hours", "giờ", "часы"),
    "ratio": Text("ratio", "tỷ số", "отношение"),
    "mean": Text("mean score", "điểm trung bình", "средняя оценка"),
    "per 100": Text("per 100 accounts", "trên 100 khách hàng", "на 100 клиентов"),
    "per account": Text("per account", "trên mỗi khách hàng", "на клиента"),
}
_ARROWS: Mapping[Direction, str] = {"up": " ↑", "down": " ↓", "none": ""}
_ADDITIVE = Text("sums over AMs", "cộng được qua các AM", "складывается по менеджерам")
_AT_LEAST = Text("at least {n} answers", "ít nhất {n} câu trả lời", "не меньше {n} ответов")
_ANONYMOUS = Text("anonymous", "ẩn danh", "анонимно")
_BY = Text("by {part}", "theo {part}", "разбивка: {part}")
_EXAMPLE = Text("For example", "Ví dụ", "Например")
_OF_VALUES: Mapping[str, Text] = {
    "median": Text("median of {values}", "trung vị của {values}", "медиана из {values}"),
    "max": Text("greatest of {values}", "lớn nhất trong {values}", "наибольшее из {values}"),
}
_AGGREGATES: Mapping[str, Callable[[Sequence[float]], float]] = {"median": median, "max": max}
_TABS = Text("From", "Từ", "Данные")
_OR = Text(" or ", " hoặc ", " или ")
_SEEDS = Text("Articles", "Bài viết", "Статьи")
_STANDARD = Text("the field's standard", "chuẩn của ngành", "стандарт отрасли")


def kpis_page(language: Language) -> str:
    """Return the page as Markdown: for each KPI its names, formula, window, an example, its columns, its source."""
    sections = [f"# {_TITLE.to(language)}", _INTRO.to(language)]
    for title, kpis in _FAMILIES:
        sections.append(f"## {title.to(language)}")
        sections += [_section(kpi, language) for kpi in kpis]
    return "\n\n".join(sections) + "\n"


def _section(kpi: Kpi, language: Language) -> str:
    seeds = ", ".join(kpi.seeds) or _STANDARD.to(language)
    return "\n".join(
        [
            f"### `{kpi.key}` {kpi.names.to(language)}{_ARROWS[kpi.direction]}",
            "",
            f"*{_other_names(kpi.names, language)}*",
            "",
            f"{kpi.formula.to(language)}",
            "",
            f"- {_terms(kpi, language)}",
            f"- {_EXAMPLE.to(language)}: {_example(kpi, language)}",
            f"- {_TABS.to(language)}: {_columns_of(kpi, language)}",
            f"- {_SEEDS.to(language)}: {seeds}",
        ]
    )


def _other_names(names: Text, language: Language) -> str:
    return " · ".join(names.to(other) for other in LANGUAGES if other != language)


def _terms(kpi: Kpi, language: Language) -> str:
    terms = [
        f"{_OVER.to(language)}: {WINDOWS[kpi.window].to(language)}",
        f"{_UNIT.to(language)}: {UNITS[kpi.unit].to(language)}",
    ]
    if kpi.additive:
        terms.append(_ADDITIVE.to(language))
    if kpi.minimum_n:
        terms.append(_AT_LEAST.format(n=kpi.minimum_n).to(language))
    if kpi.is_anonymous:
        terms.append(_ANONYMOUS.to(language))
    if kpi.broken_down_by:
        terms.append(_BY.format(part=kpi.broken_down_by).to(language))
    return "; ".join(terms)


def _columns_of(kpi: Kpi, language: Language) -> str:
    either = _OR.to(language).join(_columns((need,), language) for need in kpi.either)
    return "; ".join(said for said in (_columns(kpi.needs, language), either) if said)


def _columns(needs: Sequence[str], language: Language) -> str:
    per_tab: dict[str, list[str]] = {}
    for need in needs:
        tab, _, column = need.partition(".")
        per_tab.setdefault(tab, []).append(f"`{column}`")
    return "; ".join(f"{TABS[tab].label.to(language)} ({', '.join(columns)})" for tab, columns in per_tab.items())


def _example(kpi: Kpi, language: Language) -> str:
    def number(value: float) -> str:
        written = f"{round(value, 2):g}" if abs(value) < 1000 else f"{value:.0f}"
        return written if language == "en" else written.replace(".", ",")

    def counted(what: Text | Noun | None, value: float) -> str:
        said = what.beside(value) if isinstance(what, Noun) else what
        return said.to(language) if said else ""

    if kpi.aggregate == "sum":
        return f"{number(kpi.example[0])} ({counted(kpi.counted, kpi.example[0])})"
    if kpi.aggregate != "ratio":
        value = _AGGREGATES[kpi.aggregate](kpi.example)
        values = "; ".join(number(one) for one in kpi.example)
        taken = _OF_VALUES[kpi.aggregate].format(values=values).to(language)
        return f"{taken} = {number(value)} ({kpi.counted.to(language)})"
    numerator, denominator = kpi.example
    value = kpi.scale * numerator / denominator + kpi.offset
    result = f"{number(value * 100)} %" if kpi.unit == "%" else number(value)
    of = counted(kpi.counted_of, denominator)
    quotient = f"{number(numerator)} ({counted(kpi.counted, numerator)}) ÷ {number(denominator)} ({of})"
    scaled = quotient if abs(kpi.scale) == 1 else f"{number(abs(kpi.scale))} × {quotient}"
    if kpi.scale < 0:
        scaled = f"{number(kpi.offset)} − {scaled}"
    elif kpi.offset:
        scaled += f" − {number(-kpi.offset)}" if kpi.offset < 0 else f" + {number(kpi.offset)}"
    return f"{scaled} = {result}"


_RULES_TITLE = Text("Signals", "Các tín hiệu", "Сигналы")
_RULES_INTRO = Text(
    "What Amber reminds people of. A situation is told as one signal; it becomes a new one when its cycle starts anew. "
    "Numbers in brackets are settings, at their default. A rule whose columns are missing or empty says nothing.",
    "Những điều Amber nhắc. Mỗi tình huống là một tín hiệu; khi chu kỳ bắt đầu lại thì thành tín hiệu mới. Số trong "
    "ngoặc là giá trị mặc định của cài đặt. Quy tắc thiếu cột hoặc cột trống thì không nói gì.",
    "О чём напоминает Amber. Одна ситуация — один сигнал; новым он становится с новым циклом. В скобках — настройки и "
    "их значения по умолчанию. Правило, для которого столбцов нет или они пусты, молчит.",
)
_TOLD = Text("Told to", "Báo cho", "Кому")
_AUDIENCES: Mapping[Audience, Text] = {
    "owner": Text("the AM whose it is", "AM phụ trách", "ответственному менеджеру"),
    "lead": Text("the AM's lead", "trưởng nhóm của AM", "руководителю группы"),
    "head": Text("the head", "trưởng phòng", "руководителю отдела"),
}
_CYCLE = Text("Cycle", "Chu kỳ", "Цикл")
_SETTINGS = Text("Settings", "Cài đặt", "Настройки")


def rules_page(language: Language) -> str:
    """Return the page as Markdown: for each rule its names, when it speaks, to whom, its cycle, settings, columns."""
    sections = [_rule_section(rule, language) for rule in RULES]
    return "\n\n".join([f"# {_RULES_TITLE.to(language)}", _RULES_INTRO.to(language), *sections]) + "\n"


def _rule_section(rule: Rule, language: Language) -> str:
    told = ", ".join(_AUDIENCES[one].to(language) for one in rule.audience)
    settings = [f"- {_SETTINGS.to(language)}: {_thresholds(rule)}"] if rule.thresholds else []
    return "\n".join(
        [
            f"## `{rule.key}` {rule.names.to(language)}",
            "",
            f"*{_other_names(rule.names, language)}*",
            "",
            rule.fires_when.to(language),
            "",
            f"- {_TOLD.to(language)}: {told}",
            f"- {_CYCLE.to(language)}: {rule.cycle.to(language)}",
            *settings,
            f"- {_TABS.to(language)}: {_columns(rule.needs, language)}",
            f"- {_SEEDS.to(language)}: {', '.join(rule.seeds)}",
        ]
    )


def _thresholds(rule: Rule) -> str:
    """Return the settings with their defaults, a family's members after it."""
    told = []
    for key in rule.thresholds:
        members = TeamSettings().family(key.removesuffix(".*")) if key.endswith(".*") else {}
        told.append(f"`{key}` ({TeamSettings().text(key)})" if not members else f"`{key}`")
        told += [f"`{key.removesuffix('*')}{member}` ({value})" for member, value in members.items()]
    return ", ".join(told)
