"""What is kept and grown of the accounts there are."""

from __future__ import annotations

from kpi_core.catalogue.words import AT_START, EARNED
from kpi_core.kpi import Kpi
from kpi_core.measures import contracts, cost, growth
from kpi_core.quantities import Noun
from kpi_core.text import Text

_VALUE_AT_START = Text(
    "recurring value a month at the start", "giá trị định kỳ mỗi tháng đầu kỳ", "регулярной стоимости в месяц на начало"
)

RETENTION: tuple[Kpi, ...] = (
    Kpi(
        key="grr",
        names=Text("Gross revenue retention (GRR)", "Tỷ lệ giữ doanh thu gộp (GRR)", "Валовое удержание выручки (GRR)"),
        unit="%",
        direction="up",
        window="Y",
        formula=Text(
            "Σ monthly recurring value at the end, per account at most that at the start ÷ that at the start",
            "Σ giá trị định kỳ tháng cuối kỳ, mỗi khách tối đa bằng đầu kỳ ÷ giá trị định kỳ tháng đầu kỳ",
            "Σ регулярной стоимости в месяц на конец, по клиенту не выше начальной ÷ она же на начало",
        ),
        counted=Text("kept", "giữ được", "сохранено"),
        counted_of=_VALUE_AT_START,
        measures=(contracts.KEPT,),
        example=(80, 100),
    ),
    Kpi(
        key="nrr",
        names=Text("Net revenue retention (NRR)", "Tỷ lệ giữ doanh thu thuần (NRR)", "Чистое удержание выручки (NRR)"),
        unit="%",
        direction="up",
        window="Y",
        formula=Text(
            "monthly recurring value at the end of the accounts that had one at the start ÷ that at the start",
            "giá trị định kỳ tháng cuối kỳ của khách có giá trị đầu kỳ ÷ giá trị định kỳ tháng đầu kỳ",
            "регулярная стоимость в месяц на конец у клиентов, имевших её на начало ÷ она же на начало",
        ),
        counted=Text("kept and grown", "giữ được và tăng thêm", "сохранено и прибавлено"),
        counted_of=_VALUE_AT_START,
        measures=(contracts.KEPT_AND_GROWN,),
        example=(90, 100),
    ),
    Kpi(
        key="renewal_rate",
        names=Text("Renewal rate", "Tỷ lệ gia hạn hợp đồng", "Доля продлённых договоров"),
        unit="%",
        direction="up",
        window="Q",
        formula=Text(
            "recurring contracts that ended in the period and were renewed ÷ those decided",
            "hợp đồng định kỳ hết hạn trong kỳ được gia hạn ÷ số đã có kết quả",
            "регулярные договоры, закончившиеся за период и продлённые ÷ решённые",
        ),
        counted=Noun(
            ("renewed contract", "renewed contracts"),
            "hợp đồng được gia hạn",
            ("продлённый договор", "продлённых договора", "продлённых договоров"),
        ),
        counted_of=Noun(
            ("contract decided", "contracts decided"),
            "hợp đồng đã có kết quả",
            ("решённый договор", "решённых договора", "решённых договоров"),
        ),
        measures=(contracts.RENEWED,),
        seeds=("000", "001"),
        example=(3, 6),
    ),
    Kpi(
        key="renewal_rate_value",
        names=Text("Renewal rate by value", "Tỷ lệ gia hạn theo giá trị", "Доля продлений по сумме"),
        unit="%",
        direction="up",
        window="Q",
        formula=Text(
            "amount of the recurring contracts that ended in the period and were renewed ÷ amount of those decided",
            "giá trị hợp đồng định kỳ hết hạn trong kỳ được gia hạn ÷ giá trị hợp đồng đã có kết quả",
            "сумма регулярных договоров, закончившихся за период и продлённых ÷ сумма решённых",
        ),
        counted=Text("amount renewed", "giá trị được gia hạn", "продлённой суммы"),
        counted_of=Text("amount decided", "giá trị đã có kết quả", "решённой суммы"),
        measures=(contracts.RENEWED_VALUE,),
        seeds=(
            "000",
            "001",
        ),
        example=(300, 400),
    ),
    Kpi(
        key="renewals_due",
        names=Text("Renewals due", "Hợp đồng sắp đến hạn gia hạn", "Договоры к продлению"),
        unit="count",
        direction="none",
        window="•",
        formula=Text(
            "recurring contracts that end in the next 90 days and are not renewed yet",
            "hợp đồng định kỳ hết hạn trong 90 ngày tới và chưa gia hạn",
            "регулярные договоры, которые закончатся за 90 дней и ещё не продлены",
        ),
        counted=Noun(
            ("contract ending", "contracts ending"),
            "hợp đồng sắp hết hạn",
            ("заканчивающийся договор", "заканчивающихся договора", "заканчивающихся договоров"),
        ),
        measures=(contracts.RENEWALS_DUE,),
        aggregate="sum",
        additive=True,
        seeds=("000", "001"),
        example=(2,),
    ),
    Kpi(
        key="upsell_rate",
        names=Text("Upsell rate", "Tỷ lệ bán thêm", "Доля клиентов с допродажей"),
        unit="%",
        direction="up",
        window="Q",
        formula=Text(
            "accounts active at the start with an upsell won in the period ÷ accounts active at the start",
            "khách hàng đầu kỳ có giao dịch bán thêm thắng trong kỳ ÷ khách hàng đầu kỳ",
            "клиенты на начало с выигранной за период допродажей ÷ клиенты на начало периода",
        ),
        counted=Noun(
            ("account upsold", "accounts upsold"),
            "khách hàng được bán thêm",
            ("клиент с допродажей", "клиента с допродажей", "клиентов с допродажей"),
        ),
        counted_of=AT_START,
        measures=(growth.UPSOLD,),
        seeds=(
            "000",
            "004",
        ),
        example=(1, 4),
    ),
    Kpi(
        key="cross_sell_rate",
        names=Text("Cross-sell rate", "Tỷ lệ bán chéo", "Доля клиентов с кросс-продажей"),
        unit="%",
        direction="up",
        window="Q",
        formula=Text(
            "accounts active at the start with a cross-sell won in the period ÷ accounts active at the start",
            "khách hàng đầu kỳ có giao dịch bán chéo thắng trong kỳ ÷ khách hàng đầu kỳ",
            "клиенты на начало с выигранной за период кросс-продажей ÷ клиенты на начало периода",
        ),
        counted=Noun(
            ("account cross-sold", "accounts cross-sold"),
            "khách hàng được bán chéo",
            ("клиент с кросс-продажей", "клиента с кросс-продажей", "клиентов с кросс-продажей"),
        ),
        counted_of=AT_START,
        measures=(growth.CROSS_SOLD,),
        seeds=(
            "000",
            "004",
        ),
        example=(1, 4),
    ),
    Kpi(
        key="expansion_revenue",
        names=Text("Expansion revenue", "Doanh thu bán thêm và bán chéo", "Выручка от допродаж и кросс-продаж"),
        unit="money",
        direction="up",
        window="Q",
        formula=Text(
            "Σ amount of the upsell and cross-sell deals won in the period, in base currency",
            "Σ giá trị giao dịch bán thêm và bán chéo thắng trong kỳ, quy về tiền tệ gốc",
            "Σ суммы выигранных за период допродаж и кросс-продаж, в базовой валюте",
        ),
        counted=Text(
            "amount of upsell and cross-sell", "giá trị bán thêm và bán chéo", "суммы допродаж и кросс-продаж"
        ),
        measures=(growth.EXPANSION,),
        aggregate="sum",
        additive=True,
        flow=True,
        seeds=(
            "000",
            "004",
        ),
        example=(350,),
    ),
    Kpi(
        key="account_penetration",
        names=Text("Account penetration", "Mức độ thâm nhập khách hàng", "Проникновение в аккаунт"),
        unit="%",
        direction="up",
        window="•",
        formula=Text(
            "Σ distinct services under contract at the end ÷ (active accounts × services offered)",
            "Σ số dịch vụ khác nhau đang có hợp đồng cuối kỳ ÷ (khách hàng đang hoạt động × số dịch vụ cung cấp)",
            "Σ разных услуг по действующим на конец договорам ÷ (активные клиенты × предлагаемые услуги)",
        ),
        counted=Noun(
            ("service bought", "services bought"),
            "dịch vụ đã mua",
            ("купленная услуга", "купленные услуги", "купленных услуг"),
        ),
        counted_of=Noun(
            ("service that could be bought", "services that could be bought"),
            "dịch vụ có thể mua",
            ("возможная услуга", "возможные услуги", "возможных услуг"),
        ),
        measures=(contracts.SERVICES,),
        seeds=("004",),
        example=(4, 12),
    ),
    Kpi(
        key="share_of_wallet",
        names=Text("Share of wallet", "Tỷ trọng chi tiêu của khách hàng", "Доля в расходах клиента"),
        unit="%",
        direction="up",
        window="Y",
        formula=Text(
            "revenue of the 12 months to the end ÷ what active accounts spend a year on our kind of service, if known",
            "doanh thu 12 tháng đến cuối kỳ ÷ chi tiêu một năm (nếu biết) của khách cho mọi nhà cung cấp cùng loại",
            "выручка за 12 месяцев до конца ÷ годовые расходы активных клиентов (если известны) на наш вид услуг",
        ),
        counted=EARNED,
        counted_of=Text("spend a year", "chi tiêu một năm", "годовых расходов"),
        measures=(cost.WALLET,),
        seeds=("002",),
        example=(300, 1200),
    ),
)
