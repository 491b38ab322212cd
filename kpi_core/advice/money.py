"""What to do about payments, costs and what one gives the team."""

from __future__ import annotations

from kpi_core.advice.guide import Guide
from kpi_core.text import Text

MONEY: tuple[Guide, ...] = (
    Guide(
        "overdue_amount",
        ("money",),
        (
            Text(
                "agree a payment date, and a plan if it is much, with {contact}",
                "thống nhất ngày thanh toán, nếu số tiền lớn thì chia kỳ, với {contact}",
                "согласуйте дату оплаты, а при большой сумме — график, с {contact}",
            ),
            Text(
                "call about an invoice the day after it is due: a call works better than a letter",
                "gọi ngay hôm sau ngày đến hạn: gọi điện hiệu quả hơn gửi thư",
                "звоните на следующий день после срока: звонок действует лучше письма",
            ),
        ),
    ),
    Guide(
        "overdue_share",
        ("money",),
        (
            Text(
                "find out what holds up the payment (a paper, a signature, a doubt) in a talk with {contact}",
                "tìm hiểu điều gì cản trở thanh toán (giấy tờ, chữ ký hay khúc mắc) qua trao đổi với {contact}",
                "узнайте, что держит оплату (документ, подпись или сомнение), в разговоре с {contact}",
            ),
            Text(
                "reconcile balances with every client once a month",
                "mỗi tháng đối soát công nợ với từng khách một lần",
                "раз в месяц сверяйте расчёты с каждым клиентом",
            ),
            Text(
                "begin no new work while an invoice is 60 days late, unless the lead agrees",
                "không bắt đầu việc mới khi hoá đơn trễ 60 ngày, trừ khi trưởng nhóm đồng ý",
                "не начинайте новых работ при просрочке в 60 дней без согласия руководителя группы",
            ),
        ),
    ),
    Guide(
        "late_payment_rate",
        ("money",),
        (
            Text(
                "agree the way an invoice takes in the client's house, and its contact, with {contact}",
                "thống nhất quy trình duyệt hoá đơn bên khách và người phụ trách với {contact}",
                "согласуйте путь счёта внутри компании клиента и ответственного с {contact}",
            ),
            Text(
                "remind politely five days before an invoice is due",
                "nhắc nhẹ trước ngày đến hạn năm ngày",
                "вежливо напоминайте за пять дней до срока",
            ),
        ),
    ),
    Guide(
        "days_to_pay",
        ("money",),
        (
            Text(
                "agree shorter terms, or a part in advance, for the next contract with {contact}",
                "thống nhất thời hạn ngắn hơn hoặc tạm ứng cho hợp đồng tới với {contact}",
                "согласуйте на следующий договор более короткий срок или аванс с {contact}",
            ),
            Text(
                "send the invoice on the day of acceptance, with all its papers",
                "gửi hoá đơn ngay ngày nghiệm thu, kèm đủ chứng từ",
                "отправляйте счёт в день приёмки и со всеми документами",
            ),
        ),
    ),
    Guide(
        "dso",
        ("money",),
        (
            Text(
                "settle the oldest open invoice first, in a call with {contact}",
                "giải quyết trước hoá đơn chưa trả lâu nhất, qua cuộc gọi với {contact}",
                "начните с самого старого неоплаченного счёта в разговоре с {contact}",
            ),
            Text(
                "ask new clients for a part in advance",
                "đề nghị khách mới tạm ứng một phần",
                "просите у новых клиентов частичный аванс",
            ),
        ),
    ),
    Guide(
        "billing_accuracy",
        (),
        (
            Text(
                "compare each month's invoices with the contracts before they go out",
                "đối chiếu hoá đơn với hợp đồng mỗi tháng trước khi gửi",
                "до отправки сверяйте счета месяца с договорами",
            ),
            Text(
                "note every change of scope in the contract, not just in a message",
                "ghi mọi thay đổi phạm vi vào hợp đồng, đừng chỉ nhắn tin",
                "вносите изменения объёма в договор, а не только в переписку",
            ),
        ),
    ),
    Guide(
        "cost_per_account",
        (),
        (
            Text(
                "look at the costs of each client beside its revenue, and begin with the widest gap",
                "đặt chi phí cạnh doanh thu của từng khách và bắt đầu từ chỗ chênh lớn nhất",
                "сопоставьте расходы и выручку по каждому клиенту и начните с худшего соотношения",
            ),
            Text(
                "save where the client does not notice: reports nobody reads, meetings without a point",
                "tiết kiệm ở chỗ khách không thấy thiếu: báo cáo không ai đọc, cuộc họp không mục đích",
                "экономьте там, где клиент не заметит: ненужные отчёты, встречи без повестки",
            ),
        ),
    ),
    Guide(
        "unplanned_cost_share",
        (),
        (
            Text(
                "agree extra work in writing, with its price, before it begins",
                "thống nhất việc phát sinh bằng văn bản, kèm giá, trước khi làm",
                "согласуйте дополнительные работы письменно и с ценой до их начала",
            ),
            Text(
                "see which unplanned costs come back, and plan for them",
                "xem chi phí phát sinh nào lặp lại và đưa vào kế hoạch",
                "посмотрите, какие внеплановые расходы повторяются, и заложите их в план",
            ),
        ),
    ),
    Guide(
        "margin",
        (),
        (
            Text(
                "charge for what goes beyond the contract, or stop doing it",
                "tính phí phần vượt hợp đồng, hoặc ngừng làm",
                "берите плату за работу сверх договора или не делайте её",
            ),
            Text(
                "review the prices of contracts older than a year",
                "xem lại giá của các hợp đồng đã quá một năm",
                "пересмотрите цены в договорах старше года",
            ),
        ),
    ),
    Guide(
        "team_contribution",
        (),
        (
            Text(
                "lead one small improvement this quarter, from idea to result",
                "quý này dẫn dắt một cải tiến nhỏ từ ý tưởng đến kết quả",
                "проведите за квартал одно небольшое улучшение от идеи до результата",
            ),
            Text(
                "share one case with the team each month: what worked and what did not",
                "mỗi tháng chia sẻ với đội một ví dụ: điều gì hiệu quả, điều gì không",
                "раз в месяц делитесь с командой случаем: что сработало, а что нет",
            ),
            Text(
                "take part in team meetings with one proposal of your own",
                "tham gia họp đội với một đề xuất của chính mình",
                "приходите на встречи команды со своим предложением",
            ),
        ),
    ),
)
