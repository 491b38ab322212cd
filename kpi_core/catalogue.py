"""KPIS: the list, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping

from kpi_core.kpi import Kpi
from kpi_core.measures import base, contracts, engagement, money, sales, satisfaction
from kpi_core.text import Text

_ACCOUNTS = Text("accounts in the period", "số khách hàng trong kỳ", "клиентов за период")
_ACTIVE = Text("active accounts", "khách hàng đang hoạt động", "активных клиентов")
_AT_START = Text("accounts active at the start", "khách hàng đầu kỳ", "клиентов на начало периода")
_WON = Text("deals won", "giao dịch thành công", "выигранных сделок")

SATISFACTION = (
    Kpi(
        key="nps",
        names=Text(
            "Net Promoter Score", "Chỉ số hài lòng của khách hàng (NPS)", "Индекс лояльности клиентов (NPS)"
        ),
        unit="points",
        direction="up",
        window="90",
        formula=Text(
            "100 × (answers 9–10 − answers 0–6) ÷ NPS answers; the standard groups are used: 6 is a detractor",
            "100 × (số câu trả lời 9–10 − số câu trả lời 0–6) ÷ số câu trả lời NPS; theo chuẩn, điểm 6 thuộc nhóm Detractors",
            "100 × (ответы 9–10 − ответы 0–6) ÷ ответы NPS; по стандарту оценка 6 — критик",
        ),
        counted=Text("promoters − detractors", "Promoters − Detractors", "промоутеры − критики"),
        counted_of=Text("answers", "câu trả lời", "ответов"),
        measures=(satisfaction.NPS,),
        scale=100.0,
        interval="nps",
        minimum_n=5,
        seeds=("000", "001", "004"),
    ),
)

BASE = (
    Kpi(
        key="active_accounts",
        names=Text("Active accounts", "Số khách hàng đang hoạt động", "Активные клиенты"),
        unit="count",
        direction="none",
        window="•",
        formula=Text(
            "accounts active at the end: started, not lost, no prospects",
            "số khách hàng đang hoạt động cuối kỳ: đã bắt đầu, chưa mất, không tính khách tiềm năng",
            "клиенты, активные на конец: начавшие, не ушедшие, без потенциальных",
        ),
        counted=_ACTIVE,
        measures=(base.ACTIVE,),
        aggregate="sum",
        additive=True,
        seeds=("001",),
    ),
    Kpi(
        key="accounts_per_am",
        names=Text(
            "Accounts per AM", "Số lượng khách hàng trung bình trên một Account", "Клиентов на одного менеджера"
        ),
        unit="ratio",
        direction="none",
        window="•",
        formula=Text(
            "active accounts ÷ AMs who own at least one",
            "khách hàng đang hoạt động ÷ số AM phụ trách ít nhất một khách hàng",
            "активные клиенты ÷ менеджеры, у которых есть хотя бы один",
        ),
        counted=_ACTIVE,
        counted_of=Text("AMs", "AM", "менеджеров"),
        measures=(base.ACTIVE,),
        denominator="ams",
        seeds=("001",),
    ),
    Kpi(
        key="new_accounts",
        names=Text("New accounts", "Khách hàng mới", "Новые клиенты"),
        unit="count",
        direction="up",
        window="W",
        formula=Text(
            "accounts whose start lies in the period",
            "số khách hàng bắt đầu trong kỳ",
            "клиенты, начавшие в этом периоде",
        ),
        counted=Text("new accounts", "khách hàng mới", "новых клиентов"),
        measures=(base.NEW,),
        aggregate="sum",
        additive=True,
        flow=True,
        seeds=("000",),
    ),
    Kpi(
        key="churn_rate",
        names=Text("Churn rate", "Tỷ lệ churn", "Отток клиентов"),
        unit="%",
        direction="down",
        window="Q",
        formula=Text(
            "accounts active at the start and lost in the period ÷ accounts active at the start",
            "số khách hàng đầu kỳ bị mất trong kỳ ÷ tổng số khách hàng đầu kỳ",
            "клиенты на начало, ушедшие за период ÷ клиенты на начало периода",
        ),
        counted=Text("accounts lost", "khách hàng bị mất", "ушедших клиентов"),
        counted_of=_AT_START,
        measures=(base.LOST_OF_START,),
        seeds=("000",),
    ),
    Kpi(
        key="retention_rate",
        names=Text("Retention rate", "Tỷ lệ giữ chân khách hàng", "Уровень удержания клиентов"),
        unit="%",
        direction="up",
        window="Q",
        formula=Text("1 − churn rate", "1 − tỷ lệ churn", "1 − отток клиентов"),
        counted=Text("accounts lost", "khách hàng bị mất", "ушедших клиентов"),
        counted_of=_AT_START,
        measures=(base.LOST_OF_START,),
        scale=-1.0,
        offset=1.0,
        seeds=("004",),
    ),
    Kpi(
        key="returning_accounts",
        names=Text("Returning accounts", "Số lượng khách hàng quay lại", "Вернувшиеся клиенты"),
        unit="count",
        direction="up",
        window="Q",
        formula=Text(
            "accounts with an order in the period that is not their first",
            "số khách hàng có đơn hàng trong kỳ không phải là đơn đầu tiên",
            "клиенты с заказом за период, который у них не первый",
        ),
        counted=Text("returning accounts", "khách hàng quay lại", "вернувшихся клиентов"),
        measures=(base.RETURNING,),
        aggregate="sum",
        seeds=("001",),
    ),
    Kpi(
        key="returning_rate",
        names=Text("Returning rate", "Tỷ lệ khách hàng quay lại", "Доля вернувшихся клиентов"),
        unit="%",
        direction="up",
        window="Q",
        formula=Text(
            "returning accounts ÷ accounts with an order in the period",
            "khách hàng quay lại ÷ khách hàng có đơn hàng trong kỳ",
            "вернувшиеся клиенты ÷ клиенты с заказом за период",
        ),
        counted=Text("returning accounts", "khách hàng quay lại", "вернувшихся клиентов"),
        counted_of=Text("accounts with an order", "khách hàng có đơn hàng", "клиентов с заказом"),
        measures=(base.RETURNING,),
        seeds=("001",),
    ),
    Kpi(
        key="revenue",
        names=Text("Revenue", "Doanh thu", "Выручка"),
        unit="money",
        direction="up",
        window="W",
        formula=Text(
            "Σ invoices issued in the period, less tax and pass-through, in base currency",
            "Σ hoá đơn phát hành trong kỳ, trừ thuế và chi hộ, quy về tiền tệ gốc",
            "Σ счетов за период без налога и транзитных расходов, в базовой валюте",
        ),
        counted=Text("net amount invoiced", "giá trị hoá đơn thuần", "выставлено без налога"),
        measures=(money.REVENUE,),
        aggregate="sum",
        additive=True,
        flow=True,
        seeds=("000", "001"),
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
        counted=Text("renewed contracts", "hợp đồng được gia hạn", "продлённых договоров"),
        counted_of=Text("contracts decided", "hợp đồng đã có kết quả", "решённых договоров"),
        measures=(contracts.RENEWED,),
        seeds=("000", "001"),
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
        counted=Text("contracts ending", "hợp đồng sắp hết hạn", "заканчивающихся договоров"),
        measures=(contracts.RENEWALS_DUE,),
        aggregate="sum",
        additive=True,
        seeds=("000", "001"),
    ),
)

SALES = (
    Kpi(
        key="deals_won",
        names=Text("Deals won", "Số giao dịch thành công", "Число успешно закрытых сделок"),
        unit="count",
        direction="up",
        window="W",
        formula=Text("deals won in the period", "số giao dịch thắng trong kỳ", "сделки, выигранные за период"),
        counted=_WON,
        measures=(sales.WON,),
        aggregate="sum",
        additive=True,
        flow=True,
        seeds=("004",),
    ),
    Kpi(
        key="bookings",
        names=Text("Bookings", "Giá trị giao dịch thành công", "Сумма выигранных сделок"),
        unit="money",
        direction="up",
        window="Q",
        formula=Text(
            "Σ amount of the deals won in the period, in base currency",
            "Σ giá trị giao dịch thắng trong kỳ, quy về tiền tệ gốc",
            "Σ суммы выигранных за период сделок, в базовой валюте",
        ),
        counted=Text("amount won", "giá trị đã thắng", "сумма выигранных"),
        measures=(sales.BOOKINGS,),
        aggregate="sum",
        additive=True,
        flow=True,
    ),
    Kpi(
        key="win_rate",
        names=Text("Win rate", "Tỷ lệ thắng", "Доля выигранных сделок"),
        unit="%",
        direction="up",
        window="Q",
        formula=Text(
            "deals won ÷ deals won or lost, closed in the period",
            "giao dịch thắng ÷ giao dịch thắng hoặc thua, chốt trong kỳ",
            "выигранные ÷ выигранные и проигранные, закрытые за период",
        ),
        counted=_WON,
        counted_of=Text("deals closed", "giao dịch đã chốt", "закрытых сделок"),
        measures=(sales.CLOSED,),
    ),
    Kpi(
        key="conversion_rate",
        names=Text("Conversion rate", "Tỷ lệ chuyển đổi khách hàng", "Конверсия"),
        unit="%",
        direction="up",
        window="Q",
        formula=Text(
            "deals of kind new created in the period and won by now ÷ deals of kind new created in the period",
            "giao dịch mới tạo trong kỳ đã thắng đến nay ÷ giao dịch mới tạo trong kỳ",
            "новые сделки, созданные за период и уже выигранные ÷ новые сделки, созданные за период",
        ),
        counted=_WON,
        counted_of=Text("deals created", "giao dịch được tạo", "созданных сделок"),
        measures=(sales.CONVERTED,),
        broken_down_by=Text("channel", "kênh", "канал"),
        seeds=("000", "003"),
    ),
    Kpi(
        key="days_to_close",
        names=Text("Days to close", "Số ngày để chốt giao dịch", "Дней до закрытия сделки"),
        unit="days",
        direction="down",
        window="Q",
        formula=Text(
            "median days from created to closed, deals won in the period",
            "trung vị số ngày từ khi tạo đến khi chốt, giao dịch thắng trong kỳ",
            "медиана дней от создания до закрытия, сделки, выигранные за период",
        ),
        counted=_WON,
        measures=(sales.DAYS_TO_CLOSE,),
        aggregate="median",
    ),
)

ENGAGEMENT = (
    Kpi(
        key="freshness",
        names=Text("Relationship freshness", "Mức độ duy trì mối quan hệ", "Свежесть отношений"),
        unit="%",
        direction="up",
        window="•",
        formula=Text(
            "active accounts contacted within their cadence ÷ active accounts; long public holidays do not count",
            "khách hàng đang hoạt động được liên hệ đúng nhịp ÷ khách hàng đang hoạt động; không tính kỳ nghỉ lễ dài",
            "активные клиенты с контактом в пределах своего ритма ÷ активные клиенты; долгие праздники не в счёт",
        ),
        counted=Text("accounts within cadence", "khách hàng đúng nhịp", "клиентов в ритме"),
        counted_of=_ACTIVE,
        measures=(engagement.FRESH,),
        seeds=("003", "000"),
    ),
    Kpi(
        key="days_since_contact",
        names=Text("Days since contact", "Số ngày từ lần liên hệ gần nhất", "Дней с последнего контакта"),
        unit="days",
        direction="down",
        window="•",
        formula=Text(
            "median days since the last contact (else the start), over active accounts",
            "trung vị số ngày từ lần liên hệ gần nhất (nếu chưa có: từ ngày bắt đầu) của khách hàng đang hoạt động",
            "медиана дней с последнего контакта (иначе со старта) по активным клиентам",
        ),
        counted=_ACTIVE,
        measures=(engagement.DAYS_SINCE,),
        aggregate="median",
        seeds=("003",),
    ),
    Kpi(
        key="interactions_per_account",
        names=Text("Interactions per account", "Tương tác trên mỗi khách hàng", "Взаимодействий на клиента"),
        unit="per account",
        direction="up",
        window="W",
        formula=Text(
            "interactions in the period ÷ accounts in the period",
            "số tương tác trong kỳ ÷ số khách hàng trong kỳ",
            "взаимодействия за период ÷ клиенты за период",
        ),
        counted=Text("interactions", "tương tác", "взаимодействий"),
        counted_of=_ACCOUNTS,
        measures=(engagement.INTERACTIONS, base.ACCOUNT_DAYS),
        flow=True,
        seeds=("000",),
    ),
)

MONEY = (
    Kpi(
        key="overdue_amount",
        names=Text("Overdue amount", "Công nợ quá hạn", "Просроченная задолженность"),
        unit="money",
        direction="down",
        window="•",
        formula=Text(
            "unpaid at the end of invoices past due, in base currency",
            "số tiền chưa trả cuối kỳ của hoá đơn quá hạn, quy về tiền tệ gốc",
            "не оплачено на конец по просроченным счетам, в базовой валюте",
        ),
        counted=Text("amount overdue", "số tiền quá hạn", "просрочено"),
        measures=(money.OVERDUE,),
        aggregate="sum",
        additive=True,
        seeds=("000", "001"),
    ),
    Kpi(
        key="late_payment_rate",
        names=Text("Late payment rate", "Tỷ lệ thanh toán trễ", "Доля просроченных оплат"),
        unit="%",
        direction="down",
        window="Q",
        formula=Text(
            "invoices due in the period and not paid in full by then ÷ invoices due in the period",
            "hoá đơn đến hạn trong kỳ chưa trả đủ đúng hạn ÷ hoá đơn đến hạn trong kỳ",
            "счета со сроком в периоде, не оплаченные полностью вовремя ÷ счета со сроком в периоде",
        ),
        counted=Text("invoices late", "hoá đơn trễ hạn", "счетов с просрочкой"),
        counted_of=Text("invoices due", "hoá đơn đến hạn", "счетов со сроком"),
        measures=(money.LATE,),
        seeds=("000", "001"),
    ),
)

KPIS: tuple[Kpi, ...] = (*SATISFACTION, *BASE, *SALES, *ENGAGEMENT, *MONEY)
BY_KEY: Mapping[str, Kpi] = {kpi.key: kpi for kpi in KPIS}
