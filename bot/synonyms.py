"""What people call KPIs beside the names they are shown with, in the three languages: data, by key."""

from __future__ import annotations

from collections.abc import Mapping

SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "active_accounts": (
        "number of accounts", "number of clients", "active clients", "khách hàng đang hoạt động",
        "số khách hàng", "số lượng khách hàng", "активных клиентов", "число клиентов", "количество клиентов",
    ),
    "arpa": (
        "revenue per account", "revenue per client", "average revenue", "average check",
        "doanh thu trung bình", "средний чек", "средняя выручка",
    ),
    "bookings": ("sales", "doanh số", "продажи", "сумма продаж"),
    "churn_rate": (
        "churn", "customer churn", "client churn", "tỷ lệ rời bỏ", "tỷ lệ khách hàng rời bỏ", "khách hàng rời bỏ",
        "tỷ lệ mất khách", "отток", "доля оттока", "уровень оттока",
    ),
    "clv": ("ltv", "lifetime value", "giá trị vòng đời", "жизненная ценность"),
    "conversion_rate": ("conversion", "tỷ lệ chuyển đổi", "chuyển đổi"),
    "csat": (
        "satisfaction", "client satisfaction", "mức độ hài lòng", "mức độ hài lòng của khách hàng", "độ hài lòng",
        "điểm hài lòng khách hàng", "hài lòng khách hàng", "удовлетворённость", "удовлетворённость клиентов",
    ),
    "days_since_contact": (
        "last contact", "days since last contact", "lần liên hệ gần nhất", "liên hệ gần nhất", "последний контакт",
    ),
    "interactions_per_account": ("interactions", "touches", "tương tác", "взаимодействия"),
    "lead_response_time": ("lead response", "phản hồi khách tiềm năng", "скорость ответа на лид"),
    "new_accounts": ("new clients", "new customers", "khách mới", "новых клиентов"),
    "overdue_amount": (
        "debt", "receivables", "overdue debt", "công nợ", "nợ quá hạn",
        "дебиторка", "задолженность", "просроченная дебиторка", "долг",
    ),
    "quota_attainment": (
        "quota", "sales target", "chỉ tiêu", "chỉ tiêu doanh thu", "hoàn thành chỉ tiêu",
        "план", "план по выручке", "выполнение плана",
    ),
    "renewal_rate": ("tỷ lệ gia hạn", "доля продлений", "уровень продлений"),
    "response_time": (
        "average response time", "first response time", "thời gian phản hồi", "thời gian phản hồi trung bình",
        "tốc độ phản hồi", "время ответа", "среднее время ответа", "скорость ответа",
    ),
    "retention_rate": (
        "retention", "client retention", "client retention rate", "customer retention", "tỷ lệ giữ chân",
        "giữ chân khách hàng",
        "удержание", "удержание клиентов",
    ),
    "margin": ("profitability", "tỷ suất lợi nhuận", "маржинальность", "рентабельность", "прибыльность"),
    "on_time_delivery": ("deliveries on time", "đúng hạn", "сроки сдачи"),
    "open_requests": ("open tickets", "tickets", "открытые тикеты", "тикеты"),
    "revenue": ("turnover", "income", "dt", "doanh số bán hàng", "thu nhập", "оборот", "доход"),
    "win_rate": ("tỷ lệ chốt đơn", "tỷ lệ chốt", "конверсия в сделку", "процент выигранных сделок"),
}  # fmt: skip
