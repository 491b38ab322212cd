"""The base of accounts and what it brings."""

from __future__ import annotations

from kpi_core.catalogue.words import ACCOUNTS, ACTIVE, AT_START, EARNED
from kpi_core.kpi import Kpi
from kpi_core.measures import base, cost, growth, lifetime, money
from kpi_core.quantities import Noun
from kpi_core.text import Text

REVENUE = Kpi(
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
    example=(90,),
)

BASE: tuple[Kpi, ...] = (
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
        counted=ACTIVE,
        measures=(base.ACTIVE,),
        aggregate="sum",
        additive=True,
        seeds=("001",),
        example=(4,),
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
        counted=ACTIVE,
        counted_of=Noun(("AM", "AMs"), "AM", ("менеджер", "менеджера", "менеджеров")),
        measures=(base.ACTIVE,),
        denominator="ams",
        seeds=("001",),
        example=(3, 2),
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
        counted=Noun(
            ("new account", "new accounts"), "khách hàng mới", ("новый клиент", "новых клиента", "новых клиентов")
        ),
        measures=(base.NEW,),
        aggregate="sum",
        additive=True,
        flow=True,
        seeds=("000",),
        example=(2,),
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
        counted=Noun(
            ("account lost", "accounts lost"),
            "khách hàng bị mất",
            ("ушедший клиент", "ушедших клиента", "ушедших клиентов"),
        ),
        counted_of=AT_START,
        measures=(base.LOST_OF_START,),
        seeds=("000",),
        example=(2, 4),
    ),
    Kpi(
        key="retention_rate",
        names=Text("Retention rate", "Tỷ lệ giữ chân khách hàng", "Уровень удержания клиентов"),
        unit="%",
        direction="up",
        window="Q",
        formula=Text("1 − churn rate", "1 − tỷ lệ churn", "1 − отток клиентов"),
        counted=Noun(
            ("account lost", "accounts lost"),
            "khách hàng bị mất",
            ("ушедший клиент", "ушедших клиента", "ушедших клиентов"),
        ),
        counted_of=AT_START,
        measures=(base.LOST_OF_START,),
        scale=-1.0,
        offset=1.0,
        seeds=("004",),
        example=(2, 4),
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
        counted=Noun(
            ("returning account", "returning accounts"),
            "khách hàng quay lại",
            ("вернувшийся клиент", "вернувшихся клиента", "вернувшихся клиентов"),
        ),
        measures=(base.RETURNING,),
        aggregate="sum",
        seeds=("001",),
        example=(1,),
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
        counted=Noun(
            ("returning account", "returning accounts"),
            "khách hàng quay lại",
            ("вернувшийся клиент", "вернувшихся клиента", "вернувшихся клиентов"),
        ),
        counted_of=Noun(
            ("account with an order", "accounts with an order"),
            "khách hàng có đơn hàng",
            ("клиент с заказом", "клиента с заказом", "клиентов с заказом"),
        ),
        measures=(base.RETURNING,),
        seeds=("001",),
        example=(1, 2),
    ),
    REVENUE,
    Kpi(
        key="quota_attainment",
        names=Text("Quota attainment", "Tỷ lệ hoàn thành cam kết doanh số", "Выполнение плана по выручке"),
        unit="%",
        direction="up",
        window="Q",
        formula=Text(
            "revenue ÷ its target for the period",
            "doanh thu ÷ chỉ tiêu doanh thu của kỳ",
            "выручка ÷ план по выручке на период",
        ),
        counted=EARNED,
        counted_of=Text("revenue target", "chỉ tiêu doanh thu", "плана по выручке"),
        measures=(money.REVENUE,),
        combine=growth.revenue_of_goal,
        goal_of=REVENUE,
        levels=("all", "team", "am", "tier"),
        seeds=(
            "000",
            "001",
        ),
        example=(90, 120),
    ),
    Kpi(
        key="arpa",
        names=Text(
            "Average revenue per account (ARPA)",
            "Doanh thu trung bình trên mỗi khách hàng (ARPA)",
            "Средняя выручка на клиента (ARPA)",
        ),
        unit="money",
        direction="up",
        window="Q",
        formula=Text(
            "revenue ÷ accounts in the period", "doanh thu ÷ số khách hàng trong kỳ", "выручка ÷ клиенты за период"
        ),
        counted=EARNED,
        counted_of=ACCOUNTS,
        measures=(
            money.REVENUE,
            base.ACCOUNT_DAYS,
        ),
        flow=True,
        example=(900, 3),
    ),
    Kpi(
        key="key_account_growth",
        names=Text(
            "Growth of key account revenue", "Tăng trưởng doanh thu từ key account", "Рост дохода от ключевых клиентов"
        ),
        unit="%",
        direction="up",
        window="Q",
        formula=Text(
            "revenue ÷ revenue of the period before − 1, over key accounts active when that one began, lost ones too",
            "doanh thu ÷ doanh thu kỳ trước − 1, của khách trọng điểm hoạt động đầu kỳ trước, kể cả đã mất",
            "выручка ÷ выручка прошлого периода − 1, по ключевым клиентам, активным на его начало, включая ушедших",
        ),
        counted=EARNED,
        counted_of=Text("revenue before", "doanh thu kỳ trước", "прошлой выручки"),
        measures=(cost.key_growth(less_costs=False),),
        offset=-1.0,
        seeds=("004",),
        example=(1200, 1000),
    ),
    Kpi(
        key="key_account_profit_growth",
        names=Text(
            "Growth of key account profit", "Tăng trưởng lợi nhuận từ key account", "Рост прибыли от ключевых клиентов"
        ),
        unit="%",
        direction="up",
        window="Q",
        formula=Text(
            "profit (revenue − costs) ÷ profit of the period before − 1, over key accounts active when that one began",
            "lợi nhuận (doanh thu − chi phí) ÷ lợi nhuận kỳ trước − 1, của khách trọng điểm hoạt động đầu kỳ trước",
            "прибыль (выручка − расходы) ÷ прошлая прибыль − 1, по ключевым клиентам на начало прошлого периода",
        ),
        counted=Text("profit", "lợi nhuận", "прибыли"),
        counted_of=Text("profit before", "lợi nhuận kỳ trước", "прошлой прибыли"),
        measures=(cost.key_growth(less_costs=True),),
        offset=-1.0,
        seeds=("004",),
        example=(900, 800),
    ),
    Kpi(
        key="clv",
        names=Text(
            "Customer lifetime value (CLV)", "Giá trị vòng đời khách hàng (CLV)", "Пожизненная ценность клиента (CLV)"
        ),
        unit="money",
        direction="up",
        window="Y",
        formula=Text(
            "average order value × orders per account-year × mean years retained; historic, not predicted",
            "giá trị đơn hàng trung bình × số lần mua mỗi năm × số năm ở lại trung bình; theo lịch sử, không dự báo",
            "средний заказ × заказов в год на клиента × среднее число лет с нами; по истории, не прогноз",
        ),
        counted=Text(
            "worth of a year × years retained", "giá trị một năm × số năm gắn bó", "стоимости года × лет сотрудничества"
        ),
        counted_of=Noun(
            ("account with an order", "accounts with an order"),
            "khách hàng có đơn hàng",
            ("клиент с заказом", "клиента с заказом", "клиентов с заказом"),
        ),
        measures=(lifetime.LIFETIME,),
        combine=lifetime.average_order_times_frequency_times_years,
        beside=lifetime.lifetime_parts,
        seeds=(
            "000",
            "001",
        ),
        example=(6000, 2),
    ),
)
