"""The people of Lantern & Co, and how each of them works."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from sheets.grid import Cell

Row = dict[str, Cell]

TIMEZONES = {"VN": "Asia/Ho_Chi_Minh", "RU": "Europe/Moscow", "GB": "Europe/London"}
LOCALES = {"VN": "vi", "RU": "ru", "GB": "en"}


@dataclass(frozen=True, slots=True)
class Habits:
    """How somebody works: shares are 0 … 1, `response_hours` is the typical first response in working hours."""

    in_cadence: float = 0.85  # accounts contacted within their cadence
    promoters: float = 0.46
    detractors: float = 0.14
    response_hours: float = 1.2
    on_time: float = 0.9  # deliverables done by their due date
    wins: float = 0.42  # expansion deals won of those closed
    late_payers: float = 0.1  # invoices paid after their due date
    lost_leads: int = 7  # companies that never became clients, over the whole history


@dataclass(frozen=True, slots=True)
class Member:
    """One person of the agency. Days count back from the as-of day."""

    id: str
    name: str
    role: str
    team: str
    country: str
    manager: str
    joined_days_ago: int
    checked_in_days_ago: int | None = None
    habits: Habits = field(default_factory=Habits)
    away_days: tuple[int, int] | None = None  # from so many days ago to so many days ahead
    backup: str = ""


_GREEN = Habits(1.0, 0.66, 0.03, 0.7, 1.0, 0.9, 0.0, 2)
_TROUBLED = Habits(0.4, 0.2, 0.4, 6.0, 0.62, 0.1, 0.3, 12)
_OVERLOADED = Habits(0.62, 0.34, 0.2, 3.5, 0.78, 0.28, 0.14, 12)

CAST: tuple[Member, ...] = (
    Member("dmitri", "Dmitri Orlov", "head", "", "RU", "", 2600),
    Member("lan", "Bùi Ngọc Lan", "admin", "", "VN", "dmitri", 1900, 20),
    Member("ha", "Trần Thu Hà", "lead", "Sen", "VN", "dmitri", 2200, 12),
    Member("linh", "Nguyễn Thuỳ Linh", "senior_am", "Sen", "VN", "ha", 1500, 9, Habits(0.8, 0.5, 0.12)),
    Member("minh", "Phạm Quang Minh", "am", "Sen", "VN", "ha", 900, 16, Habits(0.85, 0.4, 0.2, 1.5)),
    Member("an", "Lê Bảo An", "am", "Sen", "VN", "ha", 1100, 23, Habits(0.9), away_days=(3, 9), backup="vy"),
    Member("vy", "Đỗ Khánh Vy", "am", "Sen", "VN", "ha", 600, 8),
    Member("natalia", "Наталья Ершова", "lead", "Neva", "RU", "dmitri", 2000, 15),
    Member("olga", "Olga Sokolova", "senior_am", "Neva", "RU", "natalia", 1700, 11, Habits(0.9, 0.52, 0.1, 1.0)),
    Member("artem", "Артём Лебедев", "am", "Neva", "RU", "natalia", 800, 44, _OVERLOADED),
    Member("kirill", "Кирилл Зайцев", "am", "Neva", "RU", "natalia", 620, 37, _TROUBLED),
    Member("irina", "Ирина Белова", "am", "Neva", "RU", "natalia", 1200, 18),
    Member("grace", "Grace Whitfield", "lead", "Harbour", "GB", "dmitri", 1800, 10),
    Member("emma", "Emma Clarke", "senior_am", "Harbour", "GB", "grace", 1400, 6, _GREEN),
    Member("tom", "Tom Ashworth", "am", "Harbour", "GB", "grace", 1000, 21, Habits(0.82, 0.42, 0.16)),
    Member("priya", "Priya Nair", "am", "Harbour", "GB", "grace", 640, 13, Habits(0.88, 0.48, 0.1)),
    Member("nam", "Võ Hoàng Nam", "am", "Harbour", "VN", "grace", 700, 26),
)
MEMBERS = {member.id: member for member in CAST}
TEAMS = ("Sen", "Neva", "Harbour")
ACCOUNT_MANAGERS = tuple(member for member in CAST if member.role in {"am", "senior_am"})


def team_rows(as_of: date) -> Iterator[Row]:
    """Yield the rows of the team tab."""
    for member in CAST:
        row: Row = {
            "am_id": member.id,
            "name": member.name,
            "email": f"{member.id}@lantern.example",
            "slack_user_id": f"U0{member.id.upper()}",
            "role": member.role,
            "manager_id": member.manager or None,
            "team": member.team or None,
            "locale": LOCALES[member.country],
            "timezone": TIMEZONES[member.country],
            "country": member.country,
            "active": True,
            "started_on": as_of - timedelta(days=member.joined_days_ago),
            "backup_id": member.backup or None,
        }
        if member.checked_in_days_ago is not None:
            row["checked_in_on"] = as_of - timedelta(days=member.checked_in_days_ago)
        if member.away_days is not None:
            row["away_from"] = as_of - timedelta(days=member.away_days[0])
            row["away_to"] = as_of + timedelta(days=member.away_days[1])
        yield row
