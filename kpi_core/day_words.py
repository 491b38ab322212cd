"""Days as people type them: "2026-12-31", "31.12.2026", "31/12/26", "31 December", "ngày 31 tháng 12 năm 2026".

What is ambiguous is day first, as all who read Amber's three languages write it: 03/04/2026 is the third of April.
Words are folded (lower case, without accents, see `fold` in kpi_core.names).
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from kpi_core.errors import InputError
from kpi_core.periods import YEARS
from kpi_core.text import Text

_NO_DATE = Text(
    "'{text}' is not a date; write it like 2026-03-31 or 31.03.2026",
    "“{text}” không phải là ngày; hãy viết như 31/03/2026 hoặc 2026-03-31",
    "«{text}» — не дата; напишите в виде 31.03.2026 или 2026-03-31",
)
# The names of the months, each a pattern; Vietnamese counts them ("tháng 10").
MONTHS = (
    "jan(?:uary)?|январ(?:[ьяею]|ем)", "feb(?:ruary)?|феврал(?:[ьяею]|ем)", "mar(?:ch)?|март(?:[аеу]|ом)?",
    "apr(?:il)?|апрел(?:[ьяею]|ем)", "may|ма(?:[ияею]|ем)", "june?|июн(?:[ьяею]|ем)", "july?|июл(?:[ьяею]|ем)",
    "aug(?:ust)?|август(?:[аеу]|ом)?", "sept?(?:ember)?|сентябр(?:[ьяею]|ем)", "oct(?:ober)?|октябр(?:[ьяею]|ем)",
    "nov(?:ember)?|ноябр(?:[ьяею]|ем)", "dec(?:ember)?|декабр(?:[ьяею]|ем)",
)  # fmt: skip
RELATIVE_DAYS: Mapping[str, int] = {
    "today": 0, "hom nay": 0, "сегодня": 0,
    "yesterday": -1, "hom qua": -1, "вчера": -1,
    "day before yesterday": -2, "the day before yesterday": -2, "hom kia": -2, "позавчера": -2,
    "tomorrow": 1, "ngay mai": 1, "завтра": 1,
    "day after tomorrow": 2, "the day after tomorrow": 2, "ngay kia": 2, "послезавтра": 2,
}  # fmt: skip
_YEAR_SIGN = r"(?: ?г(?:од)?а?\.?)?"
_ENDING = "(?:st|nd|rd|th|-?го)?"
_NUMBERS = (
    r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})",
    rf"(?:ngay )?(?P<day>\d{{1,2}})(?P<sign>[./])(?P<month>\d{{1,2}})(?P=sign)(?P<year>\d{{4}}|\d{{2}}){_YEAR_SIGN}",
    r"(?:ngay )?(?P<day>\d{1,2})-(?P<month>\d{1,2})-(?P<year>\d{4})",
    r"ngay (?P<day>\d{1,2})[./-](?P<month>\d{1,2})",
    r"(?:ngay )?(?P<day>\d{1,2}) thang (?P<month>\d{1,2})(?:(?: nam |[/ ])(?P<year>\d{4}))?",
)
_WITHOUT_A_YEAR = (r"(?P<day>\d{1,2})/(?P<month>\d{1,2})", r"(?P<day>\d{1,2})\.(?P<month>\d{2})")
_MONTH = "|".join(f"(?P<m{number}>{names})" for number, names in enumerate(MONTHS, start=1))
_NAMED = (
    rf"(?P<day>\d{{1,2}}){_ENDING} (?:of )?(?:{_MONTH})(?:,? (?P<year>\d{{4}}){_YEAR_SIGN})?",
    rf"(?:{_MONTH}) (?P<day>\d{{1,2}}){_ENDING}(?:,? (?P<year>\d{{4}}))?",
)
_LEAP_YEAR = 2024
_HAS_A_NUMBER = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class TypedDay:
    """A day somebody typed; `year` is None when it was not said. `text` is what was typed."""

    day: int
    month: int
    year: int | None
    text: str

    def up_to(self, today: date) -> date:
        """Return the latest such day that is not after today, unless its year was typed. Raises InputError."""
        return self._with_year() if self.year else max(day for day in self._about(today) if day <= today)

    def nearest(self, today: date) -> date:
        """Return the one such day that is nearest to today, unless its year was typed. Raises InputError."""
        return self._with_year() if self.year else min(self._about(today), key=lambda day: abs(day - today))

    def _with_year(self) -> date:
        try:
            found = date(self.year or 0, self.month, self.day)
        except ValueError:
            found = date.min
        if found.year not in YEARS:
            raise InputError(_NO_DATE.format(text=self.text))
        return found

    def _about(self, today: date) -> Iterable[date]:
        """Yield the days of so many years about today that a 29 February is among them before and after it."""
        for year in range(today.year - 8, today.year + 9):
            if self.day <= monthrange(year, self.month)[1]:
                yield date(year, self.month, self.day)


def typed_day(text: str, *, bare: bool) -> TypedDay | None:
    """Return the day that `text` writes, or None; with `bare` "31/12" and "31.12" are days too, "24/99" is not."""
    if not _HAS_A_NUMBER.search(text):
        return None
    for pattern in _NUMBERS + _NAMED + _WITHOUT_A_YEAR * bare:
        if found := re.fullmatch(pattern, text):
            parts = {name: said for name, said in found.groupdict().items() if said}
            month = parts.get("month") or next(name[1:] for name in parts if name[0] == "m")
            typed = TypedDay(int(parts["day"]), int(month), _year(parts.get("year")), text)
            return typed if typed.year or _is_in_some_year(typed) else None
    return None


def _is_in_some_year(typed: TypedDay) -> bool:
    return 1 <= typed.month <= 12 and 1 <= typed.day <= monthrange(_LEAP_YEAR, typed.month)[1]


def _year(typed: str | None) -> int | None:
    if typed is None:
        return None
    return int(typed) + 2000 * (len(typed) == 2)
