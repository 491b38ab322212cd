"""Money kept: costs, margin, and what is still owed."""

from __future__ import annotations

from kpi_core.catalogue.words import ACCOUNTS, EARNED
from kpi_core.kpi import Kpi
from kpi_core.measures import base, cost, money
from kpi_core.quantities import Noun
from kpi_core.text import Text

_COSTS = Text("costs", "chi phí", "расходов")
_OVERDUE = Text("amount overdue", "số tiền quá hạn", "просроченной суммы")

MONEY: tuple[Kpi, ...] = (
    Kpi(
        key="cost_per_account",
        names=Text("Cost per account", "Chi phí trên mỗi khách hàng", "Расходы на клиента"),
        unit="money",
        direction="down",
        window="Q",
        formula=Text(
            "costs in the period ÷ accounts in the period",
            "chi phí trong kỳ ÷ số khách hàng trong kỳ",
            "расходы за период ÷ клиенты за период",
        ),
        counted=_COSTS,
        counted_of=ACCOUNTS,
        measures=(
            cost.COSTS,
            base.ACCOUNT_DAYS,
        ),
        flow=True,
        seeds=("004",),
        example=(600, 3),
    ),
    Kpi(
        key="unplanned_cost_share",
        names=Text("Unplanned costs", "Tỷ lệ chi phí phát sinh", "Доля незапланированных расходов"),
        unit="%",
        direction="down",
        window="Q",
        formula=Text(
            "costs that were not planned ÷ costs of which it is known",
            "chi phí phát sinh ngoài kế hoạch ÷ chi phí đã biết có kế hoạch hay không",
            "незапланированные расходы ÷ расходы, о которых известно, были ли они в плане",
        ),
        counted=Text("unplanned costs", "chi phí phát sinh", "незапланированных расходов"),
        counted_of=_COSTS,
        measures=(cost.UNPLANNED,),
        seeds=("001",),
        example=(100, 400),
    ),
    Kpi(
        key="margin",
        names=Text("Margin", "Biên lợi nhuận", "Маржа"),
        unit="%",
        direction="up",
        window="Q",
        formula=Text(
            "(revenue − costs) ÷ revenue", "(doanh thu − chi phí) ÷ doanh thu", "(выручка − расходы) ÷ выручка"
        ),
        counted=Text("left of revenue", "doanh thu còn lại", "осталось от выручки"),
        counted_of=EARNED,
        measures=(
            cost.REVENUE_BASE,
            cost.LESS_COSTS,
        ),
        seeds=("001",),
        example=(600, 1000),
    ),
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
        counted=_OVERDUE,
        measures=(money.OVERDUE,),
        aggregate="sum",
        additive=True,
        seeds=("000", "001"),
        example=(297,),
    ),
    Kpi(
        key="overdue_share",
        names=Text("Overdue share", "Tỷ lệ công nợ quá hạn", "Доля просроченной задолженности"),
        unit="%",
        direction="down",
        window="•",
        formula=Text(
            "unpaid at the end of invoices past due ÷ unpaid of all invoices",
            "số tiền chưa trả của hoá đơn quá hạn ÷ số tiền chưa trả của mọi hoá đơn",
            "не оплачено на конец по просроченным счетам ÷ не оплачено по всем счетам",
        ),
        counted=_OVERDUE,
        counted_of=Text("unpaid invoices", "công nợ chưa trả", "неоплаченных счетов"),
        measures=(cost.OVERDUE_OF_UNPAID,),
        seeds=(
            "000",
            "001",
        ),
        example=(140, 240),
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
        counted=Noun(
            ("invoice late", "invoices late"),
            "hoá đơn trễ hạn",
            ("счёт с просрочкой", "счёта с просрочкой", "счетов с просрочкой"),
        ),
        counted_of=Noun(
            ("invoice due", "invoices due"),
            "hoá đơn đến hạn",
            ("счёт со сроком", "счёта со сроком", "счетов со сроком"),
        ),
        measures=(money.LATE,),
        seeds=("000", "001"),
        example=(3, 5),
    ),
    Kpi(
        key="days_to_pay",
        names=Text("Days to pay", "Số ngày thanh toán", "Дней до оплаты"),
        unit="days",
        direction="down",
        window="Q",
        formula=Text(
            "mean days from issued to paid in full, invoices settled in the period",
            "trung bình số ngày từ khi phát hành đến khi trả đủ, hoá đơn trả xong trong kỳ",
            "среднее число дней от выставления до полной оплаты, счета, оплаченные за период",
        ),
        counted=Noun(("day in all", "days in all"), "ngày tổng cộng", ("день в сумме", "дня в сумме", "дней в сумме")),
        counted_of=Noun(
            ("invoice settled", "invoices settled"),
            "hoá đơn đã trả xong",
            ("оплаченный счёт", "оплаченных счёта", "оплаченных счетов"),
        ),
        measures=(cost.SETTLED,),
        example=(90, 2),
    ),
    Kpi(
        key="dso",
        names=Text("Days sales outstanding (DSO)", "Số ngày tồn đọng công nợ (DSO)", "Оборачиваемость дебиторки (DSO)"),
        unit="days",
        direction="down",
        window="90",
        formula=Text(
            "unpaid at the end ÷ gross invoiced in the 90 days to the end × 90",
            "số tiền chưa trả cuối kỳ ÷ tổng hoá đơn 90 ngày đến cuối kỳ × 90",
            "не оплачено на конец ÷ выставлено за 90 дней до конца × 90",
        ),
        counted=Text("unpaid", "chưa thanh toán", "не оплачено"),
        counted_of=Text("invoiced in 90 days", "hoá đơn trong 90 ngày", "выставленного за 90 дней"),
        measures=(
            cost.UNPAID,
            cost.INVOICED_GROSS,
        ),
        scale=90.0,
        example=(200, 600),
    ),
    Kpi(
        key="billing_accuracy",
        names=Text("Billing accuracy", "Độ chính xác của hoá đơn", "Точность выставления счетов"),
        unit="%",
        direction="up",
        window="Q",
        formula=Text(
            "1 − Σ |invoiced − contracted| ÷ Σ contracted, per account and whole month of the period; never under 0",
            "1 − Σ |hoá đơn − hợp đồng| ÷ Σ hợp đồng, theo khách hàng và từng tháng trọn trong kỳ; không dưới 0",
            "1 − Σ |выставлено − по договору| ÷ Σ по договору, по клиентам и полным месяцам периода; не ниже 0",
        ),
        counted=Text("off the contracts", "lệch so với hợp đồng", "отклонение от договоров"),
        counted_of=Text(
            "contracted in whole months", "giá trị hợp đồng trong các tháng trọn", "суммы договоров за полные месяцы"
        ),
        measures=(cost.BILLING,),
        scale=-1.0,
        offset=1.0,
        floor=0.0,
        seeds=(
            "000",
            "001",
        ),
        example=(50, 600),
    ),
)
