"""The people at the clients' side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from random import Random

_NAMES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "VN": (
        ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Ngô", "Dương", "Lý"),
        (
            "Thanh Hương",
            "Đức Anh",
            "Mai Phương",
            "Tuấn Kiệt",
            "Ngọc Ánh",
            "Hải Đăng",
            "Bích Ngọc",
            "Gia Huy",
            "Thảo Vân",
            "Quốc Bảo",
            "Thu Trang",
            "Minh Châu",
            "Hoài Nam",
            "Kim Oanh",
            "Văn Sơn",
            "Diệu Linh",
        ),
    ),
    "RU": (
        ("Алексей", "Марина", "Павел", "Светлана", "Игорь", "Екатерина", "Фёдор", "Юлия", "Роман", "Вера", "Олег"),
        (
            "Ковальчук",
            "Шевченко",
            "Гончар",
            "Миронюк",
            "Саенко",
            "Литвин",
            "Берг",
            "Дорош",
            "Кравец",
            "Белых",
            "Черных",
            "Савицких",
            "Руденко",
            "Лещенко",
            "Бондарь",
            "Крупских",
        ),
    ),
    "GB": (
        ("Oliver", "Charlotte", "James", "Amelia", "Henry", "Sophie", "Daniel", "Isla", "Marcus", "Zara", "Hugh"),
        (
            "Bennett",
            "Okafor",
            "Sinclair",
            "Patel",
            "Fairbanks",
            "Doyle",
            "Hargreaves",
            "Lowe",
            "Mbeki",
            "Stanton",
            "Carver",
            "Ellison",
            "Novak",
            "Quinn",
            "Ramsey",
            "Tate",
        ),
    ),
}
_TITLES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "VN": {
        "decision_maker": ("Giám đốc Marketing", "Tổng giám đốc"),
        "influencer": ("Trưởng phòng thương hiệu", "Trưởng phòng mua hàng"),
        "user": ("Chuyên viên truyền thông", "Chuyên viên marketing"),
        "blocker": ("Kế toán trưởng",),
    },
    "RU": {
        "decision_maker": ("Директор по маркетингу", "Генеральный директор"),
        "influencer": ("Бренд-менеджер", "Руководитель закупок"),
        "user": ("Специалист по рекламе", "Контент-менеджер"),
        "blocker": ("Главный бухгалтер",),
    },
    "GB": {
        "decision_maker": ("Marketing Director", "Managing Director"),
        "influencer": ("Head of Brand", "Procurement Lead"),
        "user": ("Marketing Executive", "Content Manager"),
        "blocker": ("Finance Controller",),
    },
}
_INFLUENCE = ("decision_maker", "influencer", "user", "blocker")
_HEADCOUNT = {"key": (1, 4), "near_key": (2, 3), "standard": (1, 2)}


@dataclass(frozen=True, slots=True)
class Contact:
    """One person at a client's."""

    id: str
    name: str
    title: str
    influence: str
    relationship: int
    email: str
    left_days_ago: int  # 0: still there


def contacts_of(account_id: str, tier: str, country: str, rng: Random) -> Iterator[Contact]:
    """Yield the people of one account: the decision maker first; now and then the last of several has left."""
    headcount = rng.randint(*_HEADCOUNT[tier])
    firsts, lasts = _NAMES[country]
    for number, influence in enumerate(_INFLUENCE[:headcount], start=1):
        has_left = number == headcount > 2 and rng.random() < 0.35
        yield Contact(
            id=f"{account_id}-{number}",
            name=f"{rng.choice(firsts)} {rng.choice(lasts)}",
            title=rng.choice(_TITLES[country][influence]),
            influence=influence,
            relationship=rng.choices((1, 2, 3, 4, 5), (1, 2, 4, 4, 2))[0],
            email=f"{influence.replace('_', '.')}@{account_id.lower()}.example",
            left_days_ago=rng.randrange(20, 300) if has_left else 0,
        )
