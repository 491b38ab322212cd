"""What the facts of sentences count and measure, each kept as a value until a pen writes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpi_core.text import Text

if TYPE_CHECKING:
    from kpi_core.kpi import KpiUnit
    from kpi_core.text import Language, Pen


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun in the forms that numbers ask for: English 1 and others, Vietnamese one, Russian 1, 2–4 and 5–20.

    Without a number it stands as many do.
    """

    en: tuple[str, str]
    vi: str
    ru: tuple[str, str, str]

    def of(self, number: int) -> Count:
        """Return so many of them."""
        return Count(number, self)

    def beside(self, number: float) -> Text:
        """Return the noun alone as it stands after a number; a fraction takes the second form in Russian."""
        whole = abs(number)
        form = _russian_form(round(whole)) if whole == round(whole) else 1
        return Text(self.en[whole != 1], self.vi, self.ru[form])

    def to(self, language: Language) -> str:
        """Return the noun in `language` for logs and programs."""
        return self._many.to(language)

    def written(self, pen: Pen) -> str:
        """Return the noun in the pen's language."""
        return self._many.written(pen)

    @property
    def _many(self) -> Text:
        return Text(self.en[1], self.vi, self.ru[2])


@dataclass(frozen=True, slots=True)
class Count:
    """A number with the noun it counts: "1 day", "2 days"."""

    number: int
    noun: Noun

    def written(self, pen: Pen) -> str:
        """Return the number with the form of the noun that its language asks for."""
        noun = {
            "en": self.noun.en[self.number != 1],
            "vi": self.noun.vi,
            "ru": self.noun.ru[_russian_form(self.number)],
        }[pen.language]
        return f"{pen.number(self.number)} {noun}"


@dataclass(frozen=True, slots=True)
class Percent:
    """A fraction told in per cent: 0.052 is 5.2 %."""

    fraction: float

    def written(self, pen: Pen) -> str:
        """Return the percentage."""
        return pen.percent(self.fraction)


@dataclass(frozen=True, slots=True)
class Money:
    """A sum in a currency; "" when nobody said which."""

    amount: float
    currency: str

    def written(self, pen: Pen) -> str:
        """Return the sum with its currency, and with its cents where it has any."""
        write = pen.round_money if self.amount == round(self.amount) else pen.money
        return write(self.amount, self.currency)


@dataclass(frozen=True, slots=True)
class Figure:
    """A KPI's value in its unit; sums of money are in `currency`."""

    value: float
    unit: KpiUnit
    currency: str

    def written(self, pen: Pen) -> str:
        """Return the value with its unit."""
        match self.unit:
            case "%":
                return pen.percent(self.value)
            case "money":
                return pen.money(self.value, self.currency)
            case "days":
                return pen.days(self.value)
            case "hours":
                return pen.hours(self.value)
            case "points" | "per 100":
                return pen.number(round(self.value, 1))
            case "count" | "ratio" | "mean" | "per account":
                return pen.number(self.value)


DAYS = Noun(("day", "days"), "ngày", ("день", "дня", "дней"))
# Russian counts time in the accusative: "назад", "через", "подряд".
WEEKS = Noun(("week", "weeks"), "tuần", ("неделю", "недели", "недель"))
WORKING_DAYS = Noun(("working day", "working days"), "ngày làm việc", ("рабочий день", "рабочих дня", "рабочих дней"))
WORKING_HOURS = Noun(
    ("working hour", "working hours"), "giờ làm việc", ("рабочий час", "рабочих часа", "рабочих часов")
)
# A minute is feminine and would have to be declined after "ago" and "past": the unit's sign never is.
WORKING_MINUTES = Noun(("working minute", "working minutes"), "phút làm việc", ("мин рабочего времени",) * 3)
CONTACTS = Noun(("contact", "contacts"), "người liên hệ", ("контакт", "контакта", "контактов"))
APPROACHES = Noun(("approach", "approaches"), "lần tiếp cận", ("обращение", "обращения", "обращений"))
ACTIVE_ACCOUNTS = Noun(
    ("active account", "active accounts"),
    "khách hàng đang hoạt động",
    ("активный клиент", "активных клиента", "активных клиентов"),
)


def _russian_form(number: int) -> int:
    if number % 10 == 1 and number % 100 != 11:
        return 0
    return 1 if number % 10 in (2, 3, 4) and number % 100 not in (12, 13, 14) else 2
