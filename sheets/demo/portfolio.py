"""The 150 accounts of Lantern & Co as a table: name, industry, tier, and what is special about each.

Traits count days from the as-of day: `since` became a client so long ago, `lost` left so long ago, `renews` has a
contract that ends in so many days (negative: ended, in grace), `quiet` was last contacted so long ago, `overdue` has
invoices unpaid for so long past due, `handed_over` came from another AM so long ago, `upset` complained so long ago.
`prospect`, `chased`, `paused`, `negotiating` (its renewal), and `dormant` (a name without any history) are yes or no.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_TIERS = {"K": "key", "N": "near_key", "S": "standard"}

_LINH = """
Acme                     | technology | K | quiet 41, renews 23
Gốm Bát Tràng Xưa        | home       | K | renews 212
Cà phê Hạ Long           | food       | N | renews 72
Ngân hàng Sông Hồng      | finance    | K | renews 148
Du lịch Mai Châu         | travel     | N | since 240
Trường Quốc tế Hoa Sen   | education  | N |
Sữa Mộc Châu Xanh        | food       | N | renews 330
Nội thất An Cường Phát   | home       | S |
Dược Trường Sinh         | health     | S | renews 64, negotiating
Phở Nhà Lan              | food       | S | since 55
Thời trang Lụa Vàng      | retail     | S | lost 130
Điện máy Thăng Long      | retail     | S | prospect
"""
_MINH = """
Bamboo                   | home       | K | upset 5
Bất động sản Đông Đô     | property   | N | quiet 19
Vận tải Hải Vân          | logistics  | N | renews 290
Bảo hiểm Bình Minh       | finance    | S |
Siêu thị Vườn Xanh       | retail     | N | renews 45
Nước mắm Phú Yên         | food       | S |
Trà Thái Nguyên Sớm      | food       | S | since 410
Xi măng Tam Điệp         | industry   | S | overdue 34
Phòng khám Tâm An        | health     | S | since 120
Nhà sách Văn Miếu        | retail     | S | lost 250
Du thuyền Lan Hạ         | travel     | S | prospect
"""
_AN = """
Viễn thông Sao Bắc       | technology | K |
Thuỷ sản Cà Mau          | food       | N | renews 305
Gạo Sóc Trăng            | food       | N | since 320
Khách sạn Cố Đô          | travel     | N |
Giày Biên Hoà            | retail     | S | renews 11
Sơn Đại Nam              | industry   | S |
Nhựa Tiền Giang          | industry   | S | quiet 44
Học viện Anh Việt        | education  | S | since 450
Rượu vang Đà Lạt         | food       | S |
Mỹ phẩm Sen Hồng         | retail     | S | lost 45
Kính mắt Sài Thành       | retail     | S | lost 400
"""
_VY = """
Hàng không Biển Đông     | travel     | K | renews 250
Chứng khoán Lạc Hồng     | finance    | N |
Bia Hương Giang          | food       | N | renews 310
Nội thất Tràng An        | home       | N | since 170
Dệt may Nam Định         | industry   | S |
Bánh kẹo Hà Thành        | food       | S | renews 85, negotiating
Đồ chơi Tuổi Thơ         | retail     | S | since 25
Máy tính Phong Nha       | technology | S |
Phân bón Cửu Long        | industry   | S | overdue 8
Spa Ngọc Trai            | health     | S | lost 300
Xe đạp Thống Nhất Mới    | retail     | S | prospect, chased
"""
_OLGA = """
Volga                    | logistics  | K | renews 11, negotiating
Северный Банк            | finance    | K |
Ладога Фарм              | health     | N | renews 280
Гранд Отель Нева         | travel     | N | since 350
Молочный Двор            | food       | N |
Книжный Мир              | retail     | S |
Балтика Логистик         | logistics  | S | renews 320
Умный Дом                | technology | S | since 90
Чайная Карта             | food       | S |
Янтарь Мебель            | home       | S | lost 215
Школа Лингва             | education  | S | prospect
"""
_ARTEM = """
ТехноПарк Урал           | technology | K | quiet 12
Сибирь Авиа              | travel     | K |
Енисей Энерго            | industry   | N | renews 340
Байкал Вода              | food       | N | quiet 31
Казань Софт              | technology | N |
Уральские Самоцветы      | retail     | N | since 430
Кедр Инвест              | finance    | N | renews 295
Омский Бекон             | food       | S |
Пермский Трикотаж        | retail     | S |
Дон Агро                 | industry   | S | renews 310
Лесной Край              | home       | S | quiet 52
Алтай Мёд                | food       | S |
Тульский Пряник          | food       | S | since 380
Аптека Радуга            | health     | S |
Спорт Арена              | retail     | S | overdue 18
Автодом Регион           | retail     | S |
Камская Бумага           | industry   | S | quiet 70
Академия Роста           | education  | S | since 270
СтройГарант              | property   | S |
Самарский Шоколад        | food       | S | renews 26
Оптика Взгляд            | health     | S |
Мурманск Рыба            | food       | S | since 150
Детский Город            | retail     | S |
Цифра Телеком            | technology | S | renews 350
Печатный Двор            | industry   | S | since 75
Кофе Хаус Кама           | food       | S | lost 110
Фитнес Формула           | health     | S | lost 370
Дом Ткани                | retail     | S | prospect
"""
_KIRILL = """
Металл Холдинг           | industry   | K | quiet 24
Столица Девелопмент      | property   | N | quiet 33, overdue 66
Экспресс Почта           | logistics  | N | renews -10
Клиника Здравие          | health     | N | renews 300
Пекарня Колос            | food       | S | quiet 61
Мебель Арбат             | home       | S | overdue 38
Туры Вокруг Света        | travel     | S |
Зоомир                   | retail     | S | renews 4
Курсы Прогресс           | education  | S | lost 20
ГазСервис                | industry   | S | lost 70
Ювелирный Ряд            | retail     | S | lost 160
"""
_IRINA = """
Полярная Звезда          | travel     | K | renews 325
Страховой Дом            | finance    | N |
Вологодские Кружева      | retail     | N | since 200
Рыбинский Сыр            | food       | N | renews 58, negotiating
Онлайн Школа Интеграл    | education  | S |
Псков Тур                | travel     | S | since 510
Чистый Дом               | home       | S |
МедТехника Плюс          | health     | S | renews 275
Ростов Вино              | food       | S | paused
Театр Теней              | leisure    | S |
Архангельск Лес          | industry   | S | lost 460
"""
_EMMA = """
Thornbury Foods          | food       | K | renews 240
Harrow & Pike            | retail     | K | renews 180
Castlegate Insurance     | finance    | N | renews 300
Bluebell Nurseries       | retail     | N | since 260
Ferryman Travel          | travel     | N | renews 130
Oakhurst Schools         | education  | S | renews 345
Quayside Hotels          | travel     | S | renews 270
Larkspur Cosmetics       | retail     | S | since 40
Beacon Analytics         | technology | S | renews 205
Millstone Bakery         | food       | S | renews 160
Penrose Clinics          | health     | S | since 20
"""
_TOM = """
Northgate Motors         | retail     | K |
Albion Rail Freight      | logistics  | N | renews 280
Saltmarsh Brewing        | food       | N | since 480
Kingfisher Energy        | industry   | N | quiet 17
Wren & Daughters         | home       | S |
Pemberton Legal          | services   | S | renews 315
Redcliffe Outdoors       | retail     | S |
Tidewater Yachts         | leisure    | S | since 12
Copperfield Books        | retail     | S | renews 80
Highmoor Dairy           | food       | S | lost 85
Longacre Studios         | leisure    | S | lost 340
"""
_PRIYA = """
Meridian Health          | health     | K | renews 190, handed_over 172
Ashdown Capital          | finance    | N | handed_over 172
Greenwich Interiors      | home       | N | renews 330
Foxglove Pharmacy        | health     | N |
Marlowe Hotels           | travel     | S | handed_over 172
Sterling Cycles          | retail     | S | since 220
Bramley Juices           | food       | S |
Pixel Foundry            | technology | S | since 530
Harbourmaster Logistics  | logistics  | S | renews 298
Ivy Lane Nurseries       | education  | S | lost 280
Kestrel Security         | services   | S | prospect
"""
_NAM = """
Saigon Riverside Tower   | property   | K |
Mekong Fresh             | food       | N | renews 318
Dragonfruit Fintech      | finance    | N | since 100
Lotus Airports           | travel     | N |
Cần Thơ Ceramics         | home       | S |
Phú Quốc Pearl Resort    | travel     | S | renews 68
Vinh Steel               | industry   | S |
Highlands Tea            | food       | S | since 190
Delta Robotics           | technology | S | lost 200
Old Quarter Tailors      | retail     | S | lost 430
Sunrise Solar            | industry   | S | prospect, dormant
"""

_BOOKS: Mapping[str, str] = {
    "linh": _LINH,
    "minh": _MINH,
    "an": _AN,
    "vy": _VY,
    "olga": _OLGA,
    "artem": _ARTEM,
    "kirill": _KIRILL,
    "irina": _IRINA,
    "emma": _EMMA,
    "tom": _TOM,
    "priya": _PRIYA,
    "nam": _NAM,
}


@dataclass(frozen=True, slots=True)
class Sketch:
    """One account as the table above tells it; a trait without a number is 0."""

    owner: str
    name: str
    industry: str
    tier: str
    traits: Mapping[str, int]


def sketches() -> Iterator[Sketch]:
    """Yield every account in the order of the table."""
    for owner, book in _BOOKS.items():
        for line in book.strip().splitlines():
            name, industry, tier, special = (part.strip() for part in line.split("|"))
            words = (trait.split() for trait in special.split(",") if trait.strip())
            traits = {trait[0]: int(trait[1]) if trait[1:] else 0 for trait in words}
            yield Sketch(owner, name, industry, _TIERS[tier], traits)
