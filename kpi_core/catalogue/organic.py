"""Organic growth."""

from __future__ import annotations

from kpi_core.catalogue.words import ACTIVE
from kpi_core.kpi import Kpi
from kpi_core.measures import contracts, growth
from kpi_core.quantities import Noun
from kpi_core.text import Text

ORGANIC: tuple[Kpi, ...] = (
    Kpi(
        key="referral_sales_share",
        names=Text(
            "Organic growth: sales by referral",
            "Tăng trưởng hữu cơ: phần trăm doanh số qua giới thiệu",
            "Органический рост: доля продаж по рекомендации",
        ),
        unit="%",
        direction="up",
        window="Q",
        formula=Text(
            "amount won with the source referral ÷ amount won with a known source",
            "giá trị thắng từ nguồn giới thiệu ÷ giá trị thắng đã biết nguồn",
            "выигранная сумма из источника «рекомендация» ÷ выигранная сумма с известным источником",
        ),
        counted=Text("amount by referral", "giá trị qua giới thiệu", "суммы по рекомендации"),
        counted_of=Text(
            "amount won with a known source", "giá trị thắng đã biết nguồn", "выигранной суммы с известным источником"
        ),
        measures=(growth.BY_REFERRAL,),
        seeds=("000",),
        example=(200, 800),
    ),
    Kpi(
        key="loyal_account_share",
        names=Text(
            "Organic growth: loyal accounts",
            "Tăng trưởng hữu cơ: phần trăm khách hàng trung thành",
            "Органический рост: доля лояльных клиентов",
        ),
        unit="%",
        direction="up",
        window="•",
        formula=Text(
            "active accounts of a year or more with a renewed contract or a second order ÷ active accounts",
            "khách hàng đang hoạt động từ một năm trở lên, đã gia hạn hoặc có đơn thứ hai ÷ khách hàng đang hoạt động",
            "активные клиенты от года с продлённым договором или вторым заказом ÷ активные клиенты",
        ),
        counted=Noun(
            ("loyal account", "loyal accounts"),
            "khách hàng trung thành",
            ("лояльный клиент", "лояльных клиента", "лояльных клиентов"),
        ),
        counted_of=ACTIVE,
        measures=(contracts.LOYAL,),
        seeds=("000",),
        example=(2, 5),
    ),
    Kpi(
        key="expansion_potential_share",
        names=Text(
            "Organic growth: accounts open to more",
            "Tăng trưởng hữu cơ: phần trăm khách hàng có khả năng cross-sell, up-sell",
            "Органический рост: доля клиентов с потенциалом допродаж",
        ),
        unit="%",
        direction="up",
        window="•",
        formula=Text(
            "active accounts with an upsell or cross-sell deal open at the end ÷ active accounts",
            "khách hàng đang hoạt động có giao dịch bán thêm hoặc bán chéo còn mở cuối kỳ ÷ khách hàng đang hoạt động",
            "активные клиенты с открытой на конец допродажей или кросс-продажей ÷ активные клиенты",
        ),
        counted=Noun(
            ("account with an open deal", "accounts with an open deal"),
            "khách hàng có giao dịch mở",
            ("клиент с открытой сделкой", "клиента с открытой сделкой", "клиентов с открытой сделкой"),
        ),
        counted_of=ACTIVE,
        measures=(growth.POTENTIAL,),
        seeds=("000",),
        example=(1, 3),
    ),
    Kpi(
        key="new_to_existing_sales",
        names=Text(
            "Organic growth: new to existing sales",
            "Tăng trưởng hữu cơ: tỷ lệ doanh số nguồn mới trên nguồn cũ",
            "Органический рост: новые продажи к продажам действующим клиентам",
        ),
        unit="ratio",
        direction="none",
        window="Q",
        formula=Text(
            "amount won of kind new ÷ amount won of the other kinds",
            "giá trị thắng loại mới ÷ giá trị thắng các loại khác",
            "выигранная сумма вида «новая» ÷ выигранная сумма остальных видов",
        ),
        counted=Text("amount of new sales", "doanh số nguồn mới", "суммы новых продаж"),
        counted_of=Text(
            "amount of sales to existing accounts", "doanh số nguồn cũ", "суммы продаж действующим клиентам"
        ),
        measures=(growth.NEW_TO_EXISTING,),
        seeds=("000",),
        example=(200, 400),
    ),
)
