"""How the people of one book write numbers and dates, by its locale and time zones."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError


@dataclass(frozen=True)
class Conventions:
    """A book's decimal and group marks (a space for any kind of space), day order and zones."""

    decimal: str
    group: str
    month_first: bool
    sheet_zone: str  # in which typed dates and times stand
    zone: str  # in which Amber reports

    @cached_property
    def sheet_tz(self) -> ZoneInfo:
        """The time zone of what is typed."""
        return ZoneInfo(self.sheet_zone)


def conventions_of(locale: str, sheet_zone: str, zone: str) -> Conventions:
    """Return the conventions of a locale ("vi_VN"); an unknown one counts as en_US."""
    try:
        known = Locale.parse(locale.replace("-", "_"))
    except (ValueError, TypeError, UnknownLocaleError):
        known = Locale("en", "US")
    symbols = known.number_symbols["latn"]
    group = " " if symbols["group"].isspace() else symbols["group"]
    month_first = known.date_formats["short"].pattern.lstrip().startswith("M")
    return Conventions(symbols["decimal"], group, month_first, sheet_zone, zone)
