"""Every tab of the workbook, declared once.

The declaration makes the tabs (headers, drop-downs, notes, formats), parses and validates them, drives imports, and
documents them. `PEOPLE_TABS` are the tabs people edit; `BOT_TABS` are those the bot rewrites whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from kpi_core.text import Text


class Kind(StrEnum):
    """What a cell of a column holds, and what it becomes when parsed."""

    ID = "id"  # str; `007` stays `007`
    TEXT = "text"  # str
    CHOICE = "choice"  # str, one of the column's choices
    DATE = "date"  # naive timestamp at midnight, reporting zone
    DATETIME = "datetime"  # naive timestamp, reporting zone
    NUMBER = "number"  # float64
    MONEY = "money"  # float64, in the row's currency
    PERCENT = "percent"  # float64, a fraction: 5 % is 0.05
    INTEGER = "integer"  # Int64, nullable
    YES_NO = "yes_no"  # boolean, nullable


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its key, type and labels. `ref` names the tab whose ids it may hold."""

    key: str
    kind: Kind
    label: Text
    required: bool = False
    choices: tuple[str, ...] = ()
    ref: str = ""
    unique: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One tab people edit, and what it is for.

    `at` names the column whose instant decides who owned the row's account ("" = none), `natural_key` the columns that
    tell rows apart in a tab without IDs.
    """

    key: str
    label: Text
    purpose: Text
    columns: tuple[Column, ...]
    at: str = ""
    natural_key: tuple[str, ...] = ()

    def column(self, key: str) -> Column:
        """Return the column of that key. Raises KeyError."""
        for column in self.columns:
            if column.key == key:
                return column
        raise KeyError(f"{self.key}.{key}")

    @property
    def id_column(self) -> Column | None:
        """The column whose values are unique in the tab, if it has one."""
        return next((column for column in self.columns if column.unique), None)

    @property
    def identity(self) -> tuple[Column, ...]:
        """The columns that together tell a row apart: the ID, else the natural key; empty when nothing does."""
        return (self.id_column,) if self.id_column else tuple(map(self.column, self.natural_key))


def _column(key: str, kind: Kind, en: str, vi: str, ru: str, **more: object) -> Column:
    return Column(key, kind, Text(en, vi, ru), **more)  # type: ignore[arg-type]  # checked by the dataclass's tests


_CHANNELS = ("call", "email", "meeting", "chat", "social", "event")
_SOURCES = ("referral", "inbound", "outbound", "event", "partner", "other")
_ID, _TEXT, _CHOICE, _DATE, _DATETIME = Kind.ID, Kind.TEXT, Kind.CHOICE, Kind.DATE, Kind.DATETIME
_NUMBER, _MONEY, _PERCENT, _INTEGER, _YES_NO = Kind.NUMBER, Kind.MONEY, Kind.PERCENT, Kind.INTEGER, Kind.YES_NO

_ACCOUNT_ID = _column("account_id", _ID, "Account ID", "Mã khách hàng", "ID клиента", ref="accounts")
_ACCOUNT_ID_REQUIRED = _column(
    "account_id", _ID, "Account ID", "Mã khách hàng", "ID клиента", ref="accounts", required=True
)
_AM_ID = _column("am_id", _ID, "AM ID", "Mã AM", "ID менеджера", ref="team")
_AM_ID_REQUIRED = _column("am_id", _ID, "AM ID", "Mã AM", "ID менеджера", ref="team", required=True)
_CURRENCY = _column("currency", _TEXT, "Currency", "Tiền tệ", "Валюта")
_DEAL_ID = _column("deal_id", _ID, "Deal ID", "Mã giao dịch", "ID сделки", ref="deals")
_AT_REQUIRED = _column("at", _DATETIME, "At", "Thời điểm", "Когда", required=True)
_LINK = _column("link", _TEXT, "Link", "Liên kết", "Ссылка")


def _id(key: str, en: str, vi: str, ru: str) -> Column:
    return _column(key, _ID, en, vi, ru, required=True, unique=True)


TEAM = Table(
    "team",
    Text("Team", "Đội ngũ", "Команда"),
    Text(
        "Who works here, in which team and under whom; Amber knows you by your e-mail address here.",
        "Ai làm ở đây, thuộc nhóm nào, báo cáo cho ai; Amber nhận ra bạn qua email ghi ở đây.",
        "Кто работает, в какой группе и кому подчиняется; по адресу почты отсюда Amber узнаёт вас.",
    ),
    (
        _id("am_id", "AM ID", "Mã AM", "ID менеджера"),
        _column("name", _TEXT, "Name", "Họ tên", "Имя", required=True),
        _column("email", _TEXT, "E-mail", "Email", "Эл. почта"),
        _column("slack_user_id", _ID, "Slack user ID", "Mã người dùng Slack", "ID в Slack"),
        _column("role", _CHOICE, "Role", "Vai trò", "Роль", choices=("am", "senior_am", "lead", "head", "admin")),
        _column("manager_id", _ID, "Manager ID", "Mã quản lý", "ID руководителя", ref="team"),
        _column("team", _TEXT, "Team", "Nhóm", "Группа"),
        _column("locale", _TEXT, "Locale", "Ngôn ngữ", "Язык"),
        _column("timezone", _TEXT, "Time zone", "Múi giờ", "Часовой пояс"),
        _column("country", _TEXT, "Country", "Quốc gia", "Страна"),
        _column("active", _YES_NO, "Active", "Đang làm việc", "Работает"),
        _column("started_on", _DATE, "Started on", "Ngày bắt đầu", "Дата начала"),
        _column("left_on", _DATE, "Left on", "Ngày nghỉ việc", "Дата ухода"),
        _column("away_from", _DATE, "Away from", "Vắng từ ngày", "Отсутствует с"),
        _column("away_to", _DATE, "Away to", "Vắng đến ngày", "Отсутствует по"),
        _column("backup_id", _ID, "Backup ID", "Mã người thay", "ID замещающего", ref="team"),
        _column("checked_in_on", _DATE, "Checked in on", "Lần gặp 1-1 gần nhất", "Последняя встреча 1-1"),
    ),
)

ACCOUNTS = Table(
    "accounts",
    Text("Accounts", "Khách hàng", "Клиенты"),
    Text(
        "A row per client: who owns it, how important it is, how often to be in touch.",
        "Mỗi khách hàng một dòng: ai phụ trách, quan trọng ra sao, bao lâu liên hệ một lần.",
        "По строке на клиента: кто ведёт, насколько важен, как часто выходить на связь.",
    ),
    (
        _id("account_id", "Account ID", "Mã khách hàng", "ID клиента"),
        _column("name", _TEXT, "Name", "Tên", "Название", required=True),
        _column("owner_id", _ID, "Owner ID", "Mã AM phụ trách", "ID ответственного", ref="team", required=True),
        _column("status", _CHOICE, "Status", "Trạng thái", "Статус", choices=("prospect", "active", "paused", "lost")),
        _column("tier", _CHOICE, "Tier", "Phân hạng", "Категория", choices=("key", "near_key", "standard")),
        _column("industry", _TEXT, "Industry", "Ngành", "Отрасль"),
        _column("started_on", _DATE, "Started on", "Ngày bắt đầu", "Дата начала"),
        _column("ended_on", _DATE, "Ended on", "Ngày kết thúc", "Дата окончания"),
        _column("lost_reason", _TEXT, "Lost reason", "Lý do mất", "Причина ухода"),
        _column("source", _CHOICE, "Source", "Nguồn", "Источник", choices=_SOURCES),
        _column("referred_by", _ID, "Referred by", "Người giới thiệu", "Кто порекомендовал", ref="accounts"),
        _column("cadence_days", _INTEGER, "Cadence, days", "Nhịp liên hệ (ngày)", "Ритм контактов, дней"),
        _column(
            "category_spend", _MONEY, "Category spend a year", "Chi tiêu ngành hàng mỗi năm", "Траты на категорию в год"
        ),
        _column("market_share", _PERCENT, "Market share", "Thị phần", "Доля рынка"),
        _column("reviewed_on", _DATE, "Reviewed on", "Ngày rà soát", "Дата пересмотра"),
        _column("next_step", _TEXT, "Next step", "Bước tiếp theo", "Следующий шаг"),
        _column("next_step_on", _DATE, "Next step on", "Ngày bước tiếp theo", "Дата следующего шага"),
        _CURRENCY,
        _column("notes", _TEXT, "Notes", "Ghi chú", "Заметки"),
    ),
)

OWNERSHIP = Table(
    "ownership",
    Text("Ownership", "Phân công", "Закрепление"),
    Text(
        "Who owned which client, and when. Amber adds a row when the owner changes.",
        "Ai phụ trách khách hàng nào, vào lúc nào. Khi đổi người phụ trách, Amber tự thêm dòng.",
        "Кто и когда вёл клиента. При смене ответственного строку добавляет Amber.",
    ),
    (
        _ACCOUNT_ID_REQUIRED,
        _AM_ID_REQUIRED,
        _column("from", _DATE, "From", "Từ ngày", "С", required=True),
        _column("to", _DATE, "To", "Đến ngày", "По"),
    ),
    natural_key=("account_id", "am_id", "from"),
)

CONTACTS = Table(
    "contacts",
    Text("Contacts", "Người liên hệ", "Контакты"),
    Text(
        "The people at your clients: who decides, who influences, how well you know them.",
        "Những người phía khách hàng: ai quyết định, ai có ảnh hưởng, quan hệ tốt đến đâu.",
        "Люди на стороне клиента: кто решает, кто влияет, какие с ними отношения.",
    ),
    (
        _id("contact_id", "Contact ID", "Mã liên hệ", "ID контакта"),
        _ACCOUNT_ID_REQUIRED,
        _column("name", _TEXT, "Name", "Họ tên", "Имя"),
        _column("title", _TEXT, "Title", "Chức danh", "Должность"),
        _column(
            "influence",
            _CHOICE,
            "Influence",
            "Ảnh hưởng",
            "Влияние",
            choices=("decision_maker", "influencer", "user", "blocker"),
        ),
        _column("relationship", _INTEGER, "Relationship 1–5", "Quan hệ 1–5", "Отношения 1–5"),
        _column("email", _TEXT, "E-mail", "Email", "Эл. почта"),
        _column("linkedin", _TEXT, "LinkedIn", "LinkedIn", "LinkedIn"),
        _column("active", _YES_NO, "Active", "Còn làm việc", "Работает"),
        _column("left_on", _DATE, "Left on", "Ngày nghỉ việc", "Дата ухода"),
    ),
)

INTERACTIONS = Table(
    "interactions",
    Text("Interactions", "Tương tác", "Взаимодействия"),
    Text(
        "Calls, e-mails and meetings with clients: when, how long, who began.",
        "Các cuộc gọi, email, buổi gặp với khách hàng: khi nào, bao lâu, ai chủ động.",
        "Звонки, письма и встречи с клиентами: когда, сколько длились, чья инициатива.",
    ),
    (
        _id("interaction_id", "Interaction ID", "Mã tương tác", "ID взаимодействия"),
        _ACCOUNT_ID_REQUIRED,
        _AM_ID_REQUIRED,
        _AT_REQUIRED,
        _column("channel", _CHOICE, "Channel", "Kênh", "Канал", choices=_CHANNELS),
        _column("direction", _CHOICE, "Direction", "Chiều", "Направление", choices=("inbound", "outbound")),
        _column("minutes", _NUMBER, "Minutes", "Số phút", "Минуты"),
        _column("contact_id", _ID, "Contact ID", "Mã liên hệ", "ID контакта", ref="contacts"),
        _column("replied", _YES_NO, "Replied", "Đã trả lời", "Ответили"),
        _DEAL_ID,
        _column("summary", _TEXT, "Summary", "Tóm tắt", "Кратко"),
        _LINK,
    ),
    at="at",
)

REQUESTS = Table(
    "requests",
    Text("Requests", "Yêu cầu", "Запросы"),
    Text(
        "What clients ask for: when it came, when it got its first answer, when it was done.",
        "Yêu cầu của khách hàng: đến lúc nào, trả lời lần đầu khi nào, xong khi nào.",
        "Обращения клиентов: когда пришли, когда получили первый ответ, когда решены.",
    ),
    (
        _id("request_id", "Request ID", "Mã yêu cầu", "ID запроса"),
        _ACCOUNT_ID_REQUIRED,
        _AM_ID,
        _column("opened_at", _DATETIME, "Opened at", "Mở lúc", "Открыт", required=True),
        _column("response_due_at", _DATETIME, "Response due at", "Hạn phản hồi", "Ответить до"),
        _column("first_response_at", _DATETIME, "First response at", "Phản hồi đầu tiên", "Первый ответ"),
        _column("last_update_at", _DATETIME, "Last update at", "Cập nhật gần nhất", "Последнее обновление"),
        _column("due_at", _DATETIME, "Due at", "Hạn xử lý", "Решить до"),
        _column("resolved_at", _DATETIME, "Resolved at", "Xử lý xong", "Решён"),
        _column("priority", _CHOICE, "Priority", "Ưu tiên", "Приоритет", choices=("low", "normal", "high", "urgent")),
        _column("category", _TEXT, "Category", "Loại", "Категория"),
    ),
    at="opened_at",
)

CONTRACTS = Table(
    "contracts",
    Text("Contracts", "Hợp đồng", "Договоры"),
    Text(
        "What was sold, for how much and until when: renewals and recurring revenue come from here.",
        "Đã bán gì, giá bao nhiêu, đến khi nào: gia hạn và doanh thu định kỳ tính từ đây.",
        "Что продано, за сколько и до какого срока: отсюда продления и регулярная выручка.",
    ),
    (
        _id("contract_id", "Contract ID", "Mã hợp đồng", "ID договора"),
        _ACCOUNT_ID_REQUIRED,
        _column("service", _TEXT, "Service", "Dịch vụ", "Услуга"),
        _column("kind", _CHOICE, "Kind", "Loại", "Вид", choices=("new", "renewal", "upsell", "cross_sell")),
        _column("recurring", _YES_NO, "Recurring", "Định kỳ", "Регулярный"),
        _column("signed_on", _DATE, "Signed on", "Ngày ký", "Подписан"),
        _column("starts_on", _DATE, "Starts on", "Ngày hiệu lực", "Начало", required=True),
        _column("ends_on", _DATE, "Ends on", "Ngày hết hạn", "Окончание"),
        _column("amount", _MONEY, "Amount", "Giá trị", "Сумма", required=True),
        _column("renews", _ID, "Renews", "Gia hạn cho", "Продлевает", ref="contracts"),
        _column("cancelled_on", _DATE, "Cancelled on", "Ngày huỷ", "Расторгнут"),
        _column("notice_days", _INTEGER, "Notice, days", "Báo trước (ngày)", "Уведомление, дней"),
        _column(
            "renewal_status",
            _CHOICE,
            "Renewal status",
            "Tình trạng gia hạn",
            "Статус продления",
            choices=("open", "negotiating", "won", "lost"),
        ),
        _column("auto_renews", _YES_NO, "Auto-renews", "Tự gia hạn", "Автопродление"),
        _CURRENCY,
    ),
    at="starts_on",
)

INVOICES = Table(
    "invoices",
    Text("Invoices", "Hoá đơn", "Счета"),
    Text(
        "What was billed, and whether it is paid.",
        "Đã xuất hoá đơn những gì và đã được thanh toán chưa.",
        "Что выставлено к оплате и оплачено ли.",
    ),
    (
        _id("invoice_id", "Invoice ID", "Mã hoá đơn", "ID счёта"),
        _ACCOUNT_ID_REQUIRED,
        _column("issued_on", _DATE, "Issued on", "Ngày phát hành", "Выставлен", required=True),
        _column("due_on", _DATE, "Due on", "Hạn thanh toán", "Оплатить до"),
        _column("amount", _MONEY, "Amount (gross)", "Số tiền (gồm thuế)", "Сумма с налогом", required=True),
        _column("tax", _MONEY, "Tax", "Thuế", "Налог"),
        _column("pass_through", _MONEY, "Pass-through", "Chi hộ", "Транзитные расходы"),
        _column("paid_on", _DATE, "Paid on", "Ngày thanh toán", "Оплачен"),
        _column("paid_amount", _MONEY, "Paid amount", "Đã thanh toán", "Оплачено"),
        _CURRENCY,
        _column("contract_id", _ID, "Contract ID", "Mã hợp đồng", "ID договора", ref="contracts"),
    ),
    at="issued_on",
)

PAYMENTS = Table(
    "payments",
    Text("Payments", "Thanh toán", "Платежи"),
    Text(
        "Payments in instalments; an invoice paid at once needs no row here.",
        "Các lần trả từng phần; hoá đơn trả một lần không cần dòng nào ở đây.",
        "Оплаты частями; счёту, оплаченному сразу, строка здесь не нужна.",
    ),
    (
        _id("payment_id", "Payment ID", "Mã thanh toán", "ID платежа"),
        _column("invoice_id", _ID, "Invoice ID", "Mã hoá đơn", "ID счёта", ref="invoices", required=True),
        _AT_REQUIRED,
        _column("amount", _MONEY, "Amount", "Số tiền", "Сумма", required=True),
    ),
)

DEALS = Table(
    "deals",
    Text("Deals", "Giao dịch", "Сделки"),
    Text(
        "Sales under way and closed: stage, amount, expected date.",
        "Giao dịch đang theo và đã chốt: giai đoạn, số tiền, ngày dự kiến.",
        "Сделки в работе и закрытые: этап, сумма, ожидаемая дата.",
    ),
    (
        _id("deal_id", "Deal ID", "Mã giao dịch", "ID сделки"),
        _ACCOUNT_ID,
        _AM_ID_REQUIRED,
        _column("name", _TEXT, "Name", "Tên", "Название"),
        _column("kind", _CHOICE, "Kind", "Loại", "Вид", choices=("new", "upsell", "cross_sell", "renewal")),
        _column("service", _TEXT, "Service", "Dịch vụ", "Услуга"),
        _column(
            "stage",
            _CHOICE,
            "Stage",
            "Giai đoạn",
            "Этап",
            choices=("lead", "contacted", "brief", "proposal", "negotiation", "won", "lost"),
        ),
        _column("lost_at_stage", _TEXT, "Lost at stage", "Mất ở giai đoạn", "Потеряна на этапе"),
        _column("amount", _MONEY, "Amount", "Giá trị", "Сумма"),
        _CURRENCY,
        _column("channel", _CHOICE, "Channel", "Kênh", "Канал", choices=_CHANNELS),
        _column("source", _CHOICE, "Source", "Nguồn", "Источник", choices=_SOURCES),
        _column("created_at", _DATETIME, "Created at", "Tạo lúc", "Создана", required=True),
        _column("first_touch_at", _DATETIME, "First touch at", "Liên hệ đầu tiên", "Первое касание"),
        _column("expected_close_on", _DATE, "Expected close on", "Dự kiến chốt", "Ожидаемое закрытие"),
        _column("closed_at", _DATETIME, "Closed at", "Chốt lúc", "Закрыта"),
        _column("lost_reason", _TEXT, "Lost reason", "Lý do mất", "Причина потери"),
    ),
    at="created_at",
)

SURVEYS = Table(
    "surveys",
    Text("Surveys", "Khảo sát", "Опросы"),
    Text(
        "What clients and colleagues answered to NPS, CSAT and other surveys.",
        "Câu trả lời của khách hàng và đồng nghiệp trong khảo sát NPS, CSAT và các khảo sát khác.",
        "Ответы клиентов и коллег на опросы NPS, CSAT и другие.",
    ),
    (
        _id("survey_id", "Survey ID", "Mã khảo sát", "ID опроса"),
        _ACCOUNT_ID,
        _AM_ID,
        _column("contact_id", _ID, "Contact ID", "Mã liên hệ", "ID контакта", ref="contacts"),
        _column("request_id", _ID, "Request ID", "Mã yêu cầu", "ID запроса", ref="requests"),
        _column("kind", _CHOICE, "Kind", "Loại", "Вид", choices=("nps", "csat", "ces", "internal", "enps")),
        _column("sent_at", _DATETIME, "Sent at", "Gửi lúc", "Отправлен"),
        _column("at", _DATETIME, "Answered at", "Trả lời lúc", "Ответ получен"),
        _column("score", _NUMBER, "Score", "Điểm", "Оценка"),
        _column("comment", _TEXT, "Comment", "Nhận xét", "Комментарий"),
    ),
    at="at",
)

OUTCOMES = Table(
    "outcomes",
    Text("Outcomes", "Kết quả của khách hàng", "Результаты клиентов"),
    Text(
        "Goals agreed with clients, and whether they were reached.",
        "Mục tiêu đã thống nhất với khách hàng và có đạt hay không.",
        "Цели, согласованные с клиентами, и достигнуты ли они.",
    ),
    (
        _id("outcome_id", "Outcome ID", "Mã kết quả", "ID результата"),
        _ACCOUNT_ID_REQUIRED,
        _column("goal", _TEXT, "Goal", "Mục tiêu", "Цель", required=True),
        _column("metric", _TEXT, "Metric", "Thước đo", "Метрика"),
        _column("better", _CHOICE, "Better", "Tốt hơn khi", "Лучше, когда", choices=("higher", "lower")),
        _column("target", _NUMBER, "Target", "Chỉ tiêu", "План"),
        _column("actual", _NUMBER, "Actual", "Thực tế", "Факт"),
        _column("due_on", _DATE, "Due on", "Hạn", "Срок", required=True),
        _column("achieved", _YES_NO, "Achieved", "Đã đạt", "Достигнут"),
        _column("achieved_on", _DATE, "Achieved on", "Ngày đạt", "Достигнут когда"),
    ),
    at="due_on",
)

REFERRALS = Table(
    "referrals",
    Text("Referrals", "Giới thiệu", "Рекомендации"),
    Text(
        "Where a client spoke of you, introduced you or reviewed you.",
        "Khách hàng đã nhắc đến, giới thiệu hay đánh giá các bạn ở đâu.",
        "Где клиент упомянул вас, порекомендовал или оставил отзыв.",
    ),
    (
        _id("referral_id", "Referral ID", "Mã giới thiệu", "ID рекомендации"),
        _ACCOUNT_ID_REQUIRED,
        _AT_REQUIRED,
        _column("kind", _CHOICE, "Kind", "Loại", "Вид", choices=("mention", "introduction", "review")),
        _column(
            "sentiment", _CHOICE, "Sentiment", "Sắc thái", "Тональность", choices=("positive", "neutral", "negative")
        ),
        _column("new_account_id", _ID, "New account ID", "Mã khách hàng mới", "ID нового клиента", ref="accounts"),
        _LINK,
    ),
    at="at",
)

DELIVERABLES = Table(
    "deliverables",
    Text("Deliverables", "Hạng mục bàn giao", "Этапы работ"),
    Text(
        "What is to be delivered and by when, and when it was.",
        "Phải giao gì, hạn khi nào, và đã giao lúc nào.",
        "Что и к какому сроку нужно сдать и когда сдано.",
    ),
    (
        _id("deliverable_id", "Deliverable ID", "Mã hạng mục", "ID этапа"),
        _ACCOUNT_ID_REQUIRED,
        _AM_ID,
        _column(
            "stage",
            _CHOICE,
            "Stage",
            "Giai đoạn",
            "Этап",
            choices=("brief", "proposal", "contract", "production", "delivery", "acceptance"),
        ),
        _column("title", _TEXT, "Title", "Tên hạng mục", "Название"),
        _column("due_on", _DATE, "Due on", "Hạn", "Срок", required=True),
        _column("done_on", _DATE, "Done on", "Ngày xong", "Выполнено"),
    ),
    at="due_on",
)

COSTS = Table(
    "costs",
    Text("Costs", "Chi phí", "Расходы"),
    Text(
        "What a client costs: winning it, production and the rest.",
        "Chi phí cho một khách hàng: để có được khách, sản xuất và các khoản khác.",
        "Во что обходится клиент: привлечение, производство и прочее.",
    ),
    (
        _id("cost_id", "Cost ID", "Mã chi phí", "ID расхода"),
        _ACCOUNT_ID_REQUIRED,
        _AT_REQUIRED,
        _column("category", _TEXT, "Category", "Loại", "Категория"),
        _column("amount", _MONEY, "Amount", "Số tiền", "Сумма", required=True),
        _column("planned", _YES_NO, "Planned", "Trong kế hoạch", "Запланирован"),
        _CURRENCY,
    ),
    at="at",
)

INITIATIVES = Table(
    "initiatives",
    Text("Initiatives", "Hoạt động đội nhóm", "Командные инициативы"),
    Text(
        "What people do beyond their clients: projects and events of the team.",
        "Việc mọi người làm ngoài khách hàng: dự án và sự kiện của đội.",
        "Что люди делают помимо клиентов: проекты и события команды.",
    ),
    (
        _id("initiative_id", "Initiative ID", "Mã hoạt động", "ID инициативы"),
        _AM_ID_REQUIRED,
        _AT_REQUIRED,
        _column("name", _TEXT, "Name", "Tên", "Название", required=True),
        _column("role", _CHOICE, "Role", "Vai trò", "Роль", choices=("led", "contributed", "attended")),
        _column("hours", _NUMBER, "Hours", "Số giờ", "Часы"),
    ),
)

CAMPAIGNS = Table(
    "campaigns",
    Text("Campaigns", "Chiến dịch", "Рассылки"),
    Text(
        "Mailings: how many were sent, opened, clicked and answered.",
        "Các đợt gửi tin: bao nhiêu đã gửi, đã mở, đã nhấp, đã trả lời.",
        "Рассылки: сколько писем отправлено и открыто, сколько переходов и ответов.",
    ),
    (
        _column("campaign_id", _ID, "Campaign ID", "Mã chiến dịch", "ID рассылки", required=True),
        _ACCOUNT_ID,
        _AM_ID,
        _AT_REQUIRED,
        _column(
            "stage",
            _CHOICE,
            "Stage",
            "Giai đoạn",
            "Этап",
            required=True,
            choices=("sent", "opened", "clicked", "replied", "purchased", "unsubscribed"),
        ),
        _column("count", _INTEGER, "Count", "Số lượng", "Количество", required=True),
    ),
    at="at",
)

COMPETITORS = Table(
    "competitors",
    Text("Competitors", "Đối thủ", "Конкуренты"),
    Text(
        "Who else serves a client, what share of its spending they have, how much of a threat they are.",
        "Ai khác cũng phục vụ khách hàng, chiếm bao nhiêu chi tiêu, đáng ngại đến đâu.",
        "Кто ещё работает с клиентом, какая у него доля трат и насколько он опасен.",
    ),
    (
        _ACCOUNT_ID_REQUIRED,
        _column("competitor", _TEXT, "Competitor", "Đối thủ", "Конкурент", required=True),
        _column("share_of_wallet", _PERCENT, "Share of wallet", "Tỷ trọng chi tiêu", "Доля кошелька"),
        _column("strengths", _TEXT, "Strengths", "Điểm mạnh", "Сильные стороны"),
        _column("weaknesses", _TEXT, "Weaknesses", "Điểm yếu", "Слабые стороны"),
        _column("threat", _CHOICE, "Threat", "Mức đe doạ", "Угроза", choices=("low", "medium", "high")),
        _column("updated_on", _DATE, "Updated on", "Cập nhật ngày", "Обновлено"),
    ),
)

TARGETS = Table(
    "targets",
    Text("Targets", "Chỉ tiêu", "Планы"),
    Text(
        "What each figure should be: for all, for a team, for a person.",
        "Mỗi chỉ số cần đạt bao nhiêu: cho tất cả, cho một nhóm, cho một người.",
        "Каким должен быть каждый показатель: для всех, для группы, для человека.",
    ),
    (
        _column("kpi", _ID, "KPI", "KPI", "KPI", required=True),
        _column("scope", _TEXT, "Scope", "Phạm vi", "Для кого"),
        _column("per", _CHOICE, "Per", "Mỗi", "За", choices=("week", "month", "quarter", "year")),
        _column("from", _DATE, "From", "Từ ngày", "С"),
        _column("to", _DATE, "To", "Đến ngày", "По"),
        _column("target", _NUMBER, "Target", "Chỉ tiêu", "План", required=True),
        _column("warn_at", _NUMBER, "Warn at", "Mức cảnh báo", "Порог тревоги"),
        _column("weight", _NUMBER, "Weight", "Trọng số", "Вес"),
    ),
)

RATES = Table(
    "rates",
    Text("Rates", "Tỷ giá", "Курсы валют"),
    Text(
        "Exchange rates into the book's currency.",
        "Tỷ giá quy đổi ra đồng tiền của sổ.",
        "Курсы для пересчёта в валюту книги.",
    ),
    (
        _column("currency", _TEXT, "Currency", "Tiền tệ", "Валюта", required=True),
        _column("on", _DATE, "On", "Ngày", "Дата"),
        _column("rate", _NUMBER, "Rate", "Tỷ giá", "Курс", required=True),
    ),
)

HOLIDAYS = Table(
    "holidays",
    Text("Holidays", "Ngày nghỉ", "Праздники"),
    Text(
        "Days off, and Saturdays worked in exchange: deadlines count working days.",
        "Ngày nghỉ và các thứ Bảy làm bù: hạn tính theo ngày làm việc.",
        "Выходные и рабочие субботы: сроки считаются в рабочих днях.",
    ),
    (
        _column("on", _DATE, "On", "Ngày", "Дата", required=True),
        _column("country", _TEXT, "Country", "Quốc gia", "Страна"),
        _column("working", _YES_NO, "Working", "Làm việc", "Рабочий"),
        _column("name", _TEXT, "Name", "Tên", "Название"),
    ),
)

SETTINGS = Table(
    "settings",
    Text("Settings", "Cài đặt", "Настройки"),
    Text(
        "How Amber works for the whole team: hours, thresholds, channels. What has no row here has its default.",
        "Cách Amber làm việc cho cả đội: giờ giấc, ngưỡng, kênh. Mục nào không có dòng ở đây thì theo mặc định.",
        "Как Amber работает для всей команды: часы, пороги, каналы. Чего здесь нет, то по умолчанию.",
    ),
    (
        _column("key", _TEXT, "Key", "Khoá", "Ключ", required=True),
        _column("value", _TEXT, "Value", "Giá trị", "Значение", required=True),
    ),
)

EVENTS = Table(
    "events",
    Text("Events", "Sự kiện", "События"),
    Text(
        "What was noted in Slack: snoozes, renewals, hand-overs. Amber adds the rows.",
        "Những gì ghi lại trong Slack: tạm ẩn, gia hạn, bàn giao. Amber tự thêm dòng.",
        "Что отмечено в Slack: отложенное, продления, передачи. Строки добавляет Amber.",
    ),
    (
        _id("event_id", "Event ID", "Mã sự kiện", "ID события"),
        _AT_REQUIRED,
        _column("by", _ID, "By", "Người thực hiện", "Кто", ref="team", required=True),
        _column(
            "kind",
            _CHOICE,
            "Kind",
            "Loại",
            "Вид",
            choices=("snooze", "renewal_outcome", "hand_over", "addressed", "void"),
        ),
        _column("subject", _ID, "Subject", "Đối tượng", "Предмет"),
        _column("rule", _TEXT, "Rule", "Quy tắc", "Правило"),
        _column("until", _DATE, "Until", "Đến ngày", "До"),
        _column("value", _TEXT, "Value", "Giá trị", "Значение"),
        _column("reason", _TEXT, "Reason", "Lý do", "Причина"),
    ),
)

PEOPLE_TABS: tuple[Table, ...] = (
    TEAM,
    ACCOUNTS,
    OWNERSHIP,
    CONTACTS,
    INTERACTIONS,
    REQUESTS,
    CONTRACTS,
    INVOICES,
    PAYMENTS,
    DEALS,
    SURVEYS,
    OUTCOMES,
    REFERRALS,
    DELIVERABLES,
    COSTS,
    INITIATIVES,
    CAMPAIGNS,
    COMPETITORS,
    TARGETS,
    RATES,
    HOLIDAYS,
    SETTINGS,
    EVENTS,
)
TABS: Mapping[str, Table] = {table.key: table for table in PEOPLE_TABS}


@dataclass(frozen=True, slots=True)
class BotTab:
    """One tab the bot owns and rewrites whole, and what people read there."""

    key: str
    label: Text
    purpose: Text


BOT_TABS: tuple[BotTab, ...] = (
    BotTab(
        "Scorecard",
        Text("Scorecard", "Bảng điểm", "Карта показателей"),
        Text(
            "Each account manager's scorecard of the latest week.",
            "Bảng điểm tuần gần nhất của từng AM.",
            "Карта показателей каждого менеджера за последнюю неделю.",
        ),
    ),
    BotTab(
        "History",
        Text("History", "Lịch sử", "История"),
        Text("The figures of the last 13 weeks.", "Số liệu 13 tuần gần nhất.", "Показатели за последние 13 недель."),
    ),
    BotTab(
        "Data issues",
        Text("Data issues", "Lỗi dữ liệu", "Ошибки данных"),
        Text(
            "What is wrong in this book, each with a link to its cell.",
            "Những chỗ sai trong sổ, mỗi chỗ kèm liên kết đến ô.",
            "Что в книге не так, со ссылкой на каждую ячейку.",
        ),
    ),
    BotTab(
        "Pings",
        Text("Pings", "Nhắc việc", "Напоминания"),
        Text(
            "What Amber sent to whom, and what it did not.",
            "Amber đã gửi gì cho ai, và những gì không gửi.",
            "Что и кому Amber отправил, а что нет.",
        ),
    ),
)
SCHEMA_VERSION = 2
